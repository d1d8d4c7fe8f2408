"""What each column of a table probably holds, told by its heading, its sheet's name and the lines
over it. A person confirms it."""

from __future__ import annotations

from collections.abc import Sequence

from requests_app.domain.misuse_data.measures import measure_named
from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.misuse_data.reading.headings import (
    AGENCY,
    ANSWER,
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
    is_only_a_year,
    role_named,
    year_in,
)
from requests_app.domain.misuse_data.reading.mapping import ONCE_ONLY, Columns
from requests_app.domain.sheets.words import plain_words

# What a list of agencies with none has none of, unless a person says otherwise.
NONE_OF = "violations"

# Headings over what is counted. Over other words ("Type", "Category") may as well stand the kind of
# an agency: there the first rows have to name something that we count.
_SURELY_COUNTED = {"measure", "metric", "outcome", "question", "item"}

# The files that we give out ourselves, when they come back.
_OURS = {
    "year_from": YEAR_FROM, "year_to": YEAR_TO, "about": AGENCY, "measure": MEASURE,
    "answer": ANSWER, "as_written": VALUE, "note": NOTE,
}  # fmt: skip


def suggest(
    columns: Sequence[str],
    *,
    sheet: str = "",
    titles: Sequence[str] = (),
    samples: Sequence[Sequence[str]] = (),
) -> dict[str, str]:
    """A role for each column, by its heading; a role that may stand once goes to the first column
    that suits, and a second column for it is left `ignored` for a person to decide.

    A table of names without a figure is suggested as a list of those with none only where its
    sheet's name says so: a directory is not to become a thousand statements. `samples`: the cells
    of the first rows.
    """
    if set(_OURS) <= set(columns):
        return {column: _OURS.get(column, IGNORED) for column in columns}
    suggested: dict[str, str] = {}
    for column in columns:
        role = role_named(column)
        if role in (*ONCE_ONLY, VALUE) and role in suggested.values():
            role = IGNORED
        suggested[column] = role
    if by_year := _measures_by_year(columns, suggested, samples):
        return by_year
    suggested = _without_half_a_pair(_with_year_columns(columns, suggested))
    if figures_in(suggested):
        return suggested
    if any(map(says_none, (sheet, *titles))):
        of = NONE_PREFIX + _none_of((sheet, *titles))
        if all(map(is_only_a_year, columns)):
            return dict.fromkeys(columns, of)
        return {c: of if r == AGENCY else r for c, r in suggested.items()}
    return _with_years_of_one_measure(suggested, titles)


def _measures_by_year(
    columns: Sequence[str], suggested: dict[str, str], samples: Sequence[Sequence[str]]
) -> dict[str, str]:
    """ "Agency, Measure, 2022, 2023": what is counted stands in a column of its own, and each other
    column holds the figures of the year that heads it. Empty where the table is not such a one."""
    years = {column for column in columns if _is_a_years(column)}
    counted = next((c for c, role in suggested.items() if role == MEASURE), None)
    has_other = any(r.startswith(MEASURE_PREFIX) or r == YEAR for r in suggested.values())
    if not years or counted is None or has_other:
        return {}
    at = columns.index(counted)
    if plain_words(counted) not in _SURELY_COUNTED and not any(
        measure_named(cells[at]) != Measure.UNMAPPED for cells in samples if at < len(cells)
    ):
        return {}
    left = {c: IGNORED if role in (VALUE, YEAR_FROM, YEAR_TO) else role
            for c, role in suggested.items()}  # fmt: skip
    return left | dict.fromkeys(years, VALUE)


def _is_a_years(heading: str) -> bool:
    """Whether a heading says a year and nothing else, or the figures of one ("2023 count")."""
    year = year_in(heading)
    if is_only_a_year(heading) or not year:
        return is_only_a_year(heading)
    return role_named(heading.replace(str(year), " ")) == VALUE


def _with_years_of_one_measure(suggested: dict[str, str], titles: Sequence[str]) -> dict[str, str]:
    """Agencies with a column per year and no measure: the line over the table says what is
    counted, or nothing that we know."""
    years = [column for column in suggested if is_only_a_year(column)]
    if not years or not {AGENCY, ORI} & set(suggested.values()):
        return suggested
    of = MEASURE_PREFIX + measure_named(titles[-1] if titles else "")
    return suggested | dict.fromkeys(years, of)


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
