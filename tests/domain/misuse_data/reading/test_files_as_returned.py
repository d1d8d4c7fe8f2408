"""The files of tests/files/returned, made by somebody who had not seen the reader, from preview to
draft: no number is read that a careful person does not read there."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from requests_app.domain.agencies.importer import import_agencies
from requests_app.domain.agencies.models import Agency, Alias
from requests_app.domain.misuse_data.importing.incoming import Incoming
from requests_app.domain.misuse_data.importing.operations import Titled, import_file
from requests_app.domain.misuse_data.importing.previews import Wanted, previewed
from requests_app.domain.misuse_data.models import Figure, Measure, Release
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.reading.files import sheets_of
from requests_app.domain.misuse_data.reading.marks import Marks
from requests_app.domain.misuse_data.reading.recognition import Chosen, recognised, said_to_cover
from requests_app.domain.misuse_data.sources import source_named
from requests_app.domain.misuse_data.vocabulary import Answer
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


def measure_of(figure: Figure) -> str:
    """As the truth calls it; what no measure stands for in the file's words, without brackets."""
    if figure.measure.key == Measure.UNMAPPED:
        return figure.measure_as_written.partition(" (")[0]
    key = figure.measure.key
    return "violations" if key == "misuse-found" else key.replace("-", "_")


