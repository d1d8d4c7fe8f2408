"""Reading a directory of agencies from CSV: all rows or none, errors by the file's own row."""

import csv
import io
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.kinds import COUNTIES, Kind
from requests_app.domain.agencies.models import Agency, Alias, Level, Ori, RecordsLaw
from requests_app.domain.agencies.names import folded
from requests_app.domain.audit.operations import record

PLAIN_COLUMNS = ("name", "kind", "level", "records_law", "county", "website", "source")
COLUMNS = ("name", "kind", "level", "records_law", "county", "oris", "aliases", "website", "source")
# `CA` + seven characters; tribal police carry letters where others have the county number.
ORI_FORM = re.compile(r"CA[0-9A-Z]{7}")


@dataclass(frozen=True)
class RowError:
    row: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        return f"row {self.row}, {self.column} “{self.value}”: {self.message}"


class DirectoryRefused(Exception):
    """The file cannot be imported; `errors` names every row, column, value and rule."""

    def __init__(self, errors: list[RowError]):
        self.errors = errors
        super().__init__("\n".join(str(error) for error in errors))


@dataclass
class DirectoryImport:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    oris: int = 0
    # Those whose law or level is another one now: it decides the dates of their requests.
    moved: list[Agency] = field(default_factory=list)


@dataclass
class AgencyRow:
    row: int
    values: dict[str, str]
    oris: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)


def read_directory(path: Path) -> list[AgencyRow]:
    """The checked rows of a UTF-8 CSV with the columns of `COLUMNS`. Raises `DirectoryRefused`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DirectoryRefused(
            [RowError(1, "file", path.name, f"is not UTF-8 text (byte {error.start})")]
        ) from error
    if "\x00" in text:
        raise DirectoryRefused([RowError(1, "file", path.name, "has a NUL byte: it is no text")])
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
    if missing:
        raise DirectoryRefused([RowError(1, "header", ", ".join(missing), "column is missing")])
    try:
        rows = [_row(number, values) for number, values in enumerate(reader, start=2)]
    except csv.Error as error:
        raise DirectoryRefused(
            [RowError(reader.line_num, "file", path.name, f"is broken there: {error}")]
        ) from error
    errors = [error for row in rows for error in _row_errors(row)] + _repeated_oris(rows)
    if errors:
        raise DirectoryRefused(sorted(errors, key=lambda error: error.row))
    return rows


def _row(number: int, values: dict[str, str]) -> AgencyRow:
    clean = {column: (values.get(column) or "").strip() for column in COLUMNS}
    return AgencyRow(
        row=number,
        values=clean,
        oris=[ori.strip().upper() for ori in clean["oris"].split(";") if ori.strip()],
        aliases=[alias.strip() for alias in clean["aliases"].split(";") if alias.strip()],
    )


def _row_errors(row: AgencyRow) -> list[RowError]:
    errors = []
    values = row.values
    if not values["name"]:
        errors.append(RowError(row.row, "name", "", "an agency needs a name"))
    for column in PLAIN_COLUMNS:
        longest = getattr(Agency._meta.get_field(column), "max_length", None) or 0
        if len(values[column]) > longest:
            rule = f"is longer than {longest} characters"
            errors.append(RowError(row.row, column, f"{values[column][:40]}…", rule))
    for column, choices in (("kind", Kind), ("level", Level), ("records_law", RecordsLaw)):
        if values[column] not in choices.values:
            rule = f"must be one of {', '.join(choices.values)}"
            errors.append(RowError(row.row, column, values[column], rule))
    if values["county"] and values["county"] not in COUNTIES:
        rule = "is none of the 58 counties of California"
        errors.append(RowError(row.row, "county", values["county"], rule))
    for ori in row.oris:
        if not ORI_FORM.fullmatch(ori):
            errors.append(RowError(row.row, "oris", ori, "an ORI is CA and seven characters"))
    return errors


def _repeated_oris(rows: list[AgencyRow]) -> list[RowError]:
    first_seen: dict[str, int] = {}
    errors = []
    for row in rows:
        for ori in row.oris:
            if ori in first_seen:
                rule = f"stands in row {first_seen[ori]} already; an ORI has one agency"
                errors.append(RowError(row.row, "oris", ori, rule))
            first_seen.setdefault(ori, row.row)
    return errors


@transaction.atomic
def import_agencies(*, path: Path, by: Person | None, at: datetime) -> DirectoryImport:
    """Creates and updates agencies from the file. Raises `DirectoryRefused`, then nothing changed.

    An agency is the same if an ORI matches, else if name and county match. ORIs and aliases are
    added, never taken away: the directory may know more than the file.
    """
    rows = read_directory(path)
    outcome = DirectoryImport()
    by_ori = {ori.code: ori.agency for ori in Ori.objects.select_related("agency")}
    by_name = {(a.folded_name, a.county): a for a in Agency.objects.all()}
    for row in rows:
        matches = {by_ori[ori].pk: by_ori[ori] for ori in row.oris if ori in by_ori}
        if len(matches) > 1:
            named = ", ".join(sorted(str(agency) for agency in matches.values()))
            rule = f"belong to more than one agency: {named}; merge them first"
            raise DirectoryRefused([RowError(row.row, "oris", row.values["oris"], rule)])
        known = next(iter(matches.values()), None) or by_name.get(
            (folded(row.values["name"]), row.values["county"])
        )
        namesake = by_name.get((folded(row.values["name"]), row.values["county"]))
        if known and namesake and namesake.pk != known.pk:
            rule = f"is the name of another agency in that county, beside {known}"
            raise DirectoryRefused([RowError(row.row, "name", row.values["name"], rule)])
        agency = _save_agency(row, known, outcome)
        _add_oris_and_aliases(agency, row, outcome)
        by_name[agency.folded_name, agency.county] = agency
        by_ori.update(dict.fromkeys(row.oris, agency))
    if rows and (outcome.created or outcome.updated):
        record(
            verb="imported directory",
            subject=agency,
            by=by,
            at=at,
            file=path.name,
            created=outcome.created,
            updated=outcome.updated,
        )
    return outcome


def _save_agency(row: AgencyRow, known: Agency | None, outcome: DirectoryImport) -> Agency:
    agency = known or Agency()
    changes = [c for c in PLAIN_COLUMNS if getattr(agency, c) != row.values[c]]
    for column in changes:
        setattr(agency, column, row.values[column])
    if known is None:
        outcome.created += 1
        agency.save()
    elif changes:
        outcome.updated += 1
        if {"level", "records_law"} & set(changes):
            outcome.moved.append(agency)
        agency.save()
    else:
        outcome.unchanged += 1
    return agency


def _add_oris_and_aliases(agency: Agency, row: AgencyRow, outcome: DirectoryImport) -> None:
    known_oris = {ori.code for ori in agency.oris.all()}
    known_aliases = {alias.folded_name for alias in agency.aliases.all()}
    for code in row.oris:
        if code not in known_oris:
            Ori.objects.create(agency=agency, code=code)
            outcome.oris += 1
    for name in row.aliases:
        if folded(name) not in known_aliases:
            Alias.objects.create(agency=agency, name=name)
            known_aliases.add(folded(name))
    agency.refresh_search_text()
