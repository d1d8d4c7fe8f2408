"""What makes a request one that is not taken back with the step that made it."""

from collections.abc import Callable
from typing import Any

import pytest

from requests_app.domain.misuse_data.models import Release, Source
from requests_app.domain.reporting.said.kinds import SaidKind
from requests_app.domain.reporting.said.models import Said
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.operations import CannotDiscard, discard_request
from requests_app.domain.request_log.touched import ADDED_SINCE, touched_since
from tests.builders import NOW, TODAY, a_person, a_request, an_attachment, an_event
from tests.staff_site.doors import a_reminder, an_own_reminder

pytestmark = pytest.mark.django_db
# Written with the request itself, or counted up its version.
ITS_OWN = {"events", "search_entries"}


def a_release(request: RecordsRequest) -> Release:
    return Release.objects.create(
        source=Source.objects.create(name="Fresno Police", kind="agency"), title="Cases",
        covers_from=2025, covers_to=2025, imported_at=NOW, records_request=request,
    )  # fmt: skip


def a_statement(request: RecordsRequest) -> Said:
    return Said.objects.create(
        agency=request.agency, reporting_year=2025, kind=SaidKind.STATEMENT, text="An error.",
        said_on=TODAY, records_request=request, entered_at=NOW,
    )  # fmt: skip


TOUCHED: dict[str, Callable[[RecordsRequest], Any]] = {
    "an event": lambda one: an_event(one, EventKind.NOTE, TODAY),
    "a file": lambda one: an_attachment(one, "Agency,Year\n"),
    "a reminder that went out": a_reminder,
    "a reminder of one's own": an_own_reminder,
    "a tag": lambda one: one.tags.create(name="Urgent"),
    "data that came of it": a_release,
    "what the agency said in answer": a_statement,
}


@pytest.mark.parametrize("touched", TOUCHED)
def test_what_was_worked_on_is_found_among_the_others(touched: str) -> None:
    one, _ = a_request(), a_request()
    assert touched_since(RecordsRequest.objects.all()) == set()
    TOUCHED[touched](one)
    assert touched_since(RecordsRequest.objects.all()) == {one.pk}


def test_whatever_can_hang_on_a_request_is_asked_for() -> None:
    hanging = {
        relation.get_accessor_name()
        for relation in RecordsRequest._meta.related_objects
        if not hasattr(relation.related_model, "instance_type")  # a history keeps what was
    }
    many = {field.name for field in RecordsRequest._meta.many_to_many}
    assert hanging - ITS_OWN | many == set(ADDED_SINCE)


@pytest.mark.parametrize("touched", sorted(set(TOUCHED) - {"a tag"}))
def test_nor_is_it_discarded_by_itself(touched: str) -> None:
    one = a_request()
    TOUCHED[touched](one)
    with pytest.raises(CannotDiscard):
        discard_request(records_request=one, by=a_person(), at=NOW)
