"""Files as agencies return them, by hand in a real browser: attached by one person, published by
another, and found by a reader who asks where a figure comes from."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import DOJ_NAME, Agency
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.upkeep.content import load_starting_content
from tests.browser.conftest import sign_in
from tests.builders import a_person, a_request

pytestmark = pytest.mark.long
RETURNED = Path(__file__).resolve().parents[1] / "files" / "returned"
REASON = "Compared with the file, cell by cell."


class Case(NamedTuple):
    """A file, whom it was asked of, the years it covers, and a figure that a person reads in it."""

    file: str
    first: int
    last: int
    about: str
    measure: str
    year: int
    stated: str
    place: str
    asked_of: str = DOJ_NAME

    @property
    def title(self) -> str:
        return f"Returned in {Path(self.file).stem}"


LA = "Los Angeles County Sheriff's Office"
BAKERSFIELD = "California State University: Bakersfield"
TUOLUMNE = "Tuolumne County Sheriff's Office"
CASES_TAB = "sheet “Agencies with Investigations”, row {}, column C “Number of Investigations”"
CASES = Case(
    "doj_2024.xlsx", 2024, 2024, LA, "investigations", 2024, "1,204", CASES_TAB.format(30)
)  # fmt: skip
REISSUED = CASES._replace(
    file="doj_2024_reissued.xlsx", stated="1,240", place=CASES_TAB.format(31)
)  # fmt: skip
NONE = CASES._replace(
    about="Turlock Police Department",
    stated="listed as having none",  # by its name alone: nobody wrote a number
    place="sheet “Agencies with None”, row 60, column A “Agency Name”",
)
CAMPUSES = Case(
    "campuses.ods", 2022, 2023, BAKERSFIELD, "investigations", 2022, "1",
    "sheet “CY2022”, row 5, column D “Investigations”",
)  # fmt: skip
PORTAL = Case(
    "portal_saved.html", 2021, 2023, "Carlsbad Police Department", "investigations", 2023, "4",
    "table 1, row 3, column H “2023 Investigations”",
)  # fmt: skip
UNRULED = Case(
    "unruled_2022.pdf", 2022, 2022, "Alameda Police Department", "investigations", 2022, "3",
    "page 1, row 5, column C “Investigations”",
)  # fmt: skip
LETTER = Case(
    "sheriff_letter.pdf", 2019, 2023, TUOLUMNE, "complaints", 2023, "11",
    "page 1, row 13, column F “2023”", TUOLUMNE,
)  # fmt: skip
OLD = Case(
    "old_2016_2018.xls", 2016, 2018, "Redding Police Department", "investigations", 2018, "2,018",
    "sheet “CLETS Misuse”, row 41, column C “Invest.”",
)  # fmt: skip
COUNTY = Case(
    "county_working_table.xlsx", 2021, 2023, "Fremont Police Department", "complaints", 2022, "9",
    "sheet “Sheet1”, row 10, column M “Complaints”",
)  # fmt: skip
# What changed from the one issue to the other, as whoever made the files wrote it down.
TOLD = [
    (LA, "investigations", "1,204", "1,240"),
    ("Los Angeles Police Department", "violations", "24", "26"),
    ("Berkeley Police Department", "pending", "unreadable or unclear", "2"),
    ("Turlock Police Department", "investigations", "listed as having none", "2"),
    ("Santa Monica Police Department", "investigations", "not there", "4"),
    ("Vallejo Police Department", "investigations", "13", "not there any more"),
]
OUT = [CASES, NONE, PORTAL, CAMPUSES, UNRULED, LETTER, OLD]


class Desk(NamedTuple):
    """Two people who have signed in, and a reader who has not."""

    staff: Page
    reviewer: Page
    reader: Page
    url: str


@pytest.fixture
def desk(page: Page, new_context, live_server, transactional_db) -> Desk:
    load_starting_content(at=timezone.now())
    url = live_server.url
    staff = sign_in(page, url, a_person(Role.STAFF))
    reviewer = sign_in(new_context().new_page(), url, a_person(Role.REVIEWER))
    for one in (staff, reviewer):
        one.set_default_timeout(30_000)
    return Desk(staff, reviewer, new_context().new_page(), url)


def a_request_for(case: Case) -> RecordsRequest:
    agency = Agency.objects.get(name=case.asked_of)
    return a_request(agency=agency, reporting_year=case.last, at=timezone.now())


def attach(desk: Desk, case: Case) -> None:
    desk.staff.goto(f"{desk.url}/staff/requests/{a_request_for(case).pk}/")
    desk.staff.get_by_label("Files").set_input_files(RETURNED / case.file)
    desk.staff.get_by_role("button", name="Attach", exact=True).click()
    expect(desk.staff.get_by_role("status")).to_contain_text(f"Attached {case.file}")
    desk.staff.get_by_role("link", name="Import its rows").click()
    expect(desk.staff.get_by_role("heading", level=1)).to_have_text(f"Import {case.file}")


def look(desk: Desk, case: Case) -> None:
    page = desk.staff
    expect(page.get_by_label("Source", exact=True)).to_have_value(case.asked_of)
    page.get_by_label("Title").fill(case.title)
    page.get_by_label("First year covered").fill(str(case.first))
    page.get_by_label("Last year covered").fill(str(case.last))
    page.get_by_role("button", name="Look at what would be imported").click()
    expect(page.get_by_role("heading", name="What would be imported")).to_be_visible()


def take_in(desk: Desk) -> None:
    page = desk.staff
    page.get_by_role("button", name=re.compile(r"^Import \d+ figures as a draft")).first.click()
    expect(page.get_by_role("status")).to_contain_text("figures into a draft.")
    if page.locator("#warnings").count():
        page.get_by_label("Why they can be accepted").fill(REASON)
        page.get_by_role("button", name="Accept what is ticked").click()
        expect(page.locator("#warnings")).to_contain_text("all accepted")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.locator(".next-step")).to_contain_text("In review.")


def publish(desk: Desk, why: str = "") -> None:
    page = desk.reviewer
    page.goto(desk.staff.url)
    if why:
        page.get_by_label("Why the figures changed").fill(why)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".facts").first).to_contain_text("Published")


def bring_out(desk: Desk, case: Case, why: str = "") -> None:
    attach(desk, case)
    look(desk, case)
    take_in(desk)
    publish(desk, why)


def see_its_source(desk: Desk, case: Case) -> None:
    """From the agency's public page, by one click on the dot beside the figure."""
    page = desk.reader
    page.goto(f"{desk.url}/agencies/{Agency.objects.get(name=case.about).pk}/")
    years = page.get_by_role("table").first.get_by_role("row").first.get_by_role("columnheader")
    column = years.all_inner_texts().index(str(case.year))
    named = page.get_by_role("cell", name=re.compile(f"^{case.measure}"))
    row = page.get_by_role("table").first.get_by_role("row").filter(has=named)
    cell = row.get_by_role("cell").nth(column)
    expect(cell).to_contain_text(case.stated)
    cell.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"^{case.stated} "))
    facts = page.locator("aside .facts")
    for words in (case.title, case.place, case.file, "checked and published by a second person"):
        expect(facts).to_contain_text(words)


