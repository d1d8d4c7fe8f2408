"""manage.py import_requests: what it prints, and what it leaves alone."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.models import OldSheet, RecordsRequest
from tests.builders import NOW, an_agency

pytestmark = pytest.mark.django_db
SHEET = "Agency,Sent\nA,2/2/2026\nA,2/30/2026\nL.A. PD,2/2/2026\nA,2/2/2026\nTotal,4\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    an_agency("A")
    an_agency("Los Angeles Police Department", county="Los Angeles")
    path = tmp_path / "old.csv"
    path.write_text(SHEET)
    return path


def run(path: Path, *options: Any) -> str:
    out = StringIO()
    call_command("import_requests", path, *options, stdout=out)
    return out.getvalue()


def a_mapping(directory: Path, **told: Any) -> list[str]:
    path = directory / "mapping.json"
    path.write_text(json.dumps(told))
    return ["--mapping", str(path)]


def test_json_names_every_row_that_is_not_ready(sheet: Path) -> None:
    said = json.loads(run(sheet, "--dry-run", "--json"))
    assert (said["rows"], said["ready"]) == (5, 1)
    assert said["errors"] == [
        {
            "row": 3,
            "column": "Sent",
            "value": "2/30/2026",
            "message": "is not a date like 6/9/2026, 2026-06-09 or 9 June 2026",
        }
    ]
    [unmatched] = said["unmatched"]
    assert (unmatched["row"], unmatched["value"]) == (4, "L.A. PD")
    assert unmatched["suggestions"][0]["agency"] == "Los Angeles Police Department"
    assert said["duplicates"] == [{"row": 5, "value": "A", "of": "row 2"}]


def test_a_dry_run_writes_nothing(sheet: Path) -> None:
    said = run(sheet, "--dry-run")
    assert "1 of 5 rows could be imported; 2 to mend, 0 known already, 1 twice in the file" in said
    assert not RecordsRequest.objects.exists()
    assert not OldSheet.objects.exists()


def test_the_ready_rows_are_imported_and_a_second_run_imports_none(sheet: Path) -> None:
    assert "1 of 5 rows imported" in run(sheet)
    assert "0 of 5 rows imported; 2 to mend, 2 known already, 0 twice in the file" in run(sheet)
    assert RecordsRequest.objects.count() == 1


def test_a_mapping_says_what_the_sheet_does_not(sheet: Path, tmp_path: Path) -> None:
    campaign = save_campaign(
        campaign=None, name="Round", reporting_year=2024, lead=None, text="", by=None, at=NOW
    )
    told = a_mapping(
        tmp_path,
        year=2024,
        method="portal",
        campaign="round",
        agencies={"L.A. PD": "Los Angeles Police Department"},
    )
    run(sheet, *told)
    made = RecordsRequest.objects.filter(campaign=campaign, reporting_year=2024, method="portal")
    assert made.count() == 2


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"colour": "red"}, "is no mapping"),
        ({"campaign": "None such"}, "no campaign “None such”"),
        ({"method": "pigeon"}, "Method “pigeon” is none of"),
        ({"year": "last"}, "not a calendar year"),
        ({"agencies": {"L.A. PD": "Nobody"}}, "No agency in the directory is called “Nobody”"),
        ({"columns": {"Nothing": "agency"}}, "no column “Nothing”"),
        ({"sheet": "Other"}, "no sheet “Other”"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(
    sheet: Path, tmp_path: Path, told: dict[str, Any], message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        run(sheet, *a_mapping(tmp_path, **told))
    assert not OldSheet.objects.exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"nothing that is a table\n"])
def test_a_file_that_is_no_table_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match="was not imported"):
        run(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.csv was not imported"):
        run(tmp_path / "none.csv")
