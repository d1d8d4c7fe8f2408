"""The old spreadsheet in, through the staff site."""

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from requests_app.domain.accounts.roles import Role
from requests_app.domain.request_log.models import OldSheet, RecordsRequest
from tests.builders import a_request, an_agency
from tests.staff_site.doors import signed_in, texts

pytestmark = pytest.mark.django_db
ADDRESS = "/staff/requests/import/"
HAND_MADE = Path(__file__).resolve().parents[1] / "files" / "old_spreadsheet.xlsx"


@pytest.fixture
def staff(db: None) -> Client:
    return signed_in(Role.STAFF)


def uploaded(client: Client, content: bytes | str, name: str = "old.csv") -> OldSheet:
    content = content.encode() if isinstance(content, str) else content
    response = client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, texts(response)
    return OldSheet.objects.get(pk=response.url.rstrip("/").rpartition("/")[2])


def page(client: Client, sheet: OldSheet) -> Any:
    return client.get(reverse("staff:old_sheet", args=[sheet.pk]))


def as_shown(response: Any) -> dict[str, Any]:
    """What the form would send if nothing were changed."""
    form = response.context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def imported(client: Client, looked: Any) -> Any:
    """Logs what the page showed."""
    seen = {"action": "import", "seen": looked.context["plan"].key}
    return client.post(looked.request["PATH_INFO"], seen, follow=True)


def test_the_way_through(staff: Client) -> None:
    """Upload, look, say whom a name means, import, and see the requests."""
    agencies = {
        name: an_agency(name)
        for name in ("Fresno Police Department", "Los Angeles Police Department")
    }
    sheet = uploaded(staff, "Agency,Sent\nFresno Police Department,2/2/2026\nL.A. PD,2/3/2026\n")
    looked = page(staff, sheet)
    assert "Log the 1 ready request" in texts(looked)
    typed = as_shown(looked) | {"agency_0": agencies["Los Angeles Police Department"].pk}
    looked = staff.post(looked.request["PATH_INFO"], typed, follow=True)
    assert "Log the 2 ready requests" in texts(looked)
    done = imported(staff, looked)
    assert "2 requests logged." in texts(done)
    asked = RecordsRequest.objects.values_list("agency__name", flat=True)
    assert set(asked) == set(agencies)


def test_a_sheet_that_the_store_lost_is_not_there(staff: Client) -> None:
    sheet = uploaded(staff, "Agency,Year\nFresno PD,2024\n")
    sheet.file.storage.delete(sheet.file.name)
    for name in ("old_sheet", "rows_to_mend"):
        assert staff.get(reverse(f"staff:{name}", args=[sheet.pk])).status_code == 404


def test_what_is_wrong_stands_by_row_and_column(staff: Client) -> None:
    an_agency("A")
    sheet = uploaded(staff, "Agency,Sent\nA,2/30/2026\n<b>,2/3/2026\n")
    shown = texts(page(staff, sheet))
    assert "2/30/2026" in shown
    assert "is not a date like" in shown
    assert "Nothing in the directory is like it" in shown
    assert "Log the" not in shown


def test_rows_to_mend_come_back_as_a_file_that_can_be_imported(staff: Client) -> None:
    an_agency("A")
    sheet = uploaded(staff, "Agency,Sent,Notes\nA,2/3/2026,fine\nA,2/30/2026,=1+1\n,2/4/2026,\n")
    file = staff.get(reverse("staff:rows_to_mend", args=[sheet.pk]))
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [row["Row in the old sheet"] for row in rows] == ["3", "4"]
    assert rows[0]["Notes"] == "'=1+1", "a spreadsheet does not run what stood in a note"
    assert rows[0]["What to mend"].startswith("Sent: is not a date")
    assert rows[1]["What to mend"] == "Agency: the agency is missing"
    mended = file.content.decode("utf-8-sig").replace("2/30/2026", "2/28/2026")
    again = page(staff, uploaded(staff, mended, "rows-to-mend.csv"))
    assert len(again.context["plan"].ready) == 1


def test_every_row_is_counted_once_and_what_stands_twice_is_not_called_known(staff: Client) -> None:
    for name in "AB":
        an_agency(name)
    a_request(agency=an_agency("C"), sent_on=date(2026, 2, 2), reporting_year=2025)
    rows = "A,2/3/2026\nB,2/30/2026\n,\nNobody Known,2/2/2026\nA,2/3/2026\nC,2/2/2026\n"
    shown = texts(page(staff, uploaded(staff, f"Agency,Sent\n{rows}")))
    assert "6 rows below" in shown
    for told in ("1 ready", "2 to mend", "1 known already", "1 twice in the file"):
        assert told in shown
    assert '1</span><span class="stat-words">hold no request' in shown
    assert "does not know the agency, row 5" in shown
    assert "Row 6: A says the same as row 2." in shown


def test_text_that_is_called_a_workbook_is_told_from_one(staff: Client) -> None:
    file = SimpleUploadedFile("fake.xlsx", b"just words\n")
    response = staff.post(ADDRESS, {"file": file})
    assert response.status_code == 422
    assert "“fake.xlsx” is not a workbook" in texts(response)


