"""Which entries of the directory are probably the same agency."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from requests_app.domain.agencies.models import Agency, Ori
from requests_app.domain.agencies.names import folded
from requests_app.domain.agencies.suggestions import written_out

ALIKE = 90  # per cent, within one county


@dataclass(frozen=True)
class Duplicate:
    """An entry that is probably the same, and why."""

    agency: Agency
    why: str


def probable_duplicates(
    *, name: str, county: str, oris: Iterable[str] = (), besides: Agency | None = None
) -> list[Duplicate]:
    """Entries with one of these ORIs, else this name or another one spelled alike in the county.

    `besides`: the entry itself. The surest first; two queries, and one of the county's names.
    """
    found: dict[int, Duplicate] = {}
    for ori in Ori.objects.filter(code__in=list(oris)).select_related("agency"):
        found.setdefault(ori.agency_id, Duplicate(ori.agency, f"has the ORI {ori.code}"))
    text = folded(name)
    for agency in Agency.objects.filter(folded_name=text):
        where = "same name" if agency.county == county else "same name in another county"
        found.setdefault(agency.pk, Duplicate(agency, where))
    for agency in Agency.objects.filter(county=county).prefetch_related("aliases"):
        names = {agency.name, *(alias.name for alias in agency.aliases.all())}
        best = max(names, key=lambda one: (likeness(folded(one), text), folded(one) == text))
        if text and likeness(folded(best), text) >= ALIKE:
            also = "" if best == agency.name else f": also called {best}"
            found.setdefault(agency.pk, Duplicate(agency, f"a name spelled alike{also}"))
    if besides:
        found.pop(besides.pk, None)
    return list(found.values())


def likeness(one: str, other: str) -> float:
    """How alike two folded names are, 0 to 100: word order and usual abbreviations count for
    nothing, and a name that is all in the other one (of two words or more) counts as the same."""
    one, other = written_out(one), written_out(other)
    alike = fuzz.token_sort_ratio(one, other)
    if min(len(one.split()), len(other.split())) > 1:
        alike = max(alike, fuzz.token_set_ratio(one, other))
    return alike
