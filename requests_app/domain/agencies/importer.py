"""A directory of agencies from CSV: what it would change, then all of it or nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.csv_rows import MOST_BYTES, DirectoryRefused, RowError
from requests_app.domain.agencies.directory_file import (
    COLUMNS,
    PLAIN_COLUMNS,
    AgencyRow,
    read_directory,
)
from requests_app.domain.agencies.models import Agency, Alias, Ori
from requests_app.domain.agencies.names import folded
from requests_app.domain.audit.operations import record_many

__all__ = ["COLUMNS", "DirectoryImport", "DirectoryRefused", "RowError", "import_agencies"]

DECIDE_DATES = frozenset({"level", "records_law"})


@dataclass(frozen=True)
class RowPlan:
    """What a row would do. known: the entry that it is about, None for a new one.
    changes: (column, what it is, what it would be)."""

    row: AgencyRow
    known: Agency | None
    changes: tuple[tuple[str, str, str], ...]
    oris: tuple[str, ...]
    aliases: tuple[str, ...]

    @property
    def moves_dates(self) -> bool:
        """Whether law or level would be another one: it decides the dates of the requests."""
        changed = {column for column, *_ in self.changes}
        return self.known is not None and bool(DECIDE_DATES & changed)

    @property
    def is_nothing(self) -> bool:
        return self.known is not None and not (self.changes or self.oris or self.aliases)


@dataclass
class DirectoryPlan:
    """What a file would change; with `errors` it changes nothing."""

    rows: list[RowPlan] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    @property
    def created(self) -> list[RowPlan]:
        return [row for row in self.rows if row.known is None]

    @property
    def updated(self) -> list[RowPlan]:
        return [row for row in self.rows if row.known and not row.is_nothing]

    @property
    def unchanged(self) -> int:
        return sum(row.is_nothing for row in self.rows)

    @property
    def moved(self) -> dict[int, tuple[str, str]]:
        """Law and level as they would be, by agency, where they would be others."""
        return {
            plan.known.pk: (plan.row.values["records_law"], plan.row.values["level"])
            for plan in self.rows
            if plan.known and plan.moves_dates
        }


@dataclass
class DirectoryImport:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    oris: int = 0
    # Those whose law or level is another one now: it decides the dates of their requests.
    moved: list[Agency] = field(default_factory=list)


def plan_directory(content: bytes, name: str) -> DirectoryPlan:
    """What the file would change, and every error in it. Raises `DirectoryRefused` for what is no
    directory. Five queries.

    An agency is the same if an ORI matches, else if name and county match. ORIs and aliases are
    added, never taken away: the directory may know more than the file.
    """
    rows, errors = read_directory(content, name)
    plan = DirectoryPlan(errors=errors)
    known = Agency.objects.prefetch_related("oris", "aliases")
    by_name = {(agency.folded_name, agency.county): agency for agency in known}
    by_pk = {agency.pk: agency for agency in by_name.values()}
    by_ori = {ori.code: by_pk[ori.agency_id] for ori in Ori.objects.all()}
    for row in rows:
        matches = {by_ori[ori].pk: by_ori[ori] for ori in row.oris if ori in by_ori}
        namesake = by_name.get((folded(row.values["name"]), row.values["county"]))
        if len(matches) > 1:
            named = ", ".join(sorted(str(agency) for agency in matches.values()))
            rule = f"belong to more than one agency: {named}; merge them first"
            plan.errors.append(RowError(row.row, "oris", row.values["oris"][:200], rule))
            continue
        agency = next(iter(matches.values()), None) or namesake
        if agency and namesake and namesake.pk != agency.pk:
            rule = f"is the name of another agency in that county, beside {agency}"
            plan.errors.append(RowError(row.row, "name", row.values["name"], rule))
            continue
        plan.rows.append(_planned(row, agency))
    plan.errors += _twice(plan.rows) + _names_of_others(plan.rows, by_pk.values())
    plan.errors.sort(key=lambda error: error.row)
    return plan


def _planned(row: AgencyRow, known: Agency | None) -> RowPlan:
    agency = known or Agency()
    has_oris = {ori.code for ori in known.oris.all()} if known else set()
    has_names = {alias.folded_name for alias in known.aliases.all()} if known else set()
    aliases = {folded(alias): alias for alias in reversed(row.aliases)}
    return RowPlan(
        row=row,
        known=known,
        changes=tuple(
            (column, getattr(agency, column), row.values[column])
            for column in PLAIN_COLUMNS
            if getattr(agency, column) != row.values[column]
        ),
        oris=tuple(ori for ori in row.oris if ori not in has_oris),
        aliases=tuple(name for key, name in reversed(aliases.items()) if key not in has_names),
    )


def _twice(rows: list[RowPlan]) -> list[RowError]:
    """Two rows about the same entry: the second would take back what the first has changed."""
    first: dict[int, int] = {}
    errors = []
    for plan in rows:
        if plan.known is None:
            continue
        if plan.known.pk in first:
            rule = f"is {plan.known}, as row {first[plan.known.pk]} is"
            errors.append(RowError(plan.row.row, "name", plan.row.values["name"], rule))
        first.setdefault(plan.known.pk, plan.row.row)
    return errors


def _names_of_others(rows: list[RowPlan], known: Iterable[Agency]) -> list[RowError]:
    """Another name of which somebody else is known, in the directory or in the file: rows of
    returned data that go by it would go astray."""
    called: dict[str, dict[int, str]] = defaultdict(dict)
    for agency in known:
        for key in (agency.folded_name, *(alias.folded_name for alias in agency.aliases.all())):
            called[key][agency.pk] = f"{agency}"
    for plan in rows:
        for name in (plan.row.values["name"], *plan.aliases):
            called[folded(name)].setdefault(_whose(plan), f"row {plan.row.row}")
    errors = []
    for plan in rows:
        for alias in plan.aliases:
            others = [words for whose, words in called[folded(alias)].items()
                      if whose != _whose(plan)]  # fmt: skip
            if others:
                rule = f"belongs to {others[0]}: a name has one agency"
                errors.append(RowError(plan.row.row, "aliases", alias, rule))
    return errors


def _whose(plan: RowPlan) -> int:
    """The agency's number; for one that is new, one that no agency has."""
    return plan.known.pk if plan.known else -plan.row.row


