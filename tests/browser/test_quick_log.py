"""Quick log and recording in a real browser, by keyboard: how many steps each takes."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency, Contact
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Event, RecordsRequest
from requests_app.domain.request_log.timeline import Happening, record_event
from tests.builders import PASSWORD, a_person, a_request, an_agency

MAILS = Path(__file__).resolve().parents[1] / "files" / "mails"


class Hands:
    """Somebody at the keyboard; counts what is pressed."""

    def __init__(self, page: Page):
        self.page = page
        self.steps = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.steps += 1

    def write(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.steps += len(text)


@pytest.fixture
def fresno(transactional_db) -> Agency:
    agency = an_agency("Fresno Police Department")
    Contact.objects.create(agency=agency, kind="email", value="records@fresno.gov")
    return agency


@pytest.fixture
def desk(page: Page, live_server, transactional_db) -> Page:
    """The page of somebody of the desk who has signed in."""
    person = a_person(Role.STAFF, email="desk@newsroom.example")
    page.goto(f"{live_server.url}/sign-in/")
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_server.url}/staff/")
    expect(page.get_by_role("button", name="Keys")).to_be_visible()
    return page


def test_a_sent_request_is_logged_by_keyboard_alone_in_few_steps(
    desk: Page, fresno: Agency
) -> None:
    hands = Hands(desk)
    hands.press("n")
    agency = desk.get_by_role("combobox", name="Agency")
    expect(agency).to_be_focused()
    hands.write("fresno")
    expect(desk.get_by_role("option").first).to_be_visible()
    hands.press("Enter", "Tab")
    expect(desk.get_by_label("Sent on")).to_be_focused()
    hands.write("yesterday")
    hands.press("Control+Enter")
    expect(desk.get_by_role("heading", level=1, name="Fresno Police")).to_be_visible()
    made = RecordsRequest.objects.get()
    assert made.sent_on == days_after(timezone.localdate(), -1)
    # Fifteen letters and four keys: at two a second, half of the twenty seconds that it may take.
    assert hands.steps == 19
    expect(desk.get_by_role("link", name="Log another")).to_be_focused()
    hands.press("n")
    expect(desk.get_by_role("combobox", name="Agency")).to_be_focused()


def test_a_probable_duplicate_is_asked_about_and_logged_by_keyboard(
    desk: Page, fresno: Agency, live_server
) -> None:
    first = a_request(agency=fresno, reporting_year=timezone.localdate().year - 1)
    hands = Hands(desk)
    hands.press("n")
    expect(desk.get_by_role("combobox", name="Agency")).to_be_focused()
    hands.write("fresno")
    expect(desk.get_by_role("option").first).to_be_visible()
    hands.press("Enter")
    expect(desk.locator(".read-back")).to_contain_text(f"Perhaps the same: {first.number}")
    assert sound(desk)
    hands.press("Control+Enter")
    expect(desk.get_by_role("alert")).to_contain_text("this agency is asked already")
    assert RecordsRequest.objects.count() == 1
    desk.get_by_role("button", name="Log it all the same").press("Enter")
    expect(desk.get_by_role("heading", level=1, name="Fresno Police")).to_be_visible()
    assert RecordsRequest.objects.count() == 2


def open_request(page: Page, live_server, request: RecordsRequest) -> None:
    page.goto(f"{live_server.url}/staff/requests/{request.pk}/")
    expect(page.get_by_role("button", name="Keys")).to_be_visible()


def test_what_happened_is_recorded_in_two_actions(desk: Page, fresno: Agency, live_server) -> None:
    request = a_request(agency=fresno)
    open_request(desk, live_server, request)
    desk.get_by_role("link", name="Determination: no records").click()
    desk.get_by_role("button", name="Record", exact=True).click()
    expect(desk.get_by_text("Recorded: Determination: no records.")).to_be_visible()
    assert Event.objects.get(kind="determination_no_records").on == timezone.localdate()


def test_by_keyboard_the_kind_brings_its_fields_and_keeps_what_is_typed(
    desk: Page, fresno: Agency, live_server
) -> None:
    request = a_request(agency=fresno)
    open_request(desk, live_server, request)
    desk.get_by_label("Note").fill("As the letter says.")
    desk.get_by_label("Note").blur()
    desk.keyboard.press("r")
    kind = desk.get_by_label("What happened")
    expect(kind).to_be_focused()
    kind.select_option("determination_denied")
    expect(desk.get_by_label("Exemptions cited")).to_be_visible()
    expect(desk.get_by_label("Fee")).to_have_count(0)
    desk.get_by_label("Exemptions cited").fill("§ 7923.600(a)")
    kind.select_option("determination_in_part")
    expect(desk.get_by_label("Exemptions cited")).to_have_value("§ 7923.600(a)")
    desk.get_by_label("Note").press("Control+Enter")
    expect(desk.get_by_text("Recorded: Determination: disclosable in part.")).to_be_visible()
    event = Event.objects.get(kind="determination_in_part")
    assert (event.exemptions, event.note, event.in_writing) == (
        "§ 7923.600(a)", "As the letter says.", True,
    )  # fmt: skip
    expect(desk.get_by_text("names nobody as responsible for it")).to_be_visible()


def test_the_second_of_two_people_is_told_and_records_all_the_same(
    desk: Page, fresno: Agency, live_server
) -> None:
    request, now = a_request(agency=fresno), timezone.now()
    open_request(desk, live_server, request)
    happening = Happening(kind=EventKind.FEE_ASKED, on=timezone.localdate(), amount="$12")
    ana = a_person(first_name="Ana", last_name="Ruiz")
    record_event(records_request=request, happening=happening, by=ana, at=now)
    desk.get_by_label("Note").fill("Mine.")
    desk.get_by_label("Note").press("Control+Enter")
    told = desk.get_by_role("alert")
    expect(told).to_contain_text("Ana Ruiz recorded “Fee asked on")
    assert sound(desk)
    expect(desk.get_by_label("Note")).to_have_value("Mine.")
    desk.get_by_role("button", name="Record it all the same").click()
    expect(desk.get_by_text("Recorded: ")).to_be_visible()
    assert Event.objects.filter(note="Mine.").count() == 1


@pytest.mark.parametrize("width", [1280, 390])
def test_a_mail_is_dropped_looked_at_and_recorded(
    desk: Page, fresno: Agency, live_server, width: int
) -> None:
    desk.set_viewport_size({"width": width, "height": 900})
    today = timezone.localdate()
    values = {"portal_number": "26-1234", "sent_on": days_after(today, -9)}
    request = a_request(agency=fresno, at=timezone.now(), **values)
    mail = (MAILS / "extension.eml").read_text().replace("15 Jun 2026", f"{today:%d %b %Y}")
    later = days_after(today, 15)
    mail = mail.replace("July 3, 2026", f"{later:%B} {later.day}, {later.year}")
    desk.goto(f"{live_server.url}/staff/requests/from-mail/")
    file = {"name": "extension.eml", "mimeType": "message/rfc822", "buffer": mail.encode()}
    desk.get_by_label("Or its .eml").set_input_files(file)
    desk.get_by_role("button", name="Read the mail").click()
    first = desk.get_by_role("link", name=f"Record on {request.number}")
    expect(first).to_be_focused()
    assert sound(desk)
    first.press("Enter")
    expect(desk.get_by_label("What happened")).to_have_value("extension_notice")
    expect(desk.get_by_label("Date it names")).to_have_value(later.isoformat())
    expect(desk.get_by_text("Proposed from the words “unusual circumstances”.")).to_be_visible()
    assert sound(desk)
    desk.get_by_label("Date it names").press("Control+Enter")
    expect(desk.get_by_text("Recorded: Extension notice.")).to_be_visible()
    request.refresh_from_db()
    assert [one.original_name for one in request.attachments.all()] == ["extension.eml"]


def test_a_pasted_mail_of_ours_is_logged(desk: Page, fresno: Agency, live_server) -> None:
    desk.goto(f"{live_server.url}/staff/requests/log/")
    desk.get_by_text("From a mail", exact=True).click()
    today = timezone.localdate()
    desk.get_by_label("Text of the mail").fill(
        f"From: desk@newsroom.example\nSent: {today:%A, %B %d, %Y} 9:00 AM\n"
        "To: records@fresno.gov\nSubject: CLETS misuse\n\nFresno Police Department,\nplease send."
    )
    desk.get_by_role("button", name="Read the mail").click()
    expect(desk.get_by_role("combobox", name="Agency")).to_have_value("Fresno Police Department")
    assert sound(desk)
    desk.get_by_label("Sent on").press("Control+Enter")
    expect(desk.get_by_text("Logged as ")).to_be_visible()
    assert RecordsRequest.objects.get().sent_on == today


def sound(page: Page) -> bool:
    """No axe violation, and nothing wider than the window."""
    found = [
        (one["id"], one["nodes"][0]["html"][:200]) for one in Axe().run(page).response["violations"]
    ]
    assert found == []
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_kind_chosen_while_the_page_still_loads_gets_its_fields(
    desk: Page, live_server, fresno: Agency
) -> None:
    held: list[Route] = []
    desk.route("**/htmx.min*", lambda route: held.append(route))
    made = a_request(agency=fresno)
    desk.goto(f"{live_server.url}/staff/requests/{made.pk}/", wait_until="commit")
    desk.get_by_label("What happened").select_option("extension_notice")
    assert held, "the page has its library already"
    held[0].continue_()
    expect(desk.get_by_label("Date it names")).to_be_visible()
