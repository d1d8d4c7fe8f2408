"""Just this list as a file: its columns, its order, its rows; safe in a spreadsheet."""

import csv
import io
import re
import tracemalloc
from datetime import date
from itertools import groupby

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.columns import COLUMNS
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.sheets import writing
from requests_app.staff_site.views.request_list import IN_A_FILE
from tests.builders import NOW, TODAY, a_request, an_agency, an_event

pytestmark = pytest.mark.django_db
LIST = "/staff/requests/"


def lines(client: Client, **query: str) -> list[list[str]]:
    response = client.get(f"{LIST}list.csv", query)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def cells(client: Client, sheet: int = 0, **query: str) -> list[list]:
    response = client.get(f"{LIST}list.xlsx", query)
    content = io.BytesIO(b"".join(response.streaming_content))
    return CalamineWorkbook.from_filelike(content).get_sheet_by_index(sheet).to_python()


@pytest.fixture
def two(db: None) -> None:
    a_request(agency=an_agency("=HYPERLINK(1)", county="Marin"), portal_number="-2+3")
    a_request(agency=an_agency("Oakland Police"), portal_number="-12", sent_on=date(2026, 6, 15))


def test_a_file_holds_what_the_list_shows_after_the_number(staff: Client, two: None) -> None:
    asked = {"county": "Fresno", "cols": "agency,due,standing", "sort": "-due"}
    number = RecordsRequest.objects.get(agency__name="Oakland Police").number
    head, *rows = lines(staff, **asked)
    assert head == cells(staff, **asked)[0] == ["Number", "Agency", "Standing", "Due"]
    assert rows == [[number, "Oakland Police", "Not yet due", "2026-06-25"]]


def test_a_workbook_says_in_a_sheet_of_its_own_what_it_is_of(staff: Client, two: None) -> None:
    assert cells(staff, sheet=1, county="Fresno", sort="-due") == [
        ["Requests, Open: County: Fresno. By Due, last first. Tenth Day, 2026-06-22"]
    ]


@pytest.mark.parametrize("cols", ["", "agency", "number,agency"])
def test_two_requests_to_one_agency_are_told_apart(staff: Client, cols: str) -> None:
    agency = an_agency()
    numbers = {a_request(agency=agency).number, a_request(agency=agency).number}
    for read in (lines, cells):
        assert {row[0] for row in read(staff, cols=cols)[1:]} == numbers


@pytest.mark.parametrize("sort", ["agency", "-agency", "due", "-who"])
def test_the_rows_come_in_the_lists_order(staff: Client, two: None, sort: str) -> None:
    listed = [row.number for row in staff.get(LIST, {"sort": sort}).context["rows"]]
    assert [row[0] for row in lines(staff, sort=sort, cols="number")[1:]] == listed


def test_a_cell_that_would_run_is_guarded_in_both_files(staff: Client, two: None) -> None:
    for read in (lines, cells):
        rows = read(staff, cols="agency,portal", sort="portal")[1:]
        assert [list(map(str, row[1:])) for row in rows] == [
            ["Oakland Police", "-12"], ["'=HYPERLINK(1)", "'-2+3"],
        ]  # fmt: skip


def test_every_column_has_its_value_in_both_files(staff: Client, two: None) -> None:
    everything = ",".join(COLUMNS)
    RecordsRequest.objects.latest("pk").tags.create(name="Court")
    from_csv, from_book = lines(staff, cols=everything), cells(staff, cols=everything)
    assert from_csv[0] == from_book[0]
    assert sorted(from_csv[0]) == sorted(
        IN_A_FILE.get(key, column.label) for key, column in COLUMNS.items()
    )
    assert "Days from receipt to today, or to the answer" in from_csv[0]
    assert len(from_csv) == len(from_book) == 3
    (tagged,) = [row for row in from_book[1:] if "Court" in row]
    assert date(2026, 6, 15) in tagged and "Fresno" in tagged and 2025 in tagged


def test_the_name_carries_the_day(staff: Client) -> None:
    for kind in ("csv", "xlsx"):
        response = staff.get(f"{LIST}list.{kind}")
        assert f'filename="requests-2026-06-22.{kind}"' in response["Content-Disposition"]


def test_who_took_a_list_is_on_record(staff: Client, two: None) -> None:
    lines(staff, tab="all", county="Marin", evil="1")
    entry = AuditEntry.objects.get(verb="exported list")
    assert (entry.actor, entry.details["format"]) == (staff.person, "csv")
    assert entry.details["query"] == "tab=all&county=Marin"
    assert entry.details["what"] == "All: County: Marin. By Due"


def test_a_workbook_has_an_end_and_says_so(staff: Client, two: None, monkeypatch) -> None:
    monkeypatch.setattr(writing, "MOST_ROWS", 1)
    response = staff.get(f"{LIST}list.xlsx", {"county": "Fresno"})
    assert response.status_code == 200
    response = staff.get(f"{LIST}list.xlsx", {"tab": "all"}, follow=True)
    assert "take the CSV" in response.content.decode()


def test_an_empty_list_is_a_file_with_its_heads(staff: Client) -> None:
    assert len(lines(staff)) == 1
    assert len(cells(staff)) == 1


def test_a_long_file_takes_no_more_memory_than_a_short_one(staff: Client) -> None:
    agency = an_agency()

    def peak(more: int) -> int:
        count = RecordsRequest.objects.count()
        RecordsRequest.objects.bulk_create(
            RecordsRequest(number=f"L{count + n}", agency=agency, reporting_year=2025, subject="x",
                           method="email", created_at=NOW) for n in range(more)
        )  # fmt: skip
        response = staff.get(f"{LIST}list.csv")
        tracemalloc.start()
        found = sum(piece.count(b"\n") for piece in response.streaming_content)
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert found == count + more + 1
        return top

    short = peak(4000)
    assert peak(8000) < short * 1.5


def test_a_file_says_the_next_step_that_the_list_says_and_sorts_by_it(staff: Client) -> None:
    notice = {"names_on": date(2026, 7, 3), "ground": "voluminous"}
    for day in (9, 10):  # extended until two different days, between those that are not
        an_event(a_request(sent_on=date(2026, 6, day)), K.EXTENSION_NOTICE, TODAY, **notice)
        a_request(sent_on=date(2026, 6, 15))
        promised = a_request(sent_on=date(2026, 6, day))
        an_event(promised, K.DETERMINATION_DISCLOSABLE, date(2026, 6, 16))
        an_event(promised, K.ESTIMATE_GIVEN, date(2026, 6, 16), names_on=date(2026, 6, day + 8))
        an_event(a_request(), K.DETERMINATION_DISCLOSABLE, date(2026, 6, 16))
        charged = a_request()
        an_event(charged, K.FEE_ASKED, date(2026, 6, 12))
        an_event(charged, K.ACKNOWLEDGED, date(2026, 6, 15))
    asked = {"cols": "step", "sort": "step"}
    rows = staff.get(LIST, asked).context["rows"]
    said = [[row.request.number, row.step.words] for row in rows]
    assert lines(staff, **asked)[1:] == cells(staff, **asked)[1:] == said
    same = [re.sub(r"\w{3} \d+ \w{3} \d{4}", "a day", words) for _, words in said]
    assert len(set(same)) == len([*groupby(same)]) == 5
    assert [words for words, _ in groupby(same)] == sorted(set(same))
