"""What every size starts with: directory, people, campaigns, a session, two requests to open."""

from dataclasses import dataclass
from datetime import date, datetime

from django.test import Client

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.importer import content_of, import_agencies
from requests_app.domain.agencies.models import Agency
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.details import RequestDetails
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.models import Method, RecordsRequest
from requests_app.domain.request_log.operations import log_request
from requests_app.domain.request_log.timeline import Happening, record_event
from requests_app.domain.upkeep.content import AGENCIES_FILE

PEOPLE = 12
CAMPAIGN_YEARS = range(2019, 2026)
SENT_DAYS_AGO = 60
# What a long correspondence is made of: cycled until there are enough events.
SHORT = (K.ACKNOWLEDGED, K.NOTE)
LONG = (K.ACKNOWLEDGED, K.NOTE, K.CLARIFICATION_ASKED, K.CLARIFICATION_ANSWERED, K.FOLLOW_UP_SENT)


@dataclass(frozen=True)
class Seed:
    """client: signed in. few, many: requests with 3 and with 30 events. number: of one of them.
    round: the campaign, made last, that bench/workload.py fills with one year's round."""

    client: Client
    few: int
    many: int
    number: str
    round: int


def seed(*, at: datetime, today: date) -> Seed:
    """Fills the database in use, through the product's own operations."""
    import_agencies(content=content_of(AGENCIES_FILE), name=AGENCIES_FILE.name, by=None, at=at)
    people = [_person(number, at=at) for number in range(PEOPLE)]
    names = {f"CLETS misuse {year}": year for year in CAMPAIGN_YEARS}
    for name, year in [*names.items(), ("One round", CAMPAIGN_YEARS[-1])]:
        campaign = save_campaign(
            campaign=None,
            name=name,
            reporting_year=year,
            lead=people[0],
            text="All records of investigations of CLETS misuse.",
            by=people[0],
            at=at,
        )
    client = Client()
    client.force_login(people[0])
    few = _request_with(3, SHORT, by=people[0], at=at, today=today)
    many = _request_with(30, LONG, by=people[0], at=at, today=today)
    return Seed(client, few.pk, many.pk, few.number, campaign.pk)


def _person(number: int, *, at: datetime) -> Person:
    """An administrator with a password of their own, so that no page sends them elsewhere."""
    person = Person(
        username=f"person{number}",
        first_name="Pat",
        last_name=f"Number{number}",
        role=Role.ADMINISTRATOR,
        is_staff=True,
        date_joined=at,
    )
    person.set_unusable_password()
    person.save()
    return person


def _request_with(
    events: int, kinds: tuple[K, ...], *, by: Person, at: datetime, today: date
) -> RecordsRequest:
    """An open, late request whose timeline has so many events, its sending among them."""
    sent_on = days_after(today, -SENT_DAYS_AGO)
    details = RequestDetails(
        agency=Agency.objects.get(name="Oakland Police Department"),
        reporting_year=2025,
        subject="Records of CLETS misuse",
        method=Method.EMAIL,
        sent_on=sent_on,
        assignee=by,
    )
    made = log_request(details=details, by=by, at=at)
    for number in range(1, events):
        happening = Happening(
            kind=kinds[(number - 1) % len(kinds)],
            on=days_after(sent_on, number),
            note="What was said on the telephone, and what was written after it.",
        )
        record_event(records_request=made, happening=happening, by=by, at=at)
    return made
