"""Requests that give occasion for exactly one reminder each, many of them, cheaply."""

from copy import copy
from datetime import datetime, time

from django.db.models.base import ModelState

from requests_app.domain.accounts.models import Person
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.reminders.wishes import CALIFORNIA
from requests_app.domain.request_log.models import Event, RecordsRequest
from tests.builders import a_request

BATCH = 2_000


def seed(*, reminders: int, per_mail: int) -> tuple[datetime, dict[str, str]]:
    """`reminders` requests that become late beyond every reading on one day, `per_mail` for each
    person.

    Returns the moment at which all are due and every digest's hour has come, and what is due:
    the address by the number of the request.
    """
    pattern = a_request()
    on = days_after(pattern.latest_arguable_on, 1)
    people = Person.objects.bulk_create(
        Person(username=f"chaos{n}", email=f"chaos{n}@example.org", password="!")
        for n in range(-(-reminders // per_mail))
    )
    owners = [people[n // per_mail] for n in range(reminders)]
    requests = [_like(pattern, n, owner) for n, owner in enumerate(owners)]
    RecordsRequest.objects.bulk_create(requests, batch_size=BATCH)
    _same_events(pattern, requests)
    pattern.delete()
    begins_at = datetime.combine(on, time(8), tzinfo=CALIFORNIA)
    return begins_at, {one.number: one.assignee.email for one in requests}


def _like(pattern: RecordsRequest, number: int, owner: Person) -> RecordsRequest:
    made = copy(pattern)
    # A state of its own: the copy's would hold the same assignee as the pattern's.
    made.pk, made.form_key, made._state = None, None, ModelState()
    made.number = f"TD-{pattern.created_at.year}-{number + 1_000_000}"
    made.assignee = owner
    return made


def _same_events(pattern: RecordsRequest, requests: list[RecordsRequest]) -> None:
    events = []
    for event in pattern.events.all():
        for one in requests:
            made = copy(event)
            made.pk, made.records_request_id = None, one.pk
            events.append(made)
    Event.objects.bulk_create(events, batch_size=BATCH)
