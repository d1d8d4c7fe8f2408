import csv
from pathlib import Path

import pytest

from requests_app.domain.agencies.importer import (
    COLUMNS,
    DirectoryImport,
    DirectoryRefused,
    content_of,
    import_agencies,
    plan_directory,
)
from requests_app.domain.agencies.models import Agency, Alias, Ori
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.upkeep.content import AGENCIES_FILE
from tests.builders import NOW, an_agency

pytestmark = pytest.mark.django_db

ROW = {
    "name": "Fresno Police Department",
    "kind": "police",
    "level": "city",
    "records_law": "cpra",
    "county": "Fresno",
    "oris": "CA0100500",
    "aliases": "Fresno PD",
    "website": "https://www.fresno.gov",
    "source": "test",
}


def imported(path: Path) -> DirectoryImport:
    return import_agencies(content=content_of(path), name=path.name, by=None, at=NOW)


def a_file(tmp_path: Path, *rows: dict[str, str], columns=COLUMNS) -> Path:
    path = tmp_path / "agencies.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows({**ROW, **row} for row in rows)
    return path


def test_the_starting_directory_has_689_agencies_and_747_oris() -> None:
    done = imported(AGENCIES_FILE)
    assert (done.created, done.oris) == (689, 747)
    assert (Agency.objects.count(), Ori.objects.count()) == (689, 747)
    sheriff = Agency.objects.get(oris__code="CA0190000")
    assert "Los Angeles County Sheriff's Department" in [a.name for a in sheriff.aliases.all()]


def test_importing_it_again_changes_nothing() -> None:
    imported(AGENCIES_FILE)
    aliases = Alias.objects.count()
    done = imported(AGENCIES_FILE)
    assert (done.created, done.updated, done.unchanged, done.oris) == (0, 0, 689, 0)
    assert Alias.objects.count() == aliases


def test_the_audit_record_tells_it_of_each_agency_that_changed(tmp_path) -> None:
    imported(a_file(tmp_path, {}))
    more = {"oris": "CA0210100", "aliases": ""}
    imported(a_file(tmp_path, more | {"name": "Marin Police"}, {}))
    entries = AuditEntry.objects.filter(verb="imported directory").order_by("pk")
    assert [entry.subject_label for entry in entries] == [
        "Fresno Police Department", "Marin Police"
    ]  # fmt: skip
    assert entries[1].details == {"file": "agencies.csv", "created": 1, "updated": 0}


def test_an_agency_is_the_same_when_an_ori_matches(tmp_path) -> None:
    imported(a_file(tmp_path, {}))
    done = imported(a_file(tmp_path, {"name": "City of Fresno Police"}))
    assert done.updated == 1
    assert Agency.objects.get().name == "City of Fresno Police"


def test_without_ori_it_is_the_same_when_name_and_county_match(tmp_path) -> None:
    known = an_agency("FRESNO POLICE DEPARTMENT", county="Fresno")
    done = imported(a_file(tmp_path, {"oris": ""}))
    assert (done.created, done.updated) == (0, 1)
    assert Agency.objects.get().pk == known.pk


def test_the_same_name_in_another_county_is_another_agency(tmp_path) -> None:
    an_agency("Fresno Police Department", county="Kern")
    done = imported(a_file(tmp_path, {}))
    assert done.created == 1


BAD = [
    ({"name": ""}, "row 2, name", "needs a name"),
    ({"level": "federal"}, "row 2, level “federal”", "must be one of"),
    ({"kind": "coast guard"}, "row 2, kind “coast guard”", "must be one of"),
    ({"records_law": ""}, "row 2, records_law “”", "must be one of"),
    ({"county": "Reno"}, "row 2, county “Reno”", "58 counties"),
    ({"oris": "NV0100500"}, "row 2, oris “NV0100500”", "CA and seven characters"),
    ({"oris": "CA0100500; CA0100500"}, "row 2, oris “CA0100500”", "stands in row 2 already"),
]


@pytest.mark.parametrize(("values", "place", "rule"), BAD)
def test_a_bad_row_is_named_and_nothing_is_imported(tmp_path, values, place, rule) -> None:
    good = {"name": "Good PD", "oris": "CA0109999"}
    with pytest.raises(DirectoryRefused) as refused:
        imported(a_file(tmp_path, values, good))
    assert place in str(refused.value)
    assert rule in str(refused.value)
    assert not Agency.objects.exists()
    assert not AuditEntry.objects.exists()


def test_oris_of_two_agencies_in_one_row_are_refused_whole(tmp_path) -> None:
    first = an_agency("A PD")
    second = an_agency("B PD")
    Ori.objects.create(agency=first, code="CA0100500")
    Ori.objects.create(agency=second, code="CA0100600")
    path = a_file(tmp_path, {"name": "New PD", "oris": "CA0107777"},
                  {"name": "Both", "oris": "CA0100500; CA0100600"})  # fmt: skip
    with pytest.raises(DirectoryRefused, match=r"row 3.*A PD, B PD"):
        imported(path)
    assert Agency.objects.count() == 2


def test_a_missing_column_is_named(tmp_path) -> None:
    path = a_file(tmp_path, {}, columns=[c for c in COLUMNS if c != "oris"])
    with pytest.raises(DirectoryRefused, match="oris"):
        imported(path)


