"""What every check is: fed figure by figure, it says at once what it sees and at the end what it
knows only then. None keeps a figure; what one has to remember is a number per agency."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar, NamedTuple

from requests_app.domain.misuse_data.checks.problem import RowProblem, Severity
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.reading.proposed import Place, Proposed
from requests_app.domain.misuse_data.reading.subjects import About
from requests_app.domain.misuse_data.vocabulary import ReleaseState
from requests_app.domain.sheets.refusals import FileRefused
from requests_app.domain.sheets.tables import LeftOut

MOST_KINDS = 5_000  # periods times measures of a file; a release of thirty years has some 600


class Used(NamedTuple):
    """A release that a file of the same content went into. is_same: it is of the same source and
    period, and stands."""

    title: str
    state: ReleaseState
    is_same: bool


@dataclass(frozen=True)
class Told:
    """What the checks are told of the file besides its figures.

    used_in: the releases that a file of the same content went into. before: what the same source
    last said, by (agency's key, measure's key, year); agency None is the state.
    about: everybody known in the file by slot, growing while it is read.
    """

    covers: Covers
    used_in: tuple[Used, ...] = ()
    before: Mapping[tuple[int | None, str, int], Decimal] = field(default_factory=dict)
    about: list[About] = field(default_factory=list)


class Check:
    """One rule. What it overrides is what it is fed with.

    `rule` is a stable word; the first line of the docstring says the rule in words. `judges`: what
    of a figure it looks at. One that judges no more than the "subject" (agency and period) or the
    "cell" (what it says and counts) is not asked again about what it called fine.
    """

    rule: ClassVar[str]
    judges: ClassVar[str] = "figure"
    weight: ClassVar[str] = Severity.WARNING.value  # or "error", or both in words: for docs

    def __init__(self, told: Told):
        self.told = told

    def at_start(self) -> Iterator[RowProblem]:
        """Before the first table."""
        return iter(())

    def table(self, place: Place, *, has_years: bool) -> RowProblem | None:
        """A table begins; `has_years`: its own rows or headings say the year."""

    def is_fine(self, figure: Proposed) -> bool:
        """Whether it has nothing to say of any figure with this subject, or this cell."""
        return self.see(figure) is None

    def see(self, figure: Proposed) -> RowProblem | None:
        """A figure, in the file's order."""

    def left_out(self, row: LeftOut, place: Place) -> RowProblem | None:
        """A row that holds no figures of its own."""

    def at_end(self) -> Iterator[RowProblem]:
        """After the last row of the file."""
        return iter(())

    def error(self, at: str | Proposed, message: str) -> RowProblem:
        """What blocks the import, at a place in words or in the cell of a figure."""
        return self._problem(at, Severity.ERROR, message)

    def warning(self, at: str | Proposed, message: str) -> RowProblem:
        """What somebody has to accept, at a place in words or in the cell of a figure."""
        return self._problem(at, Severity.WARNING, message)

    def row_error(self, figure: Proposed, message: str) -> RowProblem:
        """What blocks the import, of a whole row; what says the same of many is shown together."""
        table = figure.place.beginning.rstrip(", ") or "the table"
        return RowProblem(
            figure.row_place, self.rule, Severity.ERROR, message, table, figure.row.place
        )

    def _problem(self, at: str | Proposed, severity: Severity, message: str) -> RowProblem:
        if isinstance(at, str):
            return RowProblem(at, self.rule, severity, message)
        return RowProblem(at.where, self.rule, severity, message, at.column, at.row.place)


class Grid:
    """A number per agency (by slot) for each of some kinds; 0 where there was none."""

    def __init__(self, typecode: str):
        self._typecode = typecode
        self._rows: dict[object, array] = {}

    def of(self, kind: object, slot: int) -> array:
        """The numbers of a kind, with room for the slot. Raises `FileRefused` for a file of more
        kinds than any table has."""
        row = self._rows.get(kind)
        if row is None:
            if len(self._rows) >= MOST_KINDS:
                raise FileRefused(
                    "too_many_kinds",
                    f"The file speaks of more than {MOST_KINDS:,} different measures and periods.",
                )
            row = self._rows[kind] = array(self._typecode)
        if slot >= len(row):
            row.extend([0] * (slot + 64 - len(row)))
        return row

    def items(self) -> Iterator[tuple[object, array]]:
        return iter(self._rows.items())


class Places:
    """Places of rows as numbers, and back."""

    def __init__(self) -> None:
        self._places: list[Place] = []

    def number(self, figure: Proposed) -> int:
        """Never 0."""
        place = figure.place
        if not self._places or self._places[-1] is not place:
            self._places.append(place)
        return (len(self._places) << 32) | figure.row.number

    def words(self, number: int) -> str:
        """ "sheet “2023”, row 12"."""
        place = self._places[(number >> 32) - 1]
        return f"{place.beginning}row {number & 0xFFFFFFFF}"
