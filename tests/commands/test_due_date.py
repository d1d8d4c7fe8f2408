"""`manage.py due_date`, both forms, as a person or a script calls it."""

import csv
import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from requests_app.domain.agencies.models import Agency
from requests_app.domain.statute_book.operations import enter_version
from requests_app.domain.upkeep.law_changes import appoint_holiday, enact_law
from tests.builders import BUSINESS_DAYS, NOW, a_person

# It asks the database for the laws and holidays that staff entered.
pytestmark = pytest.mark.django_db
EXAMPLES = Path(__file__).parents[1] / "domain/deadlines/deadline_examples.csv"


def asked(*arguments):
    out = io.StringIO()
    call_command("due_date", *arguments, stdout=out)
    return out.getvalue()


def as_json(*arguments):
    return json.loads(asked(*arguments, "--json"))


def rows_of(path, text):
    path.write_text(text, encoding="utf-8")
    return list(csv.DictReader(io.StringIO(asked("--csv", str(path)))))


def test_the_received_date_of_the_brief_as_json():
    answer = as_json("--received", "2026-06-09")
    assert list(answer)[:3] == ["due_on", "earliest_arguable_on", "latest_arguable_on"]
    assert answer["due_on"] == "2026-06-22"
    assert answer["working_out"][1] == {
        "on": "2026-06-19",
        "what": "day 10 is Friday 19 June: Juneteenth, a judicial holiday since 2023; rolls",
        "citation": "Code Civ. Proc. § 12a; Code Civ. Proc. § 135 (AB 1655)",
    }


def test_in_words():
    lines = asked("--received", "2026-06-23").splitlines()
    assert lines[0] == "Due Monday 6 July 2026 under the California Public Records Act."
    assert lines[1] == "Arguable from Friday 3 July 2026 until Monday 6 July 2026."
    assert lines[3].startswith("2026-06-23  day 0 is Tuesday 23 June 2026")
    assert lines[-1].startswith("Note: The state's own offices")


def test_every_option_counts():
    answer = as_json(
        *("--received", "2026-01-05", "--extended-by", "14", "--level", "city"),
        *("--closure", "2026-01-29", "--closure", "2026-01-30"),
        *("--claimed-received", "2026-01-06"),
    )
    assert (answer["due_on"], answer["extension_days"]) == ("2026-02-02", 14)
    assert len(answer["readings"]) == 8
    assert as_json("--received", "2026-06-09", "--law", "foia")["due_on"] == "2026-07-09"


def test_a_free_law_with_its_own_holidays(tmp_path):
    holidays = tmp_path / "off.txt"
    holidays.write_text("# ours\n2026-06-19\n\n2026-06-22 # bridge\n")
    free = ("--received", "2026-06-09", "--law", "free", "--days", "10")
    assert as_json(*free, "--unit", "calendar")["due_on"] == "2026-06-19"
    rolled = as_json(*free, "--unit", "calendar_rolled", "--holidays-file", str(holidays))
    assert rolled["due_on"] == "2026-06-23"
    words = asked(*free, "--unit", "calendar")
    assert words.startswith("Due Friday 19 June 2026 under the law of your own.")


@pytest.mark.parametrize(
    "arguments, says",
    [
        (["--received", "9 June"], "NotADate: '9 June'"),
        (["--received", "1989-12-31"], "DateOutOfRange: 1989-12-31"),
        (["--received", "2026-06-09", "--extended-by", "15"], "ExtensionNotLawful: .* of 15 days"),
        (["--received", "2026-06-09", "--extended-by", "two"], "NotANumber: .*'two'"),
        (["--received", "2026-06-09", "--law", "mars"], "UnknownLaw: .*'mars'"),
        (["--received", "2026-06-09", "--level", "moon"], "UnknownLevel: .*'moon'"),
        (["--received", "2026-06-09", "--closure", "x"], "NotADate: 'x'"),
        (["--received", "2026-06-09", "--law", "free"], "NotANumber: days is ''"),
        (
            ["--received", "2026-06-09", "--law", "free", "--days", "99999999"],
            "DaysOutOfRange: days is 99999999; it is 0 to 366 days",
        ),
        (
            ["--received", "2026-06-09", "--law", "free", "--days", "3", "--unit", "weeks"],
            "UnknownUnit: Unit 'weeks'",
        ),
        (
            ["--received", "2026-06-09", "--days", "3"],
            "NotOfThisLaw: days '3': the law cpra has its own",
        ),
        (
            ["--received", "2026-06-09", "--law", "foia", "--unit", "working"],
            "NotOfThisLaw: unit 'working': the law foia",
        ),
        (
            ["--received", "2026-06-09", "--holidays-file", "off.txt"],
            "NotOfThisLaw: holidays file 'off.txt'",
        ),
        (["--csv", "/no/such/file"], "CsvRefused: .*No such file"),
        ([], "one of the arguments --received --csv is required"),
    ],
)
def test_bad_input_is_a_named_error_with_its_value(arguments, says):
    with pytest.raises(CommandError, match=says):
        asked(*arguments)


