"""What importing the old spreadsheet would do: looked at before anything is written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.directory import AgencyIndex
from requests_app.domain.agencies.importer import RowError
from requests_app.domain.agencies.models import Agency
from requests_app.domain.agencies.suggestions import AgencySuggester, Suggestion
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.old_sheet.cells import is_nothing
from requests_app.domain.request_log.old_sheet.columns import OURS, Holds, checked, names_a_column
from requests_app.domain.request_log.old_sheet.rows import Defaults, Told, cells_told, read_row
from requests_app.domain.request_log.sight import seen_by
from requests_app.domain.sheets.reading import Sheet
from requests_app.domain.sheets.tables import FileRefused, LeftOut, Row, Table, table_from

MOST_ROWS = 5_000
# Agency, year asked about and day of sending: who asks the same body the same on one day twice?
Key = tuple[int, int, date | None]


@dataclass(frozen=True)
class Unmatched:
    """A name that no agency in the directory has, and what it may mean."""

    row: int
    value: str
    suggestions: list[Suggestion]


@dataclass(frozen=True)
class Duplicate:
    """A row that is in the log already, or a second time in the file. of: which that is.
    is_logged: it is in the log."""

    row: int
    agency: str
    of: str
    is_logged: bool


@dataclass
class Plan:
    """ready: what can be imported. Every data row is ready, in error, unmatched or a duplicate;
    left_out are rows that hold no request (titles, totals, blank ones)."""

    table: Table
    holds: Mapping[str, Holds] = field(default_factory=dict)
    ready: list[Told] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """All below the headings; `left_out` holds those above them as well."""
        return len(self.table.rows) + len(self.left_out_below)

    @property
    def left_out_below(self) -> list[LeftOut]:
        """Rows below the headings that hold no request."""
        return [row for row in self.left_out if row.number > self.table.header_row]

    @property
    def known(self) -> list[Duplicate]:
        return [one for one in self.duplicates if one.is_logged]

    @property
    def repeated(self) -> list[Duplicate]:
        return [one for one in self.duplicates if not one.is_logged]

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        return self.table.left_out

    @property
    def unread_columns(self) -> list[str]:
        """Headings of columns with something in them that nobody said anything about."""
        columns = enumerate(self.table.columns)
        unread = [(n, name) for n, name in columns if self.holds.get(name) == Holds.IGNORED]
        return [name for n, name in unread if name not in OURS and self._is_filled(n)]

    def _is_filled(self, column: int) -> bool:
        return any(not is_nothing(row.cells[column]) for row in self.table.rows)

    @property
    def key(self) -> str:
        """The same for the same requests to be made: sent back with the confirmation, it shows
        that nothing changed since the look."""
        return hashlib.sha256(repr([told.made_of for told in self.ready]).encode()).hexdigest()[:16]

    @property
    def failed_rows(self) -> list[Row]:
        """The rows to mend, in the sheet's order; duplicates need no mending."""
        failed = {error.row for error in self.errors} | {one.row for one in self.unmatched}
        return [row for row in self.table.rows if row.number in failed]


def table_of(sheets: Sequence[Sheet], *, name: str | None = None) -> tuple[Sheet, Table]:
    """The sheet called `name`, or the first that holds a table of requests, with its table; where
    none has a heading that we know, the first that holds a table at all, for a person to describe.

    Raises `FileRefused` with what is wrong with the first sheet where none does.
    """
    wanted = [sheet for sheet in sheets if name is None or sheet.name == name]
    refusal = FileRefused("no_sheet", f"The file has no sheet “{name}”.")
    for knows in (names_a_column, bool):
        for sheet in wanted:
            try:
                table = table_from(sheet.rows, knows=knows)
            except FileRefused as refused:
                refusal = refused if sheet is wanted[0] else refusal
                continue
            if len(table.rows) > MOST_ROWS:
                raise FileRefused(
                    "too_many_rows",
                    f"{len(table.rows):,} rows; at most {MOST_ROWS:,} are imported.",
                )
            return sheet, table
    raise refusal


