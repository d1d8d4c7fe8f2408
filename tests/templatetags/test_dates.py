"""Dates in words."""

from datetime import UTC, date, datetime

import pytest

from requests_app.templatetags import dates

TODAY = date(2026, 6, 17)


def test_a_day_is_said_with_its_weekday() -> None:
    assert dates.day(date(2026, 6, 22)) == "Mon 22 Jun 2026"


def test_no_date_says_nothing() -> None:
    assert dates.day(None) == dates.stamp(None) == ""
    assert dates.far(None, TODAY) == dates.day_off(None, TODAY) == ""


def test_a_moment_is_the_day_people_here_live() -> None:
    night = datetime(2026, 6, 23, 5, 30, tzinfo=UTC)  # 22:30 of the day before in Los Angeles
    assert dates.day(night) == "Mon 22 Jun 2026"
    assert dates.stamp(night) == "Mon 22 Jun 2026, 22:30"


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 6, 17), "today"),
        (date(2026, 6, 18), "tomorrow"),
        (date(2026, 6, 16), "yesterday"),
        (date(2026, 6, 22), "in 5 days"),
        (date(2026, 6, 14), "3 days ago"),
        (date(2023, 8, 23), "1,029 days ago"),
    ],
)
def test_how_far_a_day_is(on: date, words: str) -> None:
    assert dates.far(on, TODAY) == words


def test_a_day_off_carries_its_date_for_machines() -> None:
    expected = '<time datetime="2026-06-22">Mon 22 Jun 2026, in 5 days</time>'
    assert dates.day_off(date(2026, 6, 22), TODAY) == expected


def test_days_are_counted_in_words() -> None:
    assert [dates.days(n) for n in (0, 1, 13, None)] == ["0 days", "1 day", "13 days", ""]
