"""The requests that somebody ticked on other pages of a list, carried along in its address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import QueryDict

from requests_app.domain.upkeep.bulk.operations import MOST_AT_ONCE

KEPT = "kept"  # the parameter
MOST_KEPT = 200  # an address has an end; whoever wants more takes all of a list
LONGEST_NUMBER = 18  # figures; a longer one is no id
BETWEEN = "-"  # which an address writes as it is


def is_id(text: str) -> bool:
    """Whether what came in may be the number of a row."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER


def read_ids(texts: Iterable[str]) -> tuple[int, ...]:
    """The ids among what came in, one or more a text, each once, and at most `MOST_AT_ONCE`."""
    numbers = (number for text in texts for number in text.split(BETWEEN))
    ids = dict.fromkeys(int(number) for number in numbers if is_id(number))
    return tuple(ids)[:MOST_AT_ONCE]


def written(ids: Iterable[int]) -> str:
    """Ids for an address or a form's field: "12-15-18"."""
    return BETWEEN.join(str(pk) for pk in ids)


@dataclass(frozen=True)
class Kept:
    """ticked: those that are on the page; elsewhere: those on other pages."""

    ticked: frozenset[int]
    elsewhere: tuple[int, ...]

    @property
    def text(self) -> str:
        return written(self.elsewhere)


def kept_in(query: QueryDict, on_this_page: Iterable[int]) -> Kept:
    """What an address carries along, as far as `MOST_KEPT`."""
    ids = read_ids([query.get(KEPT, "")])[:MOST_KEPT]
    here = frozenset(on_this_page)
    return Kept(here.intersection(ids), tuple(pk for pk in ids if pk not in here))


def query_of(query: QueryDict, **changes: str) -> str:
    """A list's query with some values in place of what is of one page alone."""
    changed = query.copy()
    for name in (KEPT, "page"):
        changed.pop(name, None)
    for name, value in changes.items():
        if value:
            changed[name] = value
    return str(changed.urlencode())


def let_go(address: str) -> str:
    """A list's address that carries nobody's choice along any more."""
    parts = urlsplit(address)
    pairs = [pair for pair in parse_qsl(parts.query) if pair[0] != KEPT]
    return parts._replace(query=urlencode(pairs)).geturl()
