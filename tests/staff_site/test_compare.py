"""The comparison pages: contradictions first, like with like, drafts marked."""

import csv
import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Alias
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.denominators.models import SwornOfficers
from requests_app.staff_site.comparisons import COMPARISONS
from tests.builders import an_agency
from tests.domain.misuse_data.figures import a_claim, a_file, imported
from tests.staff_site.doors import signed_in, texts

pytestmark = pytest.mark.django_db
COMPARE = "/staff/compare/"


@pytest.fixture
def reader():
    return signed_in(Role.READER)


@pytest.fixture
def sheriff():
    agency = an_agency("Los Angeles County Sheriff's Office")
    Alias.objects.create(agency=agency, name="Los Angeles County Sheriff's Department")
    agency.refresh_search_text()
    return agency


@pytest.fixture
def printed(sheriff):
    call_command("import_published_figures", verbosity=0)


@pytest.mark.usefixtures("printed")
def test_contradictions_come_first_and_tell_their_stories(reader):
    page = texts(reader.get(COMPARE))
    assert "7,275 or 7,635 violations?" in page
    assert "7,635 equals the 2019–2023 total of violations stated by tnsafety.com" in page
    assert "are the 143 violations or investigations?" in page


@pytest.mark.usefixtures("printed")
def test_source_on_source_shows_the_difference_and_its_cause(reader):
    page = texts(reader.get(COMPARE, {"tab": "sources", "measure": "violations", "year": 2023}))
    assert "+360" in page
    assert "probably that period's number" in page


@pytest.mark.usefixtures("printed")
def test_agency_on_agency_shows_share_and_the_rest(reader):
    page = texts(reader.get(COMPARE, {"tab": "agencies", "measure": "violations", "year": 2023}))
    assert "93.3%" in page
    assert "Without it: 486 of the stated total" in page


def test_year_on_year_takes_an_agency_by_name_and_shows_gaps(reader):
    agency = an_agency("San Diego County Sheriff's Office")
    for year, value in ((2019, 4), (2020, 6), (2022, 9)):
        a_claim(value, years=year, agency=agency)
    query = {"tab": "years", "measure": "violations", "agency_text": agency.name}
    page = texts(reader.get(COMPARE, query))
    assert "no figure" in page
    assert "+2" in page
    assert "+3" not in page


def test_an_unknown_agency_is_told_beside_the_field(reader):
    a_claim(4)
    query = {"tab": "years", "measure": "violations", "agency_text": "Atlantis PD"}
    page = texts(reader.get(COMPARE, query))
    assert "Atlantis PD" in page
    assert "No agency in the directory" in page


@pytest.mark.parametrize("tab", [*COMPARISONS, "nonsense"])
def test_every_tab_answers_with_nothing_to_compare(reader, tab):
    response = reader.get(COMPARE, {"tab": tab, "measure": "x", "year": "y"})
    assert response.status_code == 200


def test_drafts_take_part_and_are_marked(reader, sheriff):
    imported(a_file(f"Agency,Year,Violations\n{sheriff.name},2023,30\n"))
    a_claim(31, agency=sheriff)
    page = texts(reader.get(COMPARE))
    assert "30 or 31 violations?" in page
    assert '<span class="sub">draft</span>' in page