def content_of(path: Path) -> bytes:
    """The file's bytes, as far as one more than a file may have."""
    with path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


@transaction.atomic
def import_agencies(
    *, content: bytes, name: str, by: Person | None, at: datetime
) -> DirectoryImport:
    """Creates and updates agencies from the file. Raises `DirectoryRefused`, then nothing changed.

    A file that changes nothing leaves no row of history and no entry in the audit record.
    """
    list(Agency.objects.select_for_update().order_by("pk").values_list("pk"))
    plan = plan_directory(content, name)
    if plan.errors:
        raise DirectoryRefused(plan.errors)
    outcome = DirectoryImport(
        created=len(plan.created), updated=len(plan.updated), unchanged=plan.unchanged
    )
    changed = []
    for one in plan.rows:
        if not one.is_nothing:
            agency = _save(one)
            changed.append(agency)
            outcome.oris += len(one.oris)
            outcome.moved += [agency] if one.moves_dates else []
    counts = {"file": name, "created": outcome.created, "updated": outcome.updated}
    record_many(verb="imported directory", subjects=changed, by=by, at=at, **counts)
    return outcome


def _save(plan: RowPlan) -> Agency:
    agency = plan.known or Agency()
    for column, _, value in plan.changes:
        setattr(agency, column, value)
    if plan.changes:
        agency.save()
    for code in plan.oris:
        Ori.objects.create(agency=agency, code=code)
    for alias in plan.aliases:
        Alias.objects.create(agency=agency, name=alias)
    fresh = Agency.objects.prefetch_related("oris", "aliases").get(pk=agency.pk)
    fresh.refresh_search_text()
    return fresh
