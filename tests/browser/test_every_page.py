"""Every kind of page, at two widths, light and dark: no axe violation, nothing wider than the
window, nothing refused by the content policy, no error in the console."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.base import ContentFile
from django.utils import timezone
from playwright.sync_api import Browser, Page

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.quoting.models import Quote
from requests_app.domain.reminders.links import Purpose
from requests_app.domain.reminders.models import ReminderMail
from requests_app.domain.reminders.sweep import plan, send_due_reminders
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.reporting.operations import open_year
from requests_app.domain.request_log.columns import COLUMNS
from requests_app.domain.request_log.models import Attachment, Campaign, OldSheet, RecordsRequest
from requests_app.domain.request_log.old_sheet.uploads import keep_sheet
from requests_app.domain.statute_book.models import LawVersion
from requests_app.domain.statute_book.operations import enter_version
from requests_app.domain.upkeep.bulk.changes import Tagging
from requests_app.domain.upkeep.bulk.models import BulkAction
from requests_app.domain.upkeep.bulk.operations import do_in_bulk
from requests_app.domain.upkeep.content import load_starting_content
from requests_app.domain.upkeep.law_changes import appoint_holiday, enact_law
from requests_app.domain.upkeep.models import DatesMove
from requests_app.domain.upkeep.sample import load_sample
from requests_app.staff_site.comparisons import COMPARISONS
from tests.builders import BUSINESS_DAYS, PASSWORD, a_person
from tests.domain.misuse_data.figures import a_claim, a_file, published
from tests.staff_site.doors import a_failed_mail, a_letter, a_reminder, some_links

LOOKED_AT = {
    "Closed on": "10 days ago",
    "Day": "10 days ago",
    "Name": "Day of Mourning",
    "Reason": "Wildfire",
    "Source": "Resolution 12",
}
WINDOWS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture
def addresses(transactional_db, settings) -> list[str]:
    """One address of every kind of page, over the starting content and the sample."""
    settings.DEBUG = True  # the sample is loaded only where it is on
    now = timezone.now()
    load_starting_content(at=now)
    load_sample(at=now)
    settings.DEBUG = False
    open_year(reporting_year=now.year - 1, by=None, at=now)
    plan(at=now)
    bill, version, move = laws_and_moves(at=now)
    request = RecordsRequest.objects.exclude(attachments=None).first()
    figure = Figure.objects.published().first()
    agency = Agency.objects.get(name="Los Angeles County Sheriff's Office")
    drawn = Agency.objects.get(name="San Diego County Sheriff's Office")
    return [
        "/", "/years/2023/", "/years/2016/", f"/years/{a_mapped_year()}/",
        f"/agencies/{drawn.pk}/", "/?measure=investigations", "/counties/alpine/",
        "/agencies/", f"/agencies/{agency.pk}/", "/counties/los-angeles/",
        f"/figures/{figure.pk}/", f"/releases/{figure.release_id}/", "/method/", "/data/",
        "/no-such-page/", "/staff/", "/staff/requests/",
        "/staff/requests/?tab=all&sent_from=nonsense&year=2025&cols=" + ",".join(COLUMNS),
        "/staff/requests/log/",
        f"/staff/requests/{request.pk}/", f"/staff/requests/{request.pk}/amend/",
        f"/staff/requests/{request.pk}/?record=determination_denied", "/staff/requests/from-mail/",
        f"/staff/events/{request.events.first().pk}/correct/",
        "/staff/campaigns/", f"/staff/campaigns/{Campaign.objects.first().pk}/",
        f"/staff/campaigns/{Campaign.objects.first().pk}/board/",
        f"/staff/requests/{request.pk}/statement/",
        "/staff/campaigns/new/", "/staff/agencies/", f"/staff/agencies/{agency.pk}/",
        "/staff/returned-data/", f"/staff/returned-data/import/{Attachment.objects.first().pk}/",
        f"/staff/releases/{Release.objects.filter(is_sample=True).first().pk}/",
        f"/staff/figures/{figure.pk}/", "/staff/compare/", "/staff/1-february/",
        *(f"/staff/compare/?tab={tab}&year=2023" for tab in COMPARISONS),
        "/staff/compare/?tab=years&county=Los+Angeles",
        "/staff/1-february/owing/", "/staff/1-february/counties/",
        f"/staff/1-february/{AnnualDuty.objects.first().pk}/", "/staff/reminders/",
        "/staff/quoted/", "/staff/quoted/new/",
        f"/staff/quoted/{Quote.objects.first().pk}/",
        f"/staff/quoted/{Quote.objects.first().pk}/edit/",
        *reminder_addresses(at=now),
        f"/staff/reminders/{request.reminders.model.objects.first().pk}/",
        *(f"/mail/{what}/{token}/" for what, token in links_of_a_mail(request).items()),
        "/staff/calculator/?received=2026-06-09", "/password/", "/staff/law/",
        "/staff/law/?year=2036", "/staff/law/versions/new/", "/staff/law/holidays/new/",
        f"/staff/law/versions/{version.pk}/", f"/staff/law/moves/{move.pk}/",
        f"/staff/law/moves/{an_unfinished_move(at=now).pk}/",
        f"/staff/law/versions/{bill.pk}/?begins={now.year - 1}-01-01",
        f"/staff/requests/bulk/?chosen={request.pk}&do=remind", "/staff/own-reminders/?whose=all",
        f"/staff/requests/bulk/{in_one_step(request, at=now).pk}/",
        f"/staff/requests/{request.pk}/remind/",
        "/staff/requests/import/", f"/staff/requests/import/{old_sheet(at=now).pk}/",
        "/staff/clockwork/", "/staff/bin/",
        "/staff/search/", "/staff/search/?q=police", "/staff/search/?q=nowhere",
        f"/staff/files/{Attachment.objects.first().pk}/view/",
        f"/staff/agencies/{agency.pk}/closures/", f"/staff/agencies/{agency.pk}/adopted/",
        *letter_addresses(at=now),
        *re_issue_addresses(),
        "/staff/agencies/new/", "/staff/agencies/import/", "/staff/agencies/contacts/",
        *(f"/staff/agencies/{agency.pk}/{page}/" for page in
          ("edit", "parent", "end", "merge", "contacts", "oris", "names")),
    ]  # fmt: skip


def a_mapped_year() -> int:
    """A year of a source that lists agencies of many counties: numbers, zeros, silences."""
    counties = Agency.objects.exclude(county="").order_by("county", "pk").distinct()
    for number, agency in enumerate(counties[:200:5]):
        answer = "did_not_report" if number % 4 == 1 else ""
        value = None if answer else number % 3 * number
        a_claim(value, source="A survey", years=2021, agency=agency, answer=answer)
    return 2021


def links_of_a_mail(request: RecordsRequest) -> dict[Purpose, str]:
    person = a_person(first_name="Kim")
    return some_links(a_reminder(request, kind="portal_to_look_at", recipient=person))


def reminder_addresses(*, at: datetime) -> list[str]:
    """Each tab with something in it, a mail, the wishes, and tomorrow's digest of who has one."""
    tabs = [f"/staff/reminders/?tab={tab}" for tab in ("waiting", "sent", "not_sent", "mails")]
    send_due_reminders(at=at_noon(at))
    mail = ReminderMail.objects.exclude(html="").first()
    robin = mail.recipient_id
    a_failed_mail(mail.reminders.first())
    plan(at=at)
    return [
        *tabs,
        f"/staff/reminders/mails/{mail.pk}/",
        f"/staff/reminders/tomorrow/?person={robin}",
        "/staff/reminders/calendars/",
        "/staff/reminders/wishes/",
        "/staff/reminders/wishes/desk/",
    ]


