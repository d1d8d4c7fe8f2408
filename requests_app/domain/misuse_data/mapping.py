"""Which column holds what: suggested from the headings, confirmed by a person.

A wide table has a column per measure; a long one has a column `measure` and a column `value`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from requests_app.domain.misuse_data.headings import (
    AGENCY,
    COUNTY,
    IGNORED,
    MEASURE,
    MEASURE_PREFIX,
    NOTE,
    ORI,
    VALUE,
    YEAR,
    role_named,
)
from requests_app.domain.misuse_data.starting_measures import STARTING_MEASURES
from requests_app.domain.sheets.tables import Table

ONCE_ONLY = (AGENCY, ORI, COUNTY, YEAR, MEASURE, VALUE, NOTE)


class MappingRefused(Exception):
    """The columns cannot be read so; the message names the column and the rule."""


@dataclass(frozen=True)
class ColumnMapping:
    """Where each kind of thing stands: positions from 0, None when no column holds it."""

    agency: int | None
    ori: int | None
    county: int | None
    year: int | None
    measure: int | None
    value: int | None
    note: int | None
    measures: dict[int, str]  # wide tables: position -> measure key


def suggest(table: Table) -> dict[str, str]:
    """A role for each column of `table`, by its heading; a role that may stand once goes to the
    first column that suits, and a second column for it is left `ignored` for a person to decide.
    """
    suggested: dict[str, str] = {}
    for column in table.columns:
        role = role_named(column)
        if role in suggested.values():
            role = IGNORED
        suggested[column] = role
    return _without_half_a_pair(suggested)


def _without_half_a_pair(suggested: dict[str, str]) -> dict[str, str]:
    """`measure` and `value` mean something only together, and not beside a column per measure."""
    roles = set(suggested.values())
    is_wide = any(role.startswith(MEASURE_PREFIX) for role in roles)
    if {MEASURE, VALUE} <= roles and not is_wide:
        return suggested
    return {c: IGNORED if role in {MEASURE, VALUE} else role for c, role in suggested.items()}


def roles() -> list[tuple[str, str]]:
    """Every role with its words, in the order in which a form offers them."""
    plain = [
        (IGNORED, "— left out —"),
        (AGENCY, "Agency's name"),
        (ORI, "ORI"),
        (COUNTY, "County"),
        (YEAR, "Year or period"),
        (NOTE, "Note to the row"),
        (MEASURE, "Long table: what is counted"),
        (VALUE, "Long table: the figure"),
    ]
    return plain + [(MEASURE_PREFIX + m.key, f"Figure: {m.name}") for m in STARTING_MEASURES]


def understood(table: Table, mapping: Mapping[str, str]) -> ColumnMapping:
    """`mapping` (column -> role) as positions. Raises `MappingRefused`.

    A column that the mapping does not name is ignored.
    """
    known_roles = {role for role, _ in roles()}
    position = {column: number for number, column in enumerate(table.columns)}
    for column, role in mapping.items():
        if column not in position:
            raise MappingRefused(f"The file has no column “{column}”.")
        if role not in known_roles:
            raise MappingRefused(f"“{role}” is nothing that column “{column}” can hold.")
    where: dict[str, int | None] = {
        role: _only(role, [c for c in mapping if mapping[c] == role], position)
        for role in ONCE_ONLY
    }
    measures = {
        position[column]: role.removeprefix(MEASURE_PREFIX)
        for column, role in mapping.items()
        if role.startswith(MEASURE_PREFIX)
    }
    _refuse_no_figures(where, measures)
    return ColumnMapping(measures=measures, **where)


def _only(role: str, columns: list[str], position: Mapping[str, int]) -> int | None:
    if len(columns) > 1:
        names = "”, “".join(columns)
        raise MappingRefused(f"Only one column can be the {role}; “{names}” both are.")
    return position[columns[0]] if columns else None


def _refuse_no_figures(where: Mapping[str, int | None], measures: Mapping[int, str]) -> None:
    long = (where[MEASURE] is not None, where[VALUE] is not None)
    if any(long) and not all(long):
        raise MappingRefused(
            "A long table needs two columns: one that says what is counted and one with the figure."
        )
    if all(long) and measures:
        raise MappingRefused(
            "Either one column holds the figures, or each measure has its column; not both."
        )
    if not any(long) and not measures:
        raise MappingRefused("No column holds figures: name at least one measure.")
