"""Deleting a file on its page, and the page of the bin."""

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.request_log.models import Attachment, BinnedItem
from tests.builders import a_person, a_request, an_attachment
from tests.staff_site.doors import a_binned_file, browser_of, texts

pytestmark = pytest.mark.django_db
BIN = "/staff/bin/"


def test_deleted_by_mistake_and_restored(staff: Client) -> None:
    file = an_attachment(a_request(), "a,b\n1,2\n", "wrong.csv")
    assert "Delete this file" in texts(staff.get(f"/staff/files/{file.pk}/view/"))
    typed = {"reason": "Wrong request"}
    said = texts(staff.post(f"/staff/files/{file.pk}/delete/", typed, follow=True))
    assert "wrong.csv is in the bin for 30 days." in said
    assert staff.get(f"/staff/files/{file.pk}/view/").status_code == 404
    shown = texts(staff.get(BIN))
    assert "Wrong request" in shown
    assert "wrong.csv" in shown
    item = BinnedItem.objects.get()
    response = staff.post(f"{BIN}{item.pk}/restore/", follow=True)
    assert "wrong.csv is back, as it was." in texts(response)
    assert Attachment.objects.get().pk == file.pk


def test_an_empty_bin_says_what_will_be_there(staff: Client) -> None:
    assert "The bin is empty" in texts(staff.get(BIN))


@pytest.mark.parametrize("what", ["0", str(2**63), "999"])
def test_what_is_not_there(staff: Client, what: str) -> None:
    assert staff.post(f"{BIN}{what}/restore/").status_code == 404


def test_a_restricted_file_is_neither_seen_nor_taken_out(staff: Client) -> None:
    item = a_binned_file(a_request())
    BinnedItem.objects.update(file_state="restricted")
    assert "twice.csv" not in texts(staff.get(BIN))
    assert staff.post(f"{BIN}{item.pk}/restore/").status_code == 404
    reviewer = browser_of(a_person(Role.REVIEWER))
    shown = texts(reviewer.get(BIN))
    assert "twice.csv" in shown
    assert "Restricted" in shown
    assert reviewer.post(f"{BIN}{item.pk}/restore/").status_code == 404


def test_a_reader_restores_nothing() -> None:
    a_binned_file(a_request())
    reader = browser_of(a_person(Role.READER))
    assert "twice.csv" in texts(reader.get(BIN))
    assert b"/restore/" not in reader.get(BIN).content
