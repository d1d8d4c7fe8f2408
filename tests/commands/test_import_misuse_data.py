"""manage.py import_misuse_data: what it says, that a dry run writes nothing, all or nothing."""

import hashlib
import io
import json
from contextlib import suppress

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError

from requests_app.domain.agencies.models import Agency, Alias, Ori
from requests_app.domain.misuse_data.models import Figure, Release, Source
from requests_app.domain.request_log.attachments import stored_name
from tests.builders import a_request, an_agency, an_attachment

pytestmark = pytest.mark.django_db
DOJ = "California Department of Justice"
ROWS = "DOJ,,\nAgency,ORI,Violations\nFresno PD,CA0100500,at least 3\nMerced PD,,none\nTotal,,5\n"


@pytest.fixture(autouse=True)
def directory():
    Ori.objects.create(agency=an_agency("Fresno PD"), code="CA0100500")
    an_agency("Merced PD")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "returned.csv"
    path.write_text(ROWS)
    return path


def said(path, *more: str) -> dict:
    out = io.StringIO()
    arguments = [str(path), "--publisher", DOJ, "--covers", "2023", "--json", *more]
    try:
        call_command("import_misuse_data", *arguments, stdout=out)
    except CommandError:
        assert json.loads(out.getvalue())["errors"]
    return json.loads(out.getvalue())


def test_a_dry_run_says_everything_and_writes_nothing(file):
    told = said(file, "--dry-run")
    assert [(f["agency"], f["answer"], f["qualifier"], f["value"]) for f in told["figures"]] == [
        ("Fresno PD", "reported", "at_least", 3),
        ("Merced PD", "listed_as_none", "", None),
    ]
    assert told["figures"][0]["where"] == "row 3, column C “Violations”"
    assert told["figures"][0]["ori"] == "CA0100500"
    [sheet] = told["sheets"]
    assert (sheet["header_row"], sheet["hidden"], sheet["rows"]) == (2, False, 2)
    assert [row["why"] for row in sheet["left_out"]] == ["above the header", "total row"]
    assert {w["rule"] for w in told["warnings"]} == {"total-agrees", "no-ori"}
    assert (told["errors"], told["totals"]) == ([], {"violations": 3})
    assert not Release.objects.exists()


def test_a_sum_says_who_is_in_it_and_that_nobody_is_no_zero(tmp_path):
    path = tmp_path / "returned.csv"
    path.write_text("Agency,ORI,Violations,Suspended\nFresno PD,CA0100500,3,\nMerced PD,,none,?\n")
    assert said(path, "--dry-run")["totals"] == {"violations": 3, "suspended": None}
    out = io.StringIO()
    call_command("import_misuse_data", str(path), publisher=DOJ, covers="2023", dry_run=True,
                 stdout=out)  # fmt: skip
    assert "violations, 2023: 3 (violations) of 2 that answered" in out.getvalue()
    nobody = "suspended, 2023: no number (outcomes) of 0 that answered; 2 unreadable or unclear"
    assert nobody in out.getvalue()


def test_a_file_without_a_request_is_kept_under_its_hash(file):
    told = said(file)
    release = Release.objects.get(pk=told["release"])
    returned = release.returned_files.get()
    assert (returned.attachment, release.records_request) == (None, None)
    assert returned.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert default_storage.open(returned.file.name).read() == file.read_bytes()


def test_a_file_of_a_request_is_attached_to_it(file):
    asked = a_request()
    told = said(file, "--request", asked.number)
    assert Release.objects.get(pk=told["release"]).records_request == asked
    assert asked.attachments.get().original_name == "returned.csv"


def test_a_refused_file_of_a_request_leaves_nothing_in_the_store(file):
    file.write_text("Agency,Violations\nFresno PD,-3\n")
    asked = a_request()
    assert said(file, "--request", asked.number)["release"] is None
    assert not asked.attachments.exists()
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert not default_storage.exists(stored_name(digest))


def test_a_refused_file_that_was_attached_before_stays(file):
    file.write_text("Agency,Violations\nFresno PD,-3\n")
    attached = an_attachment(a_request(), file.read_bytes())
    assert said(file, "--request", attached.records_request.number)["release"] is None
    assert attached.file.read() == file.read_bytes()


def test_errors_end_with_one_and_nothing_is_written(file):
    file.write_text("Agency,Violations\nFresno PD,-3\nFresno Police,4\n")
    told = said(file)
    assert {e["rule"] for e in told["errors"]} == {"not-negative", "agency-known"}
    assert [one["value"] for one in told["unmatched"]] == ["Fresno Police"]
    assert told["release"] is None
    assert not Figure.objects.exists()
    with pytest.raises(CommandError):
        call_command(
            "import_misuse_data", str(file), publisher=DOJ, covers="2023", stdout=io.StringIO()
        )


