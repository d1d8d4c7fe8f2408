"""From a logged request to the mail read in the sink, to its button, to the ledger: and how the
mail looks in a browser, at the widths of a mail program and of a phone."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from requests_app.domain.accounts.roles import Role
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.models import OwnReminder, Reminder
from requests_app.domain.reminders.sweep import send_due_reminders
from requests_app.domain.request_log.dates import shown
from requests_app.domain.request_log.models import RecordsRequest
from tests.browser.test_every_page import WINDOWS, what_is_wrong
from tests.builders import PASSWORD, a_person, a_request, an_agency
from tests.domain.reminders.in_mails import a_digest, a_reminder_of, about_request, html_of
from tests.services import MailSink
from tests.staff_site.doors import some_links

# What axe asks of a page: a mail has no landmarks.
WITHOUT_LANDMARKS = {"region", "landmark-one-main"}


@pytest.fixture
def site(live_server, transactional_db, settings) -> str:
    settings.SITE_URL = live_server.url
    return live_server.url


def sign_in(page: Page, site: str) -> None:
    person = a_person(Role.STAFF)
    page.goto(f"{site}/sign-in/")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_url(f"{site}/staff/")


def log_a_request(page: Page, site: str) -> RecordsRequest:
    agency = an_agency("Fresno Police Department")
    page.goto(f"{site}/staff/requests/log/")
    field = page.get_by_role("combobox", name="Agency")
    field.press_sequentially("fresno pol")
    expect(page.get_by_role("option", name=re.compile(agency.name))).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    sent_on = timezone.localdate() - timedelta(40)
    page.get_by_label("Sent on").fill(sent_on.isoformat())
    page.get_by_label("Sent on").press("Control+Enter")
    expect(page.get_by_role("heading", level=1, name=agency.name)).to_be_visible()
    return RecordsRequest.objects.get()


def test_from_a_logged_request_to_the_snooze_to_the_ledger(
    page: Page, browser: Browser, site: str, smtp_sink: MailSink
) -> None:
    sign_in(page, site)
    request = log_a_request(page, site)
    # Whatever the hour is now, each digest's hour has come by then.
    tonight = timezone.localtime().replace(hour=23, minute=59)
    send_due_reminders(at=tonight)
    (message,) = smtp_sink.messages
    text = message.get_body(preferencelist=("plain",)).get_content()
    assert "Fresno Police Department" in text and request.number in text
    address = re.search(r"Remind me in 3 days:\s+(\S+)", text)[1]

    # In a browser that is not signed in, as a mail program opens it.
    elsewhere = browser.new_context().new_page()
    elsewhere.goto(address)
    assert not OwnReminder.objects.exists()
    day = shown(timezone.localdate() + timedelta(3))
    elsewhere.get_by_role("button", name=f"Remind me on {day}").click()
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text(f"You are reminded on {day}")
    own = OwnReminder.objects.get()
    assert own.records_request == request

    page.goto(f"{site}/staff/requests/{request.pk}/")
    expect(page.locator("#own-reminders")).to_contain_text(own.note)
    expect(page.locator("#own-reminders")).to_contain_text(day)
    row = Reminder.objects.get(pk=re.search(r"/mail/snooze/(\d+)-", address)[1])
    page.goto(f"{site}/staff/reminders/{row.pk}/")
    expect(page.get_by_role("main")).to_contain_text(row.get_kind_display())
    expect(page.get_by_role("main")).to_contain_text("Sent")
    page.goto(f"{site}/staff/own-reminders/")
    expect(page.get_by_role("main")).to_contain_text(own.note)

    elsewhere.goto(address)
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("It is set already")


def test_one_kind_is_stopped_and_sent_again_by_button(page: Page, site: str) -> None:
    mail = a_digest(a_reminder_of(ReminderKind.SILENT), on=timezone.localdate())
    page.goto(re.search(r"\S+/mail/stop/\S+", mail.body)[0])
    page.get_by_role("button", name="Stop “Silent since the acknowledgement”").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stopped")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sent again")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [600, 390])
def test_the_mail_fits_and_can_be_read(
    browser: Browser, site: str, width: int, scheme: str
) -> None:
    person = a_person(Role.LEAD)
    rows = [a_reminder_of(kind, person) for kind in ReminderKind]
    rows += [about_request(a_request(by=person), ReminderKind.SILENT) for _ in range(10)]
    mails = [a_digest(*rows), a_digest(rows[1]), a_digest(to=person)]
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    for mail in mails:
        page.set_content(html_of(mail))
        assert page.evaluate("document.documentElement.scrollWidth") == width
        violations = Axe().run(page).response["violations"]
        assert [one["id"] for one in violations if one["id"] not in WITHOUT_LANDMARKS] == []
    assert fetched == []


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_the_pages_of_its_links_are_sound(
    browser: Browser, site: str, width: int, scheme: str
) -> None:
    links = some_links(a_reminder_of(ReminderKind.DUE_TODAY))
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for address in (*(f"{what}/{token}" for what, token in links.items()), "snooze/x"):
        page.goto(f"{site}/mail/{address}/")
        assert what_is_wrong(page) == []
        if button := page.locator("main button.primary").all():
            button[0].click()
            expect(page.get_by_role("status")).to_be_visible()
            assert what_is_wrong(page) == []
