"""The board of a campaign: whose days an answer took, its counts, its CSV."""

import csv
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.domain.request_log.board import (
    answer_times,
    counts_of_campaigns,
    in_states,
    round_counts,
)
from requests_app.domain.request_log.board_csv import COLUMNS, board_lines
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.request_log.recompute import clock_of
from requests_app.domain.request_log.round_states import board_order
from requests_app.domain.request_log.timeline import Happening, correct_event
from requests_app.domain.statute_book.rules import rules_in_force
from tests.builders import NOW, TODAY, a_request, an_agency, an_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign() -> Campaign:
    return Campaign.objects.create(name="Round 2026", reporting_year=2025)


def june(day: int) -> date:
    return date(2026, 6, day)


def told(campaign: Campaign, *story: tuple[K, int], **values) -> RecordsRequest:
    request = a_request(campaign=campaign, **values)
    for kind, day in story:
        an_event(request, kind, june(day))
    return request


def times(campaign: Campaign):
    return answer_times(campaign.records_requests.all())


WAITED = ((K.CLARIFICATION_ASKED, 12), (K.CLARIFICATION_ANSWERED, 16))


@pytest.mark.parametrize(
    ("story", "days", "ours"),
    [
        ([(K.DETERMINATION_DENIED, 19)], 10, 0),
        ([*WAITED, (K.DETERMINATION_DENIED, 19)], 10, 4),
        ([(K.FEE_ASKED, 12), (K.DETERMINATION_DENIED, 19)], 10, 7),
        ([(K.PARTIAL_RELEASE, 12), (K.FEE_ASKED, 13), (K.FEE_PAID, 20)], 3, 0),
        ([(K.CLOSED, 12), (K.REOPENED, 14), (K.FULL_RELEASE, 19)], 10, 0),
        ([(K.FEE_ASKED, 10), (K.FEE_PAID, 11), *WAITED, (K.FULL_RELEASE, 20)], 11, 5),
    ],
)
def test_our_days_before_the_determination_are_counted(campaign, story, days, ours) -> None:
    request = told(campaign, *story)
    took = times(campaign)[request.pk]
    assert (took.days, took.days_with_us) == (days, ours)
    on = request.determined_on
    assert clock_of(request, on=on, rules=rules_in_force()).days_with_us == ours


def test_a_question_that_was_taken_back_is_nobodys_day(campaign) -> None:
    request = told(campaign, *WAITED, (K.DETERMINATION_DENIED, 19))
    for event in request.events.filter(kind__startswith="clarification"):
        back = Happening(kind=K.CORRECTION, on=event.on)
        correct_event(event=event, happening=back, by=request.created_by, at=NOW)
    assert times(campaign)[request.pk].days_with_us == 0


def test_who_has_not_answered_or_was_not_received_took_no_time(campaign) -> None:
    told(campaign, (K.ACKNOWLEDGED, 12))
    told(campaign, (K.DETERMINATION_DENIED, 19), method="post")
    assert times(campaign) == {}


def test_two_queries_for_one_answer_and_for_twelve(campaign) -> None:
    counts = []
    for number in (1, 11):
        for _ in range(number):
            told(campaign, *WAITED, (K.DETERMINATION_DENIED, 19))
        with CaptureQueriesContext(connection) as asked:
            times(campaign)
        counts.append(len(asked))
    assert counts == [2, 2]


def test_requests_and_agencies_are_counted_apart(campaign) -> None:
    agency = an_agency()
    told(campaign, agency=agency)
    told(campaign, (K.DETERMINATION_DENIED, 19), agency=agency)
    a_request()
    counts = round_counts(campaign, on=TODAY)
    assert (counts.requests, counts.agencies) == (2, 1)
    assert (counts.answered, counts.silent, counts.late) == (1, 0, 0)


def test_a_campaign_without_requests_counts_none(campaign) -> None:
    assert counts_of_campaigns([campaign], on=TODAY)[campaign.pk].requests == 0
    assert counts_of_campaigns([], on=TODAY) == {}


def test_the_board_as_csv(campaign) -> None:
    told(campaign, agency=an_agency("=cmd|' /C calc'!A0"), sent_on=june(1))
    answered = told(campaign, *WAITED, (K.DETERMINATION_DENIED, 22), agency=an_agency("Zeta"))
    requests = in_states(campaign, on=TODAY).order_by(board_order(TODAY), "id")
    first, second = csv.DictReader(board_lines(requests, on=TODAY))
    assert tuple(first) == COLUMNS
    assert first["agency"] == "'=cmd|' /C calc'!A0"
    assert (first["as_of"], first["reporting_year"]) == ("2026-06-22", "2025")
    assert (first["state"], first["days_to_determination"]) == ("No response", "")
    assert second["number"] == answered.number
    assert (second["days_to_determination"], second["of_these_with_us"]) == ("13", "4")
    assert (second["in_time"], second["in_time_without_our_days"]) == ("yes", "yes")