def at_noon(at: datetime) -> datetime:
    """When the digest of that day may have gone."""
    return timezone.localtime(at).replace(hour=12)


def old_sheet(*, at: datetime) -> OldSheet:
    """The hand-made spreadsheet: rows that are ready, to mend, known and left out."""
    path = Path(__file__).resolve().parents[1] / "files" / "old_spreadsheet.xlsx"
    return keep_sheet(upload=ContentFile(path.read_bytes(), name=path.name), by=None, at=at)


def letter_addresses(*, at: datetime) -> list[str]:
    """A letter being written, one that is not to be written yet, all that is owed, one kept."""
    late = RecordsRequest.objects.get(agency__name="Kern County Sheriff's Office")
    unsent = RecordsRequest.objects.get(status="logged")
    written = [f"/staff/requests/{pk}/letters/{kind}/" for pk, kind in (
        (late.pk, "overdue"), (unsent.pk, "request"), (unsent.pk, "overdue"))]  # fmt: skip
    kept = a_letter(late, at=at)
    return [
        *written,
        f"/staff/agencies/{late.agency_id}/letter/",
        f"/staff/letters/{kept.pk}/",
        f"/staff/campaigns/{late.campaign_id}/text/",
        f"/staff/campaigns/{late.campaign_id}/edit/",
    ]


