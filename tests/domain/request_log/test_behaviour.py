"""How an agency usually answers: pure sums, and the sums over what the log has."""

from datetime import date

import pytest

from requests_app.domain.request_log.behaviour import Case, how_it_answers, sums
from requests_app.domain.request_log.event_kinds import EventKind as K
from tests.builders import TODAY, a_request, an_agency, an_event

JUNE_9, DUE, LATEST = date(2026, 6, 9), date(2026, 6, 19), date(2026, 6, 22)
LATER = date(2026, 7, 31)


def a_case(determined_on: date | None = None, *kinds: str, **values) -> Case:
    given = {"due_on": DUE, "latest_arguable_on": LATEST, "heard_on": determined_on,
             "closed_on": None, **values}  # fmt: skip
    return Case(JUNE_9, determined_on=determined_on, kinds=frozenset(kinds), **given)


def test_days_have_a_middle_and_two_ends() -> None:
    found = sums([a_case(date(2026, 6, day)) for day in (10, 19, 29, 30)], on=LATER).days
    assert (found.cases, found.median, found.fewest, found.most) == (4, 15.0, 1, 21)
    assert not found.is_too_few


@pytest.mark.parametrize("cases", [0, 1, 2])
def test_below_three_cases_nothing_is_said(cases: int) -> None:
    found = sums([a_case(date(2026, 6, 10))] * cases, on=LATER)
    assert found.days.is_too_few and found.in_time.is_too_few
    assert found.days.cases == cases


@pytest.mark.parametrize(
    ("case", "on", "share"),
    [
        (a_case(DUE), LATER, (1, 1)),
        (a_case(date(2026, 6, 20)), LATER, (0, 1)),
        (a_case(), LATER, (0, 1)),
        (a_case(), DUE, (0, 0)),  # the day is not past
        (a_case(due_on=None), LATER, (0, 0)),  # no law gives a date
        (a_case(closed_on=date(2026, 6, 12)), LATER, (0, 0)),  # withdrawn before its day
        (a_case(closed_on=date(2026, 6, 25)), LATER, (0, 1)),
        (a_case(date(2026, 6, 18)), date(2026, 6, 17), (0, 0)),  # not yet true on that day
    ],
)
def test_in_time_counts_those_whose_day_has_been_decided(case: Case, on, share) -> None:
    found = sums([case], on=on).in_time
    assert (found.number, found.of) == share


@pytest.mark.parametrize(
    ("case", "share"),
    [
        (a_case(), (1, 1)),
        (a_case(heard_on=date(2026, 6, 12)), (0, 1)),
        (a_case(heard_on=date(2026, 6, 25)), (1, 1)),
        (a_case(DUE), (0, 1)),
        (a_case(latest_arguable_on=None), (0, 0)),
    ],
)
def test_silent_is_who_was_not_heard_by_the_last_date_of_every_reading(case, share) -> None:
    found = sums([case], on=LATER).silent
    assert (found.number, found.of) == share


def test_what_it_did_is_counted_over_all_cases() -> None:
    cases = [
        a_case(DUE, K.EXTENSION_NOTICE, K.FEE_ASKED),
        a_case(DUE, K.CLARIFICATION_ASKED, K.PORTAL_CLOSED),
        a_case(DUE, K.PORTAL_CLOSED, K.PARTIAL_RELEASE),
    ]
    found = sums(cases, on=LATER)
    assert (found.extended.number, found.asked_fee.number) == (1, 1)
    assert (found.asked_clarification.number, found.portal_closed.number) == (1, 1)
    assert found.portal_closed.of == 3 and found.portal_closed.percent == 33


@pytest.mark.django_db
def test_the_log_is_summed_up_by_year(django_assert_num_queries) -> None:
    agency = an_agency()
    for sent_on in (date(2025, 6, 9), date(2026, 6, 9)):
        an_event(a_request(agency=agency, sent_on=sent_on), K.FEE_ASKED, TODAY)
    taken_back = an_event(a_request(agency=agency), K.FEE_ASKED, TODAY)
    taken_back.records_request.events.create(
        kind=K.CORRECTION, on=TODAY, corrects=taken_back, recorded_at="2026-06-22T10:00Z"
    )
    a_request(agency=agency, sent_on=None)
    a_request()
    with django_assert_num_queries(2):
        found = how_it_answers(agency, on=TODAY)
    assert (found.all.cases, found.all.asked_fee.number) == (3, 2)
    assert [(year, one.cases) for year, one in found.years] == [(2026, 2), (2025, 1)]
