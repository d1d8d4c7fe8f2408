"""Sworn officers from a CSV: all of its rows or none, each with its source."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.csv_rows import DirectoryRefused, RowError, read_csv
from requests_app.domain.agencies.directory import AgencyIndex
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.operations import record_many
from requests_app.domain.deadlines.years import FIRST_YEAR
from requests_app.domain.misuse_data.denominators.models import SwornOfficers
from requests_app.domain.request_log.dates import local_day

HEADS = ("agency", "ori", "county", "year", "sworn_officers", "source", "url")
NEEDED = ("year", "sworn_officers", "source")
LARGEST = 100_000  # the whole state has about 80,000
BATCH = 500


@dataclass(frozen=True)
class OfficersRow:
    row: int
    agency: Agency
    year: int
    officers: int
    source: str
    url: str


@dataclass
class OfficersLoaded:
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    agencies: set[int] = field(default_factory=set)


@transaction.atomic
def load_sworn_officers(
    *, content: bytes, name: str, by: Person | None, at: datetime
) -> OfficersLoaded:
    """Loads the file in a few statements; a number that is there already for the agency and year is
    replaced by the file's. Raises `DirectoryRefused`, then nothing has changed.
    """
    rows = read_officers(content, name, last_year=local_day(at).year)
    known = {
        (one.agency_id, one.year): one
        for one in SwornOfficers.objects.select_related("agency")
        .select_for_update(of=("self",))
        .filter(agency_id__in={row.agency.pk for row in rows})
    }
    new: list[SwornOfficers] = []
    other: list[SwornOfficers] = []
    for row in rows:
        one = known.get((row.agency.pk, row.year))
        said = (row.officers, row.source, row.url)
        if one and (one.officers, one.source, one.url) == said:
            continue
        if one is None:
            new.append(one := SwornOfficers(agency=row.agency, year=row.year))
        else:
            other.append(one)
        one.officers, one.source, one.url = said
    by_whom: dict[str, Any] = {"batch_size": BATCH, "default_user": by, "default_date": at}
    made = bulk_create_with_history(new, SwornOfficers, **by_whom)
    bulk_update_with_history(other, SwornOfficers, ["officers", "source", "url"], **by_whom)
    record_many(verb="loaded sworn officers", subjects=[*made, *other], by=by, at=at, file=name)
    return OfficersLoaded(
        added=len(made),
        changed=len(other),
        unchanged=len(rows) - len(made) - len(other),
        agencies={one.agency_id for one in (*made, *other)},
    )


def read_officers(content: bytes, name: str, *, last_year: int) -> list[OfficersRow]:
    """The rows with their agencies. Raises `DirectoryRefused` with every row that fails."""
    table = read_csv(content, name, needed=NEEDED)
    if not {"agency", "ori"} & set(table.header):
        raise DirectoryRefused([RowError(1, "header", "agency, ori", "one of the two is needed")])
    index, rows, errors, seen = AgencyIndex(), [], [], set()
    for number, cells in table.rows:
        found = _row(number, cells, index, last_year)
        if isinstance(found, RowError):
            errors.append(found)
            continue
        key = (found.agency.pk, found.year)
        if key in seen:
            rule = "that agency and year stand in an earlier row as well"
            errors.append(RowError(number, "year", str(found.year), rule))
        seen.add(key)
        rows.append(found)
    if errors:
        raise DirectoryRefused(errors)
    return rows


def _row(
    number: int, cells: dict[str, str], index: AgencyIndex, last_year: int
) -> OfficersRow | RowError:
    name, ori = cells.get("agency", ""), cells.get("ori", "")
    agency = index.find(name=name, ori=ori, county=cells.get("county", ""))
    if agency is None:
        return RowError(number, "agency", name or ori, "no agency in the directory answers to that")
    year = _whole(cells["year"])
    if year is None or not FIRST_YEAR <= year <= last_year:
        rule = f"a year from {FIRST_YEAR} to {last_year} is needed"
        return RowError(number, "year", cells["year"], rule)
    officers = _whole(cells["sworn_officers"].replace(",", ""))
    if officers is None or not 0 < officers <= LARGEST:
        rule = f"a whole number from 1 to {LARGEST:,} is needed"
        return RowError(number, "sworn_officers", cells["sworn_officers"], rule)
    if not cells["source"]:
        return RowError(number, "source", "", "a number without its source is not loaded")
    url = cells.get("url", "")
    if url and not url.startswith(("https://", "http://")):
        return RowError(number, "url", url, "an address begins with https://")
    return OfficersRow(number, agency, year, officers, cells["source"][:200], url[:500])


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None
