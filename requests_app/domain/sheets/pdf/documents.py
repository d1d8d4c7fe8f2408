"""The tables of a PDF, ruled or not, over all its pages. Runs in a limited child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from requests_app.domain.sheets.parsing import Found
from requests_app.domain.sheets.pdf.furniture import without_furniture
from requests_app.domain.sheets.pdf.lines import TextLine
from requests_app.domain.sheets.pdf.pages import PageRead, read_page
from requests_app.domain.sheets.pdf.ruled import RuledTable, goes_on
from requests_app.domain.sheets.pdf.second_reader import (
    MOST_PAGES,
    letters_of,
    put_in_order,
)
from requests_app.domain.sheets.pdf.unruled import unruled_tables
from requests_app.domain.sheets.surroundings import Grid, Line, with_lines
from requests_app.domain.sheets.tables import FileRefused

# The second reader leaves out a letter printed twice and this one does not; that much more is odd.
MAY_DIFFER = 1.02
_BY_HAND = "it has to be transcribed: two people type its figures beside the page."
LOCKED = FileRefused("needs_transcription", f"The PDF is locked with a password: {_BY_HAND}")
LOCKED_NOTE = "The PDF is locked against copying or changes; its text could be read."
FILLED = "The PDF is a form: what is filled in is read as a part of its pages."
SCANNED = FileRefused(
    "needs_transcription", f"The PDF holds no text, only pictures of it (a scan): {_BY_HAND}"
)
UNTOLD = FileRefused(
    "needs_transcription", f"The PDF does not say which letters its signs stand for: {_BY_HAND}"
)


def tables_of_pdf(content: bytes) -> list[Found]:
    """Each table with the lines of text around it; one that goes on over pages is one.

    Raises `FileRefused`: "needs_transcription" for a locked PDF and for a scan, "no_table" for one
    of words only, "broken", "too_much".
    """
    pages, notes = _read_whole(content)
    if not any(page.letters for page in pages):
        raise SCANNED
    if sum(page.untold for page in pages) > _letters(pages) / 5:
        raise UNTOLD
    lines, furniture = without_furniture([page.lines for page in pages])
    found = with_lines(_parts(_joined(_in_order(pages, lines))))
    if not found:
        raise FileRefused(
            "no_table",
            "The PDF has text but no table that can be told: read it, and type its figures in.",
        )
    found[0].notes = [*found[0].notes, *notes, *_notes(pages, furniture)]
    return found


def _read_whole(content: bytes) -> tuple[list[PageRead], list[str]]:
    """The pages with all their letters, and what to know of the file.

    Where another program finds more letters, or values are filled into the fields of a form, that
    program puts the file in order, and it is read again.
    """
    try:
        pages, notes = _read(content)
    except FileRefused as refusal:
        ordered = put_in_order(content) if refusal.defect == "broken" else None
        if ordered is None:
            raise
        return _read(ordered)
    misses = FILLED in notes or letters_of(content) > _letters(pages) * MAY_DIFFER
    if misses and (ordered := put_in_order(content)):
        again, _ = _read(ordered)
        pages = max(pages, again, key=_letters)
    return pages, notes


def _letters(pages: Sequence[PageRead]) -> int:
    return sum(page.letters for page in pages)


def _read(content: bytes) -> tuple[list[PageRead], list[str]]:
    try:
        with pdfplumber.open(BytesIO(content)) as document:
            pages = document.pages
            if len(pages) > MOST_PAGES:
                raise FileRefused(
                    "too_much", f"The PDF has {len(pages):,} pages; at most {MOST_PAGES} are read."
                )
            if not pages:
                raise FileRefused("broken", "The PDF has no page that can be found: it is damaged.")
            notes = [LOCKED_NOTE] if document.doc.encryption is not None else []
            notes += [FILLED] if "AcroForm" in document.doc.catalog else []
            return [read_page(page) for page in pages], notes
    except PdfminerException as error:
        raise _refusal(error.args[0] if error.args else error) from error
    except MalformedPDFException as error:
        raise _refusal(error) from error


def _refusal(error: BaseException) -> Exception:
    if isinstance(error, PDFPasswordIncorrect):
        return LOCKED
    if isinstance(error, MemoryError):
        return error
    return FileRefused("broken", "The PDF cannot be read: it is damaged or cut off.")


def _in_order(
    pages: Sequence[PageRead], lines: Sequence[Sequence[TextLine]]
) -> Iterator[TextLine | RuledTable]:
    for page, kept in zip(pages, lines, strict=True):
        both: list[TextLine | RuledTable] = [*kept, *page.tables]
        yield from sorted(both, key=lambda one: one.top)


@dataclass
class _Table:
    """rows: (page, cells)."""

    rows: list[tuple[int, list[str]]]
    notes: Sequence[str] = ()
    last: RuledTable | None = field(default=None, repr=False)


def _joined(items: Iterator[TextLine | RuledTable]) -> Iterator[TextLine | _Table]:
    """Tables and the lines that are in none; a ruled table with its rest on the next page."""
    before: _Table | None = None
    lines: list[TextLine] = []
    for item in items:
        if isinstance(item, TextLine):
            lines.append(item)
        elif before and not lines and _is_rest(before.last, item):
            before.rows += [(item.page, row) for row in item.rows]
            before.last = item
        else:
            yield from _closed(before, lines)
            before = _Table([(item.page, row) for row in item.rows], last=item)
            lines = []
    yield from _closed(before, lines)


def _closed(ruled: _Table | None, lines: Sequence[TextLine]) -> Iterator[TextLine | _Table]:
    """A ruled table and what the lines below it are."""
    if ruled:
        yield ruled
    for found in unruled_tables(lines):
        yield found if isinstance(found, TextLine) else _Table(found.rows, found.notes)


def _is_rest(before: RuledTable | None, table: RuledTable) -> bool:
    return before is not None and table.page == before.page + 1 and goes_on(before, table)


def _parts(items: Iterator[TextLine | _Table]) -> Iterator[Line | Grid]:
    """With their places: rows and lines are counted down each page."""
    counted: Counter[int] = Counter()
    names: Counter[str] = Counter()

    def place(page: int) -> str:
        counted[page] += 1
        return f"page {page}, row {counted[page]}"

    for one in items:
        if isinstance(one, TextLine):
            yield Line(one.text, place(one.page))
        else:
            name = _name(one)
            names[name] += 1
            name += f", table {names[name]}" if names[name] > 1 else ""
            places = [place(page) for page, _ in one.rows]
            yield Grid(name, [row for _, row in one.rows], places, tuple(one.notes))


def _name(table: _Table) -> str:
    first, last = table.rows[0][0], table.rows[-1][0]
    return f"page {first}" if first == last else f"pages {first}–{last}"


def _notes(pages: Sequence[PageRead], furniture: Sequence[str]) -> Iterator[str]:
    if furniture:
        said = " / ".join(f"“{text}”" for text in furniture)
        yield f"Left out of the rows because it is on every page: {said}"
    for page in pages:
        yield from page.notes
