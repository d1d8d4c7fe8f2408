"""How long answers took, and the two verdicts on whether they came in time."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.deadlines.answer_times import AnswerTime, AnswerTimes, summed_up

JUNE_9, JUNE_22 = date(2026, 6, 9), date(2026, 6, 22)


def answered(day: int, ours: int = 0, due_on: date | None = JUNE_22) -> AnswerTime:
    return AnswerTime(JUNE_9, date(2026, 6, day), due_on, ours)


@pytest.mark.parametrize(
    ("day", "ours", "in_time", "without_ours"),
    [
        (9, 0, True, True),
        (22, 0, True, True),
        (23, 0, False, False),
        (23, 1, False, True),
        (26, 3, False, False),
        (26, 4, False, True),
        (22, 13, True, True),
    ],
)
def test_in_time_by_the_statute_and_without_our_days(day, ours, in_time, without_ours) -> None:
    one = answered(day, ours)
    assert (one.in_time, one.in_time_without_ours) == (in_time, without_ours)


def test_days_are_counted_from_receipt() -> None:
    one = answered(26, 4)
    assert (one.days, one.days_without_ours) == (17, 13)


def test_no_date_no_verdict() -> None:
    one = answered(12, due_on=None)
    assert (one.in_time, one.in_time_without_ours) == (False, False)


def test_many_are_summed_up() -> None:
    every = [answered(22), answered(24, 2), answered(30, 1), answered(12, due_on=None)]
    assert summed_up(every) == AnswerTimes(
        answered=4,
        with_date=3,
        in_time=1,
        in_time_without_ours=2,
        waited_for_us=2,
        median_days=14.0,
        median_days_without_ours=13.0,
    )


def test_nothing_answered_has_no_median() -> None:
    assert summed_up([]) == AnswerTimes(0, 0, 0, 0, 0, None, None)


days = st.integers(0, 400)


@given(st.lists(st.tuples(days, days, st.none() | days)))
def test_leaving_our_days_out_makes_nobody_late(drawn: list) -> None:
    every = [
        AnswerTime(
            JUNE_9,
            JUNE_9 + timedelta(took),
            None if due is None else JUNE_9 + timedelta(due),
            min(ours, took),
        )
        for took, ours, due in drawn
    ]
    total = summed_up(every)
    assert total.in_time <= total.in_time_without_ours <= total.with_date <= total.answered
