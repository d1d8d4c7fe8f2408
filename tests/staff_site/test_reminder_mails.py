"""The mails of reminders: how each looked, sending one again, tomorrow's digest, kept files."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.reminders.models import ReminderMail
from tests.builders import NOW, TODAY, a_person, a_request
from tests.staff_site.doors import (
    MAIL,
    a_failed_mail,
    a_mail,
    a_reminder,
    a_reminder_mail,
    signed_in,
    texts,
)

pytestmark = pytest.mark.django_db
MAILS = "/staff/reminders/mails"
MAIL_TAB = "/staff/reminders/?tab=mails"
POLICY = {
    "default-src": "'none'",
    "style-src": "'unsafe-inline'",
    "sandbox": "allow-popups",
    "form-action": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


@pytest.fixture(autouse=True)
def mail_dir(settings: Any, tmp_path: Path) -> Path:
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR


def policy_of(response: Any) -> dict[str, str]:
    parts = response["Content-Security-Policy"].split(";")
    return dict(one.strip().partition(" ")[::2] for one in parts)


def test_a_mail_shows_all_there_is_to_know_of_it(staff: Client) -> None:
    reminder = a_reminder(a_request())
    mail = a_reminder_mail(
        reminder.recipient, state="waiting", attempts=2, try_after=NOW, reason="451 try later"
    )
    reminder.mail = mail
    reminder.save()
    page = texts(staff.get(f"{MAILS}/{mail.pk}/"))
    for words in (mail.subject, mail.message_id, mail.text, str(mail.recipient), mail.address,
                  "2 times", "Next try", "451 try later", str(reminder.records_request.agency),
                  f"{MAILS}/{mail.pk}/html/"):  # fmt: skip
        assert words in page


def test_a_mail_that_is_not_written_yet_and_one_of_the_desk_have_pages_too(staff: Client) -> None:
    blank = a_reminder_mail(None, subject="", text="", html="", state="waiting")
    page = texts(staff.get(f"{MAILS}/{blank.pk}/"))
    assert "A mail that is not written yet" in page and "the desk's address" in page
    assert "As it looks" not in page
    assert "no HTML part" in texts(staff.get(f"{MAILS}/{blank.pk}/html/"))
    assert "Not written yet" in texts(staff.get(MAIL_TAB))


def test_the_mail_in_html_can_run_load_and_send_nothing(staff: Client) -> None:
    mail = a_reminder_mail(staff.person, html="<p>Hello</p><script>alert(1)</script>")
    for address in (f"{MAILS}/{mail.pk}/html/", f"/staff/mails/{a_mail()}/html/",
                    "/staff/reminders/tomorrow/html/"):  # fmt: skip
        assert policy_of(staff.get(address)) == POLICY
    ours = staff.get(MAIL_TAB)["Content-Security-Policy"]
    assert "script-src 'self'" in ours and "unsafe-inline" not in ours


@pytest.mark.parametrize("state", ReminderMail.State.values)
def test_the_mails_are_narrowed_by_state_and_recipient(staff: Client, state: str) -> None:
    for one in ReminderMail.State.values:
        a_reminder_mail(staff.person, state=one)
        a_reminder_mail(None, state=one)
    found = staff.get(f"{MAIL_TAB}&state={state}").context["mails"]
    assert [mail.state for mail in found] == [state, state]
    assert len(staff.get(f"{MAIL_TAB}&whose=mine").context["mails"]) == 5
    assert len(staff.get(f"{MAIL_TAB}&state={state}&to=desk").context["mails"]) == 1


def test_kept_files_stand_below_all_the_mails_and_not_below_some(staff: Client) -> None:
    a_mail()
    assert "Mails kept here" in texts(staff.get(MAIL_TAB))
    narrowed = texts(staff.get(f"{MAIL_TAB}&to=desk"))
    assert "No mail fits" in narrowed and "Mails kept here" not in narrowed


def test_whom_it_was_to_sends_it_again_and_a_second_click_says_so(staff: Client) -> None:
    mail = a_failed_mail(a_reminder(a_request(), recipient=staff.person))
    address = f"{MAILS}/{mail.pk}/again/"
    first, second = staff.post(address, follow=True), staff.post(address, follow=True)
    assert "It goes again with the next sweep" in texts(first)
    assert "Nothing to send again" in texts(second)
    assert first.redirect_chain[-1][0] == f"{MAILS}/{mail.pk}/"
    mail.refresh_from_db()
    assert mail.state == "waiting"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_but_an_administrator_does(role: Role) -> None:
    for recipient in (a_person(), None):
        mail = a_failed_mail(a_reminder(a_request(), recipient=recipient))
        assert signed_in(role).post(f"{MAILS}/{mail.pk}/again/").status_code == 403
        assert signed_in(Role.ADMINISTRATOR).post(f"{MAILS}/{mail.pk}/again/").status_code == 302


def test_one_goes_back_to_the_page_with_the_button_and_nowhere_else(staff: Client) -> None:
    mail = a_failed_mail(a_reminder(a_request(), recipient=staff.person))
    for came_from, expected in (
        ("http://testserver/staff/reminders/wishes/", "http://testserver/staff/reminders/wishes/"),
        ("https://elsewhere.example/", f"{MAILS}/{mail.pk}/"),
    ):
        response = staff.post(f"{MAILS}/{mail.pk}/again/", HTTP_REFERER=came_from)
        assert response.url == expected


def test_tomorrows_digest_is_shown_as_text_and_as_html(staff: Client) -> None:
    request = a_request(sent_on=TODAY.replace(day=10), assignee=staff.person)
    page = texts(staff.get("/staff/reminders/tomorrow/"))
    assert "Tue 23 Jun 2026, 07:00" in page and str(request.agency) in page
    assert "Whose" not in page
    assert str(request.agency) in texts(staff.get("/staff/reminders/tomorrow/html/"))


def test_what_looks_like_markup_in_tomorrows_digest_is_shown_as_it_was_typed(staff: Client) -> None:
    subject = "Misuse <img src=x onerror=alert(1)>"
    a_request(sent_on=TODAY.replace(day=10), assignee=staff.person, subject=subject)
    page = staff.get("/staff/reminders/tomorrow/").content.decode()
    assert "<img" not in page and "Misuse &lt;img src=x onerror=alert(1)&gt;" in page


def test_without_anything_no_mail_goes(staff: Client) -> None:
    assert "No mail goes" in texts(staff.get("/staff/reminders/tomorrow/"))
    assert "No mail would go" in texts(staff.get("/staff/reminders/tomorrow/html/"))


@pytest.mark.parametrize("end", ["", "html/"])
def test_somebody_elses_digest_is_for_who_looks_after_people(end: str) -> None:
    request = a_request(sent_on=TODAY.replace(day=10))
    address = f"/staff/reminders/tomorrow/{end}?person={request.assignee_id}"
    assert signed_in(Role.LEAD).get(address).status_code == 403
    administrator = signed_in(Role.ADMINISTRATOR)
    assert str(request.agency) in texts(administrator.get(address))
    for odd in ("0", "x", "9" * 5_000, "-1", "\x00"):
        odd_address = f"/staff/reminders/tomorrow/{end}"
        assert administrator.get(odd_address, {"person": odd}).status_code == 404


def test_a_kept_mail_is_shown_as_text(staff: Client) -> None:
    name = a_mail()
    page = texts(staff.get(f"/staff/mails/{name}/"))
    assert "The determination is due today." in page
    assert "Mon 22 Jun 2026, 10:00" in page
    assert f"/staff/mails/{name}/html/" in page
    assert '<p style="color: red">' in staff.get(f"/staff/mails/{name}/html/").content.decode()


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
    assert len(staff.get(MAIL_TAB).context["kept_mails"]) == 2
    assert staff.get(f"/staff/mails/{name}/").status_code == 200
    assert staff.get(f"/staff/mails/{name}/html/").status_code == 200


def test_without_mails_the_page_says_what_will_be_here(staff: Client) -> None:
    page = texts(staff.get(MAIL_TAB))
    assert "No mail yet" in page and "Mails kept here" not in page