@pytest.mark.parametrize(
    ("mapping", "named"),
    [
        ({"columns": {"Agencyy": "agency", "Violations": "measure:violations"}}, "“Agencyy”"),
        ({"columns": {"Agency": "agencyy", "Violations": "measure:violations"}}, "“agencyy”"),
        ({"sheets": {"Tab 1": {"Agency": "agency"}}}, "“Tab 1”"),
        ({"take": ["2023"]}, "“2023”"),
    ],
)
def test_a_mapping_of_what_the_file_has_not_is_an_error_that_names_it(
    file, tmp_path, mapping, named
):
    path = tmp_path / "mapping.json"
    path.write_text(json.dumps(mapping))
    [error] = said(file, "--mapping", str(path))["errors"]
    assert error["rule"] == "mapping" and named in error["message"]
    assert not Release.objects.exists()


def test_a_column_that_is_left_out_is_named(file):
    file.write_text("Agency,Violations,Shoe size\nFresno PD,3,44\nMerced PD,1,\n")
    out = io.StringIO()
    call_command("import_misuse_data", str(file), publisher=DOJ, covers="2023", dry_run=True,
                 stdout=out)  # fmt: skip
    assert "columns left out: “Shoe size” (44, (blank))" in out.getvalue()
    assert said(file, "--dry-run")["sheets"][0]["columns"]["Shoe size"] == "ignored"


def test_a_mapping_says_what_the_columns_hold(file, tmp_path):
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"columns": {"Agency": "agency", "Violations": "measure:investigations"}}')
    told = said(file, "--mapping", str(mapping), "--dry-run")
    assert {f["measure"] for f in told["figures"]} == {"investigations"}


@pytest.mark.parametrize("covers", ["soon", "2023-2019", ""])
def test_a_period_that_is_none_is_refused(file, covers):
    with pytest.raises(CommandError, match="no year or period"):
        call_command("import_misuse_data", str(file), publisher=DOJ, covers=covers)


def test_a_file_that_is_no_table_is_told_in_json_too(file):
    file.write_text("nothing but words")
    told = said(file, "--dry-run")
    assert told["errors"][0]["where"] == "the file"
    assert told["figures"] == []


def test_a_source_that_is_an_agency_no_more_does_not_speak_for_the_state(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("Year,Violations\n2023,4\n")
    Source.objects.create(name="Clovis PD", kind="agency")
    told = said(path, "--publisher", "Clovis PD", "--dry-run")
    assert [one["rule"] for one in told["errors"]] == ["agency-known"]
    assert told["errors"][0]["message"].startswith("“Clovis PD” is in the directory neither")


def test_of_a_publisher_that_nobody_knows_a_table_without_agencies_is_refused(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("Year,Violations\n2023,4\n")
    told = said(path, "--publisher", "Clovis Police Dept.")
    assert "The table names no agency" in told["errors"][0]["message"]
    assert not Figure.objects.exists()
    told = said(path, "--publisher", "Clovis Police Dept.", "--statewide")
    assert [one["agency"] for one in told["figures"]] == ["California (statewide)"]
    figure = Figure.objects.get()
    assert (figure.agency, figure.agency_as_written) == (None, "")


def test_an_agency_is_known_by_its_other_name(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("Year,Violations\n2023,4\n")
    Alias.objects.create(agency=Agency.objects.get(name="Merced PD"), name="Merced Police")
    told = said(path, "--publisher", "Merced Police", "--dry-run")
    assert [one["agency"] for one in told["figures"]] == ["Merced PD"]


@pytest.mark.parametrize(
    ("asked", "why"),
    [({"request": "TD-9999-1"}, "There is no request"), ({"publisher": "   "}, "is blank")],
)
@pytest.mark.parametrize("json", [True, False])
def test_what_cannot_be_asked_is_refused_before_anything_is_written(file, asked, why, json):
    out = io.StringIO()
    values = {"publisher": DOJ, "covers": "2023", "dry_run": True, "json": json, **asked}
    with pytest.raises(CommandError, match=why):
        call_command("import_misuse_data", str(file), stdout=out, **values)
    assert out.getvalue() == ""


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("Fresno PD,CA0100500,3\n", "1 figure could be imported, with 0 warnings."),
        ("Fresno PD,CA0100500,\n", "1 figure could be imported, with 1 warning."),
        ("Fresno PD,CA0100500,-3\n", "1 error: nothing can be imported until it is mended."),
    ],
)
def test_one_of_a_thing_is_told_as_one(tmp_path, rows, told):
    path, out = tmp_path / "returned.csv", io.StringIO()
    path.write_text("Agency,ORI,Violations\n" + rows)
    values = {"publisher": DOJ, "covers": "2023", "dry_run": True, "stdout": out}
    with suppress(CommandError):
        call_command("import_misuse_data", str(path), **values)
    assert told in out.getvalue()
