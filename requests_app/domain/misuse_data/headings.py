"""What a column's heading says that the column holds. Pure; shared by reading and mapping."""

from __future__ import annotations

from requests_app.domain.misuse_data.measures import measure_named
from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.sheets.words import plain_words

AGENCY, ORI, COUNTY, YEAR = "agency", "ori", "county", "year"
MEASURE, VALUE, NOTE, IGNORED = "measure", "value", "note", "ignored"
MEASURE_PREFIX = "measure:"

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
    },
    ORI: {"ori", "ori number", "agency ori", "ori code", "ori no"},
    COUNTY: {"county", "county name"},
    YEAR: {"year", "reporting year", "calendar year", "report year", "period", "years", "cy"},
    MEASURE: {"measure", "category", "type", "question", "item", "field", "outcome", "metric"},
    VALUE: {"value", "count", "number", "figure", "amount", "answer", "total", "response"},
    NOTE: {"note", "notes", "comment", "comments", "remarks"},
}
_ROLE_BY_WORDS = {words: role for role, all_words in _WORDS.items() for words in all_words}


def role_named(heading: str) -> str:
    """The role that `heading` suggests: a word above, `measure:<key>`, or `ignored`."""
    words = plain_words(heading)
    if words in _ROLE_BY_WORDS:
        return _ROLE_BY_WORDS[words]
    key = measure_named(heading)
    return IGNORED if key == Measure.UNMAPPED else MEASURE_PREFIX + key


def names_a_column(heading: str) -> bool:
    """Whether `heading` is a word that we know as the name of a column."""
    return role_named(heading) != IGNORED
