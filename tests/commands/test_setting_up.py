"""The commands that fill an installation: what they say, and that they may be run again."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.importer import COLUMNS
from requests_app.domain.agencies.models import Agency, Contact, Ori
from requests_app.domain.misuse_data.models import Figure
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from tests.builders import a_person, a_request

pytestmark = pytest.mark.django_db
HEAD = ",".join(COLUMNS)
ROSS = "Ross Police,police,city,cpra,Marin,CA0210700,Ross PD; Town of Ross,,POST"


def said(name: str, *arguments: Any) -> str:
    """What a command prints."""
    out = io.StringIO()
    call_command(name, *arguments, stdout=out)
    return out.getvalue()


def a_file(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    path = tmp_path / "agencies.csv"
    path.write_text("\n".join([head, *rows]), encoding="utf-8")
    return path


def test_agencies_are_imported_and_again_change_nothing(tmp_path: Path) -> None:
    path = a_file(tmp_path, ROSS, "Marin Sheriff,sheriff,county,cpra,Marin,,,,POST")
    assert said("import_agencies", path) == (
        "2 agencies created, 0 updated, 0 unchanged, 1 ORIs added.\n"
    )
    assert "0 agencies created, 0 updated, 2 unchanged" in said("import_agencies", path)
    changed = a_file(tmp_path, ROSS.replace("Ross Police", "Ross Police Department"))
    assert "0 agencies created, 1 updated" in said("import_agencies", changed)
    assert Ori.objects.get().agency.name == "Ross Police Department"


def test_a_dry_run_says_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    said("import_agencies", a_file(tmp_path, ROSS))
    changed = ROSS.replace("Ross Police", "Ross Police Department")
    path = a_file(tmp_path, changed, "Marin Sheriff,sheriff,county,cpra,Marin,,,,POST")
    words = said("import_agencies", path, "--dry-run")
    assert "row 3: new: Marin Sheriff" in words
    assert "row 2: Ross Police: name: “Ross Police” -> “Ross Police Department”" in words
    assert "1 would be created, 1 updated, 0 unchanged. Nothing was written." in words
    assert Ori.objects.get().agency.name == "Ross Police"
    with pytest.raises(CommandError, match="row 2, county “Moon”"):
        said("import_agencies", a_file(tmp_path, ROSS.replace("Marin", "Moon")), "--dry-run")


def test_contacts_are_imported_and_looked_at_before(tmp_path: Path) -> None:
    said("import_agencies", a_file(tmp_path, ROSS))
    path = a_file(tmp_path, "Ross Police,a@example.org", head="agency,email")
    words = "1 contacts added, 0 updated, 0 unchanged."
    assert said("import_contacts", path, "--dry-run") == f"{words} Dry run: nothing was written.\n"
    assert not Contact.objects.exists()
    assert said("import_contacts", path) == f"{words}\n"
    assert "0 contacts added, 0 updated, 1 unchanged" in said("import_contacts", path)
    bad = a_file(tmp_path, "Ros Police,a@example.org", head="agency,email")
    with pytest.raises(CommandError, match="Perhaps: Ross Police"):
        said("import_contacts", bad, "--dry-run")


BAD = [
    ([ROSS.replace("police,city", "cops,city")], HEAD, "row 2, kind “cops”: must be one of"),
    ([ROSS.replace("Marin", "Moon")], HEAD, "row 2, county “Moon”: is none of the 58"),
    ([ROSS.replace("CA02", "NV02")], HEAD, "row 2, oris “NV0210700”"),
    ([ROSS, ROSS.replace("Ross", "Other")], HEAD, "row 3, oris “CA0210700”: stands in row 2"),
    ([ROSS.replace("Ross Police,", ",")], HEAD, "row 2, name “”: an agency needs a name"),
    ([], "name,kind", "column is missing"),
]


@pytest.mark.parametrize(("rows", "head", "why"), BAD)
def test_a_bad_row_is_named_and_nothing_is_imported(
    tmp_path: Path, rows: list[str], head: str, why: str
) -> None:
    good = "Marin Sheriff,sheriff,county,cpra,Marin,,,,POST"
    with pytest.raises(CommandError, match="was not imported") as refusal:
        said("import_agencies", a_file(tmp_path, *rows, good, head=head))
    assert why in str(refusal.value)
    assert not Agency.objects.exists()


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00n", b"PK\x03\x04", HEAD.encode()])
def test_a_file_that_is_none_is_refused_in_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "agencies.csv"
    if content is not None:
        path.write_bytes(content)
    try:
        words = said("import_agencies", path)
    except CommandError as refusal:
        assert str(path) in str(refusal)
    else:
        assert words.startswith("0 agencies created")
    assert not Agency.objects.exists()


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Is a directory"):
        said("import_agencies", tmp_path)


def test_a_nul_in_a_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="was not imported"):
        said("import_agencies", a_file(tmp_path, ROSS.replace("POST", "PO\x00ST")))
    assert not Agency.objects.exists()


def test_content_is_loaded_once(settings: Any) -> None:
    settings.DEBUG = True
    assert "Loaded the directory" in said("load_content")
    assert (Agency.objects.count(), Ori.objects.count(), Figure.objects.published().count()) == (
        689, 747, 58,
    )  # fmt: skip
    assert Campaign.objects.get().is_sample
    Agency.objects.filter(county="Marin").update(website="https://corrected.example/")
    said("remove_sample")
    assert said("load_content") == ""
    assert not Campaign.objects.exists()
    assert set(Agency.objects.filter(county="Marin").values_list("website", flat=True)) == {
        "https://corrected.example/"
    }


def test_without_debug_the_content_comes_without_the_sample() -> None:
    said("load_content")
    assert Agency.objects.count() == 689
    assert not RecordsRequest.objects.exists()


def test_the_sample_is_refused_where_the_site_is_in_use() -> None:
    with pytest.raises(CommandError, match="DEBUG"):
        said("load_sample")
    assert not Campaign.objects.exists()


def test_the_sample_is_loaded_once_and_removed_once(settings: Any) -> None:
    settings.DEBUG = True
    said("load_content")
    said("remove_sample")
    real = a_request()
    assert "Loaded a sample workspace" in said("load_sample")
    assert "loaded already" in said("load_sample")
    assert "Removed the sample workspace" in said("remove_sample")
    assert "There is no sample workspace here." in said("remove_sample")
    assert RecordsRequest.objects.get() == real


def test_the_first_account_is_made_once_and_its_password_printed_once() -> None:
    words = said("create_first_account")
    password = words.split("one-time password: ")[1].split()[0]
    person = Person.objects.get()
    assert person.check_password(password) and person.must_change_password
    assert person.role == "administrator"
    assert said("create_first_account") == ""
    assert Person.objects.count() == 1


def test_where_somebody_can_sign_in_no_account_is_made() -> None:
    a_person()
    assert said("create_first_account") == ""


@pytest.mark.parametrize(
    "name",
    [
        "import_agencies",
        "import_contacts",
        "load_content",
        "load_sample",
        "remove_sample",
        "create_first_account",
    ],
)
def test_each_command_says_what_it_does(name: str) -> None:
    from django.core.management import load_command_class

    command: BaseCommand = load_command_class("requests_app", name)
    assert command.help.endswith((".", "aliases"))
