"""The main job, from the first sign-in to the reminder read in the mail server: nothing stands in.

The pages are used as a person does, by label and by key. The clock is today's.
"""

import re
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page, expect

from requests_app.domain.deadlines.counting import due_date
from requests_app.domain.deadlines.due_dates import DueDate
from tests.services import MailSink, until
from tests.tracker.site import Site

PASSWORD = "a docket kept by careful people"
ANSWER = """CLETS misuse,,,
Agency,ORI,Violations,Suspended
Fresno Police Department,CA0100500,12,1
Oakland Police Department,CA0010900,3,0
"""


def day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b %Y}"


def extended(sent_on: date) -> DueDate:
    """What stands once the notice that is recorded here has added its fourteen days."""
    return due_date(sent_on, level="state", extension_days=14)


def whose_last_day_is_just_past(today: date) -> date:
    """The latest day of sending that is late on every reading in spite of the extension.

    Left alone for a week after that, it would have a second kind of reminder, which speaks for the
    one that is read here where the day's digest happens to hold both (`items.SAYS_ALSO`).
    """
    days = (today - timedelta(days=back) for back in range(25, 40))
    sent_on = next(day for day in days if extended(day).latest_arguable_on < today)
    assert (today - extended(sent_on).latest_arguable_on).days < 7
    return sent_on


def test_from_sign_in_to_reminder(
    page: Page, site: Site, mail_server: MailSink, tmp_path: Path
) -> None:
    page.set_default_timeout(15_000)
    today = date.today()
    sent_on = whose_last_day_is_just_past(today)
    sign_in(page, site)
    see_the_dashboard(page)
    wish_for_mails_at_once(page, site)
    number = log_a_request(page, sent_on)
    see_the_date_worked_out(page, sent_on)
    record_an_extension(page, sent_on)
    stands = extended(sent_on)
    find_it_in_the_list(page, number)
    attach_and_import(page, tmp_path, today.year - 1)
    publish(page, today.year - 1)
    see_the_conflict_of_2023(page)
    read_the_reminder(mail_server, number, stands)
    see_the_ledger(page, number, stands)
    open_the_year(page, today.year - 1)
    see_the_public_page(page, site, today.year - 1)


def sign_in(page: Page, site: Site) -> None:
    line = site.printed("one-time password")
    site.printed("answers at")
    page.goto(site.url + "staff/")
    page.get_by_label("Username").fill(re.search(r"account: (\S+)", line)[1])
    once = re.search(r"one-time password: (\S+)", line)[1]
    page.get_by_label("Password").fill(once)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Choose a password")).to_be_visible()
    page.get_by_label("Old password").fill(once)
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password confirmation").fill(PASSWORD)
    page.get_by_role("button", name="Save password").click()


def see_the_dashboard(page: Page) -> None:
    expect(page.get_by_text("What needs you, most urgent first.")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("No response"))).to_be_visible()
    expect(page.get_by_text("Sample workspace").first).to_be_visible()


def wish_for_mails_at_once(page: Page, site: Site) -> None:
    """Today's digest may be gone already, and what comes now would wait for tomorrow's."""
    page.goto(f"{site.url}staff/reminders/wishes/")
    late = page.get_by_role("row", name=re.compile("^Late beyond every reading"))
    late.locator("select").last.select_option(label="Yes")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("aved")
    page.goto(f"{site.url}staff/")


def log_a_request(page: Page, sent_on: date) -> str:
    """By keyboard alone: n, a part of the agency's alias, arrow, Enter."""
    # The page shows this button when its keys work; before that, one would be lost.
    expect(page.get_by_role("button", name="Keys")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Log a request")).to_be_visible()
    agency = page.get_by_role("combobox", name="Agency")
    agency.press_sequentially("cadoj")
    expect(page.get_by_role("option", name=re.compile("Department of Justice"))).to_be_visible()
    agency.press("ArrowDown")
    agency.press("Enter")
    page.get_by_label("Sent on").fill(sent_on.strftime("%-m/%-d/%Y"))
    page.get_by_label("Sent on").press("Tab")
    # What was typed is read back in full before anything is saved.
    expect(page.locator(".read-back")).to_contain_text(day(sent_on))
    page.get_by_label("Sent on").press("Control+Enter")
    # The sample has asked this agency about that year: it is shown before anything is logged.
    expect(page.get_by_text("this agency is asked already")).to_be_visible()
    page.get_by_role("button", name="Log it all the same").press("Enter")
    heading = page.get_by_role("heading", level=1, name="California Department of Justice")
    expect(heading).to_be_visible()
    return re.search(r"TD-\d{4}-\d{4}", page.title())[0]


def see_the_date_worked_out(page: Page, sent_on: date) -> None:
    due = due_date(sent_on, level="state")
    working = page.locator(".working")
    expect(working).to_contain_text(day(due.due_on))
    expect(working).to_contain_text("§ 7922.535")
    expect(page.locator("svg").first).to_be_visible()


def record_an_extension(page: Page, sent_on: date) -> None:
    """Noticed on day 5, for the full fourteen days, with a ground."""
    page.get_by_label("What happened").select_option("extension_notice")
    page.get_by_label("On", exact=True).fill((sent_on + timedelta(days=5)).isoformat())
    page.get_by_label("Date it names").fill((sent_on + timedelta(days=24)).isoformat())
    page.get_by_label("Ground of the extension").select_option("voluminous")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_text("Recorded: Extension notice.")).to_be_visible()
    expect(page.locator(".timeline")).to_contain_text("Extension notice")
    expect(page.locator(".working")).to_contain_text(day(extended(sent_on).due_on))