def see_that_its_year_fits(desk: Desk, case: Case) -> None:
    """However many measures a source has, its table scrolls and not the page."""
    for width in (1280, 390):
        desk.reader.set_viewport_size({"width": width, "height": 900})
        desk.reader.goto(f"{desk.url}/years/{case.year}/")
        assert desk.reader.evaluate("document.documentElement.scrollWidth") <= width
    desk.reader.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("case", OUT, ids=lambda case: f"{case.file}, {case.about}")
def test_from_the_file_to_the_source_of_a_public_figure(desk: Desk, case: Case) -> None:
    bring_out(desk, case)
    see_its_source(desk, case)
    see_that_its_year_fits(desk, case)


def test_three_tables_on_one_tab_are_looked_at_each_by_itself(desk: Desk) -> None:
    attach(desk, COUNTY)
    page = desk.staff
    sheet = page.get_by_role("group", name="Sheet “Sheet1, table 1”, rows 3–23, columns C–H")
    sheet.get_by_label("# of CLETS Invest.").select_option(label="Figure: investigations")
    look(desk, COUNTY)
    preview = page.get_by_label("Preview")
    expect(preview).to_contain_text("No figures are read from “Discipline”")
    expect(preview).to_contain_text("“Sheet1, table 2”, rows 26–31, columns D–G: 2 rows")
    page.get_by_role("link", name="Say whom they mean").click()
    for name in ("Oakland Police Department", "Alameda County Sheriff's Office"):
        row = page.get_by_role("row").filter(has_text=name)
        means = row.get_by_label("Means")
        option = means.locator("option").filter(has_text=name).first
        means.select_option(value=option.get_attribute("value"))
    page.get_by_role("button", name="Remember what is chosen").click()
    attach(desk, COUNTY)
    look(desk, COUNTY)
    take_in(desk)
    publish(desk)
    see_its_source(desk, COUNTY)


def test_a_year_issued_again_is_told_in_a_correction_note(desk: Desk) -> None:
    bring_out(desk, CASES)
    bring_out(desk, REISSUED, why="The DOJ issued the year again; two digits were swapped.")
    see_its_source(desk, REISSUED)
    page = desk.reader
    page.goto(f"{desk.url}/corrections/")
    page.get_by_role("link", name=f"{DOJ_NAME}, 2024").click()
    note = page.get_by_role("main")
    expect(note).to_contain_text("two digits were swapped")
    expect(note).to_contain_text("Chico is now CSU Chico University Police Department, 13 figures")
    for about, measure, was, now in TOLD:
        line = note.get_by_role("row").filter(has_text=about).filter(has_text=measure)
        expect(line.get_by_role("cell").nth(3)).to_have_text(re.compile(rf"^\s*{was}(?!\d)"))
        expect(line.get_by_role("cell").nth(4)).to_have_text(re.compile(rf"^\s*{now}(?!\d)"))


def test_a_scan_is_refused_and_leads_to_its_transcription(desk: Desk) -> None:
    attach(desk, LETTER._replace(file="scanned_memo.pdf"))
    expect(desk.staff.get_by_role("alert")).to_contain_text("it has to be transcribed")
    desk.staff.get_by_role("link", name="Transcribe its table").click()
    expect(desk.staff.get_by_role("heading", level=1)).to_have_text("Transcribe scanned_memo.pdf")


def test_rows_that_contradict_each_other_are_named_and_nothing_can_be_imported(desk: Desk) -> None:
    export = Case("export_2019_2023.csv", 2019, 2023, "", "", 0, "", "")
    attach(desk, export)
    look(desk, export)
    preview = desk.staff.get_by_label("Preview")
    expect(preview.get_by_role("alert")).to_contain_text("Nothing can be imported")
    wrong = preview.locator("tr.row-error").filter(has_text="Kern County Sheriff's Office, 2023")
    expect(wrong).to_contain_text("row 134, column E “Count”")
    expect(wrong).to_contain_text("“9” stands in row 133 already")
    expect(desk.staff.get_by_role("button", name=re.compile("as a draft"))).to_have_count(0)
