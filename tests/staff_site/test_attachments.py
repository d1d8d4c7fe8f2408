"""Attaching what came back and taking it out again."""

import errno
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.models import Attachment, RecordsRequest
from tests.builders import a_request, an_attachment
from tests.staff_site.doors import errors, texts

pytestmark = pytest.mark.django_db
TABLE = b"Agency,Year,Violations\nFresno PD,2025,4\n"


def zipped(member: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        # A fixed date inside: what a test is called must not follow the clock.
        archive.writestr(zipfile.ZipInfo(member), "x" * 500)
    return made.getvalue()


@pytest.fixture
def request_(db: None) -> RecordsRequest:
    return a_request()


def attach(
    client: Client, request: RecordsRequest, content: bytes, name: str = "a.csv", came: str = "6/20"
) -> Any:
    upload = SimpleUploadedFile(name, content)
    typed = {"file": upload, "came_on": came}
    return client.post(f"/staff/requests/{request.pk}/attach/", typed)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (TABLE, "answer.csv", "csv"),
        (b"%PDF-1.7 and so on", "letter.pdf", "pdf"),
        (zipped("xl/workbook.xml"), "table.zip", "xlsx"),
        ("Wir schrieben:\nnichts".encode("cp1252"), "note.txt", "text"),
        ("a,b,c\n1,2,3\n".encode("utf-16"), "wide.csv", "csv"),
    ],
)
def test_a_file_is_kept_as_it_came(
    staff: Client, request_: RecordsRequest, content: bytes, name: str, kind: str
) -> None:
    response = attach(staff, request_, content, name)
    assert response.status_code == 302
    attached = Attachment.objects.get()
    assert (attached.original_name, attached.content_kind) == (name, kind)
    assert attached.file.read() == content
    assert f"Attached {name}, kept as it came." in texts(staff.get(response.url))


REFUSED = [
    (b"", "The file is empty."),
    (b" \n\t\x00\r\n", "The file is empty."),
    (b"\x7fELF\x02\x01\x00\x00", "neither a table, document, e-mail nor picture"),
    (zipped("anything"), "A ZIP archive is not accepted"),
    (zipped("xl/workbook.xml")[:40], "is broken (cut off?)"),
]


@pytest.mark.parametrize(("content", "why"), REFUSED)
def test_a_refused_file_is_named_by_its_defect_and_nothing_is_kept(
    staff: Client, request_: RecordsRequest, content: bytes, why: str
) -> None:
    stored = kept_files()
    response = attach(staff, request_, content)
    assert response.status_code == 422
    assert why in errors(response, "attach_form")["file"][0]
    assert response.context["attach_form"]["came_on"].value() == "6/20"
    assert not Attachment.objects.exists()
    assert kept_files() == stored


def kept_files() -> set[Path]:
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def test_a_file_over_the_limit_is_refused(
    staff: Client, request_: RecordsRequest, settings: Any
) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    response = attach(staff, request_, TABLE * 30_000)
    (why,) = errors(response, "attach_form")["file"]
    assert why == "The file has 1.1 MB; the limit is 1 MB (MAX_UPLOAD_MB)."


def test_the_same_again_is_named(staff: Client, request_: RecordsRequest) -> None:
    attach(staff, request_, TABLE, "first.csv")
    response = attach(staff, request_, TABLE, "second.csv")
    assert "attached already, as “first.csv”" in errors(response, "attach_form")["file"][0]
    assert Attachment.objects.count() == 1
    assert attach(staff, a_request(), TABLE).status_code == 302


@pytest.mark.parametrize(
    ("came", "why"),
    [
        ("6/23", "is in the future"),
        ("0202-01-01", "the year 0202"),
        ("", "This field is required."),
        ("\x00", "is not a date that we can read"),
        ("some day", "is not a date that we can read"),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    staff: Client, request_: RecordsRequest, came: str, why: str
) -> None:
    response = attach(staff, request_, TABLE, came=came)
    assert why in errors(response, "attach_form")["came_on"][0]
    assert response.context["attach_form"]["came_on"].value() == came
    assert not Attachment.objects.exists()


def test_without_a_file_the_form_says_so(staff: Client, request_: RecordsRequest) -> None:
    response = staff.post(f"/staff/requests/{request_.pk}/attach/", {"came_on": "6/20"})
    assert errors(response, "attach_form")["file"] == ["Choose a file, or paste cells below."]


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.csv", "a.csv"),
        ("<script>alert(1)</script>.csv", "script>.csv"),
        ("r\u202efdp.csv", "rfdp.csv"),
        ("x" * 300 + ".csv", "x" * 251 + ".csv"),
        ("été.csv", "été.csv"),
    ],
)
def test_a_strange_name_is_only_a_name(
    staff: Client, request_: RecordsRequest, sent: str, shown: str
) -> None:
    response = attach(staff, request_, TABLE, sent)
    assert Attachment.objects.get().original_name == shown
    page = staff.get(response.url).content.decode()
    assert "<script>alert" not in page
    download = staff.get(f"/staff/files/{Attachment.objects.get().pk}/")
    assert "attachment" in download["Content-Disposition"]


def test_a_download_is_saved_never_shown_and_on_record(
    staff: Client, request_: RecordsRequest
) -> None:
    attachment = an_attachment(request_, b"<html><script>x</script></html>", "page.html")
    response = staff.get(f"/staff/files/{attachment.pk}/")
    assert b"".join(response.streaming_content) == b"<html><script>x</script></html>"
    assert response["Content-Disposition"] == 'attachment; filename="page.html"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    entry = AuditEntry.objects.get(verb="downloaded file")
    assert (entry.actor, entry.details["sha256"]) == (staff.person, attachment.sha256)


@pytest.mark.parametrize("state", ["restricted", "quarantined"])
def test_a_closed_file_is_not_taken_out(
    staff: Client, request_: RecordsRequest, state: str
) -> None:
    attachment = an_attachment(request_, TABLE)
    Attachment.objects.update(state=state)
    assert staff.get(f"/staff/files/{attachment.pk}/").status_code == 404
    assert not AuditEntry.objects.filter(verb="downloaded file").exists()
    page = texts(staff.get(f"/staff/requests/{request_.pk}/"))
    assert f"/staff/files/{attachment.pk}/" not in page and "answer.csv" not in page
    assert f"A file that is {Attachment.State(state).label.lower()}" in page


def test_a_file_that_is_gone_from_the_store_is_a_404_and_not_on_record(
    staff: Client, request_: RecordsRequest
) -> None:
    attachment = an_attachment(request_, b"gone,gone,gone\n1,2,3\n")
    Path(attachment.file.path).unlink()
    assert staff.get(f"/staff/files/{attachment.pk}/").status_code == 404
    assert not AuditEntry.objects.filter(verb="downloaded file").exists()


def test_a_full_disk_is_told_beside_the_field(
    staff: Client, request_: RecordsRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("requests_app.domain.request_log.attachments.os.fsync", full)
    response = attach(staff, request_, TABLE + b"Oakland PD,2025,9\n")
    assert response.status_code == 422
    assert "no room left" in errors(response, "attach_form")["file"][0]
    assert not Attachment.objects.exists()