def find_it_in_the_list(page: Page, number: str) -> None:
    page.get_by_role("link", name="Requests", exact=True).click()
    page.locator("form.filters").get_by_label("Status").select_option("extended")
    page.locator("form.filters").get_by_label(re.compile("^Agency")).fill("justice")
    page.get_by_role("button", name="Show").click()
    rows = page.locator("table.docket tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(number)
    rows.get_by_role("link").first.click()


def attach_and_import(page: Page, tmp_path: Path, year: int) -> None:
    file = tmp_path / "doj-answer.csv"
    file.write_text(ANSWER)
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Attach").click()
    expect(page.get_by_text("Attached doj-answer.csv, kept as it came.")).to_be_visible()
    page.get_by_role("link", name="Import its rows").click()
    page.get_by_role("button", name="Look at what would be imported").click()
    expect(page.get_by_text("Fresno Police Department").first).to_be_visible()
    page.get_by_role("button", name="Import 4 figures as a draft").first.click()
    expect(page.get_by_text("Draft").first).to_be_visible()


def publish(page: Page, year: int) -> None:
    page.get_by_role("button", name=re.compile("review", re.I)).click()
    page.get_by_role("button", name=re.compile("^Publish")).click()
    expect(page.get_by_text("Published").first).to_be_visible()


def see_the_conflict_of_2023(page: Page) -> None:
    page.get_by_role("link", name="Compare", exact=True).click()
    main = page.get_by_role("main")
    for words in ("7,275", "7,635", "2019–2023"):
        expect(main).to_contain_text(words)


def read_the_reminder(mail_server: MailSink, number: str, due: DueDate) -> None:
    """Beat planned it, a worker sent it through SMTP, once for the date that now stands.

    (Before the extension was recorded, the first date may have had a reminder of its own.)
    """
    last_day = day(due.latest_arguable_on)

    def about_it() -> list[str]:
        texts = [
            message.get_body(preferencelist=("plain",)).get_content()
            for message in mail_server.messages
        ]
        return [text for text in texts if number in text and last_day in text]

    (text,) = until(about_it, "the reminder", 60)
    assert "California Department of Justice" in text
    assert "Late beyond every reading" in text
    assert "7922.535" in text  # how the date was reached


def see_the_ledger(page: Page, number: str, due: DueDate) -> None:
    page.get_by_role("link", name="Reminders", exact=True).click()
    page.get_by_role("link", name="Sent", exact=True).click()
    rows = page.locator("table.docket tbody tr", has_text=number)
    row = rows.filter(has_text=day(due.latest_arguable_on)).filter(has_text="Late beyond")
    expect(row).to_have_count(1)


def open_the_year(page: Page, year: int) -> None:
    page.get_by_role("link", name="1 February", exact=True).click()
    page.get_by_role("button", name="Add them").click()  # the import has begun the year
    expect(page.get_by_text(f"{year} is open:")).to_be_visible()
    expect(page.get_by_text("Not known yet").first).to_be_visible()


def see_the_public_page(page: Page, site: Site, year: int) -> None:
    page.context.clear_cookies()
    page.goto(site.url)
    expect(page.get_by_role("main")).to_contain_text("7,275")
    page.goto(f"{site.url}years/{year}/")
    expect(page.get_by_role("main")).to_contain_text("Fresno Police Department")
    # Nothing of the sample is public, although it is about the same year.
    expect(page.get_by_role("main")).not_to_contain_text("Sample")
    page.goto(f"{site.url}data/")
    with page.expect_download() as download:
        page.get_by_role("link", name="figures.csv").click()
    table = Path(download.value.path()).read_text()
    assert "7275" in table and "Fresno Police Department" in table
    assert "Sample" not in table
