"""The merge fields: what can be put into a text of ours, and where each value comes from.

Dates and lateness come from the request's clock alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency, Contact
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.deadlines.statute import Statute
from requests_app.domain.deadlines.statutes import DeadlineError
from requests_app.domain.deadlines.words import count_of, full_day
from requests_app.domain.request_log.letters.case import Case
from requests_app.domain.request_log.models import RecordsRequest


@dataclass(frozen=True, slots=True)
class Field:
    """what: what is put in. may_be_empty: without leaving a hole in a sentence."""

    what: str
    may_be_empty: bool = False


FIELDS: Mapping[str, Field] = {
    "agency": Field("The agency's name"),
    "contact": Field("Its address, in lines", may_be_empty=True),
    "number": Field("Our number"),
    "portal_number": Field("The agency's own number"),
    "year": Field("The year asked about"),
    "subject": Field("The subject of the request"),
    "asked": Field("What was asked for"),
    "sent": Field("The day it was sent"),
    "received": Field("The day it was received"),
    "due": Field("The day the determination is due"),
    "latest": Field("The last day on which it is arguably not late"),
    "days_late": Field("How many days late it is"),
    "law": Field("The name of the law"),
    "law_citation": Field("Where it sets the time"),
    "today": Field("The day of the letter"),
    "signer": Field("Who signs"),
    "organisation": Field("Our organisation"),
    "organisation_address": Field("Its address, in lines", may_be_empty=True),
}


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes. address: the lines below the organisation's name."""

    name: str
    organisation: str
    address: tuple[str, ...] = ()

    @property
    def letterhead(self) -> tuple[str, ...]:
        return (self.organisation, *self.address)


def sender_of(person: Person, *, organisation: str, address: tuple[str, ...]) -> Sender:
    return Sender(str(person), organisation, address)


def gap(name: str) -> str:
    """What stands in a letter for a value that is not known: seen by eye, and before recording."""
    return f"[{FIELDS[name].what[0].lower()}{FIELDS[name].what[1:]}: not known]"


def gaps_in(text: str) -> list[str]:
    """The gaps that a text still has."""
    return [gap(name) for name in FIELDS if gap(name) in text]


def values_of(
    records_request: RecordsRequest, case: Case, sender: Sender, rules: Rules, asked: str = ""
) -> dict[str, str]:
    """Every merge field of a letter about one request. asked: in whose words, where not ours."""
    clock, law = case.clock, law_of(records_request, case, rules)
    agency = records_request.agency
    return filled(
        agency_values(agency, case.on, sender, law)
        | {
            "number": records_request.number,
            "portal_number": records_request.portal_number,
            "year": str(records_request.reporting_year),
            "subject": records_request.subject,
            "asked": asked or about(records_request),
            "sent": _day(records_request.sent_on),
            "received": _day(records_request.received_on),
            "due": _day(clock.due.due_on if clock.due else None),
            "latest": _day(clock.due.latest_arguable_on if clock.due else None),
            "days_late": days_late(case),
        }
    )


def about(records_request: RecordsRequest) -> str:
    """ "Records of CLETS misuse, 2025"; a subject that names the year names it once."""
    subject, year = records_request.subject, str(records_request.reporting_year)
    return subject if year in subject else f"{subject}, {year}"


def agency_values(agency: Agency, on: date, sender: Sender, law: Statute | None) -> dict[str, str]:
    """The fields that a letter about several requests can use as well."""
    return {
        "agency": agency.name,
        "contact": "\n".join(address_lines(agency)),
        "law": law.name if law else "",
        "law_citation": law.citation if law else "",
        "today": full_day(on),
        "signer": sender.name,
        "organisation": sender.organisation,
        "organisation_address": "\n".join(sender.address),
    }


def filled(values: Mapping[str, str]) -> dict[str, str]:
    """`values` with a gap that can be seen in the place of each that is missing."""
    return {
        name: value or ("" if FIELDS[name].may_be_empty else gap(name))
        for name, value in values.items()
    }


def days_late(case: Case) -> str:
    """ "11 days": up to the determination, or up to the day of the letter; empty in time."""
    clock = case.clock
    late = clock.days_late_when_determined
    if clock.determined_on is None:
        late = -clock.days_to_due if clock.days_to_due is not None else None
    return count_of(late, "day") if late is not None and late > 0 else ""


def law_of(records_request: RecordsRequest, case: Case, rules: Rules) -> Statute | None:
    """The law that the request is counted by, or would be if it were received on that day."""
    if case.clock.due:
        return case.clock.due.statute
    try:
        return rules.law(records_request.agency.records_law, case.on)
    except DeadlineError:
        return None


def address_lines(agency: Agency) -> tuple[str, ...]:
    """To whom a letter is addressed: by post where an address is known, else by what is known."""
    post = contacts_of(agency, Contact.Kind.POST)
    if post:
        return (agency.name, "Custodian of Records", *_lines(post[0].value))
    mail = contacts_of(agency, Contact.Kind.EMAIL)
    by_mail = (f"By e-mail: {mail[0].value}",) if mail else ()
    return (agency.name, "Custodian of Records", *by_mail)


def contacts_of(agency: Agency, kind: Contact.Kind) -> list[Contact]:
    """The agency's contacts of a kind, the one confirmed last first. From what is prefetched."""
    found = [contact for contact in agency.contacts.all() if contact.kind == kind]
    return sorted(found, key=lambda one: one.last_confirmed_on or date.min, reverse=True)


def _lines(address: str) -> tuple[str, ...]:
    """An address that was entered in one line is set in lines: at the first comma, and no more,
    so that city and state stay together."""
    lines = address.splitlines() if "\n" in address else address.split(", ", 1)
    return tuple(line.strip() for line in lines if line.strip())


def _day(on: date | None) -> str:
    return full_day(on) if on else ""