def re_issue_addresses() -> list[str]:
    """What a re-issue changed, its public note, and a file with names that nobody has."""
    fresno, clovis = "Fresno Police Department", "Clovis Police Department"
    first, second = f"{fresno},24\n{clovis},3\n", f"{fresno},26\nMarin County Sheriff's Office,1\n"
    published(a_file(f"Agency,Violations\n{first}"))
    after = published(a_file(f"Agency,Violations\n{second}"), correction="Counted again.")
    names = a_file("Agency,ORI,Violations\nFresno PD,,1\nClovis Pol,CA01OO2OO,2\nNobody,,3\n")
    figure = after.figures.get(value=26)
    return [
        "/corrections/",
        f"/corrections/{after.correction.pk}/",
        f"/figures/{figure.pk}/",
        f"/staff/releases/{after.pk}/",
        f"/staff/releases/{after.pk}/changes/",
        f"/staff/returned-data/names/{names.pk}/",
    ]


def in_one_step(request: RecordsRequest, *, at: datetime) -> BulkAction:
    change = Tagging("Urgent")
    return do_in_bulk(change=change, requests=[request.pk], by=a_person(), at=at)


def a_bill(*, at: datetime, **values: Any) -> LawVersion:
    """A bill of business days that strikes a ground and adds one."""
    grounds = {
        "struck_grounds": ("compiling",),
        "added_grounds": (("a strike closes the office", "Gov. Code § 7922.535(c)(7)"),),
    }
    details = replace(BUSINESS_DAYS, **{"act": "SB 77 of 2026", **grounds, **values})
    return enter_version(details=details, by=a_person(Role.LEAD), at=at)


def laws_and_moves(*, at: datetime) -> tuple[LawVersion, LawVersion, DatesMove]:
    """A bill; a law that was put in force, and what it moved. With a holiday that was appointed."""
    by, today = a_person(Role.LEAD), timezone.localdate(at)
    appoint_holiday(
        on=days_after(today, -20), name="Day of Mourning", appointed_by="governor",
        source="https://www.gov.ca.gov/proclamations/", by=by, at=at,
    )  # fmt: skip
    bill, version = a_bill(at=at), a_bill(at=at, act="AB 1822 of 2026")
    begins = days_after(today, -40)
    return bill, version, enact_law(version=version, begins=begins, seen=1, by=by, at=at)


def an_unfinished_move(*, at: datetime) -> DatesMove:
    numbers = {"total": 41_280, "looked_at": 16_000, "moved": 312}
    return DatesMove.objects.create(what="A law is in force.", started_at=at, **numbers)


@pytest.fixture(params=WINDOWS, ids=lambda window: f"{window[0]}-{window[1]}")
def window(request, browser: Browser, browser_context_args) -> Iterator[Page]:
    width, scheme = request.param
    size = {"width": width, "height": 900}
    context = browser.new_context(
        **{**browser_context_args, "viewport": size, "color_scheme": scheme}
    )
    yield context.new_page()
    context.close()


@pytest.mark.long
def test_every_page_is_sound(window: Page, live_server, addresses) -> None:
    complaints: list[str] = []
    window.on("pageerror", lambda error: complaints.append(f"{window.url}: {error}"))
    window.on("console", lambda m: complaints.append(f"{window.url}: {m.text}")
              if m.type == "error" and "no-such-page" not in window.url else None)  # fmt: skip
    window.goto(f"{live_server.url}/sign-in/")
    complaints += [f"/sign-in/: {one}" for one in what_is_wrong(window)]
    sign_in(window, live_server.url)
    for address in addresses:
        window.goto(live_server.url + address)
        complaints += [f"{address}: {one}" for one in what_is_wrong(window)]
        if look_first(window):
            complaints += [f"{address}, looked at: {one}" for one in what_is_wrong(window)]
    assert complaints == []


def sign_in(page: Page, url: str) -> None:
    person = a_person(Role.ADMINISTRATOR)
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{url}/staff/")


def look_first(page: Page) -> bool:
    """Fills in a change that is looked at before it moves dates, and looks."""
    look = page.get_by_role("button", name="See what it moves")
    if look.count() == 0 or page.locator("#moves").count():
        return False
    for label, typed in LOOKED_AT.items():
        for control in page.locator("form.form, form .form").get_by_label(label).all():
            if control.get_attribute("type") == "text":
                control.fill(typed)
    look.click()
    page.locator("#moves").wait_for()
    return True


def what_is_wrong(page: Page) -> list[str]:
    found = [
        f"{violation['id']}: {violation['nodes'][0]['html'][:160]}"
        for violation in Axe().run(page).response["violations"]
    ]
    inside = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    return found if inside else [*found, "wider than the window"]