def test_a_file_of_no_encoding_is_refused_by_name(tmp_path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(b"\xef\xbb\xbfname,kind\nCa\x81\xf1ada \xc3\xb1,police")
    with pytest.raises(DirectoryRefused, match=r"old.csv.*mixes UTF-8.*in line 2"):
        imported(path)


def test_a_name_that_is_too_long_and_a_nul_are_named(tmp_path) -> None:
    with pytest.raises(DirectoryRefused, match="longer than 200 characters"):
        imported(a_file(tmp_path, {"name": "x" * 201}))
    (tmp_path / "nul.csv").write_bytes(b"name\x00\n")
    with pytest.raises(DirectoryRefused, match="NUL"):
        imported(tmp_path / "nul.csv")


def test_a_new_name_that_another_agency_has_is_refused(tmp_path) -> None:
    imported(a_file(tmp_path, {}))
    an_agency("Clovis Police Department", county="Fresno")
    with pytest.raises(DirectoryRefused, match=r"row 2.*another agency in that county"):
        renamed = a_file(tmp_path, {"name": "Clovis Police Department"})
        imported(renamed)


def test_a_cell_of_two_lines_keeps_the_rows_counted(tmp_path) -> None:
    path = a_file(tmp_path, {"source": "two\nlines"}, {"name": "", "oris": ""})
    with pytest.raises(DirectoryRefused, match="row 3, name"):
        imported(path)


def history() -> list[int]:
    return [model.history.count() for model in (Agency, Alias, Ori)]


def test_an_unchanged_directory_writes_no_history_and_no_audit() -> None:
    imported(AGENCIES_FILE)
    before = history(), AuditEntry.objects.count()
    imported(AGENCIES_FILE)
    assert (history(), AuditEntry.objects.count()) == before
    assert history()[0] == 689, "one row for each agency that was made"


def test_what_a_file_would_change_is_said_and_nothing_is_written(tmp_path) -> None:
    imported(a_file(tmp_path, {}))
    renamed = {"name": "City of Fresno Police", "level": "state", "aliases": "Fresno PD;F.P.D."}
    more = {"name": "Clovis PD", "oris": "CA0109999", "aliases": ""}
    path = a_file(tmp_path, renamed, more)
    plan = plan_directory(path.read_bytes(), path.name)
    assert [one.row.values["name"] for one in plan.created] == ["Clovis PD"]
    assert plan.updated[0].changes == (
        ("name", "Fresno Police Department", "City of Fresno Police"),
        ("level", "city", "state"),
    )
    assert plan.updated[0].aliases == ("F.P.D.",)
    assert plan.moved == {Agency.objects.get().pk: ("cpra", "state")}
    assert Agency.objects.get().name == "Fresno Police Department"


def test_all_errors_are_named_at_once_and_two_rows_of_one_agency_are_one(tmp_path) -> None:
    imported(a_file(tmp_path, {}))
    path = a_file(tmp_path, {}, {"oris": ""}, {"name": "Other", "county": "Reno", "oris": ""})
    with pytest.raises(DirectoryRefused) as refused:
        imported(path)
    assert [(error.row, error.column) for error in refused.value.errors] == [
        (3, "name"), (3, "name"), (4, "county"), (4, "aliases"),
    ]  # fmt: skip


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_and_windows_text_are_read(tmp_path, delimiter) -> None:
    path = tmp_path / "agencies.csv"
    with path.open("w", newline="", encoding="cp1252") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=delimiter)
        writer.writeheader()
        writer.writerow({**ROW, "name": "La Cañada PD", "oris": "CA0100500; CA0100501"})
    assert imported(path).oris == 2
    assert Agency.objects.get().name == "La Cañada PD"


def test_a_plan_costs_five_queries_and_no_more_for_689_agencies(
    django_assert_max_num_queries,
) -> None:
    imported(AGENCIES_FILE)
    with django_assert_max_num_queries(5):
        plan_directory(content_of(AGENCIES_FILE), "agencies.csv")


@pytest.mark.parametrize("alias", ["Clovis Police", "clovis p.d."])
def test_another_name_that_somebody_else_has_is_refused_by_its_row(
    tmp_path: Path, alias: str
) -> None:
    clovis = an_agency("Clovis Police")
    Alias.objects.create(agency=clovis, name="Clovis PD")
    with pytest.raises(DirectoryRefused) as refused:
        imported(a_file(tmp_path, {"aliases": f"Fresno PD;{alias}"}))
    [error] = refused.value.errors
    assert (error.row, error.column, error.value, error.message) == (
        2, "aliases", alias, "belongs to Clovis Police: a name has one agency",
    )  # fmt: skip
    assert Agency.objects.get() == clovis


def test_two_rows_do_not_share_another_name(tmp_path: Path) -> None:
    rows = ({}, {"name": "Clovis Police", "oris": "CA0100400", "aliases": "Fresno PD"})
    with pytest.raises(DirectoryRefused) as refused:
        imported(a_file(tmp_path, *rows))
    assert [(error.row, error.message) for error in refused.value.errors] == [
        (2, "belongs to row 3: a name has one agency"),
        (3, "belongs to row 2: a name has one agency"),
    ]
