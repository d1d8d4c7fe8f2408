"""What the mails say: each kind, one or many, as text and as HTML."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Contact
from requests_app.domain.deadlines.looked_up_dates import DIWALI
from requests_app.domain.reminders.items import in_order
from requests_app.domain.reminders.kinds import KIND_RULES, NEEDS_THE_CLOCK, About, ReminderKind
from requests_app.domain.reminders.links import read_snooze, read_stop
from requests_app.domain.reminders.mails import digest, without_links
from requests_app.domain.reminders.models import Reminder, ReminderMail
from requests_app.domain.reminders.setting_out import IN_FULL, IN_LINES, kind_to_stop
from requests_app.domain.reporting.operations import open_year
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.statute_book.operations import enter_version
from tests.builders import BUSINESS_DAYS, NOW, TODAY, a_person, a_request, an_agency, an_event
from tests.domain.reminders.in_mails import (
    a_digest,
    a_reminder_of,
    a_round,
    about_request,
    html_of,
    items,
)

pytestmark = pytest.mark.django_db
EVERY = list(ReminderKind)
K = ReminderKind
SITE = "https://log.example.org"
SIGNED = re.compile(r"https://log\.example\.org/mail/(snooze|stop)/([^/\s\"]+)/")


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = SITE


class Links(HTMLParser):
    """What a page links to and what it would fetch."""

    def __init__(self, page: str):
        super().__init__()
        self.found: list[str] = []
        self.fetched: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs) -> None:
        for name, value in attrs:
            if name == "href" and tag == "a":
                self.found.append(value)
            elif name in {"src", "srcset", "background", "poster"} or tag in {"img", "link"}:
                self.fetched.append(f"{tag} {name}={value}")
            elif name == "style" and "url(" in value:
                self.fetched.append(value)


def links(mail) -> list[str]:
    return Links(html_of(mail)).found


def in_text(mail) -> list[str]:
    return re.findall(r"https?://\S+", mail.body)


@pytest.mark.parametrize("kind", EVERY)
def test_every_kind_says_what_for_whom_since_when_and_why_you(kind: ReminderKind) -> None:
    reminder = a_reminder_of(kind)
    (item,) = items([reminder])
    mail = a_digest(reminder)
    html = html_of(mail)
    for words in (
        *(item.title, item.sentence, item.subject, item.reference, item.strip),
        *(item.working_out, item.step, item.why_you),
        *(one.words for one in item.lines),
    ):
        assert words in mail.body
        assert escaped(words) in html
    assert "Mon 22 Jun 2026" in mail.body
    assert kind.label in html
    assert mail.subject.startswith(f"{kind.label}: ")
    assert item.title in mail.subject
    assert item.address in mail.body


def escaped(words: str) -> str:
    for plain, safe in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("'", "&#x27;")):
        words = words.replace(plain, safe)
    return words


@pytest.mark.parametrize("kind", EVERY)
def test_nothing_in_it_is_markup_but_ours_and_nothing_is_fetched(kind: ReminderKind) -> None:
    html = html_of(a_digest(a_reminder_of(kind)))
    assert "<Police>" not in html and "<portal>" not in html
    assert Links(html).fetched == []
    assert "<script" not in html and "@import" not in html
    assert max(len(line.encode()) for line in html.splitlines()) < 998


@pytest.mark.parametrize("kind", EVERY)
def test_every_link_is_whole(kind: ReminderKind) -> None:
    mail = a_digest(a_reminder_of(kind))
    assert links(mail)
    for address in (*links(mail), *in_text(mail)):
        assert address.startswith(f"{SITE}/"), address
    assert set(links(mail)) == set(in_text(mail))


@pytest.mark.parametrize("kind", EVERY)
def test_its_buttons_are_signed_for_its_recipient_and_its_row(kind: ReminderKind) -> None:
    reminder = a_reminder_of(kind)
    mail = a_digest(reminder)
    found = {(what, token) for what, token in SIGNED.findall(mail.body)}
    snoozes = [read_snooze(token, on=TODAY) for what, token in found if what == "snooze"]
    (stop,) = [read_stop(token, on=TODAY) for what, token in found if what == "stop"]
    assert (stop.person, stop.kind) == (reminder.recipient_id, kind)
    days = [] if KIND_RULES[kind].about is About.DESK else [3, 7]
    assert sorted(one.days for one in snoozes) == days
    assert {(one.reminder, one.person) for one in snoozes} <= {(reminder.pk, stop.person)}


@pytest.mark.parametrize("kind", EVERY)
def test_one_click_stops_the_kind_of_a_mail_about_one(kind: ReminderKind) -> None:
    mail = a_digest(a_reminder_of(kind))
    written = mail.message().as_bytes().decode()
    (address,) = re.findall(r"^List-Unsubscribe: <(https://[^>\s]+)>$", written, re.MULTILINE)
    assert read_stop(SIGNED.fullmatch(address)[2], on=TODAY).kind == kind
    assert mail.message()["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("kind", sorted(NEEDS_THE_CLOCK))
def test_a_statutory_date_comes_with_its_working_out_in_a_line(kind: ReminderKind) -> None:
    mail = a_digest(a_reminder_of(kind))
    words = (
        "Received Tue 9 Jun; day 10 is Fri 19 Jun (Juneteenth), so due Mon 22 Jun. "
        "Gov. Code §\N{NO-BREAK SPACE}7922.535(a)"
    )
    assert f"Reckoned:  {words}\n" in mail.body
    assert "Now:       3 days past day 10, due Mon 22 Jun, today\n" in mail.body


def test_lateness_is_in_words_and_the_one_accent() -> None:
    late = html_of(a_digest(a_reminder_of(K.LATE_BEYOND_EVERY_READING), on=TODAY + timedelta(3)))
    assert "late since Tue 23 Jun" in late
    assert 'class="late"' in late
    assert 'class="late"' not in html_of(a_digest(a_reminder_of(K.DUE_TODAY)))


def test_an_own_reminder_says_its_note_first_then_what_about_and_who_set_it() -> None:
    reminder = a_reminder_of(K.OWN)
    (item,) = items([reminder])
    assert item.title == "Look at the <portal>"
    assert re.fullmatch(r"Oakland <Police> 0; set by Kim Number\d+\.", item.sentence)
    reminder.own_reminder.made_by = reminder.recipient
    assert items([reminder])[0].sentence == "Oakland <Police> 0; set by you."
    reminder.own_reminder.made_by = None
    assert items([reminder])[0].sentence == "Oakland <Police> 0."


def test_a_round_names_the_first_five_that_owe_and_leads_to_its_board() -> None:
    lead = a_person(Role.LEAD)
    campaign = a_round(lead)
    names = [f"Agency {letter}" for letter in "GFEDCBA"]
    for name in names:
        a_request(agency=an_agency(name), campaign=campaign)
    reminder = a_reminder_of(K.YEARLY_UPKEEP, lead)
    Reminder.objects.filter(pk=reminder.pk).update(kind=K.ROUND_NEXT_ASK, campaign=campaign)
    reminder.refresh_from_db()
    (item,) = items([reminder])
    assert [line.words for line in item.lines] == [
        "7 agencies still owed for 2025:", *sorted(names)[:5], "and 2 more, on the board",
    ]  # fmt: skip
    assert item.address == f"{SITE}/staff/campaigns/{campaign.pk}/board/"


def test_1_february_says_how_many_agencies_and_requests() -> None:
    lead = a_person(Role.LEAD)
    before = a_round(lead, "Round 2025")
    type(before).objects.update(reporting_year=2024)
    a_request(campaign=before)
    reminder = a_reminder_of(K.YEAR_TO_OPEN, lead, speaks_of=date(2026, 2, 1))
    words = [line.words for line in items([reminder])[0].lines]
    assert words == [
        "1 February page: 1 agency to open for 2025",
        "Round 2025: 1 request, 1 of them open; take it over",
    ]
    open_year(reporting_year=2025, by=lead, at=NOW)
    assert items([reminder])[0].lines[0].words == (
        "1 February page: 0 of 1 agencies have an answer"
    )


def test_the_yearly_upkeep_names_tables_laws_and_contacts() -> None:
    lead = a_person(Role.LEAD)
    enter_version(details=BUSINESS_DAYS, by=lead, at=NOW)
    agency = an_agency()
    Contact.objects.create(agency=agency, kind="email", value="a@example.org")
    Contact.objects.create(
        agency=agency, kind="fax", value="1", last_confirmed_on=TODAY - timedelta(300)
    )
    lines = items([a_reminder_of(K.YEARLY_UPKEEP, lead)])[0].lines
    assert [line.words for line in lines] == [
        "Lunar New Year is looked up until 2035",
        f"Diwali is looked up until {max(DIWALI)}",
        "Pending: AB 1821 of 2026 (California Public Records Act). Has it passed?",
        "1 contact that nobody confirmed within a year",
    ]
    Contact.objects.update(last_confirmed_on=TODAY)
    lines = items([a_reminder_of(K.YEARLY_UPKEEP, a_person())])[0].lines
    assert not [line.words for line in lines if "confirmed" in line.words], "0 is no work"


def test_the_sample_is_marked() -> None:
    reminder = a_reminder_of(K.DUE_TODAY)
    reminder.records_request.is_sample = True
    mail = a_digest(reminder)
    assert mail.subject.startswith("[Sample] Due today: ")
    assert mail.body.count("[Sample]") == 2 and "not real" in mail.body
    assert "[Sample] Fresno" in html_of(mail)


def test_nothing_today_says_so() -> None:
    mail = a_digest(to=a_person())
    assert mail.subject == "Nothing due today"
    assert "Nothing is due, late or waiting today." in mail.body
    assert "Nothing today" in html_of(mail)
    assert "List-Unsubscribe" not in mail.extra_headers


def test_many_are_grouped_by_kind_with_a_count_the_most_urgent_first() -> None:
    person = a_person()
    rows = [a_reminder_of(kind, person) for kind in (K.SILENT, K.OWN, K.SILENT, K.DUE_TODAY)]
    mail = a_digest(*rows)
    assert (
        mail.subject == "Own reminder: Look at the <portal>, Mon 22 Jun 2026 and 3 more reminders"
    )
    heads = re.findall(r"^([A-Z ]+) \((\d)\)$", mail.body, re.MULTILINE)
    assert heads == [
        ("OWN REMINDER", "1"), ("DUE TODAY", "1"), ("SILENT SINCE THE ACKNOWLEDGEMENT", "2"),
    ]  # fmt: skip
    assert "4 reminders" in mail.body and "4 reminders" in html_of(mail)


def test_what_another_reminder_of_the_request_says_as_well_is_said_once() -> None:
    request, other = a_request(), a_request(agency=an_agency("Lodi Police Department"))
    mail = a_digest(
        about_request(request, K.LATE_BEYOND_EVERY_READING),
        about_request(request, K.NOTHING_HAPPENED),
        about_request(other, K.LATE_BEYOND_EVERY_READING),
    )
    assert "2 reminders" in mail.body
    assert mail.body.count(f"{SITE}/staff/requests/{request.pk}/\n") == 1
    heads = re.findall(r"^([A-Z ]+) \((\d)\)$", mail.body, re.MULTILINE)
    assert heads == [("LATE BEYOND EVERY READING", "1"), ("NOTHING DONE SINCE IT WAS LATE", "1")]


@pytest.mark.parametrize("how_many", [IN_FULL, 40])
def test_of_forty_none_is_lost_and_the_first_twelve_are_in_full(how_many: int) -> None:
    person = a_person()
    rows = [
        about_request(a_request(by=person, agency=an_agency(f"Agency {n:02}")), kind)
        for n, kind in enumerate([K.SILENT, K.DUE_TODAY] * (how_many // 2))
    ]
    mail = a_digest(*rows)
    for row in rows:
        address = f"{SITE}/staff/requests/{row.records_request_id}/"
        assert address in links(mail) and address in in_text(mail)
    assert mail.body.count("Next step:") == IN_FULL
    assert len(html_of(mail)) < 100_000  # where Gmail cuts a mail off
    order = [item.urgency for item in in_order(items(rows))]
    assert order == sorted(order)


def test_of_thousands_most_are_a_number_and_the_mail_stays_one_that_servers_take() -> None:
    person = a_person()
    request = a_request(by=person)
    day = timedelta(days=1)
    rows = Reminder.objects.bulk_create(
        Reminder(
            recipient=person, records_request=request, kind=K.SILENT, speaks_of=TODAY - n * day,
            planned_at=NOW,
        )
        for n in range(IN_FULL + IN_LINES + 1_234)
    )  # fmt: skip
    mail = a_digest(*rows)
    assert mail.body.count("\n- ") == IN_LINES
    assert f"And 1,234 more: {SITE}/staff/reminders/?tab=sent" in mail.body
    assert f'{SITE}/staff/reminders/?tab=sent"' in html_of(mail) and "1,234 more" in html_of(mail)
    assert len(html_of(mail)) < 100_000


def test_what_lists_something_is_in_full_however_many_come_before() -> None:
    person = a_person()
    many = [a_reminder_of(K.OWN, person) for _ in range(IN_FULL + 1)]
    (listing,) = items([a_reminder_of(K.YEARLY_UPKEEP, person)])
    mail = a_digest(*many, listing.reminder)
    assert f"Open:      {listing.address}\n" in mail.body
    for line in listing.lines:
        assert line.words in mail.body and line.words in html_of(mail)
    # An own reminder in one line still says what it is about.
    assert f"- Look at the <portal>: Oakland <Police> {IN_FULL}; set by Kim" in mail.body


def test_in_a_digest_one_click_stops_the_most_numerous_whose_days_one_may_choose() -> None:
    person = a_person()
    late = [a_reminder_of(K.DUE_TODAY, person) for _ in range(3)]
    soon = [a_reminder_of(K.DUE_SOON, person)]
    silent = [a_reminder_of(K.SILENT, person) for _ in range(2)]
    assert kind_to_stop(items([*late, *soon, *silent])) == K.SILENT
    assert kind_to_stop(items([*late, *soon, silent[0]])) == K.SILENT  # the less urgent of two
    only_dates = [*late, a_reminder_of(K.LATE_BEYOND_EVERY_READING, person)]
    assert kind_to_stop(items(only_dates)) is None
    mail = a_digest(*only_dates)
    assert "List-Unsubscribe" not in mail.extra_headers
    assert len([what for what, _ in SIGNED.findall(mail.body) if what == "stop"]) == 2


def test_the_desks_address_gets_no_buttons_and_nothing_to_stop() -> None:
    reminder = a_reminder_of(K.DUE_TODAY)
    reminder.recipient = None
    mail = a_digest(reminder)
    assert "List-Unsubscribe" not in mail.extra_headers
    for part in (mail.body, html_of(mail)):
        assert "/mail/" not in part
        assert f"{SITE}/staff/requests/{reminder.records_request_id}/#record" in part


def test_a_preview_has_no_link_that_works() -> None:
    reminder = a_reminder_of(K.DUE_TODAY)
    shown = ReminderMail(recipient=reminder.recipient, day=TODAY, key="digest", message_id="<x@y>")
    mail = digest(shown, items([reminder]), on=TODAY, to="a@example.org")
    assert "/mail/" not in mail.body + html_of(mail)
    assert "List-Unsubscribe" not in mail.extra_headers


def test_neither_has_the_copy_that_is_kept() -> None:
    mail = a_digest(*[a_reminder_of(kind) for kind in EVERY])
    for part in (mail.body, html_of(mail)):
        assert SIGNED.search(part)
        kept = without_links(part)
        assert {token for _, token in SIGNED.findall(kept)} == {"kept"}
        assert len(kept.splitlines()) == len(part.splitlines())


def test_a_mail_says_which_kinds_are_not_in_it() -> None:
    mail = a_digest(a_reminder_of(K.DUE_TODAY), stopped=[K.DUE_SOON, K.SILENT])
    words = "Not in your mails: Due soon, Silent since the acknowledgement."
    assert words in mail.body and words in html_of(mail)


def test_both_parts_are_read_by_a_mail_program_as_they_were_written() -> None:
    mail = a_digest(a_reminder_of(K.DUE_TODAY))
    text, html = mail.message().get_payload()
    assert text.get_payload(decode=True).decode() == mail.body
    assert html.get_payload(decode=True).decode() == html_of(mail)
    assert mail.message().as_bytes().count(mail.message().get_boundary().encode()) == 4


def test_a_long_subject_of_any_letters_arrives_as_it_was(smtp_sink) -> None:
    reminder = a_reminder_of(K.OWN)
    reminder.own_reminder.note = "Ask the Sheriff’s Office of Cañada: 記録 " * 8
    mail = a_digest(reminder)
    wire = mail.message().as_bytes(linesep="\r\n")
    assert b"\n" not in wire.replace(b"\r\n", b"") and b"\r" not in wire.replace(b"\r\n", b"")
    mail.send()
    (message,) = smtp_sink.messages
    assert message["Subject"] == mail.subject
    html = message.get_body(preferencelist=("html",)).get_content()
    assert html.splitlines() == html_of(mail).splitlines()


def test_a_subject_of_many_words_stays_one_line() -> None:
    reminder = a_reminder_of(K.OWN)
    reminder.own_reminder.note = "First\nBcc: everybody@example.org"
    assert a_digest(reminder).subject.startswith("Own reminder: First Bcc: everybody@example.org,")


def test_an_answered_request_says_that_it_is() -> None:
    reminder = a_reminder_of(K.OWN)
    an_event(reminder.own_reminder.subject, EventKind.DETERMINATION_DENIED, TODAY)
    (item,) = items([Reminder.objects.get(pk=reminder.pk)])
    assert item.strip.startswith("answered")
    assert not item.is_late


def test_what_the_summary_counts_as_late_is_marked_one_by_one() -> None:
    late = [a_reminder_of(K.LATE_BEYOND_EVERY_READING) for _ in range(3)]
    upkeep = a_reminder_of(K.YEARLY_UPKEEP, a_person())
    mail = a_digest(*late, upkeep, on=TODAY + timedelta(3))
    assert "4 reminders, 3 of them about something late" in mail.body
    assert mail.body.count("[LATE]") == 3
    assert html_of(mail).count(">Late</span>") == 3