def test_an_agency_brings_its_law_level_and_closures():
    tribe = Agency.objects.create(name="Yurok Tribal", level="tribal", records_law="none")
    answer = as_json("--received", "2026-06-09", "--agency", tribe.name)
    assert answer["due_on"] is None
    assert "a tribe is none" in answer["no_date_because"]
    assert asked("--received", "2026-06-09", "--agency", tribe.name).startswith("No due date.")
    by_hand = as_json("--received", "2026-06-09", "--agency", tribe.name, "--law", "cpra")
    assert (by_hand["due_on"], by_hand["no_date_because"]) == (None, answer["no_date_because"])
    city = Agency.objects.create(name="Fresno Police", level="city", records_law="cpra")
    city.closures.create(on=date(2026, 6, 22), reason="flood", source="its own notice")
    found = as_json("--received", "2026-06-09", "--agency", city.name)
    assert (found["due_on"], found["level"]) == ("2026-06-23", "city")
    assert "(flood)" in found["working_out"][4]["what"]


def test_a_law_by_hand_gives_no_date_to_a_body_of_another_law():
    city = Agency.objects.create(name="Fresno Police", level="city", records_law="cpra")
    asking = ("--received", "2026-06-09", "--agency", city.name)
    words = asked(*asking, "--law", "foia")
    assert words.startswith("No due date. The Freedom of Information Act does not bind this body")
    free = as_json(*asking, "--law", "free", "--days", "10", "--unit", "calendar")
    assert free["due_on"] == "2026-06-19"
    assert as_json(*asking, "--level", "state")["level"] == "state"
    with pytest.raises(CommandError, match="UnknownLevel: Level 'moon'"):
        asked(*asking, "--level", "moon")


def test_an_agency_that_is_not_in_the_directory_is_named():
    with pytest.raises(CommandError, match=r"AgencyNotGiven: .*Atlantis"):
        asked("--received", "2026-06-09", "--agency", "Atlantis")


def test_the_worked_examples_through_the_csv_form(tmp_path):
    given = list(csv.DictReader(EXAMPLES.open()))
    bare = [{k: row[k] for k in ("received_on", "extension_days", "level")} for row in given]
    text = io.StringIO()
    writer = csv.DictWriter(text, bare[0])
    writer.writeheader()
    writer.writerows(bare)
    answered = rows_of(tmp_path / "in.csv", text.getvalue())
    assert len(answered) == 24
    for row, expected in zip(answered, given, strict=True):
        assert row["error"] == ""
        for name in ("received_on", "due_on", "earliest_arguable_on", "latest_arguable_on"):
            assert row[name] == expected[name]


def test_columns_that_are_there_are_filled_in_their_place():
    head, first, *_ = asked("--csv", str(EXAMPLES)).splitlines()
    assert head == EXAMPLES.read_text().splitlines()[0] + ",error"
    assert first == EXAMPLES.read_text().splitlines()[1] + ","


HEAD = "id,received_on,extension_days,level,law,days,unit,holidays_file\n"


@pytest.mark.parametrize(
    "cells, due_on, error",
    [
        ("2026-06-09,,,,,,", "2026-06-22", ""),
        (" 2026-06-09 , 0 , local ,,,,", "2026-06-22", ""),
        ("2026-06-09,0,,foia,,,", "2026-07-09", ""),
        ("2026-06-09,0,,free,11,calendar,", "2026-06-20", ""),
        ("2026-06-09,0,,free,11,calendar_rolled,", "2026-06-22", ""),
        ("2026-06-09,0,,free,10,working,off.txt", "2026-06-24", ""),
        ("2026-06-09", "2026-06-22", ""),
        ("someday,0,,,,,", "", "NotADate: 'someday'"),
        (",0,,,,,", "", "NotADate: ''"),
        ("0202-06-09,0,,,,,", "", "DateOutOfRange: 0202-06-09"),
        ("2026-06-09,15,,,,,", "", "ExtensionNotLawful: An extension of 15"),
        ("2026-06-09,-1,,,,,", "", "ExtensionNotLawful: An extension of -1"),
        ("2026-06-09,11,,foia,,,", "", "ExtensionNotLawful: An extension of 11"),
        ("2026-06-09,1.5,,,,,", "", "NotANumber: extension_days is '1.5'"),
        ("2026-06-09,0,moon,,,,", "", "UnknownLevel: Level 'moon'"),
        ("2026-06-09,0,,mars,,,", "", "UnknownLaw: No law 'mars'"),
        ("2026-06-09,0,,cpra,5,,", "", "NotOfThisLaw: days '5'"),
        ("2026-06-09,0,,none,,,", "", "No records law with a date"),
        ("2026-06-09,0,,free,ten,working,", "", "NotANumber: days is 'ten'"),
        ("2026-06-09,0,,free,10,weeks,", "", "UnknownUnit: Unit 'weeks'"),
        ("2026-06-09,0,,free,999,working,", "", "DaysOutOfRange: 999 days"),
        ("2026-06-09,0,,free,1,working,no.txt", "", "HolidaysFileRefused"),
        ("2026-06-09,0,,free,1,working,bad.txt", "", "line 2: 'Friday' is not an ISO date"),
        ("2026-06-09,0,,,,,,surplus", "", "CsvRefused: The row has 1 cell more"),
    ],
)
def test_a_row_gets_its_date_or_its_error(tmp_path, cells, due_on, error):
    (tmp_path / "off.txt").write_text("2026-06-19\n")
    (tmp_path / "bad.txt").write_text("2026-06-19\nFriday\n")
    text = f"{HEAD}1,2026-01-05,0,,,,,\n2,{cells}\n3,2026-01-05,0,,,,,\n"
    first, row, last = rows_of(tmp_path / "in.csv", text)
    assert first["due_on"] == last["due_on"] == "2026-01-15"
    assert (row["id"], row["due_on"], row["latest_arguable_on"]) == ("2", due_on, due_on)
    assert row["error"].startswith(error) if not error.startswith("line") else error in row["error"]
    assert bool(row["error"]) == bool(error)


