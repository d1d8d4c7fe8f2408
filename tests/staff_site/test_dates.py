"""Dates as people write them."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from requests_app.staff_site.forms.dates import LooseDateField, read_date
from tests.builders import TODAY

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("today", "2026-06-22"),
        ("Today ", "2026-06-22"),
        ("YESTERDAY", "2026-06-21"),
        ("tomorrow", "2026-06-23"),
        ("1 day ago", "2026-06-21"),
        ("10 days ago", "2026-06-12"),
        ("  10   days  ago ", "2026-06-12"),
        ("in 10 days", "2026-07-02"),
        ("In 1 day", "2026-06-23"),
        ("in 3 weeks", "2026-07-13"),
        ("in a week", "2026-06-29"),
        ("in  2  months", "2026-08-22"),
        ("next week", "2026-06-29"),
        ("next month", "2026-07-22"),
        ("next monday", "2026-06-29"),  # today is one
        ("last monday", "2026-06-15"),
        ("last Tuesday", "2026-06-16"),
        ("last sun", "2026-06-21"),
        ("next Tuesday", "2026-06-23"),
        ("next wed", "2026-06-24"),
        ("next thurs", "2026-06-25"),
        ("next sun", "2026-06-28"),
        ("6/9", "2026-06-09"),
        ("06/09", "2026-06-09"),
        ("6/9/26", "2026-06-09"),
        ("6/9/2026", "2026-06-09"),
        ("6-9-2026", "2026-06-09"),
        ("6.9.2026", "2026-06-09"),
        ("2026-06-09", "2026-06-09"),
        ("2026/6/9", "2026-06-09"),
        ("9 June", "2026-06-09"),
        ("9 june 2026", "2026-06-09"),
        ("June 9", "2026-06-09"),
        ("June 9, 2026", "2026-06-09"),
        ("Jun. 9th, 2026", "2026-06-09"),
        ("9 Jun 25", "2025-06-09"),
        ("Tue 9 Jun 2026", "2026-06-09"),
        ("Tuesday, June 9, 2026", "2026-06-09"),
        ("29 Feb 2024", "2024-02-29"),
        ("12/31/1999", "1999-12-31"),
        ("13/6/2026", "2026-06-13"),  # no month 13: only one reading is left
        ("0202-06-09", "0202-06-09"),  # a day, if a strange one: the log refuses its year
    ],
)
def test_what_people_write(words: str, day: str) -> None:
    assert read_date(words, today=TODAY).isoformat() == day


@pytest.mark.parametrize(
    "words",
    [
        "next", "next day", "in weeks", "in 3", "in -1 days", "in 9999 days", "in 3 years",
        "soon", "monday", "june", "june 2026", "2026", "9", "31", "12:30", "9 am", "10:30 pm",
        "30 february", "29 Feb 2026", "2026-02-30", "2026-13-01", "6/31", "0/0", "0000-00-00",
        "13/13/2026", "6/9/2026/1", "-", "1", "９", "²", "\x00", "\x00\x00", "1" * 5_000,
        "6/9 and 6/10", "days ago", "9999 days ago", "-1 days ago", "99999-01-01", "nan", "inf",
        "1e5", "()", "'", "'; --", "june 9 2026 june 10 2026", "tuesday 6",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(words: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        read_date(words, today=TODAY)


FORMS = [
    "{0:%Y-%m-%d}", "{0:%m/%d/%Y}", "{0.month}/{0.day}/{0.year}", "{0.day} {0:%B} {0.year}",
    "{0:%b} {0.day}, {0.year}", "{0:%a} {0.day} {0:%b} {0.year}",
    "{0:%A}, {0:%B} {0.day}, {0.year}",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@given(day=DAYS)
def test_every_day_is_read_in_every_way_it_is_written(form: str, day: date) -> None:
    assert read_date(form.format(day), today=TODAY) == day


@given(day=DAYS, today=DAYS)
@example(day=date(2024, 2, 29), today=date(2024, 12, 31))
def test_a_missing_year_is_this_one(day: date, today: date) -> None:
    for words in (f"{day.month}/{day.day}", f"{day.day} {day:%B}", f"{day:%b} {day.day}"):
        try:
            expected = day.replace(year=today.year)
        except ValueError:  # 29 February
            with pytest.raises(ValueError):
                read_date(words, today=today)
        else:
            assert read_date(words, today=today) == expected


@given(days=st.integers(0, 999), today=DAYS)
def test_days_ago_are_counted_back(days: int, today: date) -> None:
    assert read_date(f"{days} days ago", today=today) == today - timedelta(days=days)


@given(days=st.integers(0, 999), weeks=st.integers(0, 999), today=DAYS)
def test_days_and_weeks_ahead_are_counted_on(days: int, weeks: int, today: date) -> None:
    assert read_date(f"in {days} days", today=today) == today + timedelta(days=days)
    assert read_date(f"in {weeks} weeks", today=today) == today + timedelta(weeks=weeks)


@given(today=DAYS, day=st.sampled_from([f"{date(2024, 1, n):%A}" for n in range(1, 8)]))
def test_the_next_weekday_is_within_a_week_and_never_today(today: date, day: str) -> None:
    found = read_date(f"next {day}", today=today)
    assert 1 <= (found - today).days <= 7
    assert f"{found:%A}" == day


def test_a_month_from_the_31st_is_the_last_of_a_shorter_one() -> None:
    assert read_date("in 1 month", today=date(2026, 1, 31)) == date(2026, 2, 28)


@given(words=st.text(max_size=60) | st.text("0123456789/-. :,apmtz", max_size=25))
@example(words="0:00 0")
@example(words="1 1 1 1")
@example(words="00000000000000")
def test_whatever_is_typed_is_a_day_or_an_error_beside_the_field(words: str) -> None:
    try:
        day = LooseDateField(required=False).clean(words)
    except ValidationError as error:
        assert "is not a date that we can read" in error.messages[0]
    else:
        assert day is None or type(day) is date


def test_the_field_takes_a_day_as_it_is_and_nothing_as_none() -> None:
    field = LooseDateField(required=False)
    assert (field.clean(TODAY), field.clean("")) == (TODAY, None)


def test_words_count_from_the_day_in_california(time_machine) -> None:
    time_machine.move_to("2026-06-23T05:30:00Z", tick=False)  # still Mon 22 Jun over there
    assert LooseDateField().clean("today") == date(2026, 6, 22)
