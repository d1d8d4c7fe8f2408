"""Logging and recording from a mail: proposed with where it comes from, and saved by a person."""

import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requests_app.domain.accounts.roles import ROLE_PERMISSIONS, Permission, Role
from requests_app.domain.agencies.models import Agency, Contact
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.mail_drafts import forget_drafts
from requests_app.domain.request_log.models import Attachment, Event, MailDraft, RecordsRequest
from tests.builders import NOW, TODAY, a_request, an_agency, an_attachment
from tests.domain.request_log.mails import content_of
from tests.staff_site.doors import a_mail_draft, errors, signed_in, texts

pytestmark = pytest.mark.django_db
READ, LOG = "/staff/requests/from-mail/", "/staff/requests/log/"


@pytest.fixture
def desk(db: None) -> Client:
    """The browser of somebody who writes from the desk's address."""
    return signed_in(email="desk@newsroom.example")


@pytest.fixture
def fresno(db: None) -> Agency:
    agency = an_agency("Fresno Police Department", website="https://www.fresno.gov/police/")
    Contact.objects.create(agency=agency, kind="email", value="cityclerk@fresno.gov")
    return agency


def give(client: Client, name: str, **typed: Any) -> Any:
    """Drops a mail of the folder, or pastes it."""
    content = content_of(name)
    if name.endswith(".txt"):
        return client.post(READ, {"text": content.decode(), **typed})
    upload = io.BytesIO(content)
    upload.name = name
    return client.post(READ, {"file": upload, **typed})


def shown(client: Client, address: str, form: str) -> dict[str, Any]:
    """What the form on a page would send, as it stands."""
    bound = client.get(address).context[form]
    values = {name: bound[name].value() for name in bound.fields}
    return {name: value for name, value in values.items() if value not in (None, False)}


def test_a_mail_of_ours_becomes_a_request_with_the_mail_attached(
    desk: Client, fresno: Agency
) -> None:
    page = desk.get(give(desk, "ours.eml").url)
    assert page.url.startswith(LOG)
    form = desk.get(page.url).context["form"]
    assert form["agency"].value() == str(fresno.pk)
    assert form["agency_text"].value() == "Fresno Police Department"
    assert form.fields["agency_text"].help_text == (
        "Proposed from the recipient's domain fresno.gov."
    )
    assert form.fields["sent_on"].help_text == "Proposed from the mail's date."
    response = desk.post(LOG, shown(desk, page.url, "form"), follow=True)
    made = RecordsRequest.objects.get()
    assert (made.agency, str(made.sent_on), made.method) == (fresno, "2026-06-09", "email")
    assert made.subject == "Public records request: CLETS misuse 2025"
    [attached] = made.attachments.all()
    assert (attached.original_name, attached.content_kind) == ("ours.eml", "eml")
    assert "Undo" not in texts(response)  # what is attached does not go away with a click


def test_nothing_is_assumed_of_a_mail_that_says_nothing(desk: Client, fresno: Agency) -> None:
    page = give(desk, "no_body.eml").url
    assert "No request is known" not in texts(desk.get(page)) or not RecordsRequest.objects.exists()
    form = desk.get(f"{LOG}?mail={MailDraft.objects.get().pk}").context["form"]
    assert form["sent_on"].value() is None


@pytest.mark.parametrize(
    ("name", "values", "why"),
    [
        ("acknowledgement.eml", {}, "From the subject: our number TD-2026-0001"),
        ("extension.eml", {"portal_number": "26-1234"}, "From the subject: NextRequest 26-1234"),
        ("govqa.eml", {"portal_number": "R000123-060926"}, "From the subject: GovQA R000123"),
        ("fee.eml", {}, "Open, and its agency from the sender's domain fresno.gov"),
        ("nested.eml", {"portal_number": "26-1234"}, "From the subject: NextRequest 26-1234"),
    ],
)
def test_an_answer_is_led_to_the_request_it_may_belong_to(
    desk: Client, fresno: Agency, name: str, values: dict[str, str], why: str
) -> None:
    request = a_request(agency=fresno, **values)
    page = desk.get(give(desk, name).url)
    assert page.context["belongs_to"][0].request == request
    assert why in texts(page)
    link = f"/staff/requests/{request.pk}/?mail={MailDraft.objects.get().pk}#record"
    assert link in texts(page)


