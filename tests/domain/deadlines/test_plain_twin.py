"""The product against the plain second implementation, on every received date 1990-2100."""

from datetime import date, timedelta
from functools import lru_cache

import pytest

from requests_app.domain.deadlines.counting import due_date, due_on
from requests_app.domain.deadlines.counting_bulk import due_ordinals
from tests.domain.deadlines import plain

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=i) for i in range((LAST - FIRST).days + 1)]
AND_BEYOND = EVERY_DAY + [LAST + timedelta(days=i) for i in range(1, 60)]


@lru_cache(maxsize=4)
def days_off(level):
    return [
        {day for day in AND_BEYOND if plain.in_j(day)},
        {day for day in AND_BEYOND if plain.in_g(day, level)},
    ]


@pytest.mark.parametrize("extension_days", [0, 14])
def test_due_on_agrees_on_every_received_date_1990_to_2100(extension_days):
    off = days_off("state")
    wrong = [
        day
        for day in EVERY_DAY
        if due_on(day, extension_days=extension_days) != plain.dates(day, extension_days, off)[0]
    ]
    assert wrong == []


def _disagreements(days, level, extension_days):
    off = days_off(level)
    for day in days:
        due = due_date(day, level=level, extension_days=extension_days)
        ours = due.due_on, due.earliest_arguable_on, due.latest_arguable_on
        if ours != plain.dates(day, extension_days, off):
            yield day, ours


@pytest.mark.parametrize("level", ["state", "local"])
@pytest.mark.parametrize("extension_days", [0, 14])
def test_all_three_dates_agree_for_2015_to_2036(level, extension_days):
    days = [day for day in EVERY_DAY if 2015 <= day.year <= 2036]
    assert list(_disagreements(days, level, extension_days)) == []


@pytest.mark.long
@pytest.mark.parametrize("level", ["state", "local"])
@pytest.mark.parametrize("extension_days", [0, 14])
def test_all_three_dates_agree_on_every_received_date_1990_to_2100(level, extension_days):
    assert list(_disagreements(EVERY_DAY, level, extension_days)) == []


@pytest.mark.parametrize(
    "question", [{}, {"extension_days": 14}, {"law": "foia"}, {"closures": frozenset({FIRST})}]
)
def test_bulk_is_equal_to_the_single_function_on_every_day_of_thirty_years(question):
    days = [day for day in EVERY_DAY if 2010 <= day.year < 2040]
    bulk = due_ordinals([day.toordinal() for day in days], **question)
    assert bulk == [due_on(day, **question).toordinal() for day in days]
