"""Which entries of the directory are probably the same agency, and which may be meant by a text."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from requests_app.domain.agencies.models import Agency, Ori
from requests_app.domain.agencies.names import folded

ALIKE = 90  # per cent, within one county
MAYBE_MEANT = 60
MOST_SUGGESTIONS = 3
# Only for showing what may be the same: what these really stand for is for a person to say.
WRITTEN_OUT = {
    "pd": "police department", "dept": "department", "so": "sheriffs office",
    "sheriff": "sheriffs", "co": "county", "da": "district attorney", "univ": "university",
    "dist": "district", "csu": "california state university", "uc": "university of california",
}  # fmt: skip


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
        best = max(names, key=lambda one: likeness(folded(one), text))
        if text and likeness(folded(best), text) >= ALIKE:
            also = "" if best == agency.name else f": also called {best}"
            found.setdefault(agency.pk, Duplicate(agency, f"a name spelled alike{also}"))
    if besides:
        found.pop(besides.pk, None)
    return list(found.values())


def likeness(one: str, other: str) -> float:
    """How alike two folded names are, 0 to 100: word order and usual abbreviations count for
    nothing, and a name that is all in the other one (of two words or more) counts as the same."""
    one, other = _written_out(one), _written_out(other)
    alike = fuzz.token_sort_ratio(one, other)
    if min(len(one.split()), len(other.split())) > 1:
        alike = max(alike, fuzz.token_set_ratio(one, other))
    return alike


def _written_out(name: str) -> str:
    return " ".join(WRITTEN_OUT.get(word, word) for word in name.split())


class Suggestions:
    """Who may be meant by a name that answers to nobody; built once per import, two queries."""

    def __init__(self) -> None:
        self._names: dict[str, Agency] = {}
        for agency in Agency.objects.prefetch_related("aliases"):
            for name in (agency.name, *(alias.name for alias in agency.aliases.all())):
                self._names.setdefault(folded(name), agency)

    def for_name(self, name: str) -> list[str]:
        """ "Fresno Police Department (Fresno, Police)": the likeliest first, three at most."""
        found = process.extract(
            folded(name), self._names.keys(), scorer=fuzz.WRatio, score_cutoff=MAYBE_MEANT, limit=9
        )
        agencies = dict.fromkeys(self._names[name] for name, *_ in found)
        return [
            f"{agency} ({agency.county or 'statewide'}, {agency.get_kind_display()})"
            for agency in list(agencies)[:MOST_SUGGESTIONS]
        ]
