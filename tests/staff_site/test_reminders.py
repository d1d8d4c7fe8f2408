"""The ledger of reminders, and the mails that are kept as files."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.sending import send_due_reminders
from tests.builders import NOW, a_request
from tests.staff_site.doors import MAIL, a_mail, a_reminder, texts

pytestmark = pytest.mark.django_db
LEDGER = "/staff/reminders/"


@pytest.fixture(autouse=True)
def mail_dir(settings: Any, tmp_path: Path) -> Path:
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR


def test_the_ledger_says_what_went_and_why_not(staff: Client) -> None:
    request = a_request()
    a_reminder(request)
    a_reminder(request, kind="due_soon", state="failed", reason="550 no such box")
    page = texts(staff.get(LEDGER))
    for words in (request.number, str(request.agency), "550 no such box", "Due today", "Failed"):
        assert words in page


@pytest.mark.parametrize("state", ["", "zzz", "\x00", "x" * 10_000])
def test_an_odd_state_shows_all(staff: Client, state: str) -> None:
    request = a_request()
    a_reminder(request)
    a_reminder(request, kind="due_soon", state="failed")
    page = staff.get(LEDGER, {"state": state, "page": state})
    assert len(page.context["page_obj"].rows) == 2


@pytest.mark.parametrize("state", Reminder.State.values)
def test_each_state_has_its_rows(staff: Client, state: str) -> None:
    request = a_request()
    for number, one in enumerate(Reminder.State.values):
        kinds = ["due_soon", "due_today", "first_day_late", "late_beyond_every_reading", "other"]
        a_reminder(request, kind=kinds[number], state=one)
    rows = staff.get(LEDGER, {"state": state}).context["page_obj"].rows
    assert [reminder.state for reminder in rows] == [state]


def test_one_reminder_shows_the_mail_as_it_went(staff: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tracker.mail_files.EmailBackend"
    request = a_request(by=staff.person)
    send_due_reminders(at=NOW)
    reminder = Reminder.objects.get(records_request=request, state="sent")
    page = texts(staff.get(f"{LEDGER}{reminder.pk}/"))
    assert reminder.subject in page and reminder.message_id in page
    assert "3 days past day 10, due Mon 22 Jun, today" in page
    (mail,) = staff.get(LEDGER).context["mails"]
    assert (mail.subject, mail.recipient) == (reminder.subject, staff.person.email)
    assert staff.get(f"/staff/mails/{mail.name}/").status_code == 200
    assert str(request.agency) in texts(staff.get(f"/staff/mails/{mail.name}/html/"))


def test_a_mail_is_shown_as_text(staff: Client) -> None:
    name = a_mail()
    page = texts(staff.get(f"/staff/mails/{name}/"))
    assert "The determination is due today." in page
    assert "Mon 22 Jun 2026, 10:00" in page
    assert f"/staff/mails/{name}/html/" in page


def test_the_mail_in_html_can_run_load_and_send_nothing(staff: Client) -> None:
    response = staff.get(f"/staff/mails/{a_mail()}/html/")
    assert '<p style="color: red">' in response.content.decode()
    policy = dict(
        one.strip().partition(" ")[::2] for one in response["Content-Security-Policy"].split(";")
    )
    assert policy == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "sandbox": "allow-popups",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    ours = staff.get(LEDGER)["Content-Security-Policy"]
    assert "script-src 'self'" in ours and "unsafe-inline" not in ours


@pytest.mark.parametrize(
    "name",
    ["nothing.eml", "..%2Fsecret.eml", "..%2F..%2Fsecret_key", "secret", "%00.eml", "x%00.eml",
     "..", ".eml", "a%0A.eml", "%2Fetc%2Fpasswd", "..%5Csecret.eml", ".20260622.draft",
     "x" * 5_000 + ".eml"],
)  # fmt: skip
@pytest.mark.parametrize("end", ["", "html/"])
def test_no_name_leads_out_of_the_kept_mails(
    staff: Client, mail_dir: Path, name: str, end: str
) -> None:
    a_mail()
    (mail_dir.parent / "secret.eml").write_text(MAIL)
    (mail_dir / ".20260622.draft").write_text(MAIL)
    assert staff.get(f"/staff/mails/{name}/{end}").status_code == 404


@pytest.mark.parametrize(
    "broken",
    ["", "no mail at all", "Date: nonsense\n\nx", "Date: 99 Foo 2026\n\n", "\x00\xff\xfe",
     "Content-Type: text/plain; charset=klingon\n\nx", "Subject: =?klingon?q?=FF?=\n\nx",
     "Content-Type: multipart/mixed\n\nx", "Content-Transfer-Encoding: base64\n\n%%%"],
)  # fmt: skip
def test_a_broken_mail_does_not_close_the_page(staff: Client, broken: str) -> None:
    name = a_mail("broken.eml", broken)
    a_mail()
    assert len(staff.get(LEDGER).context["mails"]) == 2
    assert staff.get(f"/staff/mails/{name}/").status_code == 200
    assert staff.get(f"/staff/mails/{name}/html/").status_code == 200


def test_without_mails_and_reminders_the_page_says_what_will_be_here(staff: Client) -> None:
    page = texts(staff.get(LEDGER))
    assert "No reminder yet" in page and "Mails kept here" not in page
