"""What was imported beside the rows of the file that it was read from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from django.conf import settings

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.models import Figure, ReturnedFile
from requests_app.domain.misuse_data.reading.files import FileSheet, sha256_of, sheets_of
from requests_app.domain.misuse_data.statements import Statement, statement_of
from requests_app.domain.request_log.file_access import Use, may_use
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.request_log.page_pictures import DRAWN, PagePicture, pages_of
from requests_app.domain.request_log.sight import may_in
from requests_app.domain.sheets.limited import Unreadable
from requests_app.domain.sheets.refusals import FileRefused
from requests_app.domain.sheets.tables import Row

_PAGE = re.compile(r"\bpage (\d+)")
MOST_PAGES = 6  # pictures on one page of the review


@dataclass(frozen=True)
class FileCell:
    """A cell as the file has it, under its heading; whether a figure was read from it."""

    heading: str
    text: str
    is_read: bool


@dataclass
class RowBeside:
    """A row of a sheet, cell by cell, and the figures that were read from it. `cells` is empty
    where the file cannot be read or has no such row any more."""

    place: str
    cells: list[FileCell] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)


@dataclass
class FileBeside:
    """The rows of one file. refusal: why they cannot be shown, or blank. pages: those that the
    figures stand on, of how many (`of`); undrawn: why they cannot be drawn, or blank."""

    file: ReturnedFile | None
    rows: list[RowBeside] = field(default_factory=list)
    refusal: str = ""
    pages: list[PagePicture] = field(default_factory=list)
    of: int = 0
    undrawn: str = ""

    @property
    def attachment(self) -> Attachment | None:
        return self.file.attachment if self.file else None


def rows_beside(figures: Iterable[Figure], *, viewer: Person) -> list[FileBeside]:
    """File by file, the rows that these figures were read from; what `viewer` may not open is not
    read. `figures` with release, source, measure, agency and file."""
    of_file: dict[int | None, list[Figure]] = defaultdict(list)
    for figure in figures:
        of_file[figure.returned_file_id].append(figure)
    return [_beside(some[0].returned_file, some, viewer) for some in of_file.values()]


def _beside(file: ReturnedFile | None, figures: list[Figure], viewer: Person) -> FileBeside:
    found = FileBeside(file)
    cells: dict[tuple[int, int], tuple[Row, tuple[str, ...]]] = {}
    attachment = found.attachment
    if attachment and not _is_there(attachment, viewer):
        # Once published its figures are everybody's; the file's other cells are not.
        found.refusal = "The file itself is not open to you."
    elif attachment and not may_use(viewer, attachment, Use.OPEN):
        found.refusal = f"It is {attachment.get_state_display().lower()}: it is not opened here."
    elif file:
        try:
            cells = _rows_of(file, {_place(one) for one in figures if one.cell is not None})
        except FileRefused as refusal:
            found.refusal = str(refusal)
        if attachment and attachment.content_kind in DRAWN:
            _draw(found, attachment, figures)
    by_row: dict[object, list[Figure]] = defaultdict(list)
    for one in figures:
        by_row[_place(one) if one.cell is not None else one.pk].append(one)
    for place, some in by_row.items():
        found.rows.append(_row(cells.get(cast("tuple[int, int]", place)), some))
    return found


def _is_there(attachment: Attachment, viewer: Person) -> bool:
    return may_in(viewer, attachment.records_request.campaign_id, Permission.SEE_WORKSPACE)


def _place(figure: Figure) -> tuple[int, int]:
    """The table and the row of the sheet, as `Proposed.cell` wrote them."""
    assert figure.cell is not None
    return figure.cell >> 48, (figure.cell >> 16) & 0xFFFFFFFF


def _row(found: tuple[Row, tuple[str, ...]] | None, figures: Sequence[Figure]) -> RowBeside:
    statements = [statement_of(one) for one in figures]
    if found is None:
        return RowBeside(figures[0].where, statements=statements)
    row, headings = found
    read = {one.cell & 0xFFFF for one in figures if one.cell is not None}
    cells = [
        FileCell(heading, text, position in read)
        for position, (heading, text) in enumerate(zip(headings, row.cells, strict=False))
        if text or position in read
    ]
    return RowBeside(row.place, cells, statements)


def _rows_of(
    file: ReturnedFile, wanted: set[tuple[int, int]]
) -> dict[tuple[int, int], tuple[Row, tuple[str, ...]]]:
    """The rows with the headings of their columns. Raises `FileRefused`."""
    stored = file.attachment.file if file.attachment else file.file
    try:
        opened = stored.open("rb")
    except FileNotFoundError as error:
        raise FileRefused("missing", "The file is missing from the file store.") from error
    with opened:
        content = cast(BinaryIO, opened.file)
        if sha256_of(content) != file.sha256:
            raise FileRefused("changed", "It is not the file that was imported: its hash differs.")
        sheets = sheets_of(content, max_bytes=settings.MAX_UPLOAD_BYTES, name=file.original_name)
        tables = {table for table, _ in wanted}
        return {
            (sheet.number, row.number): (row, headings)
            for sheet in sheets
            if sheet.number in tables
            for row, headings in _up_to(sheet, {n for t, n in wanted if t == sheet.number})
        }


def _up_to(sheet: FileSheet, numbers: set[int]) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """Those rows of a table; nothing behind the last of them is read."""
    begun = sheet.begin()
    for entry in begun.entries():
        if isinstance(entry, Row) and entry.number in numbers:
            yield entry, begun.columns
        if entry.number >= max(numbers):
            return


def _draw(found: FileBeside, attachment: Attachment, figures: Iterable[Figure]) -> None:
    """Says which pages are shown beside the rows, or why none."""
    try:
        pages = pages_of(attachment)
    except Unreadable as refusal:
        found.undrawn = str(refusal)
        return
    named = (_PAGE.search(one.where) for one in figures)
    numbers = {int(page[1]) for page in named if page}
    stand_on = [page for page in pages.drawn if page.number in numbers]
    found.pages, found.of = stand_on[:MOST_PAGES], pages.of
