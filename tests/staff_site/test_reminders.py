"""The page of reminders: what comes, what went, what did not; one of them; those of a request."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.reminders.items import item_of
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.own import finish
from requests_app.domain.reminders.sweep import plan, send_due_reminders
from requests_app.domain.reminders.wished import KindWished
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.staff_site.reminder_rows import reminder_row, reminder_rows
from requests_app.staff_site.views.reminders import LOOKED_AT_SHOWN, TABS, WAITING_SHOWN
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event
from tests.staff_site.doors import (
    a_failed_mail,
    a_reminder,
    a_reminder_mail,
    an_own_reminder,
    signed_in,
    texts,
    wishes_of,
)

pytestmark = pytest.mark.django_db
LIST = "/staff/reminders/"


@pytest.fixture(autouse=True)
def mail_dir(settings: Any, tmp_path: Path) -> Path:
    settings.MAIL_DIR = tmp_path / "mail"
    return settings.MAIL_DIR


def one_of_each() -> dict[str, Reminder]:
    """A reminder in each state."""
    kinds = ["due_soon", "due_today", "first_day_late", "late_beyond_every_reading", "silent"]
    return {
        state: a_reminder(a_request(), kind=kind, state=state, reason=f"because {state}")
        for kind, state in zip(kinds, Reminder.State.values, strict=True)
    }


def listed(client: Client, **query: str) -> set[str]:
    """The states of the reminders on the page."""
    return {row.reminder.state for row in client.get(LIST, query).context["rows"]}


@pytest.mark.parametrize(
    ("tab", "states"),
    [
        ("waiting", {"planned", "claimed"}),
        ("sent", {"sent"}),
        ("not_sent", {"skipped", "failed"}),
    ],
)
def test_each_tab_has_its_states(staff: Client, tab: str, states: set[str]) -> None:
    one_of_each()
    assert listed(staff, tab=tab) == states


@pytest.mark.parametrize("state", ["skipped", "failed"])
def test_what_was_not_sent_is_narrowed_to_one_state(staff: Client, state: str) -> None:
    one_of_each()
    assert listed(staff, tab="not_sent", state=state) == {state}
    page = texts(staff.get(LIST, {"tab": "not_sent"}))
    assert f"because {state}" in page


def test_each_kind_of_subject_is_named_with_its_page(staff: Client) -> None:
    request = a_request(agency=an_agency("Fresno Police Department"))
    campaign = Campaign.objects.create(name="Round 2025", reporting_year=2025)
    own = an_own_reminder(an_agency("Kern County Sheriff"), note="Call them")
    of = {"recipient": staff.person, "records_request": None, "state": "sent"}
    a_reminder(request)
    a_reminder(request, **of, kind="round_next_ask", campaign=campaign)
    a_reminder(request, **of, kind="own", own_reminder=own)
    a_reminder(request, **of, kind="yearly_upkeep")
    rows = staff.get(LIST, {"tab": "sent"}).context["rows"]
    assert {(row.title, row.sub) for row in rows} == {
        ("Fresno Police Department", request.number),
        ("Round 2025", "campaign"),
        ("Call them", "Kern County Sheriff"),
        ("The desk's work", "2026"),
    }
    for row in rows:
        assert staff.get(row.address).status_code == 200
        page = texts(staff.get(f"{LIST}{row.reminder.pk}/"))
        assert row.title in page and row.address in page


def test_mine_and_those_of_one_recipient(staff: Client) -> None:
    mine = a_reminder(a_request(), recipient=staff.person)
    theirs, desks = a_reminder(a_request()), a_reminder(a_request(), recipient=None)
    for query, expected in (
        ({}, {mine, theirs, desks}),
        ({"whose": "mine"}, {mine}),
        ({"to": str(theirs.recipient_id)}, {theirs}),
        ({"to": "desk"}, {desks}),
        ({"kind": "silent"}, set()),
        ({"kind": "due_today", "to": "desk"}, {desks}),
    ):
        rows = staff.get(LIST, {"tab": "sent", **query}).context["rows"]
        assert {row.reminder for row in rows} == expected, query


@pytest.mark.parametrize("odd", ["zzz", "\x00", "x" * 10_000, "-1", "9" * 400])
@pytest.mark.parametrize("tab", TABS)
def test_an_odd_address_shows_the_page_without_that_filter(
    staff: Client, tab: str, odd: str
) -> None:
    one_of_each()
    names = ("state", "kind", "to", "whose", "page")
    page = staff.get(LIST, {"tab": tab, **dict.fromkeys(names, odd)})
    assert page.status_code == 200
    assert staff.get(LIST, {"tab": odd}).status_code == 404


def test_a_long_ledger_is_paged_and_nothing_is_left_out(staff: Client) -> None:
    request = a_request()
    Reminder.objects.bulk_create(
        Reminder(recipient=a_person(), records_request=request, kind="due_today", state="sent",
                 speaks_of=TODAY, planned_at=NOW, finished_at=NOW)
        for _ in range(60)
    )  # fmt: skip
    first = staff.get(LIST, {"tab": "sent"}).context
    second = staff.get(LIST, {"tab": "sent", "page": first["page_obj"].next}).context
    seen = [row.reminder.pk for page in (first, second) for row in page["rows"]]
    assert len(seen) == len(set(seen)) == 60 and second["page_obj"].previous


def test_what_comes_is_what_waits_and_the_requests_looked_at_next(staff: Client) -> None:
    waits, ahead = a_request(), a_request(sent_on=TODAY)
    plan(at=NOW)
    page = staff.get(LIST)
    assert [row.reminder.records_request for row in page.context["waiting"]] == [waits]
    rows = {row.request: row for row in page.context["rows"]}
    assert rows[ahead].coming[0].kind == "due_soon"
    words = texts(page)
    assert f"Mon 29 Jun 2026, to {ahead.assignee}" in " ".join(words.split())
    assert "No extension is running." in words


def test_the_first_of_what_waits_lead_to_all_of_them(staff: Client) -> None:
    for _ in range(WAITING_SHOWN + 1):
        a_reminder(a_request(), state="planned", finished_at=None)
    page = staff.get(LIST)
    assert len(page.context["waiting"]) == WAITING_SHOWN
    assert "All that wait" in texts(page)
    assert len(staff.get(LIST, {"tab": "waiting"}).context["rows"]) == WAITING_SHOWN + 1


def test_requests_ahead_are_in_the_order_of_their_days_page_by_page(staff: Client) -> None:
    for _ in range(LOOKED_AT_SHOWN + 2):
        a_request(sent_on=TODAY)
    RecordsRequest.objects.update(look_on=TODAY)
    last = a_request()
    RecordsRequest.objects.filter(pk=last.pk).update(look_on="2026-06-25")
    first = staff.get(LIST).context["page_obj"]
    second = staff.get(LIST, {"page": first.next}).context["page_obj"]
    assert [len(first.rows), len(second.rows)] == [LOOKED_AT_SHOWN, 3]
    assert second.rows[-1].request == last


def test_mine_ahead_are_those_that_name_me(staff: Client) -> None:
    mine, _other = a_request(assignee=staff.person), a_request()
    rows = staff.get(LIST, {"whose": "mine"}).context["rows"]
    assert [row.request for row in rows] == [mine]
    assert staff.get(LIST, {"to": str(staff.person.pk)}).context["rows"][0].request == mine


@pytest.mark.parametrize("tab", TABS)
def test_an_empty_tab_says_what_will_be_here_and_leads_on(staff: Client, tab: str) -> None:
    page = texts(staff.get(LIST, {"tab": tab}))
    assert 'class="empty"' in page
    narrowed = texts(staff.get(LIST, {"tab": tab, "whose": "mine"}))
    assert "Choose fewer filters" in narrowed


def test_one_reminder_shows_the_mail_as_it_went(staff: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tracker.mail_files.EmailBackend"
    request = a_request(by=staff.person)
    send_due_reminders(at=NOW)
    reminder = Reminder.objects.select_related("mail").get(records_request=request, state="sent")
    page = texts(staff.get(f"{LIST}{reminder.pk}/"))
    assert reminder.mail.subject in page and reminder.mail.message_id in page
    assert "due Mon 22 Jun" in page and "You get this because it is assigned to you." in page
    (mail,) = staff.get(LIST, {"tab": "mails"}).context["kept_mails"]
    assert (mail.subject, mail.recipient) == (reminder.mail.subject, staff.person.email)
    assert staff.get(f"/staff/mails/{mail.name}/").status_code == 200
    assert str(request.agency) in texts(staff.get(f"/staff/mails/{mail.name}/html/"))


def test_one_reminder_says_why_it_would_not_go_now(staff: Client) -> None:
    request = a_request()
    plan(at=NOW)
    reminder = Reminder.objects.get(kind="due_today")
    assert "If it went now" not in texts(staff.get(f"{LIST}{reminder.pk}/"))
    an_event(request, EventKind.DETERMINATION_DENIED, TODAY)
    page = texts(staff.get(f"{LIST}{reminder.pk}/"))
    assert "It would be skipped: The agency answered on Mon 22 Jun 2026." in page


def test_who_stands_in_is_named_with_whom_for(staff: Client) -> None:
    absent = a_person(first_name="Alex")
    reminder = a_reminder(a_request(), stands_in_for=absent)
    for page in (f"{LIST}{reminder.pk}/", f"{LIST}?tab=sent"):
        assert str(absent) in texts(staff.get(page))


@pytest.mark.parametrize("role", [Role.STAFF, Role.LEAD])
def test_sending_again_is_offered_to_whom_it_was_to_and_to_administrators(role: Role) -> None:
    client, administrator = signed_in(role), signed_in(Role.ADMINISTRATOR)
    mine, theirs = a_reminder(a_request(), recipient=client.person), a_reminder(a_request())
    for one in (mine, theirs):
        a_failed_mail(one)
        assert "Send again" in texts(administrator.get(f"{LIST}{one.pk}/"))
    assert "Send again" in texts(client.get(f"{LIST}{mine.pk}/"))
    assert "Send again" not in texts(client.get(f"{LIST}{theirs.pk}/"))


def test_a_request_says_what_went_what_comes_and_what_will_not(staff: Client) -> None:
    request = a_request(sent_on=TODAY)
    a_reminder(request, kind="waiting_on_us", state="skipped", reason="The request was answered.")
    page = staff.get(f"/staff/requests/{request.pk}/")
    words = " ".join(texts(page).split())
    assert 'Due soon <span class="muted small"><time' in words
    assert f"to {request.assignee}" in words
    assert "The request was answered." in words
    assert "No extension is running." in words
    assert [one.kind for one in page.context["coming"]][:2] == ["due_soon", "due_today"]


def test_a_closed_request_says_that_nothing_more_comes(staff: Client) -> None:
    request = a_request()
    an_event(request, EventKind.CLOSED, TODAY)
    assert "nothing more comes" in texts(staff.get(f"/staff/requests/{request.pk}/"))


def test_a_request_of_years_shows_the_newest_and_says_so(staff: Client) -> None:
    request = a_request()
    for day in range(1, 28):
        a_reminder(request, kind="portal_to_look_at", speaks_of=f"2026-05-{day:02}")
    page = staff.get(f"/staff/requests/{request.pk}/")
    assert len(page.context["reminders_went"]) == 8
    assert "Only the newest are shown." in texts(page)


def test_today_says_what_could_not_be_delivered_to_me_until_it_is_sent_again(staff: Client) -> None:
    mail = a_failed_mail(a_reminder(a_request(), recipient=staff.person))
    a_failed_mail(a_reminder(a_request()))
    page = texts(staff.get("/staff/"))
    assert "1 mail to you could not be delivered: 550 no such box" in page
    staff.post(f"/staff/reminders/mails/{mail.pk}/again/")
    assert "could not be delivered" not in texts(staff.get("/staff/"))


def test_an_own_reminder_that_is_done_stays_in_what_went(staff: Client) -> None:
    own = an_own_reminder(a_request(), person=staff.person)
    reminder = a_reminder(
        a_request(), records_request=None, own_reminder=own, kind="own",
        mail=a_reminder_mail(staff.person),
    )  # fmt: skip
    finish(reminder=own, by=staff.person, at=NOW)
    assert own.note in texts(staff.get(f"{LIST}{reminder.pk}/"))


def test_a_kind_nobody_wants_is_said_on_the_request(staff: Client) -> None:
    request = a_request(sent_on=TODAY)
    wishes_of(request.assignee, kinds={ReminderKind.DUE_SOON: KindWished(wanted=False)})
    page = texts(staff.get(f"/staff/requests/{request.pk}/"))
    assert "The recipient does not want this kind." in page


def test_a_list_and_a_mail_lead_to_the_same_page_and_know_the_same_samples() -> None:
    lead = a_person(Role.LEAD)
    campaign = Campaign.objects.create(
        name="Sample", reporting_year=2025, lead=lead, is_sample=True
    )
    own = an_own_reminder(campaign, person=lead)
    rows = [
        Reminder(recipient=lead, kind=kind, speaks_of=TODAY, planned_at=NOW, **about)
        for kind, about in (
            ("year_to_open", {}),
            ("yearly_upkeep", {}),
            ("round_next_ask", {"campaign": campaign}),
            ("own", {"own_reminder": own}),
        )
    ]
    for one in rows:
        row, item = reminder_row(one), item_of(one, on=TODAY, rules=rules_in_force())
        assert item.address.endswith(row.address) and item.is_sample == row.is_sample
    assert [row.is_sample for row in reminder_rows(rows)] == [False, False, True, True]


def test_what_comes_is_of_the_recipient_of_the_filter() -> None:
    client = signed_in(Role.ADMINISTRATOR)
    other = a_person()
    mine, theirs = a_request(by=client.person), a_request(by=other)
    nobodys = a_request(by=other)
    RecordsRequest.objects.filter(pk=nobodys.pk).update(assignee=None)

    def coming(**query: Any) -> set[RecordsRequest]:
        return {row.request for row in client.get(LIST, query).context["rows"]}

    assert coming() == {mine, theirs, nobodys}
    assert coming(to="desk") == {nobodys}
    assert coming(to=other.pk) == {theirs}
    assert coming(whose="mine") == coming(whose="mine", to=client.person.pk) == {mine}
    assert coming(whose="mine", to=other.pk) == coming(whose="mine", to="desk") == set()
