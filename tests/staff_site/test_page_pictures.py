"""The pages of a file beside the form it is typed into: seen in every browser, by whoever may."""

from pathlib import Path

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.models import Attachment
from tests.builders import a_request, an_attachment
from tests.files.hostile.papers import one_page
from tests.staff_site.doors import signed_in, texts

pytestmark = pytest.mark.django_db
MANY = one_page(
    pages=f"/Kids[{'3 0 R ' * 13}]/Count 13",
)


@pytest.fixture
def memo(db: None, project_root: Path) -> Attachment:
    scan = (project_root / "tests/files/returned/scanned_memo.pdf").read_bytes()
    return an_attachment(a_request(), scan, "memo.pdf")


def page(attachment: Attachment, number: int = 1) -> str:
    return f"/staff/files/{attachment.pk}/pages/{number}.png"


def test_the_scan_stands_beside_the_form_as_a_picture(staff: Client, memo: Attachment) -> None:
    beside = texts(staff.get(f"/staff/files/{memo.pk}/transcription/"))
    assert f'src="{page(memo)}"' in beside
    assert 'alt="Page 1 of 1 of memo.pdf, a picture of what came"' in beside
    assert "<iframe" not in beside


def test_a_picture_is_kept_by_nobody_and_runs_nothing(staff: Client, memo: Attachment) -> None:
    response = staff.get(page(memo))
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response.content.startswith(b"\x89PNG")
    assert response["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("number", [0, 2, 10**30])
def test_a_page_that_is_not_there_says_so(staff: Client, memo: Attachment, number: int) -> None:
    response = staff.get(page(memo, number))
    assert (response.status_code, response["Content-Type"][:10]) == (422, "text/plain")
    assert f"It has no page {number}." in response.content.decode()


@pytest.mark.parametrize(
    ("state", "role", "status"),
    [
        ("normal", Role.READER, 200),
        ("restricted", Role.STAFF, 404),
        ("restricted", Role.REVIEWER, 200),
        ("quarantined", Role.ADMINISTRATOR, 404),
    ],
)
def test_a_page_is_for_whoever_may_open_its_file(
    memo: Attachment, state: str, role: Role, status: int
) -> None:
    Attachment.objects.filter(pk=memo.pk).update(state=state)
    assert signed_in(role).get(page(memo)).status_code == status
    opened = AuditEntry.objects.filter(verb="opened file").count()
    assert opened == (state == "restricted" and status == 200)


def test_of_many_pages_some_are_shown_and_each_is_one_step_away(staff: Client) -> None:
    many = an_attachment(a_request(), MANY, "many.pdf")
    beside = texts(staff.get(f"/staff/files/{many.pk}/transcription/"))
    assert 'href="#page-12"' in beside and "#page-13" not in beside and "?page=2" in beside
    rest = texts(staff.get(f"/staff/files/{many.pk}/transcription/?page=2"))
    assert page(many, 13) in rest and page(many, 12) not in rest


@pytest.mark.parametrize("odd", ["0", "-1", "x", "9" * 30, "3"])
def test_an_odd_page_in_the_address_breaks_nothing(
    staff: Client, memo: Attachment, odd: str
) -> None:
    assert staff.get(f"/staff/files/{memo.pk}/transcription/?page={odd}").status_code == 200


def test_a_file_that_cannot_be_drawn_can_be_typed_all_the_same(staff: Client) -> None:
    broken = an_attachment(a_request(), b"%PDF-1.7\nand so on", "broken.pdf")
    beside = texts(staff.get(f"/staff/files/{broken.pk}/transcription/"))
    assert "Its pages cannot be drawn" in beside and "The PDF is broken" in beside
    assert 'name="table"' in beside and f'href="/staff/files/{broken.pk}/"' in beside


def test_the_page_of_a_file_leads_to_its_pages_as_pictures(staff: Client, memo: Attachment) -> None:
    address = f"/staff/files/{memo.pk}/view/"
    assert 'href="?page=1"' in texts(staff.get(address))
    seen = texts(staff.get(address + "?page=1"))
    assert f'src="{page(memo)}"' in seen and "<iframe" not in seen


def test_what_a_file_in_quarantine_looks_like_is_not_shown(memo: Attachment) -> None:
    Attachment.objects.filter(pk=memo.pk).update(state="quarantined")
    seen = texts(signed_in(Role.LEAD).get(f"/staff/files/{memo.pk}/view/?page=1"))
    assert "In quarantine" in seen and page(memo) not in seen
