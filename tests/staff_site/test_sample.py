"""The one button that removes the sample workspace."""

from typing import Any

import pytest

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.models import Campaign, Event, RecordsRequest
from requests_app.domain.upkeep.content import load_starting_content
from requests_app.domain.upkeep.sample import load_sample
from tests.builders import NOW, a_request
from tests.staff_site.doors import signed_in, texts

pytestmark = pytest.mark.django_db


def test_the_button_removes_the_sample_and_nothing_else(settings: Any) -> None:
    settings.DEBUG = True
    load_starting_content(at=NOW)
    load_sample(at=NOW)
    real = a_request()
    client = signed_in(Role.ADMINISTRATOR)
    addresses = ["/staff/", "/staff/requests/", "/staff/campaigns/", "/staff/returned-data/",
                 f"/staff/campaigns/{Campaign.objects.get().pk}/"]  # fmt: skip
    for address in addresses:
        assert "Remove the sample" in texts(client.get(address)), address
    response = client.post("/staff/sample/remove/", follow=True)
    assert "Removed the sample workspace: 12 invented requests" in texts(response)
    assert "Sample workspace" not in texts(client.get("/staff/"))
    assert RecordsRequest.objects.get() == real
    assert AuditEntry.objects.get(verb="removed sample").actor == client.person


def test_pressed_twice_it_says_that_there_is_none() -> None:
    response = signed_in(Role.ADMINISTRATOR).post("/staff/sample/remove/", follow=True)
    assert "There is no sample workspace here." in texts(response)


def test_a_correction_of_a_correction_goes_with_the_rest(settings: Any) -> None:
    settings.DEBUG = True
    load_starting_content(at=NOW)
    load_sample(at=NOW)
    client = signed_in(Role.ADMINISTRATOR)
    event = Event.objects.filter(records_request__is_sample=True, kind="acknowledged")[0]
    for note in ("First", "Second", "Third"):
        typed = {"kind": "acknowledged", "on": event.on, "note": note}
        assert client.post(f"/staff/events/{event.pk}/correct/", typed).status_code == 302
        event = Event.objects.get(note=note)
    assert "Removed" in texts(client.post("/staff/sample/remove/", follow=True))
    assert not RecordsRequest.objects.exists()
