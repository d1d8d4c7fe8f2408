"""When a digest may go, and what is wished where nobody, the desk or a person said something."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.reminders.assembling import is_holiday
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.models import DeskWishes, KindWish, PersonWishes
from requests_app.domain.reminders.wishes import CALIFORNIA, DigestTimes, KindChoice, digest_day
from tests.domain.reminders.known import ASSIGNEE, a_book

ZONES = ["America/Los_Angeles", "America/New_York", "Europe/Berlin", "Asia/Tokyo", "UTC"]
K = ReminderKind


def day_at(local: str, **wishes) -> date | None:
    times = DigestTimes(**wishes)
    at = datetime.fromisoformat(local).replace(tzinfo=times.zone)
    return digest_day(times, at=at, is_holiday=is_holiday)


@pytest.mark.parametrize(
    ("local", "comes"),
    [("2026-06-22T06:59", False), ("2026-06-22T07:00", True), ("2026-06-22T23:59", True)],
)
def test_it_comes_from_its_hour_on(local, comes) -> None:
    assert (day_at(local) == date(2026, 6, 22)) is comes


@pytest.mark.parametrize(
    ("local", "wishes"),
    [
        ("2026-06-20T12:00", {"quiet_weekends": True}),
        ("2026-06-21T12:00", {"quiet_weekends": True}),
        ("2026-06-19T12:00", {"quiet_holidays": True}),  # Juneteenth
    ],
)
def test_on_a_quiet_day_none_comes(local, wishes) -> None:
    assert day_at(local, **wishes) is None
    assert day_at(local) is not None
    assert day_at("2026-06-22T12:00", **wishes) == date(2026, 6, 22)


@pytest.mark.parametrize("changes_on", ["2026-03-08", "2026-11-01"])
@pytest.mark.parametrize("hour", [time(0, 30), time(1, 30), time(2, 30), time(3, 0), time(23, 59)])
@pytest.mark.parametrize("zone", ZONES)
def test_a_clock_change_neither_drops_nor_doubles(changes_on, hour, zone) -> None:
    """Minute by minute over the day of the change: its digest may go from one moment on."""
    times = DigestTimes(digest_at=hour, zone=ZoneInfo(zone))
    day = date.fromisoformat(changes_on)
    start = datetime.combine(day, time(0), tzinfo=times.zone).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time(0), tzinfo=times.zone).astimezone(UTC)
    may = []
    at = start
    while at < end:
        may.append(digest_day(times, at=at, is_holiday=is_holiday))
        at += timedelta(minutes=1)
    assert set(may) <= {None, day}
    assert day in may


@given(st.lists(st.integers(-90, 60 * 30), min_size=1, max_size=40), st.sampled_from(ZONES))
def test_at_most_one_a_day_and_one_once_its_hour_was_passed(steps, zone) -> None:
    """Whatever the moments of the sweeps, a clock that is set back among them: what is kept is the
    day, and a day is kept once."""
    times = DigestTimes(zone=ZoneInfo(zone))
    at = datetime(2026, 10, 31, 12, tzinfo=UTC)
    sent: set[date] = set()
    for minutes in steps:
        at += timedelta(minutes=minutes)
        day = digest_day(times, at=at, is_holiday=is_holiday)
        local = at.astimezone(times.zone)
        assert (day is not None) == (local.time() >= times.digest_at)
        if day:
            assert day == local.date()
            sent.add(day)


@pytest.mark.parametrize(
    ("field", "desk", "own"),
    [
        ("digest_at", time(8), time(9)),
        ("quiet_weekends", True, False),
        ("quiet_holidays", True, False),
        ("also_when_nothing", True, False),
    ],
)
def test_a_person_before_the_desk_before_the_product(field, desk, own) -> None:
    nothing = PersonWishes(person_id=ASSIGNEE)
    assert getattr(a_book(nothing).times_of(ASSIGNEE), field) == getattr(DigestTimes(), field)
    of_the_desk = DeskWishes(pk=1, **{field: desk})
    assert getattr(a_book(nothing, desk=of_the_desk).times_of(ASSIGNEE), field) == desk
    theirs = PersonWishes(person_id=ASSIGNEE, **{field: own})
    assert getattr(a_book(theirs, desk=of_the_desk).times_of(ASSIGNEE), field) == own
    assert getattr(a_book(theirs, desk=of_the_desk).times_of(None), field) == desk


def test_a_zone_is_named_as_the_world_names_it() -> None:
    theirs = PersonWishes(person_id=ASSIGNEE, zone="Asia/Tokyo")
    assert a_book(theirs).times_of(ASSIGNEE).zone == ZoneInfo("Asia/Tokyo")
    assert a_book().times_of(ASSIGNEE).zone == CALIFORNIA


def test_a_kind_is_as_the_person_wishes_else_the_desk_else_the_product() -> None:
    desk = KindWish(kind=K.DUE_SOON, days=5, at_once=True)
    own = KindWish(person_id=ASSIGNEE, kind=K.DUE_SOON, days=1, wanted=False)
    assert a_book().choice(ASSIGNEE, K.DUE_SOON) == KindChoice(True, 3, False)
    assert a_book(kinds=(desk,)).choice(ASSIGNEE, K.DUE_SOON) == KindChoice(True, 5, True)
    assert a_book(kinds=(desk, own)).choice(ASSIGNEE, K.DUE_SOON) == KindChoice(False, 1, True)
    assert a_book(kinds=(desk, own)).choice(None, K.DUE_SOON) == KindChoice(True, 5, True)
