"""What a person would list of the hand-made spreadsheet is what is listed."""

from datetime import date

import pytest

from requests_app.domain.request_log.models import OldSheet
from requests_app.domain.request_log.old_sheet.columns import ColumnsRefused, Holds
from requests_app.domain.request_log.old_sheet.plan import Plan
from requests_app.domain.request_log.old_sheet.uploads import plan_of, read_sheet
from requests_app.domain.sheets.tables import FileRefused
from tests.builders import TODAY, a_person, a_request, an_agency
from tests.domain.request_log.old_sheet.conftest import kept

pytestmark = pytest.mark.django_db


def planned(sheet: OldSheet) -> Plan:
    return plan_of(sheet, read_sheet(sheet)[1], today=TODAY)


def errors(plan: Plan) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.value) for one in plan.errors]


def test_the_errors_are_those_that_a_person_would_list(hand_made: OldSheet) -> None:
    plan = planned(hand_made)
    assert [(e.row, e.column, e.value, e.message) for e in plan.errors] == [
        (7, "Agency", "", "the agency is missing"),
        (
            *(8, "Response date", "2/30/2026"),
            "is not a date like 6/9/2026, 2026-06-09 or 9 June 2026",
        ),
        (9, "Sent", "2/4", "has no year"),
        (
            *(10, "Received", "2/3/2026"),
            "Tue 3 Feb 2026 is before the day it was sent (Wed 4 Feb 2026)",
        ),
        (
            *(12, "Extended to", "2026-03-02"),
            "needs the day on which the extension was noticed",
        ),
    ]


def test_names_the_directory_does_not_know_come_with_likely_agencies(hand_made: OldSheet) -> None:
    plan = planned(hand_made)
    likely = {one.value: one.suggestions[0].agency.name for one in plan.unmatched}
    assert likely == {
        "L.A. PD": "Los Angeles Police Department",
        "Yolo County Sheriff": "Yolo County Sheriff's Office",
        "Alameda County Sheriff": "Alameda County Sheriff's Office",
    }
    assert [one.row for one in plan.unmatched] == [6, 8, 9]


def test_what_is_ready_is_read_with_its_dates_however_they_are_written(
    hand_made: OldSheet,
) -> None:
    ready = {told.row.number: told for told in planned(hand_made).ready}
    assert {n: told.details.sent_on for n, told in ready.items()} == {
        4: date(2026, 2, 2),
        5: date(2026, 2, 2),
        13: date(2026, 2, 5),
    }
    assert {told.details.reporting_year for told in ready.values()} == {2025}
    assert [(h.kind, h.on) for h in ready[4].happenings] == [
        ("determination_no_records", date(2026, 2, 11))
    ]
    assert ready[5].details.portal_number == "26-1042"
    assert ready[5].happenings[0].note == "portal shows nothing"
    assert [h.kind for h in ready[13].happenings] == ["full_release", "note"]


def test_titles_group_headings_totals_and_notes_are_left_out_and_shown(hand_made: OldSheet) -> None:
    plan = planned(hand_made)
    assert [(row.number, row.why) for row in plan.left_out] == [
        (1, "above the header"),
        (2, "above the header"),
        (14, "total row"),
        (15, "note"),
    ]


def test_every_row_is_ready_or_to_mend_or_known(hand_made: OldSheet) -> None:
    plan = planned(hand_made)
    assert plan.rows == 12
    assert [row.number for row in plan.failed_rows] == [6, 7, 8, 9, 10, 12]
    assert [(one.row, one.of) for one in plan.duplicates] == [(11, "row 4")]
    assert [one.row for one in plan.repeated] == [11]
    assert [row.number for row in plan.left_out_below] == [14, 15]
    others = (plan.ready, plan.failed_rows, plan.known, plan.repeated, plan.left_out_below)
    assert plan.rows == sum(map(len, others))


def test_hidden_sheets_are_told(hand_made: OldSheet) -> None:
    sheets, _ = read_sheet(hand_made)
    assert [(one.name, one.is_hidden) for one in sheets] == [
        ("Requests 2025", False),
        ("old contacts", True),
    ]


def test_what_is_in_the_log_already_is_known() -> None:
    agency = an_agency("Fresno Police Department")
    logged = a_request(agency=agency, sent_on=date(2026, 2, 2), reporting_year=2025)
    plan = planned(kept("Agency,Sent\nFresno Police Department,2/2/2026\n"))
    assert [(one.row, one.of) for one in plan.duplicates] == [(2, logged.number)]
    assert plan.known == plan.duplicates
    assert plan.ready == []


