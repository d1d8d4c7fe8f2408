"""What we write for spreadsheets: nothing runs, nothing is changed, and it reads back the same."""

import io
import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from requests_app.domain.sheets.delimited import read_delimited
from requests_app.domain.sheets.formulas import guarded, unguarded
from requests_app.domain.sheets.reading import read_sheets
from requests_app.domain.sheets.writing import csv_line, csv_pieces, workbook
from tests.files.hostile.texts import FORMULAS

RUN_BY_SPREADSHEETS = "=+-@\t\r\n＝＋－＠"
FIGURES = ["-12", "-1,234", "-0.5", "12", "1.234,5", "", "nearly 40", ">20", "~17%", "'quoted"]


def test_a_line_runs_nothing_quotes_what_needs_it_and_leaves_nothing_empty() -> None:
    cells = ["=1+1", "a, “b”", None, 3, date(2026, 6, 22), "-12"]
    assert csv_line(cells) == '\'=1+1,"a, “b”",,3,2026-06-22,-12\r\n'


@pytest.mark.parametrize("formula", [text for text in FORMULAS if text != "-12"])
def test_a_formula_is_written_as_text(formula: str) -> None:
    assert guarded(formula) == "'" + formula


@pytest.mark.parametrize("figure", FIGURES)
def test_figures_are_left_alone(figure: str) -> None:
    assert guarded(figure) == figure


@given(st.text())
@example("-12\n")
@example("-")
@example("--1")
def test_nothing_that_is_written_runs_unless_it_is_a_negative_number(text: str) -> None:
    written = guarded(text)
    if written.startswith(tuple(RUN_BY_SPREADSHEETS)):
        assert re.fullmatch(r"-[\d,.]+", written)


@given(st.text(alphabet="'=+-@\t1,. a＝"))
def test_what_comes_back_is_what_was_written(text: str) -> None:
    assert unguarded(guarded(text)) == text


ROWS = [[*pair] for pair in zip([*FORMULAS, *FIGURES], ["x"] * 99, strict=False)]


def test_a_csv_of_formulas_reads_back_to_the_letter() -> None:
    written = "".join(csv_pieces(["Agency", "Violations"], ROWS)).encode()
    read = [[unguarded(cell) for cell in row] for row in read_delimited(written).rows]
    assert read == [["Agency", "Violations"], *ROWS]


def test_a_workbook_of_formulas_holds_text_alone() -> None:
    with workbook(["=cmd|x", "Violations"], ROWS, name="2023", about="=1+1") as made:
        content = made.read()
    sheet, about = read_sheets(content, max_bytes=len(content))
    read = [[unguarded(cell) for cell in row] for row in sheet.rows]
    assert read[0][0] == "=cmd|x" and sheet.notes == (), "no cell of it is a formula"
    assert [row[0] for row in read[1:]] == [row[0] for row in ROWS]
    assert about.rows == [["'=1+1"]]
    assert io.BytesIO(content).read(2) == b"PK"
