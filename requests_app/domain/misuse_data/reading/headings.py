"""What a column's heading says that the column holds. Pure; shared by reading and mapping."""

from __future__ import annotations

import re
from functools import lru_cache

from requests_app.domain.misuse_data.measures import measure_named
from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.misuse_data.periods import fiscal_years_in, period_of, without_fiscal_years
from requests_app.domain.sheets.words import plain_words

AGENCY, ORI, COUNTY, YEAR = "agency", "ori", "county", "year"
YEAR_FROM, YEAR_TO = "year_from", "year_to"
MEASURE, VALUE, ANSWER, NOTE, IGNORED = "measure", "value", "answer", "note", "ignored"
MEASURE_PREFIX = "measure:"
# The column names agencies, and all of them are listed as having none of this measure.
NONE_PREFIX = "none:"

_WORDS = {
    AGENCY: {
        "agency",
        "agency name",
        "agencies",
        "name of agency",
        "department",
        "law enforcement agency",
        "reporting agency",
        "subscriber",
        "name",
        "subscribing agency",
        "about",  # so our own files call it
    },
    ORI: {"ori", "ori number", "agency ori", "ori code", "ori no"},
    COUNTY: {"county", "county name"},
    YEAR: {"year", "reporting year", "calendar year", "report year", "period", "years", "cy"},
    YEAR_FROM: {"year from", "from year", "first year", "start year"},
    YEAR_TO: {"year to", "to year", "last year", "end year"},
    MEASURE: {"measure", "category", "type", "question", "item", "field", "outcome", "metric"},
    VALUE: {
        "value",
        "count",
        "number",
        "figure",
        "amount",
        "answer",
        "total",
        "response",
        "as written",
    },
    NOTE: {"note", "notes", "comment", "comments", "remarks"},
}
_ROLE_BY_WORDS = {words: role for role, all_words in _WORDS.items() for words in all_words}
_YEAR_IN_HEADING = re.compile(r"(?:\bcy\s*)?(?<!\d)((?:19|20)\d\d)(?!\d)", re.IGNORECASE)


@lru_cache(maxsize=2_000)
def role_named(heading: str) -> str:
    """The role that `heading` suggests: a word above, `measure:<key>`, or `ignored`.

    A year beside a measure ("2023 violations") is the column's own; see `year_in`.
    """
    words = plain_words(heading)
    if words in _ROLE_BY_WORDS:
        return _ROLE_BY_WORDS[words]
    if "%" in heading or "percent" in words:
        return IGNORED  # a share of something counts nothing
    key = measure_named(heading)
    if key == Measure.UNMAPPED and (year_in(heading) or fiscal_years_in(heading)):
        key = measure_named(_YEAR_IN_HEADING.sub(" ", without_fiscal_years(heading)))
    return IGNORED if key == Measure.UNMAPPED else MEASURE_PREFIX + key


def year_in(heading: str) -> int | None:
    """The one calendar year that a heading names ("2023", "Violations (2023)"), if it does.

    A fiscal year ("FY 2022-23") is none, although a calendar year's digits stand in it.
    """
    if fiscal_years_in(heading):
        return None
    years = {int(year) for year in _YEAR_IN_HEADING.findall(heading)}
    return years.pop() if len(years) == 1 else None


def is_only_a_year(heading: str) -> bool:
    """Whether a heading says a year and nothing else ("2023", "CY 2023")."""
    period = period_of(heading)
    return period is not None and period.first == period.last


def names_a_column(heading: str) -> bool:
    """Whether `heading` is a word that we know as the name of a column."""
    return role_named(heading) != IGNORED
