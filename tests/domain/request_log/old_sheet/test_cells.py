"""What people write into cells, and what is made of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.request_log.models import Method
from requests_app.domain.request_log.old_sheet.cells import (
    OUTCOMES,
    CellRefused,
    day_in,
    method_in,
    outcome_in,
    year_in,
)
from requests_app.domain.sheets.words import plain_words

JUNE_9 = date(2026, 6, 9)


@pytest.mark.parametrize(
    "text",
    ["2026-06-09", "2026-06-09 14:05:00", "6/9/2026", "06/09/26", "6-9-2026", "9 June 2026",
     "June 9, 2026", "Jun 9 2026", "Tue, June 9, 2026", " 6/9/2026 ", "46182", "46182.5"],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert day_in(text) == JUNE_9


@pytest.mark.parametrize("text", ["", " ", "-", "—", "n/a", "N/A", "none", "TBD", "pending", "?"])
def test_nothing_is_nothing(text: str) -> None:
    assert day_in(text) is None
    assert year_in(text) is None
    assert method_in(text) is None
    assert outcome_in(text) is None


@pytest.mark.parametrize(
    "text",
    ["6/9", "June 9", "June 2026", "2026", "31/2/2026", "13/6/2026", "2/30/2026", "soon",
     "6/9/1026", "99999", "yesterday", "2026-13-01", "9.9.9.9", "6/9/2026 and 6/10/2026"],
)  # fmt: skip
def test_what_is_no_one_day_is_refused_and_not_guessed(text: str) -> None:
    with pytest.raises(CellRefused):
        day_in(text)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back_from_each_way_of_writing_it(day: date) -> None:
    ways = (day.isoformat(), f"{day.month}/{day.day}/{day.year}", f"{day:%d %B %Y}",
            str((day - date(1899, 12, 30)).days))  # fmt: skip
    assert {day_in(way) for way in ways} == {day}


@given(st.text(max_size=60))
def test_no_text_makes_it_fall_over(text: str) -> None:
    for read in (day_in, year_in, method_in, outcome_in):
        try:
            read(text)
        except CellRefused as refusal:
            assert str(refusal)


def test_years_and_methods() -> None:
    assert year_in(" 2025 ") == 2025
    assert method_in("E-mail") == Method.EMAIL
    assert method_in("NextRequest") == Method.PORTAL
    for refused in ("2019-2023", "25", "next year"):
        with pytest.raises(CellRefused):
            year_in(refused)


def test_every_outcome_is_found_by_its_own_words() -> None:
    for words, kind in OUTCOMES.items():
        assert plain_words(words) == words
        assert outcome_in(words.title()) == kind
