"""Files on their pages: dropped, looked at, closed, copied; by role and state."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.models import Attachment, RecordsRequest
from requests_app.domain.request_log.text_reading import read_text
from requests_app.staff_site import file_page
from tests.builders import NOW, a_request, an_agency, an_attachment
from tests.domain.misuse_data.figures import imported
from tests.domain.request_log.test_texts import an_xlsx
from tests.files.hostile.papers import one_page
from tests.staff_site.doors import errors, signed_in, texts

pytestmark = pytest.mark.django_db
FIGURES = "Agency,Year,Violations\nFresno Police Department,2023,4\n"
TABLE = b"Agency,Year,Violations\nFresno PD,2025,4\n"
PDF = b"%PDF-1.7\nand so on"
PICTURES = {
    "png": b"\x89PNG\r\n\x1a\n....",
    "jpeg": b"\xff\xd8\xff\xe0....",
    "gif": b"GIF89a....",
    "webp": b"RIFF\x10\x00\x00\x00WEBPVP8 ",
}
HTML = b"<!doctype html><script>alert(1)</script><p>Sustained"


@pytest.fixture
def request_(db: None) -> RecordsRequest:
    return a_request()


def drop(client: Client, request: RecordsRequest, *files: tuple[str, bytes]) -> Any:
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    typed = {"file": uploads, "came_on": "6/20"}
    return client.post(f"/staff/requests/{request.pk}/attach/", typed)


def test_many_files_at_once_are_attached_in_their_order(staff, request_) -> None:
    response = drop(staff, request_, ("a.csv", TABLE), ("b.pdf", PDF), ("c.html", HTML))
    assert response.status_code == 302
    assert "Attached 3 files, kept as they came: a.csv, b.pdf, c.html." in texts(
        staff.get(response.url)
    )
    names = Attachment.objects.order_by("pk").values_list("original_name", flat=True)
    assert list(names) == ["a.csv", "b.pdf", "c.html"]


def test_one_bad_file_does_not_lose_the_good_ones_and_each_says_why(staff, request_) -> None:
    response = drop(
        staff, request_, ("a.csv", TABLE), ("../again.csv", TABLE), ("empty.txt", b""),
        ("x.exe", b"MZ\x90\x00"), ("b.pdf", PDF),
    )  # fmt: skip
    assert response.status_code == 422
    why = errors(response, "attach_form")["file"]
    assert [one.partition(":")[0] for one in why] == ["“again.csv”", "“empty.txt”", "“x.exe”"]
    assert "attached already, as “a.csv”" in why[0] and "empty" in why[1] and "neither" in why[2]
    page = texts(response)
    assert "Attached 2 files, kept as they came: a.csv, b.pdf." in page
    assert "Nothing was saved" not in page
    assert Attachment.objects.count() == 2


def test_where_nothing_was_attached_the_page_says_so(staff, request_) -> None:
    assert "Nothing was saved" in texts(drop(staff, request_, ("a", b""), ("b", b"")))


def test_the_limits_are_named_before_anything_is_chosen(staff, request_, settings) -> None:
    settings.MAX_UPLOAD_BYTES, settings.MAX_REQUEST_BYTES = 7 * 1024**2, 1200 * 1024**2
    page = texts(staff.get(f"/staff/requests/{request_.pk}/"))
    assert "At most 7 MB each, 1,200 MB a request." in page


def test_attaching_works_while_there_is_no_broker(staff, request_, monkeypatch) -> None:
    from kombu.exceptions import OperationalError

    def down() -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr("requests_app.staff_site.views.files.read_files.delay", down)
    assert drop(staff, request_, ("a.csv", TABLE)).status_code == 302


# What a file in a state answers to a role: in the list, opened, its first page, saved, by its text.
# "named": its name is there; "told": only that there is one.
N, T = "named", "told"
ANSWERS = {
    "normal": {
        Role.READER: (N, 200, 200, 403, True),
        Role.STAFF: (N, 200, 200, 200, True),
        Role.REVIEWER: (N, 200, 200, 200, True),
        Role.LEAD: (N, 200, 200, 200, True),
        Role.ADMINISTRATOR: (N, 200, 200, 200, True),
    },
    "restricted": {
        Role.READER: (T, 404, 404, 403, False),
        Role.STAFF: (T, 404, 404, 404, False),
        Role.REVIEWER: (N, 200, 200, 200, True),
        Role.LEAD: (N, 200, 200, 200, True),
        Role.ADMINISTRATOR: (N, 200, 200, 200, True),
    },
    "quarantined": {
        Role.READER: (T, 404, 404, 403, False),
        Role.STAFF: (T, 404, 404, 404, False),
        Role.REVIEWER: (T, 404, 404, 404, False),
        Role.LEAD: (N, 200, 404, 404, False),
        Role.ADMINISTRATOR: (N, 200, 404, 404, False),
    },
}
CASES = [(state, role) for state, roles in ANSWERS.items() for role in roles]


@pytest.fixture
def letter(request_: RecordsRequest) -> Attachment:
    """A PDF whose text is known; it is read in a child elsewhere."""
    from requests_app.domain.request_log.models import AttachmentText
    from requests_app.domain.request_log.search_index import index_attachment

    attachment = an_attachment(request_, one_page(), name="captain.pdf")
    AttachmentText.objects.create(attachment=attachment, text="The sergeant misused it.")
    Attachment.objects.filter(pk=attachment.pk).update(text_state="read")
    index_attachment(attachment)
    return attachment


def close(attachment: Attachment, state: str) -> None:
    from requests_app.domain.request_log.file_states import set_file_state
    from tests.builders import a_person

    if state != "normal":
        set_file_state(attachment=attachment, state=state, was="normal", reason="By mistake",
                       by=a_person(), at=NOW)  # fmt: skip


@pytest.mark.parametrize(("state", "role"), CASES)
def test_each_role_gets_of_each_state_what_the_table_says(letter, state, role) -> None:
    close(letter, state)
    client, address = signed_in(role), f"/staff/files/{letter.pk}/"
    listed = texts(client.get(f"/staff/requests/{letter.records_request_id}/"))
    found = texts(client.get("/staff/search/", {"q": "sergeant misused"}))
    answers = (
        N if "captain.pdf" in listed else T,
        client.get(f"{address}view/").status_code,
        client.get(f"{address}pages/1.png").status_code,
        client.get(address).status_code,
        "<mark>sergeant</mark>" in found,
    )
    assert answers == ANSWERS[state][role]
    assert (letter.sha256[:16] in listed) is (answers[0] == N)
    assert ("A file that is" in listed) is (answers[0] == T)
    if state == "quarantined" and role in (Role.LEAD, Role.ADMINISTRATOR):
        page = texts(client.get(f"{address}view/"))
        assert "sergeant" not in page and "<iframe" not in page and "By mistake" in page
        assert "<mark>captain</mark>.pdf" in texts(client.get("/staff/search/?q=captain"))


@pytest.mark.parametrize(
    ("part", "verb"),
    [
        ("view/", "opened file"),
        ("pages/1.png", "opened file"),
        ("transcription/", "opened file"),
        ("", "downloaded file"),
    ],
)
def test_every_opening_of_a_restricted_file_is_on_record(letter, part, verb) -> None:
    close(letter, "restricted")
    client = signed_in(Role.REVIEWER)
    for _ in range(2):
        client.get(f"/staff/files/{letter.pk}/{part}")
    entries = AuditEntry.objects.filter(verb=verb)
    assert [(entry.actor, entry.details["sha256"]) for entry in entries] == [
        (client.person, letter.sha256)
    ] * 2


def test_a_look_at_a_restricted_picture_is_on_record(request_) -> None:
    picture = an_attachment(request_, PICTURES["png"], "scan.png")
    close(picture, "restricted")
    assert signed_in(Role.STAFF).get(f"/staff/files/{picture.pk}/content/").status_code == 404
    assert signed_in(Role.REVIEWER).get(f"/staff/files/{picture.pk}/content/").status_code == 200
    assert AuditEntry.objects.get(verb="opened file").details["sha256"] == picture.sha256


@pytest.mark.parametrize("form", ["state/", "redacted/"])
def test_a_restricted_file_that_is_shown_with_a_refused_form_is_on_record(letter, form) -> None:
    close(letter, "restricted")
    lead = signed_in(Role.LEAD)
    assert lead.post(f"/staff/files/{letter.pk}/{form}").status_code == 422
    assert AuditEntry.objects.get(verb="opened file").actor == lead.person


SHOWN_WORDS = "was shown words of files"


def test_a_page_of_results_that_quotes_restricted_files_is_on_record_once(letter) -> None:
    other = an_attachment(a_request(), TABLE + b"The sergeant,too,\n", "other.csv")
    read_text(attachment=other, at=NOW)
    close(letter, "restricted")
    close(other, "restricted")
    client = signed_in(Role.REVIEWER)
    client.get("/staff/search/", {"q": "sergeant"})
    entry = AuditEntry.objects.get(verb=SHOWN_WORDS)
    assert (entry.actor, entry.details["text"]) == (client.person, "sergeant")
    assert entry.details["sha256"] == [letter.sha256, other.sha256]


def test_results_that_quote_nothing_restricted_are_not_on_record(letter) -> None:
    signed_in(Role.REVIEWER).get("/staff/search/?q=sergeant")
    close(letter, "restricted")
    signed_in(Role.STAFF).get("/staff/search/?q=sergeant")
    signed_in(Role.REVIEWER).get("/staff/search/?q=nowhere")
    signed_in(Role.REVIEWER).get("/staff/requests/?q=sergeant")
    assert not AuditEntry.objects.filter(verb=SHOWN_WORDS).exists()


def test_looking_at_a_file_open_to_all_is_not_on_record(staff, letter) -> None:
    staff.get(f"/staff/files/{letter.pk}/view/")
    assert not AuditEntry.objects.filter(verb="opened file").exists()


@pytest.mark.parametrize("kind", PICTURES)
def test_what_is_shown_can_run_load_and_send_nothing(staff, request_, kind) -> None:
    attachment = an_attachment(request_, PICTURES[kind], name="<b>.html")
    response = staff.get(f"/staff/files/{attachment.pk}/content/")
    assert response["Content-Type"] == file_page.PICTURES[kind]
    assert response["X-Content-Type-Options"] == "nosniff"
    policy = {one.strip() for one in response["Content-Security-Policy"].split(";")}
    assert policy == {
        "sandbox", "default-src 'none'", "base-uri 'none'", "form-action 'none'",
        "frame-ancestors 'none'",
    }  # fmt: skip
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content) == PICTURES[kind]


@pytest.mark.parametrize(
    "content",
    [HTML, TABLE, b"From: a\n\n<script>", PDF, b"II*\x00 a tiff", b"<svg onload='x()'/>, x, y"],
    ids=["html", "csv", "eml", "pdf", "tiff", "svg"],
)
def test_the_bytes_of_anything_else_are_never_shown(staff, request_, content) -> None:
    attachment = an_attachment(request_, content)
    assert staff.get(f"/staff/files/{attachment.pk}/content/").status_code == 404
    assert staff.get(f"/staff/files/{attachment.pk}/")["Content-Type"] == "application/octet-stream"


def test_text_is_shown_as_text(staff, request_) -> None:
    markup = b"a,b,<script>alert(1)</script>\n1,2,<img src=x onerror=y>\n"
    attachment = read_text(attachment=an_attachment(request_, markup, "<i>.csv"), at=NOW)
    page = staff.get(f"/staff/files/{attachment.pk}/view/").content.decode()
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page and "<i>." not in page
    found = staff.get("/staff/search/", {"q": "script onerror"}).content.decode()
    assert "&lt;<mark>script</mark>&gt;alert" in found and "<img" not in found


def test_a_workbook_that_hides_says_so_in_the_list_and_on_its_page(staff, request_) -> None:
    book = read_text(attachment=an_attachment(request_, an_xlsx(), "cases.xlsx"), at=NOW)
    for address in (f"/staff/requests/{request_.pk}/", f"/staff/files/{book.pk}/view/"):
        assert "1 hidden column in “Cases”: E" in texts(staff.get(address))


def test_what_a_workbook_in_quarantine_hides_is_told_to_nobody(request_) -> None:
    book = read_text(attachment=an_attachment(request_, an_xlsx(), "cases.xlsx"), at=NOW)
    close(book, "quarantined")
    lead = signed_in(Role.LEAD)
    for address in (f"/staff/requests/{request_.pk}/", f"/staff/files/{book.pk}/view/"):
        page = texts(lead.get(address))
        assert "cases.xlsx" in page and "hidden column" not in page and "“Cases”" not in page


def change(client: Client, file: Attachment, **typed: str) -> Any:
    typed = {"state": "restricted", "was": "normal", "reason": "Names in it", **typed}
    return client.post(f"/staff/files/{file.pk}/state/", typed)


def test_a_lead_restricts_a_file_and_sees_why_it_is(letter) -> None:
    lead = signed_in(Role.LEAD)
    page = texts(lead.get(change(lead, letter).url))
    assert "captain.pdf is restricted now." in page and "Names in it" in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"reason": ""}, "reason"), ({"reason": " \n"}, "reason"), ({"state": "open"}, "state")],
)
def test_a_state_without_a_reason_or_that_is_none_is_refused(letter, typed, field) -> None:
    response = change(signed_in(Role.LEAD), letter, **typed)
    assert response.status_code == 422 and field in errors(response, "state_form")
    letter.refresh_from_db()
    assert letter.state == "normal"


def test_the_second_of_two_leads_can_save_upon_what_the_first_did(letter) -> None:
    lead = signed_in(Role.LEAD)
    change(lead, letter)
    response = change(lead, letter, state="quarantined", reason="By mistake")
    assert response.status_code == 422 and "Nothing of yours was saved" in texts(response)
    assert response.context["state_form"]["was"].value() == "restricted"
    assert change(lead, letter, state="quarantined", was="restricted").status_code == 302


@pytest.mark.parametrize("role", [Role.READER, Role.STAFF, Role.REVIEWER])
def test_nobody_below_a_lead_is_offered_a_change_of_state(letter, role) -> None:
    client = signed_in(role)
    assert "/state/" not in texts(client.get(f"/staff/files/{letter.pk}/view/"))
    assert change(client, letter).status_code == 403


@pytest.mark.parametrize(
    ("state", "whom"), [("restricted", "reviewer or lead"), ("quarantined", "lead")]
)
def test_whom_to_ask_for_a_file_is_who_may_see_it(letter, state: str, whom: str) -> None:
    Attachment.objects.filter(pk=letter.pk).update(state=state)
    page = texts(signed_in(Role.STAFF).get(f"/staff/requests/{letter.records_request_id}/"))
    assert f"Ask a {whom}." in page


def test_a_redacted_copy_is_linked_both_ways(staff, letter) -> None:
    upload = SimpleUploadedFile("captain redacted.pdf", PDF + b" less")
    response = staff.post(f"/staff/files/{letter.pk}/redacted/", {"file": upload})
    copy = Attachment.objects.get(redacts=letter)
    page = texts(staff.get(response.url))
    assert f"/staff/files/{letter.pk}/view/" in page and "It does not go out yet." in page
    assert "captain redacted.pdf" in texts(staff.get(f"/staff/files/{letter.pk}/view/"))
    staff.post(f"/staff/files/{copy.pk}/may-go-out/", {"may": "1"})
    listed = texts(staff.get(f"/staff/requests/{letter.records_request_id}/"))
    assert "Redacted copy of" in listed and "may go out" in listed


def test_a_copy_does_not_name_a_closed_original(staff, letter) -> None:
    upload = SimpleUploadedFile("for all.pdf", PDF + b" less")
    staff.post(f"/staff/files/{letter.pk}/redacted/", {"file": upload})
    close(letter, "restricted")
    copy = Attachment.objects.get(redacts=letter)
    staff.get("/staff/")  # where the message of the attaching, which names it, is shown
    page = texts(staff.get(f"/staff/files/{copy.pk}/view/"))
    assert "captain.pdf" not in page and "not open to you" in page
    assert staff.post(f"/staff/files/{letter.pk}/redacted/", {"file": upload}).status_code == 404


def test_what_is_no_copy_is_refused_beside_the_field(staff, letter) -> None:
    for content, why in ((one_page(), "attached already"), (b"", "empty")):
        upload = SimpleUploadedFile("x.pdf", content)
        response = staff.post(f"/staff/files/{letter.pk}/redacted/", {"file": upload})
        assert response.status_code == 422
        assert why in errors(response, "copy_form")["file"][0]


def test_the_review_site_does_not_name_a_file_in_quarantine_to_a_reviewer(letter) -> None:
    close(letter, "quarantined")
    pages = ("/admin/requests_app/attachment/",
             f"/admin/requests_app/recordsrequest/{letter.records_request_id}/change/")  # fmt: skip
    for role, seen in ((Role.REVIEWER, False), (Role.LEAD, True)):
        for page in pages:
            assert ("captain.pdf" in texts(signed_in(role).get(page))) is seen


def history_of(thing: Any) -> tuple[str, str]:
    """The two addresses: all of its history, and its latest version."""
    base = f"/admin/requests_app/{thing._meta.model_name}/{thing.pk}/history/"
    return base, f"{base}{thing.history.first().pk}/"


def test_the_history_of_a_file_in_quarantine_is_hidden_with_the_file(letter) -> None:
    close(letter, "quarantined")
    an_agency("Fresno Police Department")
    read = imported(an_attachment(letter.records_request, FIGURES)).returned_files.get()
    Attachment.objects.filter(pk=read.attachment_id).update(state="quarantined")
    addresses = (*history_of(letter), *history_of(read))
    for role, status in ((Role.REVIEWER, 404), (Role.LEAD, 200)):
        client = signed_in(role)
        assert [client.get(address).status_code for address in addresses] == [status] * 4


@pytest.mark.parametrize("state", ["normal", "restricted", "quarantined"])
def test_of_a_file_that_is_gone_its_last_state_says_whose_its_history_is(letter, state) -> None:
    close(letter, state)
    addresses = history_of(letter)
    Attachment.objects.get(pk=letter.pk).delete()
    seen = {Role.REVIEWER: 404 if state == "quarantined" else 200, Role.LEAD: 200}
    for role, status in seen.items():
        client = signed_in(role)
        assert [client.get(address).status_code for address in addresses] == [status] * 2


def paste(client: Client, request: RecordsRequest, cells: str) -> Any:
    return client.post(f"/staff/requests/{request.pk}/attach/", {"cells": cells, "came_on": "6/20"})


def test_cells_that_were_pasted_become_a_file_whose_rows_can_be_imported(staff, request_) -> None:
    response = paste(staff, request_, "Agency\tYear\tViolations\r\nFresno PD\t2025\t4\r\n")
    assert response.status_code == 302
    kept = Attachment.objects.get()
    assert kept.original_name == "Pasted cells.tsv"
    with kept.file.open("rb") as file:
        assert file.read() == b"Agency\tYear\tViolations\nFresno PD\t2025\t4\n"
    page = staff.get(f"/staff/returned-data/import/{kept.pk}/")
    assert "Violations" in texts(page)


@pytest.mark.parametrize("cells", ["", " \r\n\t"])
def test_neither_a_file_nor_cells_is_nothing_to_attach(staff, request_, cells: str) -> None:
    response = paste(staff, request_, cells)
    assert response.status_code == 422
    assert errors(response, "attach_form")["file"] == ["Choose a file, or paste cells below."]
    assert not Attachment.objects.exists()


def test_what_was_pasted_is_kept_where_it_is_refused(staff, request_) -> None:
    cells = "Agency\tYear\nFresno PD\t2025"
    assert paste(staff, request_, cells).status_code == 302
    response = paste(staff, request_, cells)
    assert response.status_code == 422 and "Fresno PD" in response.content.decode()
    assert "attached already" in errors(response, "attach_form")["cells"][0]
