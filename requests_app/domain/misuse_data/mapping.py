"""Which column holds what: suggested from the headings, confirmed by a person.

A wide table has a column per measure; a long one has a column `measure` and a column `value`; a
list of agencies with none has their names and no figure at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from requests_app.domain.misuse_data.headings import (
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
    role_named,
    year_in,
)
from requests_app.domain.misuse_data.measures import measure_named
from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.misuse_data.starting_measures import STARTING_MEASURES
from requests_app.domain.sheets.words import plain_words

ONCE_ONLY = (AGENCY, ORI, COUNTY, YEAR, YEAR_FROM, YEAR_TO, MEASURE, ANSWER, NOTE)
# What a list of agencies with none has none of, unless a person says otherwise.
NONE_OF = "violations"

# The files that we give out ourselves, when they come back.
_OURS = {
    "year_from": YEAR_FROM, "year_to": YEAR_TO, "about": AGENCY, "measure": MEASURE,
    "answer": ANSWER, "as_written": VALUE, "note": NOTE,
}  # fmt: skip

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
    none_of: str = ""  # measure key that every agency of the table is listed as having none of

    @property
    def has_years(self) -> bool:
        return self.year is not None or self.year_from is not None


def suggest(
    columns: Sequence[str], *, sheet: str = "", titles: Sequence[str] = ()
) -> dict[str, str]:
    """A role for each column, by its heading; a role that may stand once goes to the first column
    that suits, and a second column for it is left `ignored` for a person to decide.

    A table of names without a figure is suggested as a list of those with none only where its
    sheet's name says so: a directory is not to become a thousand statements.
    """
    if set(_OURS) <= set(columns):
        return {column: _OURS.get(column, IGNORED) for column in columns}
    suggested: dict[str, str] = {}
    for column in columns:
        role = role_named(column)
        if role in (*ONCE_ONLY, VALUE) and role in suggested.values():
            role = IGNORED
        suggested[column] = role
    suggested = _without_half_a_pair(_with_year_columns(columns, suggested))
    if not figures_in(suggested) and any(map(says_none, (sheet, *titles))):
        of = NONE_PREFIX + _none_of((sheet, *titles))
        return {c: of if r == AGENCY else r for c, r in suggested.items()}
    return suggested


def _with_year_columns(columns: Sequence[str], suggested: dict[str, str]) -> dict[str, str]:
    """A column per year beside one with words: the words are what is counted."""
    years = [column for column in columns if year_in(column) and column.strip().isdecimal()]
    others = [column for column in columns if column not in years]
    if len(years) < 2 or AGENCY in suggested.values() or not others:
        return suggested
    named = {c: VALUE if c in years else IGNORED if r == VALUE else r for c, r in suggested.items()}
    return named | {others[0]: MEASURE}


def _none_of(words: Sequence[str]) -> str:
    """The measure that a title says its agencies had none of: "Agencies reporting no …"."""
    for text in words:
        _, _, rest = f" {plain_words(text)} ".partition(" no ")
        for longest in range(len(rest.split()), 0, -1):
            key = measure_named(" ".join(rest.split()[:longest]))
            if key != Measure.UNMAPPED:
                return key
    return NONE_OF


def says_none(words: str) -> bool:
    """Whether a sheet's name or title says that its agencies had none."""
    plain = f" {words.lower()} "
    return any(f" {word} " in plain for word in ("none", "no", "zero", "without", "nil"))


def figures_in(mapping: Columns) -> bool:
    return any(role == VALUE or role.startswith((MEASURE_PREFIX, NONE_PREFIX))
               for role in mapping.values())  # fmt: skip


def _without_half_a_pair(suggested: dict[str, str]) -> dict[str, str]:
    """`measure` and `value` mean something only together, and not beside a column per measure."""
    roles = set(suggested.values())
    is_wide = any(role.startswith(MEASURE_PREFIX) for role in roles)
    out = set() if {MEASURE, VALUE} <= roles and not is_wide else {MEASURE, VALUE}
    if len({YEAR_FROM, YEAR_TO} & roles) == 1 or YEAR in roles:
        out |= {YEAR_FROM, YEAR_TO}
    return {c: IGNORED if role in out else role for c, role in suggested.items()}


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
    known_roles = {role for role, _ in roles()}
    position = {column: number for number, column in enumerate(columns)}
    for column, role in mapping.items():
        if column not in position:
            raise MappingRefused(f"The table has no column “{column}”.")
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
    values = tuple(position[column] for column, role in mapping.items() if role == VALUE)
    nones = [column for column, role in mapping.items() if role.startswith(NONE_PREFIX)]
    _refuse_no_figures(where, values, measures, nones)
    _refuse_values_of_one_year(columns, values)
    none_of = ""
    if nones:
        where[AGENCY], none_of = position[nones[0]], mapping[nones[0]].removeprefix(NONE_PREFIX)
    return ColumnMapping(values=values, measures=measures, none_of=none_of, **where)


def _only(role: str, columns: list[str], position: Mapping[str, int]) -> int | None:
    if len(columns) > 1:
        names = "”, “".join(columns)
        raise MappingRefused(f"Only one column can be the {role}; “{names}” both are.")
    return position[columns[0]] if columns else None


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
    if nones and (len(nones) > 1 or any(long) or measures or where[AGENCY] is not None):
        raise MappingRefused(
            "A list of agencies with none has one column with their names, and no figures."
        )
    if not any(long) and not measures and not nones:
        raise MappingRefused("No column holds figures: name at least one measure.")
