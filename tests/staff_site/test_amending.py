"""Amending a request: what follows, what is refused, and two people at once."""

from typing import Any

import pytest
from django.test import Client

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import RecordsRequest
from tests.builders import TODAY, a_person, a_request, an_agency, an_attachment, an_event
from tests.staff_site.doors import browser_of, errors, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(db: None) -> RecordsRequest:
    return a_request(agency=an_agency("Fresno Police Department"), portal_number="W-17")


def amend(client: Client, request: RecordsRequest, **values: Any) -> Any:
    """Opens the page, changes some fields, saves."""
    address = f"/staff/requests/{request.pk}/amend/"
    form = client.get(address).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    kept = {name: "" if value is None else value for name, value in shown.items()}
    return client.post(address, kept | values)


def test_the_page_shows_what_is_known(staff: Client, request_: RecordsRequest) -> None:
    form = staff.get(f"/staff/requests/{request_.pk}/amend/").context["form"]
    assert form["agency_text"].value() == "Fresno Police Department"
    assert form["portal_number"].value() == "W-17"
    assert form["version"].value() == request_.version


def test_saving_unchanged_changes_nothing(staff: Client, request_: RecordsRequest) -> None:
    assert amend(staff, request_).status_code == 302
    assert not AuditEntry.objects.filter(verb="amended request").exists()
    request_.refresh_from_db()
    assert request_.version == 1


def test_a_new_day_of_sending_corrects_the_timeline(
    staff: Client, request_: RecordsRequest
) -> None:
    response = amend(staff, request_, sent_on="6/10", received_on="6/10")
    assert response.url == f"/staff/requests/{request_.pk}/"
    request_.refresh_from_db()
    assert str(request_.due_on) == "2026-06-22"
    old, new = request_.events.order_by("pk")
    assert new.corrects == old
    entry = AuditEntry.objects.get(verb="amended request")
    assert entry.details["changed"]["sent_on"] == ["2026-06-09", "2026-06-10"]


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"sent_on": "6/23"}, "sent_on", "in the future"),
        ({"sent_on": "6/10"}, "received_on", "is before the day it was sent"),
        ({"received_on": "6/8"}, "received_on", "is before the day it was sent"),
        ({"agency_text": "Nowhere"}, "agency_text", "No agency in the directory"),
    ],
)
def test_what_cannot_be_is_refused(
    staff: Client, request_: RecordsRequest, values: dict, field: str, why: str
) -> None:
    response = amend(staff, request_, **values, subject="Another subject")
    assert why in errors(response)[field][0]
    assert 'value="Another subject"' in texts(response)
    request_.refresh_from_db()
    assert (request_.version, request_.subject) == (1, "Records of CLETS misuse")


def test_the_second_of_two_people_is_told_and_may_save_again(
    staff: Client, request_: RecordsRequest
) -> None:
    amend(browser_of(a_person()), request_, subject="Theirs")
    stale = amend(staff, request_, subject="Mine", version="1")
    (why,) = errors(stale)["__all__"]
    assert "Somebody else saved this request" in why and "subject" in why
    request_.refresh_from_db()
    assert request_.subject == "Theirs"
    form = stale.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    assert again["subject"] == "Mine"
    assert staff.post(f"/staff/requests/{request_.pk}/amend/", again).status_code == 302
    request_.refresh_from_db()
    assert request_.subject == "Mine"


@pytest.mark.parametrize("version", ["", "0", "-1", "9" * 30, "x", "\x00"])
def test_without_its_version_nothing_is_saved(
    staff: Client, request_: RecordsRequest, version: str
) -> None:
    assert amend(staff, request_, subject="Mine", version=version).status_code == 422
    request_.refresh_from_db()
    assert request_.subject == "Records of CLETS misuse"


def test_an_assignee_who_left_stays_until_another_is_named(
    staff: Client, request_: RecordsRequest
) -> None:
    left = request_.assignee
    type(left).objects.filter(pk=left.pk).update(is_active=False)
    assert amend(staff, request_, subject="Another subject").status_code == 302
    request_.refresh_from_db()
    assert (request_.assignee, request_.subject) == (left, "Another subject")
    assert amend(staff, request_, assignee=staff.person.pk).status_code == 302
    response = amend(staff, request_, assignee=left.pk)
    assert "assignee" in errors(response)


def test_a_request_with_a_history_is_not_discarded(staff: Client, request_: RecordsRequest) -> None:
    an_event(request_, EventKind.ACKNOWLEDGED, TODAY)
    response = staff.post(f"/staff/requests/{request_.pk}/discard/", follow=True)
    assert "has a history by now. Record it as withdrawn instead." in texts(response)
    assert RecordsRequest.objects.exists()


def test_a_request_with_a_file_is_not_discarded(staff: Client, request_: RecordsRequest) -> None:
    an_attachment(request_, "a,b,c\n1,2,3\n")
    staff.post(f"/staff/requests/{request_.pk}/discard/")
    assert RecordsRequest.objects.exists()


def test_one_whose_sending_was_corrected_is_discarded(
    staff: Client, request_: RecordsRequest
) -> None:
    amend(staff, request_, sent_on="6/10", received_on="6/10")
    staff.post(f"/staff/requests/{request_.pk}/discard/")
    assert not RecordsRequest.objects.exists()


def test_one_whose_sending_was_corrected_twice_is_discarded(
    staff: Client, request_: RecordsRequest
) -> None:
    for day in ("6/10", "6/11"):
        amend(staff, request_, sent_on=day, received_on=day)
    staff.post(f"/staff/requests/{request_.pk}/discard/")
    assert not RecordsRequest.objects.exists()
