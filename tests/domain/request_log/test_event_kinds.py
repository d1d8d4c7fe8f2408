"""The two tables: complete, and folding a timeline the way a person would."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.deadlines.clock import Fact, FactKind, RequestFacts, clock
from requests_app.domain.request_log.event_kinds import (
    ANSWERS,
    CLOSED_STATUSES,
    EVENT_RULES,
    QUESTIONS,
    RECORDABLE,
    EventKind,
    Status,
    allowed_after,
    question_of,
    status_after,
)

K, S = EventKind, Status


def test_every_kind_has_its_row() -> None:
    assert set(EVENT_RULES) == set(EventKind)


def test_everything_but_a_correction_can_be_recorded_by_hand() -> None:
    assert set(RECORDABLE) == set(EventKind) - {K.CORRECTION, K.DATES_MOVED}


def test_every_status_is_reached_by_some_event_or_is_the_first() -> None:
    assert {rule.status for rule in EVENT_RULES.values() if rule.status} | {S.LOGGED} == set(S)


TIMELINES = [
    ([], S.LOGGED),
    ([K.SENT], S.AWAITING),
    ([K.SENT, K.DELIVERED, K.NOTE], S.AWAITING),
    ([K.SENT, K.ACKNOWLEDGED], S.ACKNOWLEDGED),
    ([K.SENT, K.EXTENSION_NOTICE], S.EXTENDED),
    ([K.SENT, K.CLARIFICATION_ASKED], S.CLARIFYING),
    ([K.SENT, K.CLARIFICATION_ASKED, K.CLARIFICATION_ANSWERED], S.ACKNOWLEDGED),
    ([K.SENT, K.FEE_ASKED], S.FEE_ASKED),
    ([K.SENT, K.FEE_ASKED, K.FEE_PAID], S.ACKNOWLEDGED),
    ([K.SENT, K.FEE_ASKED, K.FEE_CONTESTED], S.ACKNOWLEDGED),
    ([K.SENT, K.FEE_ASKED, K.FEE_WAIVED], S.ACKNOWLEDGED),
    ([K.SENT, K.DETERMINATION_DISCLOSABLE], S.RECORDS_PROMISED),
    ([K.SENT, K.DETERMINATION_IN_PART], S.RECORDS_PROMISED),
    ([K.SENT, K.DETERMINATION_DENIED], S.DENIED),
    ([K.SENT, K.DETERMINATION_NO_RECORDS], S.NO_RECORDS),
    ([K.SENT, K.DETERMINATION_DISCLOSABLE, K.ESTIMATE_GIVEN, K.ESTIMATE_CHANGED],
     S.RECORDS_PROMISED),
    ([K.SENT, K.DETERMINATION_DISCLOSABLE, K.PARTIAL_RELEASE], S.PARTLY_RELEASED),
    ([K.SENT, K.PARTIAL_RELEASE, K.FULL_RELEASE], S.RELEASED),
    # A fee asked after the determination waits on us; paying it goes back to the promise.
    ([K.SENT, K.DETERMINATION_DISCLOSABLE, K.FEE_ASKED], S.FEE_ASKED),
    ([K.SENT, K.DETERMINATION_DISCLOSABLE, K.FEE_ASKED, K.FEE_PAID], S.RECORDS_PROMISED),
    ([K.SENT, K.DETERMINATION_DENIED, K.ACKNOWLEDGED], S.DENIED),
    # What is asked stands until it is answered itself, whatever comes in on the way.
    ([K.SENT, K.FEE_ASKED, K.ACKNOWLEDGED], S.FEE_ASKED),
    ([K.SENT, K.CLARIFICATION_ASKED, K.EXTENSION_NOTICE], S.CLARIFYING),
    ([K.SENT, K.FEE_ASKED, K.CLARIFICATION_ASKED, K.CLARIFICATION_ANSWERED], S.FEE_ASKED),
    ([K.SENT, K.FEE_ASKED, K.CLARIFICATION_ASKED, K.FEE_PAID], S.CLARIFYING),
    ([K.SENT, K.DETERMINATION_DISCLOSABLE, K.FEE_ASKED, K.ACKNOWLEDGED], S.FEE_ASKED),
    ([K.SENT, K.FEE_ASKED, K.DETERMINATION_DENIED, K.ACKNOWLEDGED], S.DENIED),
    ([K.SENT, K.FEE_ASKED, K.PORTAL_CLOSED], S.PORTAL_CLOSED),
    ([K.SENT, K.FEE_ASKED, K.PORTAL_CLOSED, K.REOPENED], S.FEE_ASKED),
    ([K.SENT, K.FEE_ASKED, K.CLOSED, K.REOPENED], S.AWAITING),
    ([K.SENT, K.PORTAL_CLOSED], S.PORTAL_CLOSED),
    ([K.SENT, K.PORTAL_CLOSED, K.REOPENED], S.AWAITING),
    ([K.SENT, K.DETERMINATION_DENIED, K.LAWSUIT], S.IN_COURT),
    ([K.SENT, K.WITHDRAWN], S.WITHDRAWN),
    ([K.SENT, K.FULL_RELEASE, K.CLOSED], S.CLOSED),
    # Records that come after we closed are noted and do not reopen by themselves.
    ([K.SENT, K.CLOSED, K.FULL_RELEASE], S.CLOSED),
    ([K.SENT, K.DETERMINATION_DENIED, K.CLOSED, K.REOPENED], S.DENIED),
    ([K.SENT, K.FOLLOW_UP_SENT], S.AWAITING),
    # NextRequest closes its entry behind an answer; that takes nothing back.
    ([K.SENT, K.FULL_RELEASE, K.PORTAL_CLOSED], S.RELEASED),
    ([K.SENT, K.DETERMINATION_DENIED, K.PORTAL_CLOSED], S.DENIED),
    # Recorded in the wrong order, of one day.
    ([K.SENT, K.FULL_RELEASE, K.DETERMINATION_DISCLOSABLE], S.RELEASED),
    ([K.SENT, K.FULL_RELEASE, K.PARTIAL_RELEASE], S.RELEASED),
    ([K.SENT, K.CLOSED, K.DETERMINATION_DENIED, K.LAWSUIT], S.CLOSED),
]  # fmt: skip


@pytest.mark.parametrize(("kinds", "expected"), TIMELINES)
def test_the_status_follows_from_the_events(kinds, expected) -> None:
    assert status_after(kinds) == expected


def test_every_kind_stands_in_one_of_the_timelines() -> None:
    assert {kind for kinds, _ in TIMELINES for kind in kinds} == set(RECORDABLE)


def test_what_answers_is_ours_and_answers_what_the_agency_asks() -> None:
    for kind, rule in EVENT_RULES.items():
        assert (rule.fact == FactKind.ANSWERED_BY_US) is (rule.answers is not None), kind
        if rule.answers:
            assert EVENT_RULES[rule.answers].fact == FactKind.ASKED_OF_US


@pytest.mark.parametrize(("status", "kind"), list(product(sorted(CLOSED_STATUSES), RECORDABLE)))
def test_a_closed_request_takes_notes_late_records_and_reopening_only(status, kind) -> None:
    allowed = {K.REOPENED, K.NOTE, K.PARTIAL_RELEASE, K.FULL_RELEASE}
    assert allowed_after(status, kind) is (kind in allowed)


@pytest.mark.parametrize("kind", RECORDABLE)
def test_before_sending_nothing_can_come_back(kind) -> None:
    allowed = {K.SENT, K.NOTE, K.WITHDRAWN}
    assert allowed_after(S.LOGGED, kind) is (kind in allowed)


@pytest.mark.parametrize("status", sorted(ANSWERS))
def test_an_open_request_is_not_reopened(status) -> None:
    assert not allowed_after(status, K.REOPENED)


@given(st.lists(st.sampled_from(RECORDABLE), max_size=12))
def test_status_and_clock_agree_on_what_is_closed_and_answered(kinds) -> None:
    """Whatever can happen one after the other, the table and the clock tell the same story."""
    happened: list[EventKind] = []
    for kind in [K.SENT, *kinds]:
        if allowed_after(status_after(happened), kind):
            happened.append(kind)
    first = date(2026, 6, 1)
    facts = tuple(
        Fact(fact, on, on, question=question_of(kind) or "")
        for n, kind in enumerate(happened)
        for fact, on in [(EVENT_RULES[kind].fact, first + timedelta(days=n))]
        if fact
    )
    told = RequestFacts("cpra", "city", first, first, facts=facts)
    now = clock(told, on=first + timedelta(days=20))
    status = status_after(happened)
    assert (status in CLOSED_STATUSES) == (now.closed_on is not None)
    if status in ANSWERS and status != S.IN_COURT:
        assert now.determined_on is not None
    if status in {EVENT_RULES[question].status for question in QUESTIONS}:
        assert now.waiting_on_us_since is not None
    # A portal that is closed says what to do first; else what waits for us can be seen.
    elif status not in {*ANSWERS, S.PORTAL_CLOSED}:
        assert now.waiting_on_us_since is None