def stated_in(release: Release) -> dict[tuple, Decimal | None]:
    """Every figure, with None where it is no number."""
    figures = release.figures.select_related("agency", "measure")
    return {
        (
            f.agency.name,
            f.year_to,
            measure_of(f),
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


COUNTY_NAMES = {
    "Oakland PD": "Oakland Police Department",
    "Alameda Co. Sheriff": "Alameda County Sheriff's Office",
}
# What a person says of the columns that are not named in words we know.
OLD_COLUMNS = {"CLETS Misuse": {
    "Agency": "agency", "ORI": "ori", "Invest.": "measure:investigations",
    "Misuse": "measure:misuse-found", "Couns.": "measure:counseled", "Susp.": "measure:suspended",
    "Resig.": "measure:resigned", "Term.": "measure:terminated", "Misd.": "measure:misdemeanor",
    "Fel.": "measure:felony",
}}  # fmt: skip
COUNTY_COLUMNS = {"Sheet1, table 1": {
    "County": "county", "Agency": "agency", "# of CLETS Invest.": "measure:investigations",
    "Sustained": "measure:misuse-found", "% Sustained": "measure:unmapped",
}}  # fmt: skip
# Two figures in one cell, "12 (3 pending)": the second is a note of the first.
NOT_TOLD_APART = {("Hayward Police Department", 2023, "pending")}
# Discipline in words, several in a cell: the column is left out, and shown as left out.
IN_WORDS = {"counseled", "resigned", "terminated", "trained", "reprimanded"}


def test_a_year_on_a_line_of_its_own_is_that_of_the_rows_below_it(returned):
    path = returned / "old_2016_2018.xls"
    asked = wanted(2016, 2018)
    asked = replace(asked, chosen=Chosen(columns=OLD_COLUMNS))
    preview = previewed(Incoming.at(path, came_on=TODAY), asked)
    assert preview.errors == []
    assert "total-agrees" not in {problem.rule for problem in preview.warnings}
    release, _ = import_file(
        incoming=Incoming.at(path, came_on=TODAY), wanted=asked, titled=Titled("Old"),
        by=a_person(), at=NOW,
    )  # fmt: skip
    truth, stated = truth_of(path, {}), stated_in(release)
    numbers = {key: value for key, value in stated.items() if value is not None}
    none_said = {key for key in truth if stated.get(key) is None}
    assert {key: value for key, value in numbers.items() if truth.get(key) != value} == {}
    assert none_said == {("Eureka Police Department", year, "felony") for year in range(2016, 2019)}


def test_a_list_of_names_for_each_year_tells_who_had_none_in_it(returned):
    asked = replace(wanted(2016, 2018), chosen=Chosen(columns=OLD_COLUMNS))
    path = returned / "old_2016_2018.xls"
    release, _ = import_file(
        incoming=Incoming.at(path, came_on=TODAY), wanted=asked, titled=Titled("Old"),
        by=a_person(), at=NOW,
    )  # fmt: skip
    rows = csv.DictReader((path.parent / f"{path.name}.truth.csv").open(encoding="utf-8-sig"))
    listed = release.figures.filter(answer="listed_as_none", where__contains="“None”")
    assert {(f.agency.name, f.year_to) for f in listed.select_related("agency")} == {
        (row["agency"], int(row["year_to"])) for row in rows if row["sheet_or_page"] == "None"
    }


def test_three_tables_on_one_tab_are_three_tables(returned):
    for printed, name in COUNTY_NAMES.items():
        agency = Agency.objects.get(name=name)
        Alias.objects.get_or_create(agency=agency, name=printed)
    path = returned / "county_working_table.xlsx"
    asked = replace(wanted(2021, 2023), chosen=Chosen(columns=COUNTY_COLUMNS))
    preview = previewed(Incoming.at(path, came_on=TODAY), asked)
    assert preview.errors == []
    assert [(one.found.name, str(one.found.sheet.part)) for one in preview.sheets] == [
        ("Sheet1, table 1", "rows 3–23, columns C–H"),
        ("Sheet1, table 2", "rows 26–31, columns D–G"),
        ("Sheet1, table 3", "rows 5–12, columns L–O"),
    ]
    release, _ = import_file(
        incoming=Incoming.at(path, came_on=TODAY), wanted=asked, titled=Titled("County"),
        by=a_person(), at=NOW,
    )  # fmt: skip
    stated = stated_in(release)
    truth = {
        (who, year, measure.replace("unmapped:", "")): value
        for (who, year, measure), value in truth_of(path, COUNTY_NAMES).items()
        if measure not in IN_WORDS
    }
    numbers = {key: value for key, value in stated.items() if value is not None}
    assert {key: value for key, value in numbers.items() if truth.get(key) != value} == {}
    noted = release.figures.get(agency__name__startswith="Hayward", raw="12 (3 pending)")
    assert noted.note == "3 pending"
    assert {key for key in truth if stated.get(key) is None} == NOT_TOLD_APART | {
        ("San Leandro Police Department", 2023, "violations"),  # "none": no number
    }


def test_a_long_export_says_row_by_row_what_keeps_it_out(returned):
    path = returned / "export_2019_2023.csv"
    found = previewed(Incoming.at(path, came_on=TODAY), wanted(2019, 2023)).problems
    told = {(one.rule, one.severity.value, one.where) for one in found}
    assert ("said-once", "warning", "row 132") in told
    assert ("said-once", "error", "row 134, column E “Count”") in told
    years = [one for one in found if one.rule == "year-in-range"]
    assert [(one.severity.value, "“FY 202" in one.message) for one in years] == [
        ("error", True)
    ] * 2


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


MARKED = Marks(dash=Answer.REPORTED_ZERO, blank=Answer.DID_NOT_REPORT)


def test_the_dojs_dashes_and_blanks_mean_what_its_own_notes_say(returned):
    """Every answer is then that of the truth, but of "9 (1)", "N/A" and two agencies that the notes
    name in prose."""
    path = returned / "doj_2024.xlsx"
    asked = replace(wanted(2024, 2024), chosen=Chosen(marks=MARKED))
    release, preview = import_file(
        incoming=Incoming.at(path, came_on=TODAY),
        wanted=asked, titled=Titled("Marked"), by=a_person(), at=NOW,
    )  # fmt: skip
    legend = preview.sheets[0].found.legend
    assert [line.partition(" ")[0] for line in legend.of_marks] == ["Notes:", "A"]
    answers = Counter(release.figures.values_list("answer", flat=True))
    rows = csv.DictReader((returned / "doj_2024.xlsx.truth.csv").open(encoding="utf-8-sig"))
    truth = Counter(row["answer"] for row in rows)
    unclear = set(release.figures.filter(answer="unreadable").values_list("raw", flat=True))
    assert unclear == {"N/A", "9 (1)"}
    assert answers["reported_zero"] == truth["reported_zero"]
    assert answers["did_not_report"] == truth["did_not_report"] - 2
    starred = release.figures.get(raw="5*")
    assert starred.note.startswith("One confirmed violation may result in more than one")
    assert release.returned_files.get().sheets[0]["marks"] == MARKED.as_json()


SAID = {
    "doj_2024.xlsx": (Covers(2024, 2024), date(2025, 7, 15)),
    "doj_2024_reissued.xlsx": (Covers(2024, 2024), date(2025, 11, 3)),  # not of the first issue
    "campuses.ods": (Covers(2022, 2023), None),
    "portal_saved.html": (Covers(2021, 2023), date(2024, 4, 2)),
    "unruled_2022.pdf": (Covers(2022, 2022), None),
    "sheriff_letter.pdf": (Covers(2019, 2023), None),
    "old_2016_2018.xls": (Covers(2016, 2018), None),
    "county_working_table.xlsx": (Covers(2021, 2023), None),
    "export_2019_2023.csv": (Covers(2019, 2023), None),  # its rows say their years
}


@pytest.mark.parametrize("name", SAID)
def test_a_file_says_which_years_it_covers_and_as_of_when(returned, name):
    with (returned / name).open("rb") as file:
        found = recognised(sheets_of(file, max_bytes=10_000_000, name=name), Chosen())
    days = [one.legend.as_of[0] for one in found if one.legend.as_of]
    assert (said_to_cover(found), next(iter(days), None)) == SAID[name]