def test_an_extension_is_proposed_with_all_that_its_notice_says(
    desk: Client, fresno: Agency
) -> None:
    request = a_request(agency=fresno)
    leads_to = give(desk, "extension.eml", records_request=request.pk).url
    typed = shown(desk, leads_to, "event_form")
    assert {name: typed[name] for name in ("kind", "on", "names_on", "ground")} == {
        "kind": "extension_notice", "on": "2026-06-15", "names_on": "2026-07-03",
        "ground": "voluminous",
    }  # fmt: skip
    page = texts(desk.get(leads_to))
    assert "Proposed from the words “unusual circumstances”." in page
    assert "Proposed from the words “July 3, 2026”." in page
    assert desk.post(f"/staff/requests/{request.pk}/record/", typed).status_code == 302
    request.refresh_from_db()
    assert (request.extension_days, request.status) == (14, "extended")
    assert [one.original_name for one in request.attachments.all()] == ["extension.eml"]


def test_only_the_ticked_parts_are_attached_and_each_once(desk: Client, fresno: Agency) -> None:
    request = a_request(agency=fresno)
    known = an_attachment(request, b"Agency,Violations\nFresno Police Department,3", "known.csv")
    leads_to = give(desk, "attachments.eml", records_request=request.pk).url
    form = desk.get(leads_to).context["event_form"]
    labels = dict(form.fields["attach"].choices)
    assert known.sha256 not in labels
    ticked = {labels[one].partition(" (")[0] for one in form["attach"].value()}
    assert ticked == {"The mail itself", "vsc.exe report.csv", "passwd.pdf"}
    typed = shown(desk, leads_to, "event_form") | {"form_key": str(uuid.uuid4())}
    for _ in range(2):
        assert desk.post(f"/staff/requests/{request.pk}/record/", typed).status_code == 302
    names = sorted(one.original_name for one in request.attachments.all())
    assert names == ["attachments.eml", "known.csv", "passwd.pdf", "vsc.exe report.csv"]
    assert request.events.filter(kind=EventKind.FULL_RELEASE).count() == 1


def attach_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = ROLE_PERMISSIONS[Role.STAFF] - {Permission.ATTACH_FILES}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.STAFF, kept)


def test_who_may_not_attach_files_is_offered_none_and_attaches_none(
    desk: Client, fresno: Agency, monkeypatch
) -> None:
    request = a_request(agency=fresno)
    leads_to = give(desk, "attachments.eml", records_request=request.pk).url
    before = shown(desk, leads_to, "event_form")
    assert before["attach"]
    attach_nothing(monkeypatch)
    page = texts(desk.get(leads_to))
    assert "Attach from the mail" not in page and "attached already" not in page
    record, key = f"/staff/requests/{request.pk}/record/", {"form_key": str(uuid.uuid4())}
    assert desk.post(record, before | key).status_code == 422
    del before["attach"]
    assert desk.post(record, before | key).status_code == 302
    assert request.events.count() == 2 and not Attachment.objects.exists()


def test_a_mail_is_logged_without_its_files_by_who_may_attach_none(
    desk: Client, fresno: Agency, monkeypatch
) -> None:
    attach_nothing(monkeypatch)
    typed = shown(desk, desk.get(give(desk, "ours.eml").url).url, "form")
    assert not typed.get("attach")
    assert desk.post(LOG, typed).status_code == 302
    assert RecordsRequest.objects.count() == 1 and not Attachment.objects.exists()


def test_a_part_of_no_kind_that_is_kept_is_said_and_the_event_stands(
    desk: Client, fresno: Agency
) -> None:
    request = a_request(agency=fresno)
    content = content_of("tnef.eml").replace(b"eJ8+IgAAAQEGAAgABAAAAAAA6AA=", b"AAECAwQFBgcICQ==")
    draft = a_mail_draft(desk.person, content)
    leads_to = f"/staff/requests/{request.pk}/?mail={draft.pk}&record=note"
    response = desk.post(
        f"/staff/requests/{request.pk}/record/", shown(desk, leads_to, "event_form"), follow=True
    )
    assert "winmail.dat was not attached. The file is neither" in texts(response)
    assert request.events.filter(kind="note").exists()


def test_a_mail_is_its_giver_s_alone(desk: Client, fresno: Agency) -> None:
    give(desk, "ours.eml")
    pk, other = MailDraft.objects.get().pk, signed_in()
    assert other.get(f"{READ}{pk}/").status_code == 404
    page = other.get(f"{LOG}?mail={pk}")
    assert page.context["mail"] is None and "not kept any more" in texts(page)