def plan_import(
    table: Table,
    mapping: Mapping[str, str],
    *,
    defaults: Defaults,
    chosen: Mapping[str, int],
    today: date,
    by: Person | None = None,
) -> Plan:
    """What becomes of each row. `mapping`: heading -> what it holds; `chosen`: the id of the agency
    that a person took for a name the directory does not know. `by`: who imports; what is in the log
    and not there for them is not told.

    A fixed number of queries. Raises `ColumnsRefused`.
    """
    holds = checked(mapping, table.columns)
    finder = _Finder(chosen)
    people = _people()
    plan = Plan(table, holds)
    found: list[tuple[Told, Agency]] = []
    for row in table.rows:
        told = cells_told(row, table.columns, holds)
        agency = finder.agency_of(told)
        read_row(told, agency, defaults=defaults, people=people, today=today)
        plan.errors += told.errors
        name = finder.name_of(told)
        if agency is None and name:
            plan.unmatched.append(Unmatched(row.number, name, finder.suggestions(told)))
        elif agency is not None and told.details is not None:
            found.append((told, agency))
    _part_duplicates(plan, found, by)
    return plan


class _Finder:
    """Which agency a row means: by ORI, name or alias, or as a person has chosen."""

    def __init__(self, chosen: Mapping[str, int]) -> None:
        self._index = AgencyIndex()
        self._agencies = Agency.objects.in_bulk(set(chosen.values()))
        self._chosen = chosen
        self._suggester: AgencySuggester | None = None
        self._suggested: dict[tuple[str, str], list[Suggestion]] = {}

    def name_of(self, told: Told) -> str:
        """What the row calls the agency; "" where it calls it nothing."""
        cells = [told.cells.get(holds, "").strip() for holds in (Holds.AGENCY, Holds.ORI)]
        return next((cell for cell in cells if not is_nothing(cell)), "")

    def agency_of(self, told: Told) -> Agency | None:
        name = self.name_of(told)
        if not name:
            told.refuse(Holds.AGENCY, "the agency is missing")
            return None
        if name in self._chosen:
            return self._agencies.get(self._chosen[name])
        ori = told.cells.get(Holds.ORI, "").strip()
        written = told.cells.get(Holds.AGENCY, "").strip()
        county = told.cells.get(Holds.COUNTY, "").strip()
        return self._index.find(name=written or ori, ori=ori or written, county=county)

    def suggestions(self, told: Told) -> list[Suggestion]:
        """Looked for only where something is not known, and once for each name."""
        key = (self.name_of(told), told.cells.get(Holds.COUNTY, "").strip())
        if key not in self._suggested:
            self._suggester = self._suggester or AgencySuggester()
            self._suggested[key] = self._suggester.like(key[0], county=key[1])
        return self._suggested[key]


def _people() -> dict[str, Person]:
    found: dict[str, Person] = {}
    for person in Person.objects.filter(is_active=True).order_by("-pk"):
        for name in (person.get_full_name(), person.first_name, person.email, person.username):
            if name:
                found[name.lower()] = person
    return found


def _part_duplicates(plan: Plan, found: list[tuple[Told, Agency]], by: Person | None) -> None:
    """What is in the log or stands above already is no request to be made."""
    logged = _in_the_log({agency.pk for _, agency in found}, by)
    above: dict[Key, str] = {}
    for told, agency in found:
        assert told.details is not None
        key = (agency.pk, told.details.reporting_year, told.details.sent_on)
        if of := logged.get(key) or above.get(key):
            plan.duplicates.append(Duplicate(told.row.number, agency.name, of, key in logged))
        else:
            above[key] = f"row {told.row.number}"
            plan.ready.append(told)


def _in_the_log(agencies: set[int], by: Person | None) -> dict[Key, str]:
    logged = seen_by(RecordsRequest.objects.filter(agency__in=agencies), by).order_by("-pk")
    columns = ("agency", "reporting_year", "sent_on", "number")
    return {tuple(key): number for *key, number in logged.values_list(*columns).iterator()}
