"""Which column holds what, as a person confirmed it (`suggested.py` proposes it).

A wide table has a column per measure; a long one has a column `measure` and a column `value`; a
list of agencies with none has their names and no figure at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from requests_app.domain.misuse_data.reading.headings import (
    AGENCY,
    ANSWER,
    COUNTY,
    IGNORED,
    MEASURE,
    MEASURE_PREFIX,
    NONE_PREFIX,
    NOTE,
    ORI,
    VALUE,
    YEAR,
    YEAR_FROM,
    YEAR_TO,
    year_in,
)
from requests_app.domain.misuse_data.starting_measures import STARTING_MEASURES

ONCE_ONLY = (AGENCY, ORI, COUNTY, YEAR, YEAR_FROM, YEAR_TO, MEASURE, ANSWER, NOTE)

Columns = Mapping[str, str]  # heading -> role


class MappingRefused(Exception):
    """The columns cannot be read so; the message names the column and the rule."""


@dataclass(frozen=True)
class ColumnMapping:
    """Where each kind of thing stands: positions from 0, None when no column holds it."""

    agency: int | None
    ori: int | None
    county: int | None
    year: int | None
    year_from: int | None
    year_to: int | None
    measure: int | None
    values: tuple[int, ...]  # several: each of the year in its heading
    answer: int | None
    note: int | None
    measures: dict[int, str]  # wide tables: position -> measure key
    # Columns of names, and the key of the measure that all who stand there had none of; several:
    # each of the year in its heading.
    lists: tuple[int, ...] = ()
    none_of: str = ""

    @property
    def has_years(self) -> bool:
        return self.year is not None or self.year_from is not None


def roles() -> list[tuple[str, str]]:
    """Every role with its words, in the order in which a form offers them."""
    plain = [
        (IGNORED, "— left out —"),
        (AGENCY, "Agency's name"),
        (ORI, "ORI"),
        (COUNTY, "County"),
        (YEAR, "Year or period"),
        (YEAR_FROM, "First year"),
        (YEAR_TO, "Last year"),
        (NOTE, "Note to the row"),
        (MEASURE, "Long table: what is counted"),
        (VALUE, "Long table: the figure"),
        (ANSWER, "Long table: the answer, where there is no number"),
    ]
    counted = [m for m in STARTING_MEASURES if m.key != "unmapped"]
    return [
        *plain,
        *((MEASURE_PREFIX + m.key, f"Figure: {m.name}") for m in STARTING_MEASURES),
        *((NONE_PREFIX + m.key, f"Agency with none: {m.name}") for m in counted),
    ]


def understood(columns: Sequence[str], mapping: Columns) -> ColumnMapping:
    """`mapping` (column -> role) as positions. Raises `MappingRefused`.

    A column that the mapping does not name is ignored.
    """
    position = {column: number for number, column in enumerate(columns)}
    for column in mapping:
        if column not in position:
            raise MappingRefused(f"The table has no column “{column}”.")
    refuse_unknown_roles(mapping)
    where: dict[str, int | None] = {
        role: _only(role, [c for c in mapping if mapping[c] == role], position)
        for role in ONCE_ONLY
    }
    measures = {
        position[column]: role.removeprefix(MEASURE_PREFIX)
        for column, role in mapping.items()
        if role.startswith(MEASURE_PREFIX)
    }
    values = tuple(position[column] for column, role in mapping.items() if role == VALUE)
    nones = [column for column, role in mapping.items() if role.startswith(NONE_PREFIX)]
    _refuse_no_figures(where, values, measures, nones)
    _refuse_values_of_one_year(columns, values)
    _refuse_lists_of_one_year(nones, mapping)
    lists = tuple(position[column] for column in nones)
    none_of = mapping[nones[0]].removeprefix(NONE_PREFIX) if nones else ""
    return ColumnMapping(values=values, measures=measures, lists=lists, none_of=none_of, **where)


def refuse_unknown_roles(mapping: Columns) -> None:
    """Raises `MappingRefused` naming the first role that is none."""
    known = {role for role, _ in roles()}
    for column, role in mapping.items():
        if role not in known:
            raise MappingRefused(f"“{role}” is nothing that column “{column}” can hold.")


def _only(role: str, columns: list[str], position: Mapping[str, int]) -> int | None:
    if len(columns) > 1:
        names = "”, “".join(columns)
        raise MappingRefused(f"Only one column can be the {role}; “{names}” both are.")
    return position[columns[0]] if columns else None


def _refuse_lists_of_one_year(nones: Sequence[str], mapping: Columns) -> None:
    """Several lists beside one another: each of its own year, all of the same measure."""
    years = {year_in(column) for column in nones}
    if len(nones) > 1 and (None in years or len(years) < len(nones)
                           or len({mapping[column] for column in nones}) > 1):  # fmt: skip
        names = "”, “".join(nones)
        raise MappingRefused(
            "Only one column can be the list of those with none, or each names its own year and"
            f" all are of one measure; “{names}” all are."
        )


def _refuse_values_of_one_year(columns: Sequence[str], values: Sequence[int]) -> None:
    if len(values) > 1 and not all(year_in(columns[position]) for position in values):
        names = "”, “".join(columns[position] for position in values)
        raise MappingRefused(
            f"Only one column can be the value, or each names its own year; “{names}” all are."
        )


def _refuse_no_figures(
    where: Mapping[str, int | None],
    values: Sequence[int],
    measures: Mapping[int, str],
    nones: Sequence[str],
) -> None:
    long = (where[MEASURE] is not None, bool(values))
    if any(long) and not all(long):
        raise MappingRefused(
            "A long table needs two columns: one that says what is counted and one with the figure."
        )
    if all(long) and measures:
        raise MappingRefused(
            "Either one column holds the figures, or each measure has its column; not both."
        )
    if (where[YEAR_FROM] is None) != (where[YEAR_TO] is None):
        raise MappingRefused("A first year needs a last year beside it.")
    if nones and (any(long) or measures or where[AGENCY] is not None):
        raise MappingRefused(
            "A list of agencies with none has their names in a column of its own, and no figures."
        )
    if not any(long) and not measures and not nones:
        raise MappingRefused("No column holds figures: name at least one measure.")
