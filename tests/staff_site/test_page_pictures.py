"""The pages of a file, on its own page and beside a form: seen in every browser, by whoever may."""

from pathlib import Path

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.models import Attachment, AttachmentText
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


@pytest.fixture
def many(db: None) -> Attachment:
    return an_attachment(a_request(), MANY, "many.pdf")


def page(attachment: Attachment, number: int = 1) -> str:
    return f"/staff/files/{attachment.pk}/pages/{number}.png"


def beside_what(attachment: Attachment) -> list[str]:
    """The pages of ours that show it."""
    return [f"/staff/files/{attachment.pk}/{part}/" for part in ("view", "transcription")]


def test_a_scan_is_seen_as_a_picture_and_in_no_frame(staff: Client, memo: Attachment) -> None:
    for address in beside_what(memo):
        response = staff.get(address)
        seen = texts(response)
        assert f'src="{page(memo)}"' in seen and 'loading="lazy"' in seen
        assert 'alt="Page 1 of 1 of memo.pdf"' in seen
        assert 'role="region" aria-label="Pages of memo.pdf" tabindex="0"' in seen
        assert "<iframe" not in seen and "<object" not in seen and "<embed" not in seen
        assert "frame-src" not in response["Content-Security-Policy"]


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
    opened = AuditEntry.objects.filter(verb="opened file")
    pages = [1] if state == "restricted" and status == 200 else []
    assert [entry.details["page"] for entry in opened] == pages


def test_of_many_pages_some_are_shown_and_each_is_one_step_away(
    staff: Client, many: Attachment
) -> None:
    for address in beside_what(many):
        first = texts(staff.get(address))
        assert 'href="#page-12"' in first and "#page-13" not in first
        assert f'<a href="{address}?page=1" aria-current="page">1–12</a>' in first
        assert f'<a href="{address}?page=2">13</a>' in first
        rest = texts(staff.get(f"{address}?page=2"))
        assert page(many, 13) in rest and page(many, 12) not in rest
        assert 'alt="Page 13 of 13 of many.pdf"' in rest


def test_a_form_that_was_refused_leads_to_the_other_pages_too(
    staff: Client, many: Attachment
) -> None:
    """They are on the page that shows the form, not where it was sent to."""
    viewed, typed = beside_what(many)
    refused = staff.post(f"{typed}type/", {"table": ""})
    assert refused.status_code == 422 and f'href="{typed}?page=2"' in texts(refused)
    refused = staff.post(f"/staff/files/{many.pk}/redacted/", {})
    assert refused.status_code == 422 and f'href="{viewed}?page=2"' in texts(refused)


def test_of_a_very_long_file_the_page_says_what_is_not_drawn(
    staff: Client, many: Attachment, monkeypatch: pytest.MonkeyPatch
) -> None:
    def long(*given: object, **limits: object) -> tuple[int, list[tuple[int, int]]]:
        return 700, [(1400, 1812)] * 500

    monkeypatch.setattr("requests_app.domain.request_log.page_pictures.limited", long)
    seen = texts(staff.get(beside_what(many)[0] + "?page=99"))
    assert 'alt="Page 500 of 700 of many.pdf"' in seen
    assert "The first 500 of its 700 pages are drawn; the original has them all." in seen


@pytest.mark.parametrize("odd", ["0", "-1", "x", "9" * 30, "3"])
def test_an_odd_page_in_the_address_is_one_that_there_is(
    staff: Client, memo: Attachment, odd: str
) -> None:
    for address in beside_what(memo):
        assert f'src="{page(memo)}"' in texts(staff.get(f"{address}?page={odd}"))


def test_a_file_that_cannot_be_drawn_says_why_and_can_be_saved(staff: Client) -> None:
    broken = an_attachment(a_request(), b"%PDF-1.7\nand so on", "broken.pdf")
    viewed, typed = (texts(staff.get(address)) for address in beside_what(broken))
    for seen in (viewed, typed):
        assert "Its pages cannot be drawn" in seen and "The PDF is broken" in seen
        assert f'href="/staff/files/{broken.pk}/"' in seen
    assert 'name="table"' in typed, "it can be typed all the same"


def no_file(*given: object) -> None:
    raise FileNotFoundError


def no_answer(*given: object) -> None:
    raise ConnectionError


@pytest.mark.parametrize(
    ("opened", "why"), [(no_file, "is missing from the file store"), (no_answer, "does not answer")]
)
def test_without_its_bytes_the_page_of_a_file_is_there(
    staff: Client, memo: Attachment, monkeypatch: pytest.MonkeyPatch, opened: object, why: str
) -> None:
    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._open", opened)
    seen = staff.get(beside_what(memo)[0])
    assert seen.status_code == 200 and why in texts(seen)


def test_the_words_of_a_file_stand_below_its_pages(staff: Client, memo: Attachment) -> None:
    AttachmentText.objects.create(attachment=memo, text="The sergeant misused it.")
    seen = texts(staff.get(beside_what(memo)[0]))
    assert seen.index(page(memo)) < seen.index("The sergeant misused it.")


def test_what_a_file_in_quarantine_looks_like_is_not_shown(memo: Attachment) -> None:
    Attachment.objects.filter(pk=memo.pk).update(state="quarantined")
    seen = texts(signed_in(Role.LEAD).get(f"/staff/files/{memo.pk}/view/?page=1"))
    assert "In quarantine" in seen and page(memo) not in seen
