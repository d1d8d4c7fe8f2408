from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.reminders.kinds import KIND_RULES, ReminderKind
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.planning import due_kinds, plan_reminders
from requests_app.domain.request_log.event_kinds import EventKind
from tests.builders import NOW, TODAY, a_person, a_request, an_event

K = ReminderKind
DAY = timedelta(days=1)
DUE = date(2026, 6, 22)


def kinds_on(day: date, latest: date = DUE) -> list[ReminderKind]:
    return [due.kind for due in due_kinds({"due_on": DUE, "latest_arguable_on": latest}, on=day)]


def test_every_kind_has_its_row() -> None:
    assert set(KIND_RULES) == set(ReminderKind)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(-4, []), (-3, [K.DUE_SOON]), (-1, [K.DUE_SOON]), (0, [K.DUE_TODAY]),
     (1, [K.LATE_BEYOND_EVERY_READING]), (400, [K.LATE_BEYOND_EVERY_READING])],
)  # fmt: skip
def test_what_is_due_around_a_date_on_which_all_readings_agree(offset, expected) -> None:
    assert kinds_on(DUE + offset * DAY) == expected


def test_between_the_due_date_and_the_latest_arguable_one_it_is_only_arguably_late() -> None:
    assert kinds_on(DUE + DAY, latest=DUE + DAY) == [K.FIRST_DAY_LATE]
    assert kinds_on(DUE + 2 * DAY, latest=DUE + DAY) == [K.LATE_BEYOND_EVERY_READING]


@given(st.integers(-10, 40), st.integers(0, 5))
def test_never_two_at_once_and_never_none_once_it_is_near(offset, more) -> None:
    kinds = kinds_on(DUE + offset * DAY, latest=DUE + more * DAY)
    assert len(kinds) == (1 if offset >= -3 else 0)


def test_without_a_date_nothing_is_due() -> None:
    assert due_kinds({"due_on": None, "latest_arguable_on": None}, on=DUE) == []


@pytest.mark.django_db
class TestPlanning:
    def plan(self, day: date) -> list[tuple[str, date]]:
        plan_reminders(at=datetime.combine(day, NOW.timetz()))
        return list(Reminder.objects.order_by("id").values_list("kind", "speaks_of"))

    @pytest.mark.parametrize("offset", range(-5, 4))
    def test_the_database_is_asked_the_same_question(self, offset) -> None:
        request = a_request()
        dates = {"due_on": request.due_on, "latest_arguable_on": request.latest_arguable_on}
        expected = [(d.kind, d.speaks_of) for d in due_kinds(dates, on=DUE + offset * DAY)]
        assert self.plan(DUE + offset * DAY) == expected

    def test_a_second_run_plans_nothing_more(self) -> None:
        a_request()
        assert plan_reminders(at=NOW) == 1
        assert plan_reminders(at=NOW + timedelta(minutes=1)) == 0

    def test_a_night_that_was_missed_is_caught_by_the_next(self) -> None:
        a_request()
        assert self.plan(DUE + 3 * DAY) == [("late_beyond_every_reading", DUE)]

    def test_a_date_that_moves_gets_a_reminder_of_its_own(self) -> None:
        request = a_request()
        self.plan(TODAY)
        an_event(request, EventKind.EXTENSION_NOTICE, date(2026, 6, 18),
                 names_on=date(2026, 7, 3), ground="voluminous")  # fmt: skip
        planned = self.plan(date(2026, 7, 6))
        assert planned == [("due_today", DUE), ("due_today", date(2026, 7, 6))]

    @pytest.mark.parametrize(
        "kind", [EventKind.DETERMINATION_DENIED, EventKind.WITHDRAWN, EventKind.FEE_ASKED]
    )
    def test_what_is_answered_closed_or_waiting_on_us_is_not_planned(self, kind) -> None:
        an_event(a_request(), kind, TODAY)
        assert self.plan(TODAY) == []

    def test_more_requests_cost_no_more_queries(self, django_assert_max_num_queries) -> None:
        person = a_person()
        for _ in range(12):
            a_request(by=person)
        with django_assert_max_num_queries(12):
            assert plan_reminders(at=NOW) == 12
