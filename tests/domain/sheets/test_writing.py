from datetime import date

from requests_app.domain.sheets.writing import csv_line


def test_a_line_runs_nothing_quotes_what_needs_it_and_leaves_nothing_empty() -> None:
    cells = ["=1+1", "a, “b”", None, 3, date(2026, 6, 22), "-12"]
    assert csv_line(cells) == '\'=1+1,"a, “b”",,3,2026-06-22,-12\r\n'
