"""Planning against the database: due and not in the ledger, once, whatever happened meanwhile."""

from datetime import date, datetime, timedelta

import pytest

from requests_app.domain.reminders.models import DeskWishes, Reminder
from requests_app.domain.reminders.planning import look_at_everything
from requests_app.domain.reminders.sweep import plan
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
DUE = date(2026, 6, 22)


SENT_AT = NOW - 13 * DAY  # the day on which it was sent, and logged


def planned_on(day: date) -> list[tuple[str, date]]:
    plan(at=datetime.combine(day, NOW.timetz()))
    return list(Reminder.objects.order_by("id").values_list("kind", "speaks_of"))


@pytest.mark.parametrize(
    ("offset", "kinds"),
    [(-4, []), (-3, ["due_soon"]), (-1, ["due_soon"]), (0, ["due_today"]),
     (1, ["late_beyond_every_reading"]), (6, ["late_beyond_every_reading"]),
     (7, ["late_beyond_every_reading", "nothing_happened"])],
)  # fmt: skip
def test_what_is_due_is_planned(offset, kinds) -> None:
    a_request(at=SENT_AT)
    assert planned_on(DUE + offset * DAY) == [(kind, DUE) for kind in kinds]


def test_a_second_run_plans_nothing_more() -> None:
    a_request()
    assert plan(at=NOW) == 1
    assert plan(at=NOW + timedelta(minutes=1)) == 0


def test_day_after_day_each_is_planned_once() -> None:
    a_request(at=SENT_AT)
    for offset in range(-5, 12):
        planned_on(DUE + offset * DAY)
    kinds = list(Reminder.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["due_soon", "due_today", "late_beyond_every_reading", "nothing_happened"]


def test_a_request_is_looked_at_when_something_may_be_due_and_after_a_change() -> None:
    request = a_request(at=SENT_AT)
    planned_on(DUE - 10 * DAY)
    request.refresh_from_db()
    assert request.look_on == DUE - 3 * DAY
    an_event(request, EventKind.NOTE, TODAY, note="Rang them.")
    assert request.look_on == TODAY


def test_closed_requests_are_looked_at_no_more() -> None:
    request = a_request()
    an_event(request, EventKind.WITHDRAWN, TODAY)
    assert request.look_on is None
    assert planned_on(TODAY) == []


def test_a_date_that_moves_gets_a_reminder_of_its_own() -> None:
    request = a_request()
    planned_on(TODAY)
    an_event(request, EventKind.EXTENSION_NOTICE, date(2026, 6, 18),
             names_on=date(2026, 7, 3), ground="voluminous")  # fmt: skip
    moved = date(2026, 7, 6)
    planned = planned_on(moved - DAY)
    assert planned == [("due_today", DUE), ("extension_ending", moved)]
    assert planned_on(moved)[-1] == ("due_today", moved)


@pytest.mark.parametrize(
    "kind", [EventKind.DETERMINATION_DENIED, EventKind.WITHDRAWN, EventKind.FEE_ASKED]
)
def test_what_is_answered_closed_or_waiting_on_us_is_not_planned(kind) -> None:
    an_event(a_request(), kind, TODAY)
    assert planned_on(TODAY) == []


def test_more_requests_cost_no_more_queries(django_assert_max_num_queries) -> None:
    person = a_person()
    for _ in range(12):
        a_request(by=person)
    with django_assert_max_num_queries(31):
        assert plan(at=NOW) == 12


def test_the_nightly_look_mends_a_day_that_was_set_wrongly() -> None:
    lost = a_request()
    RecordsRequest.objects.update(look_on=None)
    assert plan(at=NOW) == 0
    assert look_at_everything(at=NOW) is None
    assert [one.records_request for one in Reminder.objects.all()] == [lost]
    assert RecordsRequest.objects.get().look_on == TODAY + DAY


def test_the_nightly_look_goes_on_where_its_time_was_over() -> None:
    first, second = a_request(), a_request()
    RecordsRequest.objects.update(look_on=None)
    turns = iter([True, False])
    assert look_at_everything(at=NOW, after=first.pk, goes_on=lambda: next(turns)) == second.pk
    assert [one.records_request for one in Reminder.objects.all()] == [second]


class TestTheDesksYear:
    def lead_of(self, year: int) -> Campaign:
        return Campaign.objects.create(name=f"{year}", reporting_year=year, lead=a_person())

    def test_after_1_february_the_lead_of_the_last_round_is_reminded_once(self) -> None:
        before = self.lead_of(2024)
        planned_on(date(2026, 2, 1))
        assert not Reminder.objects.exists()
        for day in (2, 3, 40):
            planned_on(date(2026, 2, 1) + day * DAY)
        made = Reminder.objects.get()
        assert (made.kind, made.speaks_of) == ("year_to_open", date(2026, 2, 1))
        assert (made.recipient, made.about) == (before.lead, None)

    def test_a_round_that_is_open_needs_no_opening(self) -> None:
        self.lead_of(2024), self.lead_of(2025)
        assert planned_on(date(2026, 2, 3)) == []

    def test_the_round_asks_again_until_every_duty_is_answered(self) -> None:
        campaign = self.lead_of(2025)
        a_request(campaign=campaign, agency=an_agency(), reporting_year=2025)
        planned_on(date(2026, 7, 9))
        asks = Reminder.objects.filter(kind="round_next_ask")
        assert [(one.campaign, one.speaks_of) for one in asks] == [(campaign, date(2026, 7, 9))]
        planned_on(date(2026, 9, 30))  # two were missed: one of them is enough
        assert list(asks.order_by("id").values_list("speaks_of", flat=True)) == [
            date(2026, 7, 9), date(2026, 9, 7),
        ]  # fmt: skip

    def test_it_is_looked_at_once_a_day(self) -> None:
        planned_on(date(2026, 2, 3))
        assert DeskWishes.objects.get().looked_on == date(2026, 2, 3)
        self.lead_of(2024)
        assert planned_on(date(2026, 2, 3)) == []
        assert planned_on(date(2026, 2, 4)) == [("year_to_open", date(2026, 2, 1))]

    def test_a_run_by_hand_at_a_far_day_puts_no_look_off(self) -> None:
        planned_on(date(2027, 1, 5))
        self.lead_of(2024)
        assert planned_on(date(2026, 2, 3)) == [("year_to_open", date(2026, 2, 1))]
