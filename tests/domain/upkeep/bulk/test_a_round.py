"""A round of 1,200 requests, recorded as sent in one step, and taken back."""

import time
from datetime import date

import pytest

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency
from requests_app.domain.agencies.names import folded
from requests_app.domain.request_log.addressees import add_addressees
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.event_kinds import EventKind, Status
from requests_app.domain.request_log.models import Campaign, Event, Method, RecordsRequest
from requests_app.domain.request_log.timeline import Happening
from requests_app.domain.upkeep.bulk.changes import Recording
from requests_app.domain.upkeep.bulk.operations import do_in_bulk, look, undo
from tests.builders import NOW, TODAY, a_person

pytestmark = [pytest.mark.django_db, pytest.mark.long]
AGENCIES = 1_200
SECONDS = 30  # one or two on a quiet machine; many more when it grows with the square


@pytest.fixture
def campaign() -> Campaign:
    lead = a_person(Role.LEAD)
    names = [f"Town {number} Police Department" for number in range(AGENCIES)]
    levels = ("city", "county", "state")
    agencies = Agency.objects.bulk_create(
        Agency(name=name, folded_name=folded(name), kind="police", level=levels[at % 3],
               records_law="cpra", county="Fresno")
        for at, name in enumerate(names)
    )  # fmt: skip
    opened = save_campaign(
        campaign=None, name="Round", reporting_year=2025, lead=lead, text="", by=lead, at=NOW
    )
    add_addressees(
        campaign=opened, agencies=agencies, subject="x", method=Method.EMAIL, by=lead, at=NOW
    )
    return opened


def test_a_round_is_recorded_as_sent_and_taken_back_within_seconds(campaign: Campaign) -> None:
    every = RecordsRequest.objects.filter(campaign=campaign)
    sent = Recording(Happening(EventKind.SENT, date(2026, 6, 9)))
    began = time.monotonic()
    seen = look(change=sent, requests=every.values_list("pk", flat=True), on=TODAY)
    ids = [one.pk for one in seen.changed]
    action = do_in_bulk(change=sent, requests=ids, by=campaign.lead, at=NOW)
    took = time.monotonic() - began
    assert every.filter(status=Status.AWAITING, received_on=date(2026, 6, 9)).count() == AGENCIES
    assert every.filter(due_on=TODAY, version=2).count() == AGENCIES
    assert RecordsRequest.history.filter(due_on=TODAY).count() == AGENCIES
    began = time.monotonic()
    assert undo(action=action, by=campaign.lead, at=NOW).taken_back == AGENCIES
    took_back = time.monotonic() - began
    assert every.filter(status=Status.LOGGED, due_on=None, sent_on=None).count() == AGENCIES
    assert Event.objects.count() == 2 * AGENCIES
    print(f"sent in {took:.1f} s, taken back in {took_back:.1f} s")
    assert max(took, took_back) < SECONDS
