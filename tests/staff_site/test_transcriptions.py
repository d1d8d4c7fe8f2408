"""Typing a scan beside its page, twice, and settling what differs."""

from pathlib import Path

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.misuse_data.transcription.models import Transcription
from requests_app.domain.misuse_data.transcription.typed import MOST_TO_SETTLE
from requests_app.domain.request_log.models import Attachment
from tests.builders import a_request, an_agency, an_attachment
from tests.domain.misuse_data.figures import imported
from tests.domain.misuse_data.transcription.test_operations import FIRST, SCAN, SECOND
from tests.staff_site.doors import signed_in, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(db: None) -> str:
    return f"/staff/files/{an_attachment(a_request(), SCAN, '2023.pdf').pk}/transcription/"


def type_as(client: Client, address: str, text: str):
    return client.post(f"{address}type/", {"table": text})


def test_the_way_through(address: str) -> None:
    one, other = signed_in(Role.STAFF), signed_in(Role.REVIEWER)
    assert type_as(one, address, FIRST).status_code == 302
    assert "6,789" not in texts(other.get(address)), "nobody sees what another typed before both"
    assert type_as(other, address, SECOND).status_code == 302
    page = other.get(address)
    assert "1 cell read differently" in texts(page) and "Row 2, cell 3" in texts(page)
    seen = page.context["settle_form"].seen
    chosen = {"r2c3": "other", "r2c3_other": " 14 ", "seen": seen}
    settled = one.post(f"{address}settle/", chosen)
    table = Transcription.objects.get().table
    assert settled.url == f"/staff/returned-data/import/{table.pk}/"
    assert b"Fresno PD,2023,14" in table.file.read()
    assert "Import the table" in texts(one.get(address))


def test_what_was_typed_anew_meanwhile_is_looked_at_again(address: str) -> None:
    one, other = signed_in(Role.STAFF), signed_in(Role.REVIEWER)
    type_as(one, address, FIRST), type_as(other, address, SECOND)
    seen = one.get(address).context["settle_form"].seen
    type_as(other, address, SECOND.replace("| 9", "| 14"))
    answer = one.post(f"{address}settle/", {"r2c3": "second", "seen": seen}, follow=True)
    assert "typed anew meanwhile" in texts(answer)
    assert not Transcription.objects.exists()


def test_what_another_typed_is_hidden_until_both_have(address: str) -> None:
    type_as(signed_in(Role.STAFF), address, FIRST.replace("| 4", "| 6,789"))
    page = signed_in(Role.REVIEWER).get(address)
    assert "6,789" not in page.content.decode() and "Typed by" in texts(page)


def test_what_is_no_table_is_said_beside_the_field_and_stays_typed(staff, address: str) -> None:
    response = type_as(staff, address, "We had none")
    assert response.status_code == 422
    assert "headings and at least one more" in texts(response)
    assert "We had none" in response.content.decode()


def test_a_cell_without_a_choice_is_asked_for(staff, address: str) -> None:
    type_as(staff, address, FIRST), type_as(signed_in(Role.LEAD), address, SECOND)
    response = staff.post(f"{address}settle/", {})
    assert response.status_code == 422 and not Transcription.objects.exists()


def test_a_pdf_leads_to_its_transcription_and_a_table_does_not(staff, address: str) -> None:
    scan = Attachment.objects.get()
    table = an_attachment(scan.records_request, FIRST.replace(" | ", ","), "a.csv")
    assert address in staff.get(f"/staff/files/{scan.pk}/view/").content.decode()
    assert "transcription" not in staff.get(f"/staff/files/{table.pk}/view/").content.decode()


def test_a_file_that_cannot_be_imported_leads_there_if_people_can_read_it(
    staff, address: str, project_root: Path
) -> None:
    request = Attachment.objects.get().records_request
    memo = (project_root / "tests/files/returned/scanned_memo.pdf").read_bytes()
    scan = an_attachment(request, memo, "memo.pdf")
    refused = staff.get(f"/staff/returned-data/import/{scan.pk}/")
    assert refused.status_code == 422
    assert f"/staff/files/{scan.pk}/transcription/" in refused.content.decode()
    table = an_attachment(request, "Fresno PD,2023,4\n", "no-headings.csv")
    refused = staff.get(f"/staff/returned-data/import/{table.pk}/")
    assert refused.status_code == 422
    assert "transcription" not in refused.content.decode()


def test_where_a_row_was_left_out_that_is_said_first(staff, address: str) -> None:
    type_as(staff, address, FIRST)
    type_as(signed_in(Role.LEAD), address, f"{FIRST}\nLodi | 2023 | 1")
    page = texts(staff.get(address))
    assert "The first has 3 rows of 3 cells, the second 4 rows of 3 cells." in page
    assert 'id="settle"' in page


def test_more_cells_than_anybody_settles_are_no_form(staff, address: str) -> None:
    long = "\n".join(["Agency | Year", *(f"A{n} | {n}" for n in range(MOST_TO_SETTLE))])
    type_as(staff, address, long), type_as(signed_in(Role.LEAD), address, FIRST)
    page = texts(staff.get(address))
    assert "too many to be settled one by one" in page and 'id="settle"' not in page
    back = staff.post(f"{address}settle/", {}, follow=True)
    assert "cells differ, and at most 300" in texts(back) and not Transcription.objects.exists()


def test_a_settling_is_taken_back_until_a_release_rests_on_it(address: str) -> None:
    one, other = signed_in(Role.STAFF), signed_in(Role.REVIEWER)
    for client in (one, other):
        type_as(client, address, FIRST)
    one.post(f"{address}settle/")
    assert "Take back" in texts(one.get(address))
    page = texts(one.post(f"{address}take-back/", follow=True))
    assert "Taken back" in page and "Correct your own table" in page
    one.post(f"{address}settle/")
    an_agency("Fresno PD"), an_agency("Davis PD")
    imported(Transcription.objects.get().table)
    assert "A draft can be undone first" in texts(one.get(address))
    refused = texts(one.post(f"{address}take-back/", follow=True))
    assert "was imported from the table" in refused and Transcription.objects.exists()
