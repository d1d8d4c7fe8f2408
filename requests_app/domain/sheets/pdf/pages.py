"""One page of a PDF: its ruled tables, and the lines of text outside of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from requests_app.domain.sheets.pdf.columns import phrases_of
from requests_app.domain.sheets.pdf.lines import TextLine, Word, lines_of, words_of
from requests_app.domain.sheets.pdf.raised import mark_raised
from requests_app.domain.sheets.pdf.ruled import RuledTable, has, is_within, ruled_tables
from requests_app.domain.sheets.pdf.sideways import (
    Letter,
    is_level,
    is_on_its_side,
    text_on_its_side,
)

MOST_EDGES = 20_000  # a drawing, such as a map; a table has some thousand
PICTURE = 0.6  # of the page
SHADED_ROWS = 2
_UNTOLD = "(cid:"


@dataclass(frozen=True)
class PageRead:
    """letters: how many it has; untold: those that stand for nobody knows what."""

    number: int
    letters: int
    untold: int
    lines: list[TextLine]
    tables: list[RuledTable]
    notes: list[str]


def read_page(page: Any) -> PageRead:
    """What a page of pdfplumber holds; the page is let go."""
    letters = page.chars
    mark_raised(letters)
    turned = [letter for letter in letters if is_on_its_side(letter)]
    seen = _without_what_misleads(page)
    words = words_of(seen)
    is_drawing = _lines_drawn(page) > MOST_EDGES
    tables = [] if is_drawing else ruled_tables(seen, words, turned)
    lines = _lines_outside(tables, words, page.page_number)
    tables = [table for table in tables if not _is_shading(table, lines)]
    aside = [letter for letter in turned if not any(has(table.box, letter) for table in tables)]
    read = PageRead(
        number=page.page_number,
        letters=sum(not letter["text"].isspace() for letter in letters),
        untold=sum(letter["text"].startswith(_UNTOLD) for letter in letters),
        lines=_lines_outside(tables, words, page.page_number),
        tables=tables,
        notes=list(_notes(page, aside)),
    )
    page.close()
    return read


def _lines_outside(
    tables: Sequence[RuledTable], words: Sequence[Word], number: int
) -> list[TextLine]:
    outside = [word for word in words if not any(is_within(word, table.box) for table in tables)]
    return lines_of(outside, number)


def _is_shading(table: RuledTable, lines: Sequence[TextLine]) -> bool:
    """A row or two between rows of the same table that have no lines: only their ground differs."""
    left, top, right, bottom = table.box
    if len(table.rows) > SHADED_ROWS:
        return False
    return any(
        len(phrases_of(line)) > 1
        and line.words[0].x0 < right
        and line.words[-1].x1 > left
        and min(abs(line.top - bottom), abs(top - line.bottom)) < 1.5 * line.height
        for line in lines
    )


def _without_what_misleads(page: Any) -> Any:
    """The page without letters that are not level, or are printed twice for boldness."""
    if not all(map(is_level, page.chars)):
        page = page.filter(lambda one: one["object_type"] != "char" or is_level(one))
    places = {(one["text"], round(one["x0"]), round(one["top"])) for one in page.chars}
    return page if len(places) == len(page.chars) else page.dedupe_chars(extra_attrs=())


def _notes(page: Any, aside: Sequence[Letter]) -> Iterator[str]:
    number, picture = page.page_number, _has_picture(page)
    if not any(not letter["text"].isspace() for letter in page.chars):
        words = " but a picture: read it, nothing of it is in the rows" if picture else ""
        yield f"Page {number} has no text{words}."
    elif picture:
        yield (
            f"Page {number} is a picture; its text was put in by a program that may have misread:"
            " compare each figure."
        )
    aslant = [one for one in page.chars if not is_level(one) and not is_on_its_side(one)]
    if aslant:
        text = "".join(letter["text"] for letter in aslant)
        yield f"Text across page {number} is in no row: {text[:100]}"
    if aside:
        yield f"Text on its side on page {number} is in no row: {text_on_its_side(aside)[:100]}"
    if _lines_drawn(page) > MOST_EDGES:
        yield f"The lines of page {number} are too many to be those of a table."


def _lines_drawn(page: Any) -> int:
    kinds = page.objects
    return len(kinds.get("line", ())) + 4 * len(kinds.get("rect", ())) + len(kinds.get("curve", ()))


def _has_picture(page: Any) -> bool:
    most = max(
        ((one["x1"] - one["x0"]) * (one["bottom"] - one["top"]) for one in page.images), default=0
    )
    return most > PICTURE * float(page.width) * float(page.height)
