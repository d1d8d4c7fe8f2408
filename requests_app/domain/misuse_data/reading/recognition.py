"""What was recognised in each sheet of a file: its table and how its columns are read, or why it
has none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from requests_app.domain.misuse_data.periods import (
    Covers,
    fiscal_years_in,
    period_over,
    periods_in,
)
from requests_app.domain.misuse_data.reading import mapping as mappings
from requests_app.domain.misuse_data.reading.dated import years_in_rows
from requests_app.domain.misuse_data.reading.files import FileSheet
from requests_app.domain.misuse_data.reading.headings import IGNORED, year_in
from requests_app.domain.misuse_data.reading.legend import Legend, legend_of
from requests_app.domain.misuse_data.reading.mapping import ColumnMapping, Columns, MappingRefused
from requests_app.domain.misuse_data.reading.marks import NO_MARKS, Marks
from requests_app.domain.misuse_data.reading.suggested import figures_in, suggest
from requests_app.domain.sheets.left_out import NOTE_ROW
from requests_app.domain.sheets.refusals import FileRefused
from requests_app.domain.sheets.tables import LeftOut, Row

SAMPLES = 3  # first data rows that are shown under the headings
LOOKED_AT = 200  # entries that are gone through to find them
LEGEND_WITHIN = 5_000  # entries: below a longer table no notes are looked for, nor years in it

HIDDEN = "hidden in the file, and left out unless it is ticked"
UNTICKED = "left out, as was chosen"
NO_FIGURES = "no column holds figures"


@dataclass(frozen=True)
class Chosen:
    """What a person said of a file's sheets. `columns`: by the sheet's name, heading -> role; a
    sheet that is not named is suggested. `sheets`: the names of those that are taken; None: every
    visible one with a table. `every`: what a heading holds in whichever sheet it stands. `marks`:
    what a dash or a blank means in this file."""

    columns: Mapping[str, Columns] = field(default_factory=dict)
    sheets: frozenset[str] | None = None
    every: Columns = field(default_factory=dict)
    marks: Marks = NO_MARKS


NOTHING_SAID = Chosen()


@dataclass(frozen=True)
class FoundSheet:
    """A sheet as recognised. `why_not`: why it gives no figures; empty where it is taken. `years`:
    the first and last that its rows say, where they do."""

    sheet: FileSheet
    header_row: int = 0
    columns: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    samples: tuple[Row, ...] = ()
    mapping: Columns = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    why_not: str = ""
    legend: Legend = field(default_factory=Legend)
    marks: Marks = NO_MARKS
    years: Covers | None = None

    @property
    def name(self) -> str:
        return self.sheet.name

    @property
    def has_table(self) -> bool:
        return bool(self.columns)

    @property
    def is_taken(self) -> bool:
        return not self.why_not

    def positions(self) -> ColumnMapping:
        """Raises `MappingRefused`."""
        return mappings.understood(self.columns, self.mapping)

    @property
    def columns_left_out(self) -> list[str]:
        """“Discipline” (2 counseled, (blank), 4 reprimands): headings that nobody said to hold
        anything, with the first cells below them."""
        return [
            f"“{name}” ({self.first_values(position)})"
            for position, name in enumerate(self.columns)
            if self.mapping.get(name, IGNORED) == IGNORED
            and any(row.cells[position] for row in self.samples)
        ]

    def first_values(self, position: int, longest: int = 30) -> str:
        """The first cells of a column, for a person who says what it holds."""
        values = [row.cells[position] for row in self.samples]
        return ", ".join(value[:longest] if value else "(blank)" for value in values)


def recognised(
    sheets: Sequence[FileSheet],
    chosen: Chosen,
    *,
    remembered: Callable[[Sequence[str]], Columns | None] = lambda columns: None,
) -> list[FoundSheet]:
    """Each sheet with its table or why it has none. `remembered`: what these headings held in the
    source's last file.

    Raises `FileRefused` where no sheet has a table.
    """
    found = [_recognised(sheet, chosen, remembered) for sheet in sheets]
    if not any(one.has_table for one in found):
        raise _no_table(found)
    return found


def said_to_cover(found: Sequence[FoundSheet]) -> Covers | None:
    """The first and last year that the sheets which are taken name: in their rows, the sheet's own
    name, its headings or the line over its table. None where they name none, or a fiscal year."""
    named: list[Covers] = []
    for one in (one for one in found if one.is_taken):
        over = period_over(one.titles)
        if any(map(fiscal_years_in, (one.sheet.tab, over, *one.columns))):
            return None
        if one.years:
            named.append(one.years)
            continue
        years = {year_in(words) for words in (one.sheet.tab, *one.columns)} - {None}
        named += [Covers(year, year) for year in years if year] or periods_in(over)
    if not named:
        return None
    return Covers(min(one.first for one in named), max(one.last for one in named))


def refuse_unusable(found: Sequence[FoundSheet], chosen: Chosen = NOTHING_SAID) -> None:
    """Raises `MappingRefused` where what was said of a sheet, or of one that the file has not,
    cannot be, or where none is taken."""
    _refuse_what_no_sheet_has(found, chosen)
    for one in found:
        if one.is_taken:
            try:
                one.positions()
            except MappingRefused as refusal:
                raise MappingRefused(f"{_named(one)}{refusal}") from refusal
    if not any(one.is_taken for one in found):
        raise MappingRefused(
            "No sheet is taken: "
            + "; ".join(f"{_named(one) or 'the table: '}{one.why_not}" for one in found)
        )


def _refuse_what_no_sheet_has(found: Sequence[FoundSheet], chosen: Chosen) -> None:
    """A heading that is misspelt would else be one that nothing was said of, and its column left
    out: figures of agencies would turn into those of the whole state."""
    headings = {name for one in found for name in one.columns}
    if unknown := [name for name in chosen.every if name not in headings]:
        raise MappingRefused(f"No sheet has a column “{unknown[0]}”.")
    names = {one.name for one in found}
    if unknown := sorted({*chosen.columns, *(chosen.sheets or ())} - names):
        raise MappingRefused(f"The file has no sheet “{unknown[0]}”.")
    for said in (chosen.every, *chosen.columns.values()):
        mappings.refuse_unknown_roles(said)


def _recognised(
    sheet: FileSheet, chosen: Chosen, remembered: Callable[[Sequence[str]], Columns | None]
) -> FoundSheet:
    try:
        table = sheet.begin()
        samples = tuple(
            islice((e for e in islice(table.entries(), LOOKED_AT) if e.__class__ is Row), SAMPLES)
        )
    except FileRefused as refusal:
        return FoundSheet(sheet, notes=sheet.notes, why_not=f"no table, because: {refusal}")
    said = chosen.columns.get(sheet.name) or {
        name: role for name, role in chosen.every.items() if name in table.columns
    }
    mapping = dict(
        said
        or remembered(table.columns)
        or suggest(
            table.columns,
            sheet=sheet.name,
            titles=table.titles,
            samples=[row.cells for row in samples],
        )
    )
    legend, years = _gone_through(sheet, table.titles, table.columns, mapping)
    return FoundSheet(
        sheet,
        header_row=table.header_row,
        columns=table.columns,
        titles=table.titles,
        samples=samples,
        mapping=mapping,
        notes=(*sheet.notes, *table.notes),
        why_not=_why_not(sheet, chosen, mapping, is_said=bool(said)),
        legend=legend,
        marks=chosen.marks,
        years=years,
    )


def _gone_through(
    sheet: FileSheet, titles: Sequence[str], columns: Sequence[str], mapping: Columns
) -> tuple[Legend, Covers | None]:
    """What the lines over the table and below it say, and the years of its rows. Asked only of a
    sheet that can be read."""
    try:
        entries = list(islice(sheet.begin().entries(), LEGEND_WITHIN))
    except FileRefused:  # a row further down: going through the file tells it
        return legend_of(titles), None
    notes = (" ".join(e.cells) for e in entries if isinstance(e, LeftOut) and e.why == NOTE_ROW)
    legend = legend_of((*titles, *notes))
    try:
        where = mappings.understood(columns, mapping)
    except MappingRefused:  # whoever takes the sheet is told
        return legend, None
    rows = [e for e in entries if isinstance(e, Row)] if len(entries) < LEGEND_WITHIN else []
    return legend, years_in_rows(rows, where)


def _why_not(sheet: FileSheet, chosen: Chosen, mapping: Columns, *, is_said: bool) -> str:
    if chosen.sheets is not None:
        if sheet.name in chosen.sheets:
            return ""
        return HIDDEN if sheet.is_hidden else UNTICKED
    if sheet.is_hidden:
        return HIDDEN
    # A sheet beside others that nobody said anything of: a directory, a legend.
    if not is_said and sheet.name and not figures_in(mapping):
        return NO_FIGURES
    return ""


def _no_table(found: Sequence[FoundSheet]) -> FileRefused:
    if len(found) == 1:
        try:
            found[0].sheet.begin()
        except FileRefused as refusal:
            return refusal
    said = " ".join(f"Sheet “{one.name}”: {one.why_not}" for one in found)
    return FileRefused("no_table", said or "The file has no sheet.")


def _named(one: FoundSheet) -> str:
    return f"Sheet “{one.name}”: " if one.name else ""
