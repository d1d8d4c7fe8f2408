"""Which agency a row of returned data is about: by ORI, else name, else alias; else suggestions.

Only what somebody entered in the directory or confirmed makes a match. What merely looks like
something (a misspelled name, an ORI with an O for a 0) is suggested, and a person decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from django.utils import timezone

from requests_app.domain.agencies.models import Agency, Succession
from requests_app.domain.agencies.names import folded
from requests_app.domain.agencies.ori_cells import OriBook, codes_in
from requests_app.domain.agencies.succession import bearer_in
from requests_app.domain.agencies.suggestions import AgencySuggester, Suggestion
from requests_app.domain.misuse_data.names.matches import (
    NOBODY,
    SURE,
    Asked,
    By,
    Match,
    at_odds,
    county_named,
    distinct,
    each_once,
    listed,
    one_of,
    sentences,
)
from requests_app.domain.misuse_data.reading.remembered import Cells, ConfirmedName


class Matcher:
    """The directory for one import, read in three queries; each distinct text is looked up once.

    `returned_by`: the agency that the file came from; what was confirmed of names in its files is
    then followed before all else (one query more).
    """

    def __init__(self, *, returned_by: Agency | None = None) -> None:
        self._confirmed = _confirmed(returned_by) if returned_by else {}
        every = list(Agency.with_merged.prefetch_related("oris", "aliases"))
        self._entries = {agency.pk: agency for agency in every}
        self._by_ori: dict[str, Agency] = {}
        self._by_name: dict[str, list[Agency]] = defaultdict(list)
        self._by_alias: dict[str, list[Agency]] = defaultdict(list)
        self._by_hidden: dict[str, list[Agency]] = defaultdict(list)
        for agency in every:
            agency.succeeded_by = self._entries.get(agency.succeeded_by_id or 0)  # read already
            living = self._living(agency)
            names = self._by_name if living is agency else self._by_hidden
            names[agency.folded_name].append(living)
            for ori in agency.oris.all():
                self._by_ori[ori.code] = living
            for alias in agency.aliases.all():
                self._by_alias[alias.folded_name].append(living)
        self._found: dict[Asked, Match] = {}

    def match(
        self,
        *,
        name: str = "",
        ori: str = "",
        county: str = "",
        years: tuple[int, int] | None = None,
    ) -> Match:
        """The agency that a row means by these cells, or why none.

        `years`: first and last that the row speaks of: a renamed agency is the one that bore its
        name in them. `county` decides between agencies of one name.
        """
        asked = Asked(name, ori, county, years)
        if asked not in self._found:
            self._found[asked] = self._in_its_years(self._match(asked), years)
        return self._found[asked]

    def depends_on_years(self, agency: Agency) -> bool:
        """Whether another entry bore the agency's name in other years."""
        has_ended = bool(agency.succession or agency.closed_on or agency.succeeded_by_id)
        return has_ended or bool(self._predecessors(agency))

    def _living(self, agency: Agency) -> Agency:
        """The entry that a merged one went into, in the end."""
        seen = set()
        while agency.merged_into_id and agency.pk not in seen:
            seen.add(agency.pk)
            agency = self._entries[agency.merged_into_id]
        return agency

    def _match(self, asked: Asked) -> Match:
        if said := self._confirmed.get(Cells(asked.name, asked.ori, asked.county).folded):
            return self._as_said(said)
        named = self._named(asked.name, asked.county)
        codes = codes_in(asked.ori)
        if not codes:
            return self._named_only(named, asked)
        found = {code: self._by_ori[code] for code in codes if code in self._by_ori}
        agencies = list({agency.pk: agency for agency in found.values()}.values())
        if not agencies:
            return self._by_unknown_ori(named, codes, asked)
        if len(agencies) > 1:
            # Somebody may have confirmed whom this very cell means.
            return self._alias_of(asked.ori) or self._of_several(found)
        return self._by_known_ori(agencies[0], named, codes, found, asked)

    def _as_said(self, said: ConfirmedName) -> Match:
        who, on = said.confirmed_by or "somebody", timezone.localdate(said.confirmed_at)
        if said.agency_id is None:
            return Match(None, "", f"No agency, as {who} said on {on}: left out.", is_left_out=True)
        agency = self._living(self._entries[said.agency_id])
        return Match(agency, "alias", f"As {who} said on {on}.")

    def _by_known_ori(
        self,
        agency: Agency,
        named: Match,
        codes: tuple[str, ...],
        found: dict[str, Agency],
        asked: Asked,
    ) -> Match:
        if named.agency and named.agency.pk != agency.pk:
            return at_odds(agency, named.agency, next(iter(found)), asked)
        unknown = [code for code in codes if code not in found]
        if unknown:
            note = f"{listed(unknown)} in the same cell is nobody’s in the directory."
        elif len(codes) > 1:
            note = f"{listed(codes)} are both ORIs of {agency}."
        else:
            note = ""
        return Match(agency, "ori", note)

    def _by_unknown_ori(self, named: Match, codes: tuple[str, ...], asked: Asked) -> Match:
        """An ORI that nobody has: the name decides, else an alias that says what the cell means."""
        near = self._near(codes)
        told = f"No agency has the ORI {listed(codes)}."
        if named.agency:
            beside = [one for one in near if one.agency.pk != named.agency.pk]
            return replace(named, note=sentences(told, named.note), suggestions=tuple(beside))
        if confirmed := self._alias_of(asked.ori):
            return confirmed
        likely = [*near, *self._named_only(named, asked).suggestions]
        return Match(None, "", sentences(told, named.note), each_once(likely))

    def _near(self, codes: tuple[str, ...]) -> list[Suggestion]:
        return [
            Suggestion(self._by_ori[known], SURE - 5, f"{code} is its {known} {why}")
            for code in codes
            for known, why in self._ori_book.near(code)
        ]

    def _of_several(self, found: dict[str, Agency]) -> Match:
        told = ", ".join(f"{code} is {agency}" for code, agency in found.items())
        meant = [Suggestion(agency, SURE, f"has the ORI {code}") for code, agency in found.items()]
        note = f"Two agencies in one cell: {told}. A figure of both is nobody’s."
        return Match(None, "", note, each_once(meant))

    def _named_only(self, named: Match, asked: Asked) -> Match:
        """By the name alone; what is spelled alike is suggested."""
        if named.agency or not asked.name.strip():
            return named
        if asked.ori.strip() and (confirmed := self._alias_of(asked.ori)):
            return confirmed
        county = county_named(asked.county)
        alike = self._suggester.like(asked.name, county=county)
        return replace(named, suggestions=each_once([*named.suggestions, *alike]))

    def _named(self, name: str, county: str) -> Match:
        """By a name as it is entered: of the agency, an alias, or of an entry merged into it."""
        key = folded(name)
        if not key:
            return NOBODY
        ways: tuple[tuple[By, dict[str, list[Agency]]], ...] = (
            ("name", self._by_name),
            ("alias", self._by_alias),
            ("alias", self._by_hidden),
        )
        for by, index in ways:
            if key in index:
                return one_of(distinct(index[key]), by, name, county_named(county))
        return NOBODY

    def _alias_of(self, cell: str) -> Match | None:
        """Whom a whole cell of ORIs was confirmed to mean."""
        agencies = distinct(self._by_alias.get(folded(cell), []))
        if len(agencies) != 1:
            return None
        return Match(agencies[0], "alias", f"“{cell}” was confirmed to mean it.")

    def _in_its_years(self, match: Match, years: tuple[int, int] | None) -> Match:
        if match.agency is None or years is None:
            return match
        bearer, note = bearer_in(years, match.agency, self._predecessors)
        return replace(match, agency=bearer, note=sentences(match.note, note))

    @cached_property
    def _predecessors(self) -> Callable[[Agency], list[Agency]]:
        renamed: dict[int, list[Agency]] = defaultdict(list)
        for agency in self._entries.values():
            if agency.succession == Succession.RENAMED and agency.succeeded_by_id:
                renamed[agency.succeeded_by_id].append(agency)
        return lambda agency: renamed[agency.pk]

    @cached_property
    def _suggester(self) -> AgencySuggester:
        return AgencySuggester(one for one in self._entries.values() if not one.merged_into_id)

    @cached_property
    def _ori_book(self) -> OriBook:
        return OriBook(self._by_ori)


def _confirmed(returned_by: Agency) -> dict[str, ConfirmedName]:
    names = ConfirmedName.objects.filter(returned_by=returned_by).select_related("confirmed_by")
    return {one.folded_cells: one for one in names}


__all__ = ["Match", "Matcher", "Suggestion"]