def test_two_agencies_of_one_name_are_told_apart_by_county_or_ori() -> None:
    an_agency("Ontario Police Department", county="Fresno")
    kern = an_agency("Ontario Police Department", county="Kern")
    plan = planned(
        kept(
            "Agency,County,Sent\nOntario Police Department,,2/2/2026\n"
            "Ontario Police Department,Kern,2/2/2026\n"
        )
    )
    assert [told.details.agency for told in plan.ready] == [kern]
    assert [one.row for one in plan.unmatched] == [2]


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("A,2/2/2027,,,", "Sent", "is in the future"),
        ("A,13/2/2026,,,", "Sent", "has no month 13"),
        ("A,,,,", "Year", "is missing"),
        ("A,2/2/2026,released,,", "Status", "needs the day"),
        ("A,2/2/2026,released,1/2/2026,", "Answered", "before the day it was sent"),
        ("A,2/2/2026,whatever,2/9/2026,", "Status", "no outcome that we know"),
        ("A,,denied,2/9/2026,,2025", "Answered", "cannot follow"),
        ("A,2/2/2026,,,,2019-2023", "Year", "is not one calendar year"),
        (f"A,2/2/2026,,,,2025,{'x' * 101}", "Portal", "more than 100 characters"),
        ("A,2/2/2026,,,Zoe", "Who", "nobody who has an account"),
    ],
)
def test_a_cell_that_cannot_be_is_named_with_its_rule(row: str, column: str, message: str) -> None:
    an_agency("A")
    plan = planned(kept(f"Agency,Sent,Status,Answered,Who,Year,Portal\n{row}\n"))
    assert column in [error.column for error in plan.errors]
    assert any(message in error.message for error in plan.errors), plan.errors
    assert plan.ready == []


def test_people_are_known_by_name_address_or_account() -> None:
    an_agency("A")
    ana = a_person(first_name="Ana", last_name="Ortiz", username="ana", email="ana@example.org")
    rows = "".join(f"A,{n}/2/2026,{who}\n" for n, who in enumerate(
        ["Ana", "ana ortiz", "ANA@example.org", "ana"], start=1))  # fmt: skip
    plan = planned(kept(f"Agency,Sent,Who\n{rows}"))
    assert [told.details.assignee for told in plan.ready] == [ana] * 4


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"Nothing": "agency"}, "no column “Nothing”"),
        ({"Agency": "colour"}, "nothing that column"),
        ({"Agency": "agency", "Sent": "agency"}, "cannot both be"),
        ({"Agency": "ignored", "Sent": "sent_on"}, "No column names the agency"),
    ],
)
def test_columns_that_cannot_be_are_refused(mapping: dict[str, str], message: str) -> None:
    sheet = kept("Agency,Sent\nA,2/2/2026\n")
    sheet.mapping = mapping
    with pytest.raises(ColumnsRefused, match=message):
        planned(sheet)


@pytest.mark.parametrize(
    "content", ["", "no table\n", "1,2\n3,4\n", "%PDF-1.4", "PK\x03\x04broken"]
)
def test_what_is_no_table_of_requests_is_not_kept(content: str) -> None:
    with pytest.raises(FileRefused):
        kept(content)
    assert not OldSheet.objects.exists()


def test_the_suggested_columns_are_found_by_their_headings(hand_made: OldSheet) -> None:
    assert hand_made.mapping == {
        "Agency": Holds.AGENCY,
        "County": Holds.COUNTY,
        "Sent": Holds.SENT,
        "Received": Holds.RECEIVED,
        "Extended to": Holds.EXTENDED_TO,
        "Status": Holds.OUTCOME,
        "Response date": Holds.OUTCOME_ON,
        "Portal #": Holds.PORTAL_NUMBER,
        "Notes": Holds.NOTE,
    }


def test_columns_that_nobody_described_are_named() -> None:
    an_agency("A")
    plan = planned(kept("Agency,Sent,Rec'd,Went well,Empty\nA,2/2/2026,2/4/2026,yes,\n"))
    assert plan.unread_columns == ["Went well"]
    assert plan.ready[0].details.received_on == date(2026, 2, 4)
