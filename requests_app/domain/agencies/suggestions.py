"""Which agencies a name may mean. A person confirms; nothing is ever taken for granted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from rapidfuzz import fuzz, process

from requests_app.domain.agencies.models import Agency
from requests_app.domain.agencies.names import folded

MOST = 5
WEAKEST = 70  # of 100: below it nobody finds the suggestion sensible

# What people write short. Read so only to suggest.
_SHORT = {
    "pd": "police department", "dept": "department", "dist": "district",
    "so": "sheriff office", "sd": "sheriff department", "sheriffs": "sheriff", "co": "county",
    "da": "district attorney", "univ": "university", "la": "los angeles", "sf": "san francisco",
    "st": "saint", "ft": "fort", "mt": "mount", "chp": "highway patrol",
    "uc": "university of california", "csu": "california state university",
}  # fmt: skip


@dataclass(frozen=True)
class Suggestion:
    """score: 0 to 100, how alike the names are. why: where it rests on something else than that."""

    agency: Agency
    score: int
    why: str = ""

    def __str__(self) -> str:
        """ "Fresno Police Department (Fresno, police)"."""
        where = self.agency.county or "statewide"
        return f"{self.agency} ({where}, {self.agency.get_kind_display().lower()})"


class AgencySuggester:
    """Built once per file: the directory in one query with its aliases, unless it is given."""

    def __init__(self, agencies: Iterable[Agency] | None = None) -> None:
        self._agencies: dict[int, Agency] = {}
        self._names: list[str] = []
        self._of: list[int] = []
        if agencies is None:
            agencies = Agency.objects.prefetch_related("aliases")
        for agency in agencies:
            self._agencies[agency.pk] = agency
            names = {agency.folded_name, *(alias.folded_name for alias in agency.aliases.all())}
            for name in names:
                self._names.append(_in_order(written_out(name)))
                self._of.append(agency.pk)

    def like(self, name: str, *, county: str = "") -> list[Suggestion]:
        """The agencies with the likest names, the likest first, at most `MOST`; those of the
        `county`, where one is given, before others."""
        asked = _in_order(written_out(folded(name)))
        if not asked:
            return []
        # The words are in order already: sorting them again for each pair costs most of the time.
        found = process.extract(
            asked, self._names, scorer=fuzz.ratio, limit=4 * MOST, score_cutoff=WEAKEST
        )
        best: dict[int, Suggestion] = {}
        for _, score, position in found:
            pk = self._of[position]
            if pk not in best or best[pk].score < score:
                best[pk] = Suggestion(self._agencies[pk], round(score))
        return _likest_first(best.values(), county)[:MOST]


def _in_order(name: str) -> str:
    return " ".join(sorted(name.split()))


def written_out(name: str) -> str:
    """A folded name with its abbreviations written out."""
    return " ".join(_SHORT.get(word, word) for word in name.split() if word != "of")


def in_full(text: str) -> Q | None:
    """Agencies that have every word of `text` with its abbreviations written out ("Fresno PD");
    None where nothing in it is short.

    A short word may as well stand by itself in the name ("St. Helena"). Whether a sheriff has an
    office or a department is not asked.
    """
    words = folded(text).split()
    if not any(word in _SHORT for word in words):
        return None
    every = Q()
    for word in words:
        long = _SHORT.get(word, word)
        asked = "sheriff" if long.startswith("sheriff ") else long
        one = Q()
        for part in asked.split():
            one &= Q(search_text__contains=part)
        if word in _SHORT:
            one |= Q(search_text__startswith=f"{word} ") | Q(search_text__contains=f" {word} ")
        every &= one
    return every


def offered(text: str, *, most: int) -> list[Agency]:
    """What a person may choose from after typing `text`: the names that begin with it, then those
    that it means written out, then those that have its words."""
    found = list(Agency.objects.named_like(text).best_first(text)[:most])
    if meant := in_full(text):
        written = Agency.objects.filter(meant).best_first(text)[:most]
        found = list({agency.pk: agency for agency in [*written, *found]}.values())
        found.sort(key=lambda agency: not agency.folded_name.startswith(folded(text)))
    return found[:most]


def _likest_first(found: Iterable[Suggestion], county: str) -> list[Suggestion]:
    def place(one: Suggestion) -> tuple[bool, int, str]:
        elsewhere = bool(county) and one.agency.county != county
        return (elsewhere, -one.score, one.agency.name)

    return sorted(found, key=place)