def test_a_mail_that_went_before_it_was_saved_loses_nothing_else(
    desk: Client, fresno: Agency
) -> None:
    page = desk.get(give(desk, "ours.eml").url).url
    typed = shown(desk, page, "form")
    MailDraft.objects.all().delete()
    response = desk.post(LOG, typed)
    assert "not kept any more" in errors(response)["__all__"][0]
    assert response.context["form"]["subject"].value() == typed["subject"]
    again = {name: response.context["form"][name].value() or "" for name in typed
             if name not in {"mail", "attach"}}  # fmt: skip
    assert desk.post(LOG, again).status_code == 302


def test_a_mail_whose_file_is_gone_is_no_error(desk: Client, fresno: Agency) -> None:
    give(desk, "ours.eml")
    draft = MailDraft.objects.get()
    default_storage.delete(draft.file.name)
    assert desk.get(f"{READ}{draft.pk}/").status_code == 404
    assert desk.get(f"{LOG}?mail={draft.pk}").status_code == 200


def test_what_was_only_looked_at_goes_after_two_days(
    desk: Client, fresno: Agency, django_capture_on_commit_callbacks: Any
) -> None:
    give(desk, "ours.eml")
    name = MailDraft.objects.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_drafts(before=NOW - timedelta(days=2)) == 0
        assert forget_drafts(before=NOW + timedelta(seconds=1)) == 1
    assert not MailDraft.objects.exists() and not default_storage.exists(name)


def test_the_next_mail_clears_away_the_old(desk: Client) -> None:
    give(desk, "ours.eml")
    with time_machine.travel(NOW + timedelta(days=2, minutes=1), tick=False):
        give(desk, "fee.eml")
    assert [draft.name for draft in MailDraft.objects.all()] == ["fee.eml"]


def test_the_same_mail_again_is_the_same_draft(desk: Client) -> None:
    assert give(desk, "fee.eml").url == give(desk, "fee.eml").url


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        ({}, "text", "Paste the text of a mail, or choose its file."),
        ({"text": "  \n "}, "text", "Paste the text"),
        ({"text": "a\x00b"}, "text", "Null characters"),
        ({"file": b""}, "file", "The mail is empty."),
        ({"file": b"x" * 2000}, "file", "the limit is 0 MB"),
    ],
)
def test_what_is_no_mail_is_refused(
    desk: Client, settings: Any, typed: dict, field: str, why: str
) -> None:
    settings.MAX_UPLOAD_BYTES = 1000
    if "file" in typed:
        upload = io.BytesIO(typed["file"])
        upload.name = "x.eml"
        typed = {"file": upload}
    response = desk.post(READ, typed)
    assert why in errors(response, "mail_form")[field][0]
    assert not MailDraft.objects.exists()


@pytest.mark.parametrize("wrong", ["0", "x", "\x00", "9" * 400, "-1", "٣", ""])
def test_an_id_of_no_mail_leaves_the_page_as_it_is(desk: Client, wrong: str) -> None:
    request = a_request()
    for address in (LOG, f"/staff/requests/{request.pk}/"):
        page = desk.get(address, {"mail": wrong})
        assert page.status_code == 200 and page.context["mail"] is None


def test_the_fields_of_another_kind_come_with_what_the_mail_says_of_it(
    desk: Client, fresno: Agency
) -> None:
    request = a_request(agency=fresno)
    draft = a_mail_draft(desk.person, content_of("denial_in_part.eml"))
    address = f"/staff/requests/{request.pk}/record/fields/"
    page = texts(desk.post(address, {"kind": "determination_denied", "mail": draft.pk}))
    assert "§ 7923.600(a); § 7922.000" in page and "“Government Code section 7923.600(a)”" in page
    assert 'name="deciders"' in page and 'name="amount"' not in page
    kept = texts(desk.post(address, {"kind": "determination_in_part", "mail": draft.pk,
                                     "exemptions": "Typed by hand"}))  # fmt: skip
    assert "Typed by hand" in kept and "7923.600" not in kept


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_look_at_a_mail_asks_no_more_often_with_more_to_show(
    desk: Client, fresno: Agency
) -> None:
    request = a_request(agency=fresno)
    draft = a_mail_draft(desk.person, content_of("fee.eml"))
    addresses = (
        f"{READ}{draft.pk}/",
        f"{LOG}?mail={draft.pk}",
        f"/staff/requests/{request.pk}/?mail={draft.pk}",
    )
    counts = []
    for number in range(12):
        if number == 2:
            counts = [asked(desk, address) for address in addresses]
        a_request(agency=fresno)
        an_agency(website=f"https://office{number}.fresno.gov/")
        Contact.objects.create(agency=an_agency(), kind="email", value=f"a{number}@fresno.gov")
        an_attachment(request, f"a,b\n1,{number}\n")
    assert [asked(desk, address) for address in addresses] == counts


