"""The files of tests/files/returned, made by somebody who had not seen the reader, from preview to
draft: no number is read that a careful person does not read there."""

import csv
from decimal import Decimal

import pytest

from requests_app.domain.agencies.importer import import_agencies
from requests_app.domain.misuse_data.imports import Titled, import_file
from requests_app.domain.misuse_data.incoming import Incoming
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.previews import Wanted, previewed
from requests_app.domain.misuse_data.sources import source_named
from requests_app.domain.sheets.refusals import FileRefused
from requests_app.domain.upkeep.content import DATA
from tests.builders import NOW, TODAY, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.long]
DOJ = "California Department of Justice"
WHOLE = [
    ("doj_2024.xlsx", 2024, 2024),
    ("doj_2024_reissued.xlsx", 2024, 2024),
    ("portal_saved.html", 2021, 2023),
    ("campuses.ods", 2022, 2023),
    ("unruled_2022.pdf", 2022, 2022),
]


@pytest.fixture
def returned(project_root):
    return project_root / "tests" / "files" / "returned"


@pytest.fixture(autouse=True)
def directory():
    content = (DATA / "agencies.csv").read_bytes()
    import_agencies(content=content, name="agencies.csv", by=None, at=NOW)


def wanted(first: int, last: int) -> Wanted:
    return Wanted(source_named(DOJ), Covers(first, last))


def truth_of(path, names) -> dict[tuple, Decimal]:
    """Numbers that a careful person reads; "misuse found" is called violations there."""
    rows = csv.DictReader((path.parent / f"{path.name}.truth.csv").open(encoding="utf-8-sig"))
    return {
        (names.get(row["agency"], row["agency"]), int(row["year_to"]), row["measure"]): Decimal(
            row["value"]
        )
        for row in rows
        if row["answer"] in {"reported", "reported_zero"}
    }


def stated_in(release: Release) -> dict[tuple, Decimal | None]:
    """Every figure, with None where it is no number."""
    figures = release.figures.select_related("agency", "measure")
    return {
        (
            f.agency.name,
            f.year_to,
            {"misuse-found": "violations"}.get(f.measure.key, f.measure.key.replace("-", "_")),
        ): f.value
        for f in figures
    }


@pytest.mark.parametrize(("name", "first", "last"), WHOLE)
def test_a_file_goes_from_preview_to_draft_with_the_numbers_it_has(returned, name, first, last):
    path = returned / name
    incoming = Incoming.at(path, came_on=TODAY)
    preview = previewed(incoming, wanted(first, last))
    assert preview.errors == []
    release, _ = import_file(
        incoming=incoming, wanted=wanted(first, last), titled=Titled(name), by=a_person(), at=NOW
    )
    assert release.figures.count() == preview.figures
    names = {
        row["printed"]: row["agency"] for row in csv.DictReader((returned / "names.csv").open())
    }
    truth, stated = truth_of(path, names), stated_in(release)
    numbers = {key: value for key, value in stated.items() if value is not None}
    assert {key: value for key, value in numbers.items() if truth.get(key) != value} == {}
    # What was not understood ("9 (1)") is there as unclear, and not missing.
    assert set(truth) - set(stated) == set()


def test_the_dojs_two_tabs_make_cases_and_agencies_with_none_and_the_hidden_tab_is_told(returned):
    preview = previewed(Incoming.at(returned / "doj_2024.xlsx", came_on=TODAY), wanted(2024, 2024))
    cases, none, scratch = preview.sheets
    assert (cases.rows, none.rows) == (41, 60)
    assert none.figures == 60
    assert "hidden" in scratch.found.why_not
    assert not scratch.figures


def test_a_scan_is_refused_as_one(returned):
    with pytest.raises(FileRefused) as refusal:
        previewed(Incoming.at(returned / "scanned_memo.pdf", came_on=TODAY), wanted(2014, 2018))
    assert refusal.value.defect == "needs_transcription"


def test_a_letters_years_are_its_columns(returned):
    sheriff = "Tuolumne County Sheriff's Office"
    asked = Wanted(source_named(sheriff), Covers(2019, 2023))
    preview = previewed(Incoming.at(returned / "sheriff_letter.pdf", came_on=TODAY), asked)
    assert preview.errors == []
    found = {total.period.first: total.measure for total in preview.totals}
    assert set(found) == {2019, 2020, 2021, 2022, 2023}
