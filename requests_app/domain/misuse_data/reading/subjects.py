"""Whom a row is about, understood once however often a file says it."""

from __future__ import annotations

from dataclasses import dataclass, field

from requests_app.domain.agencies.models import Agency
from requests_app.domain.agencies.suggestions import Suggestion
from requests_app.domain.misuse_data.names.matching import Matcher
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.statements import STATEWIDE
from requests_app.domain.sheets.refusals import FileRefused
from requests_app.domain.sheets.words import plain_words

STATEWIDE_WORDS = {"statewide", "california", "california statewide", "state of california"}
MOST_NAMES = 20_000  # the state has some 1,200 bodies that subscribe to CLETS


@dataclass(frozen=True)
class Subject:
    """Whom a table is about when it names no agency: the request's own agency, or the state.
    Neither: a source called `name`, which the directory lacks."""

    agency: Agency | None
    is_statewide: bool
    name: str = ""


THE_STATE = Subject(agency=None, is_statewide=True)
NAMES_NOBODY = "The table names no agency. If it is about the whole state, somebody has to say so."


@dataclass(eq=False, slots=True)
class About:
    """Whom a row means. `slot` numbers the agencies of a file from 1 (0: the state; None: nobody
    that the directory knows), so that checks keep an array where they would keep a million keys.
    """

    slot: int | None
    agency: Agency | None
    agency_as_written: str
    ori_as_written: str
    is_statewide: bool
    note: str = ""
    disagrees: bool = False  # the ORI was followed although the name is another agency's
    is_left_out: bool = False  # somebody confirmed that this is no agency
    suggestions: tuple[Suggestion, ...] = ()
    has_ori: bool = True
    has_other_years: bool = False  # in other years the name was another entry's
    county_as_written: str = ""  # kept of those that nobody answers to

    def __str__(self) -> str:
        if self.is_statewide:
            return STATEWIDE
        return str(self.agency) if self.agency else self.agency_as_written or self.ori_as_written


@dataclass
class Subjects:
    """Understands the agencies of one file; `known` are those that it has met, by their slot."""

    subject: Subject
    matcher: Matcher
    known: list[About] = field(default_factory=list)
    _slots: dict[int, int] = field(default_factory=dict)
    _found: dict[tuple[str, str, str], About] = field(default_factory=dict)
    _by_years: dict[tuple[str, str, str, Covers], About] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.known.append(About(0, None, "", "", is_statewide=True))

    def of_row(self, name: str, ori: str, county: str, period: Covers | None) -> About:
        """Whom a row with these cells is about. Raises `FileRefused` for a file of more names than
        there are bodies: its column holds something else."""
        cells = (name, ori, county)
        about = self._found.get(cells)
        if about is None:
            if len(self._found) >= MOST_NAMES:
                raise FileRefused(
                    "too_many_agencies",
                    f"The file names more than {MOST_NAMES:,} agencies: the column that is taken"
                    " for the agency holds something else.",
                )
            about = self._found[cells] = self._understood(*cells, years=None)
        return self._in_its_years(about, cells, period) if about.has_other_years else about

    def _in_its_years(
        self, about: About, cells: tuple[str, str, str], period: Covers | None
    ) -> About:
        if period is None or not period.is_possible:
            return about
        key = (*cells, period)
        if key not in self._by_years:
            self._by_years[key] = self._understood(*cells, years=(period.first, period.last))
        return self._by_years[key]

    def of_table(self) -> About:
        """Whom a table without agency and ORI is about."""
        agency = self.subject.agency
        if agency is None and not self.subject.is_statewide:
            name = self.subject.name
            return About(None, None, name, "", is_statewide=False, note=NAMES_NOBODY)
        if agency is None:
            return self.known[0]
        # The request was sent to it: nobody takes it for another one.
        return self._known(agency, str(agency), "", has_ori=True)

    def _understood(
        self, name: str, ori: str, county: str, *, years: tuple[int, int] | None
    ) -> About:
        match = self.matcher.match(name=name, ori=ori, county=county, years=years)
        if match.agency is not None:
            about = self._known(match.agency, name or str(match.agency), ori)
            about.note, about.disagrees = match.note, match.disagrees
            about.has_other_years = self.matcher.depends_on_years(match.agency)
            return about
        if plain_words(name) in STATEWIDE_WORDS:
            return self.known[0]
        return About(
            None,
            None,
            name,
            ori,
            is_statewide=False,
            note=match.note,
            is_left_out=match.is_left_out,
            suggestions=match.suggestions,
            county_as_written=county,
        )

    def _known(self, agency: Agency, name: str, ori: str, *, has_ori: bool = False) -> About:
        slot = self._slots.setdefault(agency.pk, len(self._slots) + 1)
        has_ori = has_ori or bool(ori) or bool(agency.oris.all())
        about = About(slot, agency, name, ori, is_statewide=False, has_ori=has_ori)
        if slot == len(self.known):
            self.known.append(about)
        return about