@pytest.mark.parametrize(
    "content, says",
    [
        (b"", "names no column received_on; it has nothing"),
        (b"day\n2026-06-09\n", "names no column received_on; it has day"),
        (b"received_on\n\xff\xfe\n", "cannot be read as a CSV in UTF-8"),
    ],
)
def test_a_file_that_is_no_such_csv_is_refused_as_a_whole(tmp_path, content, says):
    file = tmp_path / "in.csv"
    file.write_bytes(content)
    with pytest.raises(CommandError, match=says):
        asked("--csv", str(file))


@pytest.mark.parametrize(
    "option", [("--law", "foia"), ("--closure", "2026-06-22"), ("--json",), ("--extended-by", "5")]
)
def test_what_a_file_would_not_hear_of_is_refused(tmp_path, option):
    file = tmp_path / "in.csv"
    file.write_text("received_on\n2026-06-09\n")
    with pytest.raises(CommandError, match=f"NotInCsv: {option[0]} goes with --received"):
        asked("--csv", str(file), *option)


def test_standard_input_a_byte_order_mark_and_blank_lines(tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("\ufeffreceived_on\n2026-06-09\n"))
    assert asked("--csv", "-").splitlines()[1].startswith("2026-06-09,2026-06-22,")
    rows = rows_of(tmp_path / "in.csv", "\ufeffreceived_on\n2026-06-09\n\n2026-01-05\n")
    assert [row["due_on"] for row in rows] == ["2026-06-22", "2026-01-15"]


def test_the_laws_and_holidays_that_staff_entered_count_here_too(tmp_path):
    """A day of mourning on Monday 22 June; from 10 June on business days, Juneteenth left out."""
    by = a_person()
    version = enter_version(details=BUSINESS_DAYS, by=by, at=NOW)
    enact_law(version=version, begins=date(2026, 6, 10), seen=1, by=by, at=NOW)
    mourning = {"name": "Day of Mourning", "appointed_by": "governor", "source": "x"}
    appoint_holiday(on=date(2026, 6, 22), **mourning, by=by, at=NOW)
    answer = as_json("--received", "2026-06-09")
    assert answer["due_on"] == "2026-06-23"
    assert "Day of Mourning, appointed by the Governor" in answer["working_out"][4]["what"]
    rows = rows_of(tmp_path / "in.csv", "received_on\n2026-06-09\n2026-06-10\n")
    assert [row["due_on"] for row in rows] == ["2026-06-23", "2026-06-26"]


def test_without_a_database_the_program_counts_by_what_it_knows(tmp_path, project_root):
    command = [sys.executable, "manage.py", "due_date", "--received", "2026-06-09"]
    environment = {**os.environ, "VAR_DIR": str(tmp_path), "DEBUG": "1", "DATABASE_URL": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    told = {"cwd": project_root, "env": environment, "capture_output": True, "text": True}
    found = subprocess.run(command, **told, check=True)
    assert found.stdout.startswith("Due Monday 22 June 2026")
    assert "No database here" in found.stderr
    refused = subprocess.run([*command, "--agency", "Fresno"], **told, check=False)
    assert "AgencyNotGiven: There is no directory here yet" in refused.stderr


@pytest.mark.parametrize(
    ("rows", "said"),
    [("2026-06-09\nx\n", "1 of 2 rows: no date; see the column error.\n"), ("2026-06-09\n", "")],
)
def test_how_many_rows_have_an_error_is_said_beside_the_output(tmp_path, rows, said):
    file, errors = tmp_path / "in.csv", io.StringIO()
    file.write_text("received_on\n" + rows, encoding="utf-8")
    call_command("due_date", "--csv", str(file), stdout=io.StringIO(), stderr=errors)
    assert errors.getvalue() == said