def test_nothing_is_recorded_by_looking(desk: Client, fresno: Agency) -> None:
    request = a_request(agency=fresno)
    desk.get(give(desk, "extension.eml", records_request=request.pk).url)
    assert Event.objects.exclude(kind="sent").count() == 0
    assert request.attachments.count() == 0
    assert request.sent_on and request.sent_on < TODAY


def a_letter(text: str, *, subject: str = "Your request", date: str = "Fri, 12 Jun 2026") -> bytes:
    head = f"From: cityclerk@fresno.gov\nSubject: {subject}\n"
    stamp = f"Date: {date} 10:00:00 -0700\n" if date else ""
    return f"{head}{stamp}\n{text}\n".encode()


def test_a_denial_is_proposed_with_the_sections_it_cites(desk: Client, fresno: Agency) -> None:
    request = a_request(agency=fresno)
    draft = a_mail_draft(
        desk.person,
        a_letter("Your request TD-2026-0004 is denied pursuant to Gov. Code 7923.600."),
    )
    form = desk.get(f"/staff/requests/{request.pk}/?mail={draft.pk}").context["event_form"]
    assert form["kind"].value() == "determination_denied"
    assert "“request TD-2026-0004 is denied”" in form.fields["kind"].help_text
    assert form["exemptions"].value() == "§ 7923.600"
    assert "“Gov. Code 7923.600”" in form.fields["exemptions"].help_text


@pytest.mark.parametrize(
    ("date", "why"),
    [
        ("", "The mail has no date"),
        ("Fri, 12 Jun 2099", "The mail is dated Fri 12 Jun 2099, which is still to come"),
    ],
)
def test_what_a_mail_does_not_say_is_left_open(
    desk: Client, fresno: Agency, date: str, why: str
) -> None:
    request = a_request(agency=fresno)
    draft = a_mail_draft(desk.person, a_letter("Kind regards", date=date))
    address = f"/staff/requests/{request.pk}/?mail={draft.pk}"
    form = desk.get(address).context["event_form"]
    assert (form["kind"].value(), form["on"].value()) == ("", "")
    assert why in form.fields["on"].help_text
    assert "choose it" in form.fields["kind"].help_text
    response = desk.post(
        f"/staff/requests/{request.pk}/record/", shown(desk, address, "event_form")
    )
    assert {"kind", "on"} <= errors(response, "event_form").keys()


def test_a_mail_that_names_another_request_is_not_recorded_here_unasked(
    desk: Client, fresno: Agency
) -> None:
    here, there = a_request(agency=fresno), a_request(agency=fresno, portal_number="26-1234")
    for text in (f"Your request {there.number} was received.", "Your request 26-1234 is open."):
        draft = a_mail_draft(desk.person, a_letter(text))
        page = desk.get(f"/staff/requests/{here.pk}/?mail={draft.pk}")
        assert page.context["named_instead"] == there
        assert f"/staff/requests/{there.pk}/?mail={draft.pk}#record" in page.content.decode()
        page = desk.get(f"/staff/requests/{there.pk}/?mail={draft.pk}")
        assert page.context["named_instead"] is None


def test_the_number_in_the_subject_comes_before_those_in_the_text(
    desk: Client, fresno: Agency
) -> None:
    first, second = a_request(agency=fresno), a_request(agency=fresno)
    letter = a_letter(f"Unlike {second.number}, this is open.", subject=f"Re: {first.number}")
    draft = a_mail_draft(desk.person, letter)
    listed = desk.get(f"{READ}{draft.pk}/").context["belongs_to"]
    assert [one.request for one in listed] == [first, second]
    page = desk.get(f"/staff/requests/{first.pk}/?mail={draft.pk}")
    assert page.context["named_instead"] is None
    page = desk.get(f"/staff/requests/{second.pk}/?mail={draft.pk}")
    assert page.context["named_instead"] == first


@pytest.mark.parametrize(("date", "why"), [("", "no date"), ("Fri, 12 Jun 2099", "still to come")])
def test_the_day_of_a_mail_of_ours_is_not_made_up(
    desk: Client, fresno: Agency, date: str, why: str
) -> None:
    letter = a_letter("Dear clerk", date=date).replace(
        b"cityclerk@fresno.gov", b"desk@newsroom.example"
    )
    draft = a_mail_draft(desk.person, letter)
    form = desk.get(f"{LOG}?mail={draft.pk}").context["form"]
    assert form["sent_on"].value() is None and why in form.fields["sent_on"].help_text