def rows(response):
    text = b"".join(response.streaming_content).decode().lstrip("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.usefixtures("printed")
def test_what_is_compared_can_be_downloaded(reader):
    query = {"tab": "sources", "measure": "violations", "year": 2023}
    found = rows(reader.get("/staff/compare.csv", query))
    assert {row["value"] for row in found} == {"7275", "7635"}
    assert [row["difference"] for row in found] == ["", "360"]
    assert found[1]["likely_cause"].startswith("7,635 equals the 2019–2023 total")
    assert {row["state"] for row in found} == {"published"}
    assert "/staff/figures/" in found[0]["passport"]
    assert len(rows(reader.get("/staff/compare.csv"))) == 4


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.usefixtures("printed")
def test_who_took_which_comparison_out_is_on_record(reader, kind):
    query = {"tab": "sources", "measure": "violations", "year": 2023}
    reader.get(COMPARE, query)
    assert not AuditEntry.objects.filter(verb="exported list").exists()
    reader.get(f"/staff/compare.{kind}", query)
    entry = AuditEntry.objects.get(verb="exported list")
    assert entry.details == {
        "what": "comparison: Source on source",
        "query": "tab=sources&measure=violations&year=2023",
        "format": kind,
    }


@pytest.mark.usefixtures("printed")
def test_the_pictures_of_the_public_pages_stand_here_too(reader, sheriff):
    draft = "Agency,Year,Violations\nFresno PD,2023,30\nNapa PD,2023,4\n"
    an_agency("Fresno PD", county="Fresno")
    an_agency("Napa PD", county="Napa")
    imported(a_file(draft))
    page = texts(reader.get(COMPARE, {"tab": "agencies", "measure": "violations", "year": 2023}))
    assert "Violations by county" in page
    assert "2 of 2 agencies listed have a number." in page
    assert "Drafts are among these figures" in page
    assert "tab=agencies&measure=violations&year=2023&county=Napa" in page
    outcomes = texts(reader.get(COMPARE, {"tab": "outcomes", "year": 2023}))
    for part in ("24 suspended", "6 resigned", "9 terminated"):
        assert part in outcomes


def test_the_page_asks_as_often_for_many_as_for_few(reader):
    def plant(first, count):
        for number in range(first, first + count):
            for source, shift in (("One", 0), ("Two", 3)):
                a_claim(100 + number + shift, source=source, agency=an_agency(), years=2000)
                a_claim(500 + 9 * number + shift, source=source, years=1995 + number)

    def asked(tab):
        with CaptureQueriesContext(connection) as queries:
            reader.get(COMPARE, {"tab": tab, "year": 2000})
        return len(queries)

    plant(0, 6)
    few = [asked(tab) for tab in COMPARISONS]
    plant(6, 12)
    assert [asked(tab) for tab in COMPARISONS] == few
    assert max(few) <= 16


@pytest.mark.usefixtures("printed")
@pytest.mark.parametrize("tab", COMPARISONS)
def test_every_comparison_is_a_page_a_csv_and_a_workbook(reader, tab):
    query = {"tab": tab, "year": 2023, "before": 2018, "county": "Fresno"}
    assert COMPARISONS[tab].words in texts(reader.get(COMPARE, query))
    found = rows(reader.get("/staff/compare.csv", query))
    assert found, "the file is empty"
    book = b"".join(reader.get("/staff/compare.xlsx", query).streaming_content)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name("Compared")
    head, *lines = sheet.to_python()
    assert (head, len(lines)) == (list(found[0]), len(found))


@pytest.mark.usefixtures("printed")
def test_outcomes_are_set_against_violations(reader):
    page = texts(reader.get(COMPARE, {"tab": "outcomes", "year": 2023}))
    assert "how many have no stated outcome cannot be told" in page and "7,236" not in page
    (eff,) = [row for row in rows(reader.get("/staff/compare.csv", {"tab": "outcomes"}))
              if row["source"] == "EFF" and row["outcomes_stated"]]  # fmt: skip
    assert (eff["violations_exact"], eff["outcomes_exact"]) == ("yes", "yes")
    numbers = (eff["violations"], eff["outcomes_stated"], eff["more_outcomes_than_violations"])
    assert numbers == ("7275", "39", "no")


def test_a_countys_years_name_who_did_not_report(reader):
    a_claim(4, agency=an_agency("A Police", county="Kern"))
    a_claim(None, agency=an_agency("Silent Police", county="Kern"), answer="did_not_report")
    page = texts(reader.get(COMPARE, {"tab": "years", "county": "Kern"}))
    assert "1 agency without an answer here" in page
    assert "Silent Police" in page


def test_what_is_not_comparable_is_refused_on_the_page_with_the_reason(reader):
    a_claim(4, agency=an_agency(county="Kern"), measure="unmapped", measure_as_written="Widgets")
    query = {"tab": "years", "measure": "unmapped:widgets", "county": "Kern"}
    assert "are not added" in texts(reader.get(COMPARE, query))


def test_a_rate_shows_whose_officers_of_which_year(reader, sheriff):
    a_claim(80, agency=sheriff)
    SwornOfficers.objects.create(agency=sheriff, year=2022, officers=9000, source="POST")
    page = texts(reader.get(COMPARE, {"tab": "agencies", "year": 2023}))
    assert "0.89" in page
    assert "of 9,000; officers of 2022" in page


def test_who_did_not_report_comes_first(reader):
    a_claim(4, agency=an_agency("A Police"))
    a_claim(None, agency=an_agency("Silent Police"), answer="did_not_report")
    page = texts(reader.get(COMPARE, {"tab": "reported"}))
    assert "1 of 2 answered" in page
    assert page.index("Silent Police") < page.index("A Police")
