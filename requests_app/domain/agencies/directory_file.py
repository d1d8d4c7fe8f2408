"""A directory of agencies as a CSV: its rows, each checked by itself."""

from dataclasses import dataclass, field

from requests_app.domain.agencies.csv_rows import RowError, read_csv
from requests_app.domain.agencies.identifiers import ORI_FORM, ORI_RULE
from requests_app.domain.agencies.kinds import COUNTIES, Kind
from requests_app.domain.agencies.models import Agency, Level, RecordsLaw
from requests_app.domain.agencies.names import folded

PLAIN_COLUMNS = ("name", "kind", "level", "records_law", "county", "website", "source")
COLUMNS = ("name", "kind", "level", "records_law", "county", "oris", "aliases", "website", "source")


@dataclass
class AgencyRow:
    row: int
    values: dict[str, str]
    oris: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)


def read_directory(content: bytes, name: str) -> tuple[list[AgencyRow], list[RowError]]:
    """The rows of a CSV with the columns of `COLUMNS`, and what is wrong with them.

    Raises `DirectoryRefused` for what is no such file.
    """
    table = read_csv(content, name, needed=COLUMNS)
    rows = [_row(number, values) for number, values in table.rows]
    errors = [error for row in rows for error in _row_errors(row)]
    return rows, errors + _repeated_oris(rows) + _repeated_names(rows)


def _row(number: int, values: dict[str, str]) -> AgencyRow:
    return AgencyRow(
        row=number,
        values={column: values[column] for column in COLUMNS},
        oris=[ori.strip().upper() for ori in values["oris"].split(";") if ori.strip()],
        aliases=[alias.strip() for alias in values["aliases"].split(";") if alias.strip()],
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
            errors.append(RowError(row.row, "oris", ori[:100], ORI_RULE))
    for alias in row.aliases:
        if len(alias) > 200 or not folded(alias):
            rule = "another name has letters, and no more than 200 characters"
            errors.append(RowError(row.row, "aliases", alias[:40], rule))
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


def _repeated_names(rows: list[AgencyRow]) -> list[RowError]:
    first_seen: dict[tuple[str, str], int] = {}
    errors = []
    for row in rows:
        named = folded(row.values["name"]), row.values["county"]
        if row.values["name"] and named in first_seen:
            rule = f"stands in row {first_seen[named]} already, with the same county"
            errors.append(RowError(row.row, "name", row.values["name"][:100], rule))
        first_seen.setdefault(named, row.row)
    return errors
