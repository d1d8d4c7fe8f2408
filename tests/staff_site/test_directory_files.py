"""The directory and its contacts from CSV on the staff site: looked at, then all or nothing."""

import base64
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.csv_rows import MOST_BYTES
from requests_app.domain.agencies.models import Agency, Contact
from tests.builders import a_request, an_agency
from tests.staff_site.doors import errors, signed_in, texts

pytestmark = pytest.mark.django_db
DIRECTORY, CONTACTS = "/staff/agencies/import/", "/staff/agencies/contacts/"
HEAD = "name,kind,level,records_law,county,oris,aliases,website,source\n"
FRESNO = "Fresno Police Department,police,city,{},Fresno,CA0100500,,,test\n"


@pytest.fixture
def reviewer(db: None) -> Client:
    return signed_in(Role.REVIEWER)


def looked(client: Client, address: str, text: str | bytes) -> Any:
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(address, {"file": ContentFile(content, name="list.csv")})


def again(client: Client, address: str, page: Any, **more: str) -> Any:
    """Sends what the page carries along, as its button does."""
    carried = {"carried_content": page.context["carried"], "carried_name": page.context["name"]}
    return client.post(address, carried | more, follow=True)


def test_a_directory_is_looked_at_and_then_imported(reviewer: Client) -> None:
    request = a_request(agency=an_agency("Fresno Police Department"))
    page = looked(
        reviewer, DIRECTORY, HEAD + FRESNO.format("none") + "New PD,police,city,cpra,,,,,\n"
    )
    assert (len(page.context["created"]), len(page.context["updated"])) == (1, 1)
    assert "cpra</del> → <ins>none" in texts(page)
    assert page.context["preview"].other == 1
    assert Agency.objects.count() == 1
    done = again(reviewer, DIRECTORY, page, confirm=page.context["key"])
    assert "1 agencies added, 1 updated, 0 unchanged" in texts(done)
    request.refresh_from_db()
    assert request.due_on is None


def test_a_directory_that_changed_since_the_look_is_looked_at_again(reviewer: Client) -> None:
    page = looked(reviewer, DIRECTORY, HEAD + FRESNO.format("cpra"))
    an_agency("Fresno Police Department", county="Fresno", source="by hand")
    second = again(reviewer, DIRECTORY, page, confirm=page.context["key"])
    assert "Changed since it was looked at" in texts(second)
    assert Agency.objects.get().source == "by hand"


def test_errors_name_row_column_value_and_rule_and_leave_no_button(reviewer: Client) -> None:
    page = looked(
        reviewer, DIRECTORY, HEAD + FRESNO.format("law") + "X,police,city,cpra,Reno,,,,\n"
    )
    assert page.status_code == 422
    assert [(one.row, one.column, one.value) for one in page.context["errors"]] == [
        (2, "records_law", "law"), (3, "county", "Reno"),
    ]  # fmt: skip
    assert 'name="confirm"' not in texts(page)
    forced = again(reviewer, DIRECTORY, page, confirm=page.context["key"])
    assert forced.status_code == 422 and not Agency.objects.exists()


def test_contacts_are_imported_and_the_failed_rows_come_back(reviewer: Client) -> None:
    an_agency("Fresno Police Department")
    rows = "agency,email\nFresno Police Department,a@example.org\nFresno Polce Department,b@x.org\n"
    page = looked(reviewer, CONTACTS, rows)
    assert page.status_code == 422 and "Perhaps: Fresno Police Department" in texts(page)
    back = again(reviewer, CONTACTS, page, give="failed")
    assert back["Content-Disposition"] == 'attachment; filename="contacts-to-mend.csv"'
    mended = back.content.decode("utf-8-sig").replace("Polce", "Police")
    page = looked(reviewer, CONTACTS, mended)
    done = again(reviewer, CONTACTS, page, confirm=page.context["key"])
    assert "Contacts imported: 1 added" in texts(done)
    assert Contact.objects.get().value == "b@x.org"


@pytest.mark.parametrize("address", [DIRECTORY, CONTACTS])
@pytest.mark.parametrize("content", [b"", b"\x00", b"PK\x03\x04", b"\xff" * 90, b'a,"b\n'])
def test_what_is_no_such_file_is_said(reviewer: Client, address: str, content: bytes) -> None:
    page = looked(reviewer, address, content)
    assert page.status_code == 422
    assert page.context["form"].errors or page.context["error_count"]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"carried_content": "no base64!"},
        {"carried_content": base64.b64encode(b"x" * (MOST_BYTES + 10)).decode()},
    ],
)
def test_a_file_that_got_lost_or_is_too_large_is_asked_for_again(
    reviewer: Client, typed: dict
) -> None:
    page = reviewer.post(DIRECTORY, typed)
    assert page.status_code == 422 and errors(page)
    large = looked(reviewer, DIRECTORY, b"x" * (MOST_BYTES + 1))
    assert "larger than 1.5 MB" in errors(large)["file"][0]
