"""What comes from outside and would like to be more than a file: it is refused or harmless."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from requests_app.domain.request_log.models import Attachment, RecordsRequest
from tests.builders import a_request
from tests.staff_site.doors import texts

pytestmark = pytest.mark.django_db
SCRIPT = b"<script>document.location='https://evil.example.org/'</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
FOREIGN = {
    "picture.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">'
    + SCRIPT
    + b"</svg>",
    "prolog.svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg">'
    + SCRIPT
    + b"</svg>",
    "page.html": b"<!doctype html><html><body onload=alert(1)>" + SCRIPT,
    "page.csv": b"<html>a,b,c\n1,2,3\n" + SCRIPT,
    "table.csv": b"a,b,c\n1,2," + SCRIPT + b"\n",
    "both.pdf": b"%PDF-1.4\n<html>" + SCRIPT + b"</html>\n%%EOF",
    "both.gif": b"GIF89a/*" + b"\x00" * 20 + b"*/=1;alert(1);" + SCRIPT,
    "both.jpg": b"\xff\xd8\xff\xe0" + SCRIPT,
    "both.png": b"\x89PNG\r\n\x1a\n" + SCRIPT,
    "mail.eml": b"From: a@example.org\nContent-Type: text/html\n\n" + SCRIPT,
}
SHOWN_AS = {
    "both.gif": "image/gif",
    "both.jpg": "image/jpeg",
    "both.png": "image/png",
}


def attached(client: Client, content: bytes, name: str) -> Attachment:
    request = a_request()
    typed = {"file": SimpleUploadedFile(name, content), "came_on": "6/20"}
    assert client.post(f"/staff/requests/{request.pk}/attach/", typed).status_code == 302
    return Attachment.objects.get()


@pytest.mark.parametrize("name", FOREIGN)
def test_it_is_taken_out_as_bytes_and_nothing_else(staff: Client, name: str) -> None:
    attachment = attached(staff, FOREIGN[name], name)
    taken = staff.get(reverse("staff:attachment", args=[attachment.pk]))
    assert taken["Content-Type"] == "application/octet-stream"
    assert taken["Content-Disposition"] == f'attachment; filename="{name}"'
    assert taken["X-Content-Type-Options"] == "nosniff"
    assert b"".join(taken) == FOREIGN[name]


@pytest.mark.parametrize("name", FOREIGN)
def test_it_is_shown_as_what_cannot_run_or_not_at_all(staff: Client, name: str) -> None:
    attachment = attached(staff, FOREIGN[name], name)
    shown = staff.get(reverse("staff:show_attachment", args=[attachment.pk]))
    if name not in SHOWN_AS:
        assert shown.status_code == 404
        return
    policy = shown["Content-Security-Policy"]
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == (SHOWN_AS[name], "nosniff")
    assert "default-src 'none'" in policy and "script-src" not in policy
    assert "sandbox" in policy
    assert shown["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("name", FOREIGN)
def test_its_page_shows_its_words_as_words(staff: Client, name: str) -> None:
    attachment = attached(staff, FOREIGN[name], name)
    page = staff.get(reverse("staff:view_attachment", args=[attachment.pk]))
    assert page.status_code == 200
    assert SCRIPT.decode() not in page.content.decode()


@pytest.mark.parametrize(
    "name",
    ['a"; filename="b.html', "a\r\nX-Evil: 1.csv", "a;b.csv", "%0d%0aX: y.csv", "ä\u202e.csv"],
)
def test_a_name_ends_no_header(staff: Client, name: str) -> None:
    attachment = attached(staff, b"a,b,c\n1,2,3\n", name)
    taken = staff.get(reverse("staff:attachment", args=[attachment.pk]))
    said = taken["Content-Disposition"]
    assert "X-Evil" not in taken.headers and said.startswith("attachment; ")
    assert "\r" not in said and "\n" not in said and "\u202e" not in said
    assert said.count("filename") == 1 or said.startswith('attachment; filename="a\\"')


def workbook(member: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr(member, "x")
    return made.getvalue()


@pytest.mark.parametrize("member", ["../../../etc/cron.d/x", "/etc/passwd", "..\\..\\x", "C:\\x"])
def test_a_member_of_a_workbook_is_written_nowhere(
    staff: Client, member: str, settings: Any
) -> None:
    before = set(settings.MEDIA_ROOT.rglob("*"))
    attachment = attached(staff, workbook(member), "table.xlsx")
    staff.get(reverse("staff:import_attachment", args=[attachment.pk]))
    made = set(settings.MEDIA_ROOT.rglob("*")) - before
    assert {path.name for path in made if path.is_file()} <= {attachment.sha256}
    assert attachment.file.name == f"{attachment.sha256[:2]}/{attachment.sha256}"
    assert not Path("/etc/cron.d/x").exists()


def posted(client: Client, request: RecordsRequest, typed: dict[str, Any]) -> Any:
    return client.post(f"/staff/requests/{request.pk}/record/", typed)


def test_ten_thousand_fields_are_refused_with_a_page(staff: Client) -> None:
    answered = posted(staff, a_request(), {f"field{n}": "x" for n in range(10_000)})
    assert answered.status_code == 400
    assert "What was sent could not be read" in texts(answered)


def test_ten_thousand_files_are_refused_with_a_page(staff: Client) -> None:
    files = {f"file{n}": SimpleUploadedFile("a", b"x") for n in range(200)}
    assert posted(staff, a_request(), files).status_code == 400


def test_more_text_than_a_form_can_hold_is_refused_with_a_page(staff: Client) -> None:
    answered = posted(staff, a_request(), {"kind": "note", "note": "x" * 3_000_000})
    assert answered.status_code == 400
    assert "What was sent could not be read" in texts(answered)


@pytest.mark.parametrize(
    "body", [b"", b"--x\r\n", b"--x\r\nContent-Disposition: form-data", b"\x00"]
)
def test_a_body_that_broke_off_is_no_error_of_ours(staff: Client, body: bytes) -> None:
    address = f"/staff/requests/{a_request().pk}/record/"
    answered = staff.post(address, body, content_type="multipart/form-data; boundary=x")
    assert answered.status_code in (400, 422)
