"""What the tests of mails share: a reminder of each kind, and the mail that holds it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.mail import EmailMultiAlternatives

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.reminders.items import Item, item_of
from requests_app.domain.reminders.kinds import KIND_RULES, About, ReminderKind
from requests_app.domain.reminders.mails import digest
from requests_app.domain.reminders.models import Reminder, ReminderMail
from requests_app.domain.reminders.own import set_reminder
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.statute_book.rules import rules_in_force
from tests.builders import NOW, TODAY, a_person, a_request, an_agency


def a_round(lead: Person | None = None, name: str = "Round 2026") -> Campaign:
    lead = lead or a_person(Role.LEAD)
    return save_campaign(
        campaign=None, name=name, reporting_year=2025, lead=lead, text="", by=lead, at=NOW
    )


def an_asked_round(lead: Person | None = None) -> Campaign:
    """A round that asked two agencies, which both owe their data."""
    campaign = a_round(lead)
    for name in ("Fresno <Police> Department", "Oakland Police Department"):
        a_request(agency=an_agency(name), campaign=campaign)
    return campaign


def a_reminder_of(kind: ReminderKind, person: Person | None = None, **values: Any) -> Reminder:
    """A row of the ledger, with a subject of its kind, for `person` (or somebody new)."""
    person = person or a_person()
    about = KIND_RULES[kind].about
    subject: dict[str, Any] = {}
    number = Reminder.objects.count()
    if about is About.REQUEST:
        agency = an_agency(f"Fresno <Police> Department {number}")
        subject["records_request"] = a_request(by=person, agency=agency)
    elif about is About.ROUND:
        subject["campaign"] = an_asked_round(person)
    elif about is About.OWN:
        subject["own_reminder"] = set_reminder(
            subject=a_request(by=person, agency=an_agency(f"Oakland <Police> {number}")),
            note="Look at the <portal>",
            due_on=TODAY,
            person=person,
            by=a_person(first_name="Kim"),
            at=NOW,
        )
    return Reminder.objects.create(
        **{
            "recipient": person,
            "kind": kind,
            "speaks_of": TODAY,
            "state": Reminder.State.CLAIMED,
            "planned_at": NOW,
            **subject,
            **values,
        }
    )


def about_request(request: RecordsRequest, kind: ReminderKind, **values: Any) -> Reminder:
    return Reminder.objects.create(
        **{
            "recipient": request.assignee,
            "records_request": request,
            "kind": kind,
            "speaks_of": TODAY,
            "state": Reminder.State.CLAIMED,
            "planned_at": NOW,
            **values,
        }
    )


def items(reminders: Sequence[Reminder], *, on: date = TODAY) -> list[Item]:
    return [item_of(one, on=on, rules=rules_in_force()) for one in reminders]


def a_digest(
    *reminders: Reminder, to: Person | None = None, on: date = TODAY, **values: Any
) -> EmailMultiAlternatives:
    """The mail with these reminders, as it would be sent."""
    recipient = to or (reminders[0].recipient if reminders else None)
    number = ReminderMail.objects.count()
    mail = ReminderMail.objects.create(
        recipient=recipient, day=on, key=f"digest {number}", made_at=NOW,
        message_id=f"<{number}@example.org>",
    )  # fmt: skip
    address = recipient.email if recipient else "desk@example.org"
    return digest(mail, items(reminders, on=on), on=on, to=address, **values)


def html_of(mail: EmailMultiAlternatives) -> str:
    return str(mail.alternatives[0][0])