def test_a_file_that_is_no_table_is_refused_beside_the_field(staff: Client) -> None:
    response = staff.post(ADDRESS, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7 ...")})
    assert response.status_code == 422
    assert "The PDF cannot be read" in texts(response)
    assert not OldSheet.objects.exists()


def test_two_columns_for_one_thing_are_refused_and_nothing_is_noted(staff: Client) -> None:
    sheet = uploaded(staff, "Agency,Sent\nA,2/3/2026\n")
    typed = as_shown(page(staff, sheet)) | {"column_1": "agency"}
    response = staff.post(reverse("staff:old_sheet", args=[sheet.pk]), typed)
    assert response.status_code == 422
    assert "cannot both be" in texts(response)
    sheet.refresh_from_db()
    assert sheet.mapping == {"Agency": "agency", "Sent": "sent_on"}


def test_the_second_click_says_that_it_is_done(staff: Client) -> None:
    an_agency("A")
    sheet = uploaded(staff, "Agency,Sent\nA,2/3/2026\n")
    looked = page(staff, sheet)
    for _ in range(2):
        response = imported(staff, looked)
    assert RecordsRequest.objects.count() == 1
    assert "1 request logged" in texts(response)


def test_what_was_not_looked_at_is_not_imported(staff: Client) -> None:
    an_agency("A")
    sheet = uploaded(staff, "Agency,Sent\nA,2/3/2026\n")
    address = reverse("staff:old_sheet", args=[sheet.pk])
    for seen in ("7", "", "x", "-1"):
        response = staff.post(address, {"action": "import", "seen": seen}, follow=True)
        assert "look again" in texts(response)
    assert not RecordsRequest.objects.exists()


def test_it_is_taken_back_and_says_so(staff: Client) -> None:
    an_agency("A")
    sheet = uploaded(staff, "Agency,Sent\nA,2/3/2026\n")
    imported(staff, page(staff, sheet))
    response = staff.post(reverse("staff:undo_old_sheet", args=[sheet.pk]), follow=True)
    assert "1 request was taken back." in texts(response)
    assert not RecordsRequest.objects.exists()
    assert "Taken back" in texts(page(staff, sheet))


def test_the_hand_made_spreadsheet_shows_what_it_hides(staff: Client) -> None:
    an_agency("Fresno Police Department")
    sheet = uploaded(staff, HAND_MADE.read_bytes(), HAND_MADE.name)
    shown = texts(page(staff, sheet))
    assert "Hidden sheet “old contacts” is not read." in shown
    assert "Row 14, total row" in shown


def test_another_sheet_of_the_workbook_can_be_taken(staff: Client) -> None:
    sheet = uploaded(staff, HAND_MADE.read_bytes(), HAND_MADE.name)
    address = reverse("staff:old_sheet", args=[sheet.pk])
    typed = as_shown(page(staff, sheet)) | {"sheet_name": "old contacts"}
    assert "No header found" in texts(staff.post(address, typed, follow=True))
    typed["sheet_name"] = "no such sheet"
    assert "has no sheet" in texts(staff.post(address, typed, follow=True))


def test_a_thousand_errors_are_counted_and_the_first_shown(staff: Client) -> None:
    rows = "".join("A,2/30/2026\n" for _ in range(1000))
    an_agency("A")
    shown = texts(page(staff, uploaded(staff, "Agency,Sent\n" + rows)))
    assert "and 800 more." in shown


def test_a_sheet_whose_headings_nobody_knows_can_be_described(staff: Client) -> None:
    an_agency("A")
    sheet = uploaded(staff, "Police agency,Sent,Status\nA,2/3/2026,\n")
    looked = page(staff, sheet)
    assert "No column names the agency" in texts(looked)
    typed = as_shown(looked) | {"column_0": "agency"}
    looked = staff.post(looked.request["PATH_INFO"], typed, follow=True)
    assert "1 request logged" in texts(imported(staff, looked))


def test_what_another_person_described_meanwhile_is_looked_at_first(staff: Client) -> None:
    an_agency("A")
    looked = page(staff, uploaded(staff, "Agency,Sent\nA,2/3/2026\n"))
    staff.post(looked.request["PATH_INFO"], as_shown(looked) | {"year": "2019"})
    assert "look again" in texts(imported(staff, looked))
    assert not RecordsRequest.objects.exists()


def test_what_was_said_of_a_sheet_is_known_of_its_mended_rows(staff: Client) -> None:
    an_agency("A")
    rows = "A,2/3/2026\nA,-\nA,2/30/2026\n"
    looked = page(staff, uploaded(staff, f"Police agency,Went out\n{rows}"))
    typed = as_shown(looked) | {"column_0": "agency", "column_1": "sent_on", "year": "2020"}
    looked = staff.post(looked.request["PATH_INFO"], typed, follow=True)
    imported(staff, looked)
    file = staff.get(f"{looked.request['PATH_INFO']}to-mend.csv").content.decode("utf-8-sig")
    mended = page(staff, uploaded(staff, file.replace("2/30", "2/28"), "rows-to-mend.csv"))
    assert [told.details.reporting_year for told in mended.context["plan"].ready] == [2020]
    assert "Row in the old sheet,What to mend\n" not in file.split("\n", 1)[1]


def test_a_name_that_is_only_written_short_is_chosen_already(staff: Client) -> None:
    modesto = an_agency("Modesto Police Department")
    an_agency("Modesto Junior College Police Department")
    looked = page(staff, uploaded(staff, "Agency,Sent\nModesto PD,2/3/2026\nModest,2/4/2026\n"))
    chosen = [bound.value() for _, bound in looked.context["form"].agency_fields]
    assert chosen == [str(modesto.pk), ""]
