"""The day strip as data, and in words."""

from datetime import date

import pytest

from requests_app.domain.deadlines.counting import due_date
from requests_app.domain.deadlines.days import DayMark, days_of, strip_text
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.deadlines.statutes import free_law

M = DayMark
JUNE_10 = date(2026, 6, 10)  # Wednesday; day 10 is Saturday, due on Monday 22 June


def june(day):
    return date(2026, 6, day)


def with_mark(days, mark):
    return [day.number for day in days if mark in day.marks]


def test_a_plain_strip_up_to_the_due_date():
    days = days_of(due_date(JUNE_10), on=june(15))
    assert [day.number for day in days] == list(range(13))
    assert days[0].on == JUNE_10 and days[12].on == june(22)
    assert with_mark(days, M.RECEIVED) == [0]
    assert with_mark(days, M.COUNTED) == list(range(1, 11))
    assert with_mark(days, M.TENTH) == [10]
    assert with_mark(days, M.ROLLED) == [11, 12]
    assert with_mark(days, M.DUE) == [12]
    assert with_mark(days, M.TODAY) == [5]
    assert with_mark(days, M.EXCLUDED) == [3, 4, 9, 10, 11]
    assert with_mark(days, M.LATE) == with_mark(days, M.EXTENSION) == []


def test_a_day_off_says_why():
    notes = {day.number: day.note for day in days_of(due_date(JUNE_10), on=june(15))}
    assert notes[3] == "a Saturday"
    assert notes[9] == "Juneteenth, a judicial holiday since 2023"
    assert notes[5] == ""


def test_a_closure_is_a_day_off_with_its_reason():
    due = due_date(JUNE_10, closures={june(22): "flood"})
    assert days_of(due, on=june(15))[12].note == "the office is closed all day (flood)"
    assert days_of(due, on=june(15), closures={})[12].note == ""


def test_lateness_runs_until_today_or_the_determination():
    due = due_date(JUNE_10)
    assert with_mark(days_of(due, on=june(25)), M.LATE) == [13, 14, 15]
    answered = days_of(due, on=june(30), determined_on=june(24))
    assert with_mark(answered, M.LATE) == [13, 14]
    assert with_mark(answered, M.DETERMINED) == [14]
    assert len(answered) == 15


def test_an_answer_in_time_is_never_late():
    days = days_of(due_date(JUNE_10), on=june(30), determined_on=june(18))
    assert (with_mark(days, M.LATE), len(days)) == ([], 13)


def test_an_extension_is_a_second_segment():
    days = days_of(due_date(JUNE_10, extension_days=14), on=june(15))
    assert with_mark(days, M.COUNTED) == list(range(1, 11))
    assert with_mark(days, M.EXTENSION) == list(range(11, 25))
    assert with_mark(days, M.ROLLED) == [25, 26]
    assert with_mark(days, M.DUE) == [26]


def test_arguable_dates_are_ticks_and_the_strip_reaches_the_last():
    early = days_of(due_date(date(2026, 6, 23)), on=june(24))
    assert with_mark(early, M.ARGUABLE) == [10]
    later = days_of(due_date(date(2026, 8, 30)), on=date(2026, 9, 1))
    assert with_mark(later, M.DUE) == [10]
    assert with_mark(later, M.ARGUABLE) == [11]


def test_days_with_us():
    days = days_of(due_date(JUNE_10), on=june(20), waiting=((june(12), june(15)),))
    assert with_mark(days, M.WITH_US) == [2, 3, 4]


def test_the_strip_is_cut_at_its_limit():
    due = due_date(JUNE_10)
    assert len(days_of(due, on=date(2027, 6, 10))) == 45
    assert len(days_of(due, on=date(2027, 6, 10), limit=7)) == 7


def test_a_law_of_working_days_counts_only_those():
    days = days_of(due_date(june(9), law="foia"), on=june(9))
    counted = with_mark(days, M.COUNTED)
    assert len(counted) == 20
    assert with_mark(days, M.TENTH) == with_mark(days, M.DUE) == [30] == counted[-1:]
    longer = days_of(due_date(june(9), law="foia", extension_days=10), on=june(9))
    assert len(with_mark(longer, M.EXTENSION)) == 10


