"""The requests that somebody chose in a list: those ticked, or all that the list holds."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from requests_app.domain.accounts.models import Person
from requests_app.domain.upkeep.bulk.operations import MOST_AT_ONCE
from requests_app.staff_site.request_list import RequestList

LONGEST_NUMBER = 18  # figures; a longer one is no id


@dataclass(frozen=True)
class Chosen:
    """ids: at most `MOST_AT_ONCE`, in the list's order; has_more: the list goes on after them."""

    ids: tuple[int, ...]
    has_more: bool = False


def chosen_in(query: QueryDict, *, person: Person, on: date) -> Chosen:
    """What a list's form sends: `chosen` for each row ticked, or `all` with the query of the list
    itself in `list`, as `person` sees it."""
    if query.get("all"):
        listed = RequestList(QueryDict(query.get("list", "")), person=person, on=on)
        ids = list(listed.in_order.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        return Chosen(tuple(ids[:MOST_AT_ONCE]), len(ids) > MOST_AT_ONCE)
    return Chosen(read_ids(query.getlist("chosen")))


def read_ids(texts: list[str]) -> tuple[int, ...]:
    """The ids among what came in, each once, and no more than `MOST_AT_ONCE`."""
    numbers = (text for text in texts if text.isascii() and text.isdecimal())
    ids = dict.fromkeys(int(text) for text in numbers if len(text) <= LONGEST_NUMBER)
    return tuple(ids)[:MOST_AT_ONCE]
