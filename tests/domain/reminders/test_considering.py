"""Every kind, before its day, on it and after; and each condition that keeps it back. Pure."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.reminders.considering import Considered, consider, look_next
from requests_app.domain.reminders.facts import Facts
from requests_app.domain.reminders.kinds import KIND_RULES, About, ReminderKind, kinds_about
from tests.domain.reminders.known import (
    DUE,
    RECEIVED,
    desk_facts,
    own_facts,
    request_facts,
    round_facts,
)

K = ReminderKind
DAY = timedelta(days=1)
LATE, WEEK_LATE = DUE + DAY, DUE + 7 * DAY

# Of each kind: facts that give occasion for it, the first day on which it is due, and the last
# (None: until it is sent).
OCCASIONS: dict[ReminderKind, tuple[Facts, date, date | None]] = {
    K.OWN: (own_facts(), DUE, None),
    K.LATE_BEYOND_EVERY_READING: (request_facts(), LATE, None),
    K.NOTHING_HAPPENED: (request_facts(), WEEK_LATE, None),
    K.DUE_TODAY: (request_facts(), DUE, DUE),
    K.FIRST_DAY_LATE: (request_facts(latest_arguable_on=DUE + 2 * DAY), LATE, DUE + 2 * DAY),
    K.EXTENSION_ENDING: (request_facts(extension_days=14), DUE - 3 * DAY, DUE - DAY),
    K.DUE_SOON: (request_facts(), DUE - 3 * DAY, DUE - DAY),
    K.WAITING_ON_US: (request_facts(waiting_on_us_since=DUE), DUE + 2 * DAY, None),
    K.ESTIMATE_PASSED: (request_facts(estimated_on=DUE), LATE, None),
    K.SILENT: (
        request_facts(silent_since=RECEIVED, status="acknowledged"),
        RECEIVED + 14 * DAY,
        None,
    ),
    K.PORTAL_TO_LOOK_AT: (request_facts(in_a_portal=True), RECEIVED + 7 * DAY, None),
    K.MAY_BE_DESTROYED: (request_facts(), date(2027, 1, 1) - 60 * DAY, None),
    K.ROUND_NEXT_ASK: (round_facts(), RECEIVED + 30 * DAY, None),
    K.YEAR_TO_OPEN: (desk_facts(), date(2026, 2, 2), date(2026, 5, 2)),
    K.YEARLY_UPKEEP: (desk_facts(), date(2025, 11, 1), date(2025, 12, 31)),
}
EVERY = list(OCCASIONS.items())


def considered(kind: ReminderKind, facts: Facts, on: date, days: int | None = None) -> Considered:
    rule = KIND_RULES[kind]
    found = consider(kind, rule, facts, on=on, days=rule.days if days is None else days)
    assert found is not None
    return found


def test_every_kind_has_its_row_and_its_occasion() -> None:
    assert set(KIND_RULES) == set(ReminderKind) == set(OCCASIONS)
    assert {kind for about in About for kind in kinds_about(about)} == set(ReminderKind)


@pytest.mark.parametrize(("kind", "occasion"), EVERY)
def test_it_is_not_due_before_its_day_and_is_looked_at_again_then(kind, occasion) -> None:
    facts, first, _ = occasion
    found = considered(kind, facts, first - DAY)
    assert not found.is_due
    assert "comes on" in found.why_not
    assert (found.first_on, found.next_on) == (first, first)


@pytest.mark.parametrize(("kind", "occasion"), EVERY)
def test_it_is_due_on_its_day_and_until_another_says_more(kind, occasion) -> None:
    facts, first, last = occasion
    assert considered(kind, facts, first).is_due
    assert considered(kind, facts, first).good_until == last
    assert considered(kind, facts, last or first + 1000 * DAY).is_due
    if last:
        after = considered(kind, facts, last + DAY)
        assert after.why_not == "A later reminder says more."


CLOSED = {"is_open": False, "status": "withdrawn"}
ANSWERED = {"determined_on": DUE}
OURS = {"waiting_on_us_since": RECEIVED}
NOT_DUE: list[tuple[ReminderKind, dict[str, Any], str]] = [
    *((kind, CLOSED, "withdrawn") for kind in kinds_about(About.REQUEST)),
    *((kind, ANSWERED, "The agency answered on Mon 22 Jun 2026.") for kind in kinds_about(
        About.REQUEST) if kind not in {K.WAITING_ON_US, K.ESTIMATE_PASSED, K.MAY_BE_DESTROYED}),
    *((kind, OURS, "waiting for our answer") for kind in (
        K.LATE_BEYOND_EVERY_READING, K.NOTHING_HAPPENED, K.DUE_TODAY, K.FIRST_DAY_LATE,
        K.EXTENSION_ENDING, K.DUE_SOON, K.SILENT)),
    (K.DUE_SOON, {"extension_days": 14}, "An extension is running"),
    (K.EXTENSION_ENDING, {"extension_days": 0}, "No extension is running."),
    *((kind, {"status": "released"}, "Settled") for kind in (
        K.WAITING_ON_US, K.ESTIMATE_PASSED, K.MAY_BE_DESTROYED)),
    (K.SILENT, {"status": "extended"}, "More than an acknowledgement"),
    (K.PORTAL_TO_LOOK_AT, {"in_a_portal": False}, "It is in no portal."),
    (K.MAY_BE_DESTROYED, {"level": "state"}, "No local body"),
    (K.MAY_BE_DESTROYED, {"data_are_there": True}, "duty for the year is answered"),
    (K.OWN, {"is_done": True}, "done meanwhile"),
    (K.ROUND_NEXT_ASK, {"owing": 0}, "Every agency of the round"),
    (K.YEAR_TO_OPEN, {"round_is_open": True}, "open already"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "values", "reason"), NOT_DUE)
def test_what_keeps_it_back_is_its_reason(kind, values, reason) -> None:
    facts, first, _ = OCCASIONS[kind]
    changed = type(facts)(**{name: getattr(facts, name) for name in facts.__slots__} | values)
    found = considered(kind, changed, first)
    assert reason in found.why_not
    assert found.next_on is None  # what makes it hold is a change, and a change is looked at


@pytest.mark.parametrize("kind", list(ReminderKind))
def test_facts_without_its_date_give_no_occasion(kind) -> None:
    facts, first, _ = OCCASIONS[kind]
    if kind in {K.OWN, K.MAY_BE_DESTROYED, K.YEAR_TO_OPEN, K.YEARLY_UPKEEP}:
        return  # these always have theirs
    values = {name: getattr(facts, name) for name in facts.__slots__}
    speaks_of = KIND_RULES[kind].speaks_of
    base = "latest_arguable_on" if speaks_of == "left_alone_since" else speaks_of
    empty = type(facts)(**values | {base: None})
    assert consider(kind, KIND_RULES[kind], empty, on=first, days=0) is None


def test_what_was_late_before_an_imported_request_was_entered_is_not_reminded_of() -> None:
    facts = request_facts(reminded_from=DUE + 5 * DAY)
    late = considered(K.LATE_BEYOND_EVERY_READING, facts, DUE + 9 * DAY)
    assert "past when the request was entered" in late.why_not
    again = request_facts(reminded_from=DUE + 5 * DAY, in_a_portal=True)
    assert considered(K.PORTAL_TO_LOOK_AT, again, DUE + 9 * DAY).is_due  # it comes again anyway


def test_what_was_chased_after_it_was_late_is_let_lie_once_more() -> None:
    chased = request_facts(last_event_on=DUE + 3 * DAY)
    before = considered(K.NOTHING_HAPPENED, chased, DUE + 9 * DAY)
    assert (before.why_not, before.next_on) == ("It comes on Thu 2 Jul 2026.", DUE + 10 * DAY)
    found = considered(K.NOTHING_HAPPENED, chased, DUE + 10 * DAY)
    assert (found.is_due, found.speaks_of) == (True, DUE + 3 * DAY)


@pytest.mark.parametrize(("days_on", "times"), [(7, 1), (13, 1), (14, 2), (700, 100)])
def test_of_the_times_that_were_missed_only_the_last_one_counts(days_on, times) -> None:
    found = considered(
        K.PORTAL_TO_LOOK_AT, request_facts(in_a_portal=True), RECEIVED + days_on * DAY
    )
    assert found.speaks_of == RECEIVED + 7 * times * DAY
    assert found.next_on == RECEIVED + 7 * (times + 1) * DAY


@given(
    st.sampled_from(list(ReminderKind)), st.integers(-400, 400), st.integers(0, 30),
)  # fmt: skip
def test_nothing_becomes_due_before_the_day_on_which_it_is_looked_at_next(kind, offset, days):
    """The law that `look_on` rests on: what is not due today is not due before the next look."""
    facts, _, _ = OCCASIONS[kind]
    on = DUE + offset * DAY
    found = considered(kind, facts, on, days)
    seen = {found.speaks_of} if found.is_due else set()
    upto = found.next_on or on + 90 * DAY
    for later in range(1, (upto - on).days):
        then = considered(kind, facts, on + later * DAY, days)
        assert not then.is_due or then.speaks_of in seen


@given(st.integers(-10, 40), st.integers(0, 5))
def test_of_the_statutory_kinds_never_two_at_once_and_never_none_once_it_is_near(offset, more):
    facts = request_facts(latest_arguable_on=DUE + more * DAY)
    statutory = [K.DUE_SOON, K.DUE_TODAY, K.FIRST_DAY_LATE, K.LATE_BEYOND_EVERY_READING]
    due = [kind for kind in statutory if considered(kind, facts, DUE + offset * DAY).is_due]
    assert len(due) == (1 if offset >= -3 else 0)


def test_the_next_look_is_the_earliest_of_all() -> None:
    some = [considered(kind, request_facts(), RECEIVED) for kind in (K.DUE_TODAY, K.DUE_SOON)]
    assert look_next(some) == DUE - 3 * DAY
    assert look_next([]) is None
