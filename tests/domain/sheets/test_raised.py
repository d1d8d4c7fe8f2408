"""A raised figure is the mark of a footnote: "7¹" is seven."""

from pathlib import Path

import pytest

from requests_app.domain.misuse_data.reading.values import understand
from requests_app.domain.sheets.pdf.raised import mark_raised
from requests_app.domain.sheets.reading import read_sheets

LETTER = Path(__file__).parents[2] / "files" / "returned" / "sheriff_letter.pdf"
WIDE = {"width": 5.0}
NARROW = {"width": 3.2}
SMALL = {"size": 6.0, "width": 3.0, "top": 99.0}


def letters(*told: tuple[str, dict]) -> list[dict]:
    """One after the other on a line, each with what is not usual of it."""
    found, x = [], 100.0
    for text, unlike in told:
        its = {"size": 10.0, "width": 5.0, "top": 100.0, "gap": 0.0} | unlike
        x += its["gap"]
        found.append(
            {
                "text": text, "fontname": "Serif", "size": its["size"], "x0": x,
                "x1": x + its["width"], "top": its["top"], "bottom": its["top"] + its["size"],
            }
        )  # fmt: skip
        x += its["width"]
    return found


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ([("7", WIDE), ("1", NARROW), (" ", {}), ("1", WIDE)], "7¹ 1"),
        ([("7", WIDE), ("1", SMALL)], "7¹"),
        ([("7", WIDE), ("1", SMALL), ("2", SMALL)], "7¹²"),
        ([("d", {}), ("2", SMALL)], "d²"),
        # A font with one width for each digit, and digits below the line, are what they are.
        ([("7", WIDE), ("1", WIDE)], "71"),
        ([("7", WIDE), ("1", SMALL | {"top": 104.0})], "71"),
        # Digits of their natural widths, beside some of one width for all.
        ([("1", NARROW), ("1", NARROW), (" ", {}), ("1", WIDE)], "11 1"),
        ([("7", WIDE), ("1", SMALL | {"gap": 4.0})], "71"),
        ([("(", {}), ("1", SMALL)], "(1"),
    ],
)
def test_what_is_raised_behind_something_is_a_mark(told, read: str) -> None:
    page = letters(*told)
    mark_raised(page)
    assert "".join(one["text"] for one in page) == read


def test_a_letter_with_footnotes_gives_the_numbers_without_them() -> None:
    (sheet,) = read_sheets(LETTER.read_bytes(), max_bytes=10**7, name=LETTER.name)
    opened = next(row for row in sheet.rows if row[0] == "Investigations opened")
    assert opened == ["Investigations opened", "4", "3", "5", "7¹", "9", "28"]
    assert understand("7¹").value == 7
