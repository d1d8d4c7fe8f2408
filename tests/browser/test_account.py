"""From the mail of an invitation to an account with a second factor, in a real browser; and how
the pages look on the way."""

import re
from typing import Any

import pyotp
import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.sign_in.invitations import invite
from requests_app.domain.sign_in.models import AuthenticatorApp, OpenSession, Passkey
from requests_app.domain.sign_in.outbox import send_account_mails
from tests.browser.test_every_page import WINDOWS, what_is_wrong
from tests.builders import PASSWORD, a_person
from tests.domain.sign_in.doing import code_of, with_app
from tests.services import MailSink
from tests.staff_site.doors import a_passkey, an_invitation

NEW = "a password of my own choice"
SET_UP = "/staff/account/second-factor/"


@pytest.fixture
def site(live_server: Any, transactional_db: None, settings: Any) -> str:
    # Passkeys belong to a name, and an address of numbers is none.
    settings.SITE_URL = live_server.url.replace("127.0.0.1", "localhost")
    settings.SECOND_FACTOR_REQUIRED = True
    return settings.SITE_URL


def give_password(page: Page, site: str, username: str, password: str) -> None:
    page.goto(f"{site}/sign-in/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_label("Password").press("Enter")


def sign_out(page: Page, site: str) -> None:
    page.locator("details.me summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{site}/")


def a_key_in_the_browser(page: Page) -> None:
    """A device with a passkey, as Chromium can pretend to have one."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
           "hasUserVerification": True, "isUserVerified": True,
           "automaticPresenceSimulation": True}  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})


def link_in(message: Any) -> str:
    text = message.get_body(preferencelist=("plain",)).get_content()
    return re.search(r"http\S+/invitation/\S+", text)[0]


def test_from_an_invitation_to_signing_in_with_an_app(
    page: Page, site: str, smtp_sink: MailSink
) -> None:
    boss = a_person(Role.ADMINISTRATOR)
    invite(email="kim@example.org", role=Role.REVIEWER, by=boss, at=timezone.now())
    send_account_mails(at=timezone.now())
    page.goto(link_in(smtp_sink.messages[0]))
    page.get_by_label("First name").fill("Kim")
    page.get_by_label("Last name").fill("Lee")
    page.get_by_label("Username").fill("kim")
    page.get_by_label("Password", exact=True).fill(NEW)
    page.get_by_label("Password confirmation").fill(NEW)
    page.get_by_role("button", name="Open the account").click()
    expect(page.get_by_text("Your role needs one.")).to_be_visible()
    page.goto(f"{site}/staff/requests/")
    page.wait_for_url(site + SET_UP)

    page.get_by_role("link", name="Set up an app").click()
    page.get_by_text("No camera?").click()
    secret = page.locator(".setup-key").text_content() or ""
    page.get_by_label("Code").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Set it up").click()
    codes = page.locator(".recovery-codes li")
    expect(codes).to_have_count(10)
    recovery_code = codes.first.text_content() or ""
    page.get_by_role("link", name="I have kept them").click()
    page.goto(f"{site}/staff/")
    sign_out(page, site)

    # The code that set it up is used; the next one would be half a minute away.
    AuthenticatorApp.objects.update(last_step=0)
    give_password(page, site, "kim", NEW)
    page.get_by_label("Code").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/staff/")
    sign_out(page, site)
    give_password(page, site, "kim", NEW)
    page.get_by_label("Code").fill(recovery_code)
    page.get_by_label("Code").press("Enter")
    page.wait_for_url(f"{site}/staff/")
    assert OpenSession.objects.get().person == Person.objects.get(username="kim")


def test_signing_in_with_a_passkey(page: Page, site: str) -> None:
    person = a_person(Role.LEAD)
    give_password(page, site, person.username, PASSWORD)
    a_key_in_the_browser(page)
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_label("A name for it").fill("laptop")
    page.get_by_label("A name for it").press("Enter")
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    assert Passkey.objects.get().name == "laptop"
    page.goto(f"{site}/staff/")
    sign_out(page, site)
    give_password(page, site, person.username, PASSWORD)
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{site}/staff/")
    assert Passkey.objects.get().last_used_at is not None
    # The same device is not taken twice.
    page.goto(f"{site}{SET_UP}passkey/")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("has a passkey for your account already")).to_be_visible()


def test_a_browser_without_the_passkey_says_so_and_takes_a_code(page: Page, site: str) -> None:
    person = a_person()
    _, [code, *_] = with_app(person, timezone.now())
    page.add_init_script("delete window.PublicKeyCredential")
    give_password(page, site, person.username, PASSWORD)
    expect(page.get_by_role("button", name="Use a passkey")).to_have_count(0)
    page.get_by_label("Code").fill(code)
    page.get_by_label("Code").press("Enter")
    page.wait_for_url(f"{site}/staff/")


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_the_pages_are_sound(browser: Browser, site: str, width: int, scheme: str) -> None:
    boss = a_person(Role.ADMINISTRATOR)
    secret, _ = with_app(boss, timezone.now())
    an_invitation(boss, trouble="SMTPServerDisconnected: " + "gone " * 40)
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    for address in ("/sign-in/", "/password/forgotten/", "/password/new/x/", "/invitation/x/"):
        page.goto(site + address)
        assert what_is_wrong(page) == [], address
    AuthenticatorApp.objects.update(last_step=0)
    give_password(page, site, boss.username, PASSWORD)
    assert what_is_wrong(page) == []
    page.get_by_label("Code").fill(code_of(secret, timezone.now()))
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/staff/")
    page.goto(f"{site}{SET_UP}passkey/")
    assert what_is_wrong(page) == []
    a_passkey(boss, name="a key with quite a long name on the ring")
    for address in ("/staff/account/", SET_UP, f"{SET_UP}app/", f"{SET_UP}password/",
                    "/staff/people/", "/staff/people/invite/",
                    f"/staff/people/{boss.pk}/"):  # fmt: skip
        page.goto(site + address)
        assert what_is_wrong(page) == [], address
    page.goto(site + SET_UP)
    page.get_by_role("button", name="Make new codes").click()
    assert what_is_wrong(page) == []
