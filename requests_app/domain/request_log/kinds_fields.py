"""Which fields an event of a kind has: the columns of `EVENT_RULES`, held against what came in."""

from collections.abc import Mapping
from typing import Any

from requests_app.domain.request_log.event_kinds import ASKED_BY, EVENT_RULES, EventKind

# How a refusal speaks of a field.
_WORDS = {
    "names_on": "date of its own",
    "ground": "ground of an extension",
    "amount": "fee",
    "exemptions": "exemptions",
    "deciders": "people responsible for a denial",
}


class DoesNotBelong(ValueError):
    """A field was filled in that an event of this kind does not have."""

    def __init__(self, field: str, message: str):
        self.field = field
        super().__init__(message)


def check_belongs(kind: EventKind, values: Mapping[str, Any]) -> None:
    """Raises `DoesNotBelong` for the first field with a value that is none of the kind's.

    Whether something came in writing is a yes or no, and so cannot be left empty: it says nothing
    of a kind that does not ask for it.
    """
    for field in ASKED_BY:
        if field in _WORDS and values.get(field) and field not in EVENT_RULES[kind].asks:
            raise DoesNotBelong(
                field,
                f"“{kind.label}” has no {_WORDS[field]}: leave it empty, or choose another kind.",
            )