@pytest.mark.parametrize(
    "on, text",
    [
        (june(9), "counts from Wed 10 Jun, due Mon 22 Jun"),
        (june(10), "day 0 of 10, due Mon 22 Jun"),
        (june(12), "day 2 of 10, due Mon 22 Jun"),
        (june(20), "day 10 of 10, due Mon 22 Jun"),
        (june(21), "1 day past day 10, due Mon 22 Jun"),
        (june(22), "2 days past day 10, due Mon 22 Jun, today"),
        (june(23), "3 days past day 10, due Mon 22 Jun, late since Tue 23 Jun"),
    ],
)
def test_the_strip_in_words(on, text):
    assert strip_text(due_date(JUNE_10), on=on) == text


@pytest.mark.parametrize(
    "determined_on, text",
    [
        (june(18), "answered on day 8 of 10, due Mon 22 Jun, on time"),
        (june(20), "answered on day 10 of 10, due Mon 22 Jun, on time"),
        (june(22), "answered 2 days past day 10, due Mon 22 Jun, on time"),
        (june(23), "answered 3 days past day 10, due Mon 22 Jun, 1 day late"),
        (june(25), "answered 5 days past day 10, due Mon 22 Jun, 3 days late"),
        (june(28), "answered 8 days past day 10, due Mon 22 Jun, 6 days late"),
        (june(29), "8 days past day 10, due Mon 22 Jun, late since Tue 23 Jun"),
    ],
)
def test_the_strip_in_words_once_answered(determined_on, text):
    assert strip_text(due_date(JUNE_10), on=june(28), determined_on=determined_on) == text


def test_the_strip_in_words_while_late_only_on_our_reading():
    due = due_date(date(2026, 8, 30))
    on_tenth = strip_text(due, on=date(2026, 9, 10))
    assert on_tenth == "1 day past day 10, due Wed 9 Sep, arguably late since Thu 10 Sep"


def test_the_strip_in_words_of_working_days_and_extensions():
    assert strip_text(due_date(june(9), law="foia"), on=june(12)) == (
        "day 3 of 20 working days, due Thu 9 Jul"
    )
    assert strip_text(due_date(june(9), law="foia"), on=date(2026, 7, 10)) == (
        "1 working day past day 20, due Thu 9 Jul, late since Fri 10 Jul"
    )
    assert strip_text(due_date(june(9), law="foia"), on=date(2026, 7, 13)).startswith(
        "2 working days past day 20, due Thu 9 Jul"
    )
    assert strip_text(due_date(june(9), law="foia"), on=date(2026, 7, 9)) == (
        "day 20 of 20 working days, due Thu 9 Jul, today"
    )
    extended = due_date(JUNE_10, extension_days=14)
    assert strip_text(extended, on=june(12)) == "day 2 of 24, due Mon 6 Jul"
    assert strip_text(extended, on=date(2026, 7, 7)) == (
        "3 days past day 24, due Mon 6 Jul, late since Tue 7 Jul"
    )


def test_a_closure_is_no_working_day_in_the_strip_in_words():
    due = due_date(june(9), law=free_law(days=5, unit="working"), closures=[june(11), june(13)])
    assert strip_text(due, on=june(12)) == "day 2 of 5 working days, due Wed 17 Jun"


def test_a_closure_moves_the_last_working_day_of_the_strip():
    """10, 12, 15, 16 and 17 June: the 17th is eight days after receipt."""
    due = due_date(june(9), law=free_law(days=5, unit="working"), closures=[june(11)])
    assert with_mark(days_of(due, on=june(9)), M.TENTH) == [8]


@pytest.mark.parametrize("on, number", [(10, 1), (11, 1), (12, 2), (15, 3), (16, 3), (17, 4)])
def test_only_a_closure_on_a_working_day_since_receipt_is_taken_off_the_count(on, number):
    closures = [june(9), june(11), june(13), june(16)]  # receipt, a Thursday, a Saturday, a Tuesday
    due = due_date(june(9), law=free_law(days=5, unit="working"), closures=closures)
    assert strip_text(due, on=june(on)) == f"day {number} of 5 working days, due Thu 18 Jun"


def test_a_span_of_days_runs_on_and_back_by_the_calendar():
    assert days_after(date(2026, 12, 28), 7) == date(2027, 1, 4)
    assert days_after(date(2026, 3, 1), -1) == date(2026, 2, 28)
