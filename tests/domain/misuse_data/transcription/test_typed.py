"""Typed tables: rows of what was typed, where two differ, and what they become."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.misuse_data.transcription.typed import (
    Difference,
    TableRefused,
    as_typed,
    differences,
    rows_typed,
    settled,
)

TYPED = "Agency | Violations\nFresno PD | 4\nDavis PD |"
ROWS = [["Agency", "Violations"], ["Fresno PD", "4"], ["Davis PD", ""]]


@pytest.mark.parametrize(
    "text",
    [TYPED, TYPED.replace(" | ", "\t").replace(" |", "\t"), f"\n{TYPED}\n | \n", TYPED + "|"],
    ids=["bars", "tabs", "blank lines", "a bar too many"],
)
def test_rows_are_lines_and_cells_are_parted_by_bars_or_tabs(text: str) -> None:
    assert [row[:2] for row in rows_typed(text)] == ROWS


@pytest.mark.parametrize(
    "text", ["", "Agency | Violations", "Agency\nFresno PD", "a|b\n" * 2001, "|" * 61 + "a\nb|c",
             "a|b\n" + "x" * 501 + "|c"],
    ids=["nothing", "headings alone", "no cells", "long", "wide", "a long cell"],
)  # fmt: skip
def test_what_is_no_table_is_refused(text: str) -> None:
    with pytest.raises(TableRefused):
        rows_typed(text)


def test_each_cell_that_was_read_differently_is_told_also_where_one_has_no_row() -> None:
    second = [["Agency", "Violations"], ["Fresno PD", "9"]]
    assert differences(ROWS, second) == [
        Difference(2, 2, "4", "9"),
        Difference(3, 1, "Davis PD", ""),
    ]


def test_what_was_chosen_stands_where_the_two_differ_and_a_row_of_nothing_falls_away() -> None:
    second = [["Agency", "Violations"], ["Fresno PD", "9"]]
    chosen = {"r2c2": "14", "r3c1": ""}
    assert settled(ROWS, second, chosen) == [["Agency", "Violations"], ["Fresno PD", "14"]]
    with pytest.raises(KeyError):
        settled(ROWS, second, {"r2c2": "4"})


CELL = st.text(alphabet="abc 012-,", max_size=4).map(lambda text: " ".join(text.split()))
TABLE = st.integers(2, 4).flatmap(
    lambda width: st.lists(
        st.lists(CELL, min_size=width, max_size=width).filter(any), min_size=2, max_size=6
    )
)


@given(TABLE)
def test_a_table_typed_on_is_the_same_table(rows: list[list[str]]) -> None:
    assert rows_typed(as_typed(rows)) == rows


@given(TABLE, TABLE)
def test_taking_one_reading_everywhere_gives_that_table(first, second) -> None:
    found = differences(first, second)
    assert (found == []) == (settled(first, second, {}) == first if not found else False)
    taken = settled(first, second, {one.name: one.second for one in found})
    assert differences(taken, second) == []
