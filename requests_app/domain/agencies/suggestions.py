"""Which agencies a name may mean. A person confirms; nothing is ever taken for granted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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
    """score: 0 to 100, how alike the names are."""

    agency: Agency
    score: int

    def __str__(self) -> str:
        """ "Fresno Police Department (Fresno, police)"."""
        where = self.agency.county or "statewide"
        return f"{self.agency} ({where}, {self.agency.get_kind_display().lower()})"


class AgencySuggester:
    """Built once per file: the directory in one query with its aliases."""

    def __init__(self) -> None:
        self._agencies: dict[int, Agency] = {}
        self._names: list[str] = []
        self._of: list[int] = []
        for agency in Agency.objects.prefetch_related("oris", "aliases"):
            self._agencies[agency.pk] = agency
            names = {agency.folded_name, *(alias.folded_name for alias in agency.aliases.all())}
            for name in names:
                self._names.append(written_out(name))
                self._of.append(agency.pk)

    def like(self, name: str, *, county: str = "") -> list[Suggestion]:
        """The agencies with the likest names, the likest first, at most `MOST`; those of the
        `county`, where one is given, before others."""
        asked = written_out(folded(name))
        if not asked:
            return []
        found = process.extract(
            asked, self._names, scorer=fuzz.token_sort_ratio, limit=4 * MOST, score_cutoff=WEAKEST
        )
        best: dict[int, Suggestion] = {}
        for _, score, position in found:
            pk = self._of[position]
            if pk not in best or best[pk].score < score:
                best[pk] = Suggestion(self._agencies[pk], round(score))
        return _likest_first(best.values(), county)[:MOST]


def written_out(name: str) -> str:
    """A folded name with its abbreviations written out."""
    return " ".join(_SHORT.get(word, word) for word in name.split() if word != "of")


def _likest_first(found: Iterable[Suggestion], county: str) -> list[Suggestion]:
    def place(one: Suggestion) -> tuple[bool, int, str]:
        elsewhere = bool(county) and one.agency.county != county
        return (elsewhere, -one.score, one.agency.name)

    return sorted(found, key=place)
