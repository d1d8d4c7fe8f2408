"""Every mixture of the stored columns is in exactly one state, in Python and in SQL alike."""

import importlib
from collections import Counter
from datetime import date, timedelta
from itertools import product

import pytest
from django.apps import apps

from requests_app.domain.request_log.board import (
    counts_of_campaigns,
    in_states,
    round_counts,
    state_of,
)
from requests_app.domain.request_log.event_kinds import ANSWERS_OF_AGENCIES, EventKind, Status
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.request_log.round_states import (
    OF_ANSWER,
    ROUND_STATES,
    RoundState,
    StateGroup,
    board_order,
    in_group,
)
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
K, S = EventKind, RoundState


@pytest.fixture
def mixtures() -> Campaign:
    """A request for each mixture of what the rule reads."""
    campaign = Campaign.objects.create(name="Round", reporting_year=2025)
    agency, person = an_agency(), a_person()
    past, near = TODAY - 5 * DAY, (None, TODAY - DAY, TODAY, TODAY + DAY)
    told = (None, past)
    statuses = (Status.AWAITING, Status.IN_COURT, Status.PORTAL_CLOSED, Status.WITHDRAWN)
    answers = ("", *ANSWERS_OF_AGENCIES)
    dates = product((None, past), told, told, near, (0, 1), told, (0, 14))
    drawn = enumerate(product(answers, (True, False), statuses, dates))
    rows = [
        RecordsRequest(
            number=f"T-{number}",
            campaign=campaign,
            agency=agency,
            reporting_year=2025,
            method="email",
            created_at=NOW,
            created_by=person,
            answer=answer,
            is_open=is_open,
            status=status,
            sent_on=sent,
            received_on=received,
            waiting_on_us_since=waiting,
            due_on=due,
            earliest_arguable_on=due,
            latest_arguable_on=due and due + later * DAY,
            heard_on=heard,
            extension_days=extension,
        )
        for number, (answer, is_open, status, told_of) in drawn
        for sent, received, waiting, due, later, heard, extension in [told_of]
        if sent or not received
    ]
    RecordsRequest.objects.bulk_create(rows, batch_size=400)
    return campaign


def test_the_question_and_the_pure_rule_agree_on_every_mixture(mixtures: Campaign) -> None:
    every = list(in_states(mixtures, on=TODAY))
    differ = [one for one in every if one.state != state_of(one, on=TODAY)]
    assert differ == []
    assert {one.state for one in every} == set(RoundState), "a state that no mixture is in"


def test_the_counts_are_those_of_the_pure_rule(mixtures: Campaign) -> None:
    worked_out = Counter(state_of(one, on=TODAY) for one in mixtures.records_requests.all())
    counts = round_counts(mixtures, on=TODAY)
    assert counts.states == worked_out
    assert list(counts.states) == list(RoundState)
    assert counts.requests == mixtures.records_requests.count()
    assert counts_of_campaigns([mixtures], on=TODAY)[mixtures.pk].states == worked_out
    assert sum(counts.of(group) for group in StateGroup) == counts.requests


def test_each_request_is_in_one_state_and_one_group(mixtures: Campaign) -> None:
    requests = in_states(mixtures, on=TODAY)
    for group in StateGroup:
        found = {one.state for one in requests.filter(in_group(group))}
        assert found == {state for state in RoundState if state.group == group}


def test_silence_comes_first(mixtures: Campaign) -> None:
    listed = in_states(mixtures, on=TODAY).order_by(board_order(TODAY), "id")
    order = list(dict.fromkeys(one.state for one in listed))
    assert order == list(RoundState)
    assert order[:2] == [S.NO_RESPONSE, S.SILENT]


def test_every_state_has_its_words_and_every_answer_its_state() -> None:
    assert set(ROUND_STATES) == set(RoundState)
    assert set(OF_ANSWER) == set(ANSWERS_OF_AGENCIES)


STORIES = [
    ([], S.SILENT),
    ([(K.ACKNOWLEDGED, 15)], S.OVERDUE),
    ([(K.PORTAL_CLOSED, 15)], S.PORTAL_CLOSED),
    ([(K.LAWSUIT, 15)], S.IN_COURT),
    ([(K.FEE_ASKED, 15)], S.WAITING_ON_US),
    ([(K.FEE_ASKED, 15), (K.FEE_PAID, 16)], S.OVERDUE),
    ([(K.EXTENSION_NOTICE, 15)], S.EXTENSION),
    ([(K.CLOSED, 15)], S.CLOSED),
    ([(K.WITHDRAWN, 15)], S.WITHDRAWN),
    ([(K.CLOSED, 15), (K.REOPENED, 16)], S.SILENT),
    ([(K.DETERMINATION_DENIED, 15)], S.DENIED),
    ([(K.DETERMINATION_DENIED, 15), (K.CLOSED, 16)], S.DENIED),
    ([(K.DETERMINATION_DENIED, 15), (K.LAWSUIT, 16)], S.DENIED),
    ([(K.DETERMINATION_NO_RECORDS, 15), (K.WITHDRAWN, 16)], S.NO_RECORDS),
    ([(K.DETERMINATION_IN_PART, 15), (K.FEE_ASKED, 16)], S.PROMISED),
    ([(K.FULL_RELEASE, 15), (K.PARTIAL_RELEASE, 16)], S.RELEASED),
    ([(K.CLOSED, 15), (K.PARTIAL_RELEASE, 16)], S.PARTLY_RELEASED),
]


@pytest.mark.parametrize(("story", "state"), STORIES)
def test_what_happened_leads_to_the_state(story: list, state: RoundState) -> None:
    """Sent on 9 June, due on the 22nd; looked at on the 23rd, which one reading calls in time."""
    request = a_request(claimed_received_on=date(2026, 6, 15))
    for kind, day in story:
        notice = {"names_on": date(2026, 7, 3), "ground": "voluminous"}
        values = notice if kind == K.EXTENSION_NOTICE else {}
        an_event(request, kind, date(2026, 6, day), **values)
    assert state_of(request, on=date(2026, 6, 23)) == state
    assert (request.answer != "") == (request.determined_on is not None)
    assert (request.answer != "") == (state.group == StateGroup.ANSWERED)


def test_a_request_on_its_way() -> None:
    assert state_of(a_request(sent_on=None), on=TODAY) == S.NOT_SENT
    assert state_of(a_request(method="post"), on=TODAY) == S.NO_RECEIPT
    unbound = an_agency(level="tribal", records_law="none")
    assert state_of(a_request(agency=unbound), on=TODAY) == S.NO_DATE
    request = a_request()
    assert state_of(request, on=TODAY) == S.WITHIN
    an_event(request, K.ACKNOWLEDGED, date(2026, 6, 12))
    assert state_of(request, on=TODAY) == S.HEARD


def test_the_migration_fills_in_what_the_operations_would_have() -> None:
    requests = [a_request() for _ in STORIES]
    for request, (story, _) in zip(requests, STORIES, strict=True):
        for kind, day in story:
            an_event(request, kind, date(2026, 6, day))
    before = dict(RecordsRequest.objects.values_list("pk", "answer"))
    RecordsRequest.objects.update(answer="")
    migration = importlib.import_module("requests_app.migrations.0008_answers_of_agencies")
    migration.fill_in(apps, None)
    assert dict(RecordsRequest.objects.values_list("pk", "answer")) == before
    assert set(before.values()) == {"", *OF_ANSWER}
