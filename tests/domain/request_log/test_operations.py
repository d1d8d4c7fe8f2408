from datetime import date

import pytest

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.reminders.models import OwnReminder
from requests_app.domain.reminders.own import set_reminder
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.details import RequestDetails
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Event, Method, RecordsRequest
from requests_app.domain.request_log.operations import (
    CannotDiscard,
    ChangedMeanwhile,
    amend_request,
    discard_request,
    log_request,
)
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event
from tests.staff_site.doors import a_reminder

pytestmark = pytest.mark.django_db


def details_of(request: RecordsRequest, **changes) -> RequestDetails:
    names = RequestDetails.__dataclass_fields__
    return RequestDetails(**{**{name: getattr(request, name) for name in names}, **changes})


def test_a_request_by_email_is_received_the_day_it_is_sent_and_due_after_ten_days() -> None:
    request = a_request(sent_on=date(2026, 6, 9))
    assert request.number == "TD-2026-0001"
    assert (request.received_on, request.received_basis) == (date(2026, 6, 9), "sent_date")
    assert request.due_on == date(2026, 6, 22)
    assert request.status == "awaiting"
    assert [event.kind for event in request.events.all()] == ["sent"]
    assert AuditEntry.objects.get().verb == "logged request"


def test_numbers_go_on() -> None:
    assert [a_request().number for _ in range(3)] == [f"TD-2026-000{n}" for n in (1, 2, 3)]


def test_post_waits_for_a_proof_of_delivery() -> None:
    request = a_request(method=Method.POST)
    assert (request.received_on, request.due_on) == (None, None)
    an_event(request, EventKind.DELIVERED, date(2026, 6, 11))
    assert (request.received_on, request.received_basis) == (date(2026, 6, 11), "delivery_proof")
    assert request.due_on == date(2026, 6, 22)


def test_a_request_that_was_not_sent_has_no_event_and_no_date() -> None:
    request = a_request(sent_on=None)
    assert request.status == "logged"
    assert request.due_on is None
    assert not request.events.exists()


def test_an_agency_that_no_law_binds_gets_no_date() -> None:
    request = a_request(agency=an_agency(records_law="none", level="tribal"))
    assert request.due_on is None


@pytest.mark.parametrize(
    ("field", "values", "message"),
    [
        ("received_on", {"received_on": date(2026, 6, 8)}, "before the day it was sent"),
        ("sent_on", {"sent_on": date(2026, 6, 23)}, "in the future"),
        ("sent_on", {"sent_on": date(202, 6, 9)}, "the year 0202 is outside 1990–2100"),
        ("received_on", {"received_on": date(2026, 7, 1)}, "in the future"),
        ("received_on", {"sent_on": None, "received_on": date(2026, 6, 9)}, "say when it was sent"),
        ("claimed_received_on", {"claimed_received_on": date(2026, 6, 1)}, "before the day"),
        ("agency_due_on", {"agency_due_on": date(2026, 6, 1)}, "before the day"),
    ],
)
def test_a_date_that_cannot_be_is_refused_and_nothing_is_written(field, values, message) -> None:
    with pytest.raises(ImpossibleDate, match=message) as refused:
        a_request(**values)
    assert refused.value.field == field
    assert not RecordsRequest.objects.exists()
    assert not AuditEntry.objects.exists()


def test_a_second_click_logs_nothing_new() -> None:
    person = a_person()
    details = RequestDetails(an_agency(), 2025, "Records", Method.EMAIL, sent_on=TODAY)
    first, second = (
        log_request(details=details, by=person, at=NOW, form_key="same") for _ in range(2)
    )
    assert first == second
    assert RecordsRequest.objects.count() == Event.objects.count() == 1


def test_amending_the_day_of_sending_corrects_the_event_and_keeps_the_old_one() -> None:
    request = a_request(sent_on=date(2026, 6, 9))
    amend_request(
        records_request=request,
        details=details_of(request, sent_on=date(2026, 6, 10), received_on=None),
        version=request.version,
        by=a_person(),
        at=NOW,
    )
    request.refresh_from_db()
    assert (request.sent_on, request.due_on) == (date(2026, 6, 10), date(2026, 6, 22))
    days = [(event.on, event.corrects is not None) for event in request.events.all()]
    assert days == [(date(2026, 6, 9), False), (date(2026, 6, 10), True)]


def test_the_second_of_two_people_is_told_what_differs_and_saves_nothing() -> None:
    request = a_request()
    opened_with = request.version
    change = {"records_request": request, "version": opened_with, "by": a_person(), "at": NOW}
    amend_request(details=details_of(request, subject="First"), **change)
    with pytest.raises(ChangedMeanwhile, match="subject is now “First”"):
        amend_request(details=details_of(request, subject="Second"), **change)
    request.refresh_from_db()
    assert request.subject == "First"


def test_saving_without_a_change_leaves_no_trace() -> None:
    request = a_request()
    amend_request(
        records_request=request,
        details=details_of(request),
        version=request.version,
        by=a_person(),
        at=NOW,
    )
    assert AuditEntry.objects.filter(verb="amended request").count() == 0


def test_a_slip_can_be_taken_back() -> None:
    request = a_request()
    discard_request(records_request=request, by=a_person(), at=NOW)
    assert not RecordsRequest.objects.exists()
    assert AuditEntry.objects.first().verb == "discarded request"


def test_a_slip_whose_day_was_amended_can_be_taken_back_as_well() -> None:
    request = a_request(sent_on=date(2026, 6, 9))
    amend_request(
        records_request=request,
        details=details_of(request, sent_on=date(2026, 6, 10), received_on=None),
        version=request.version,
        by=a_person(),
        at=NOW,
    )
    discard_request(records_request=request, by=a_person(), at=NOW)
    assert not RecordsRequest.objects.exists()


def test_a_request_with_a_history_cannot_be_discarded() -> None:
    request = a_request()
    an_event(request, EventKind.ACKNOWLEDGED, TODAY)
    with pytest.raises(CannotDiscard, match=request.number):
        discard_request(records_request=request, by=a_person(), at=NOW)
    assert RecordsRequest.objects.exists()


def test_the_day_of_sending_cannot_move_past_an_answer() -> None:
    request = a_request(sent_on=date(2026, 6, 9))
    an_event(request, EventKind.DETERMINATION_DENIED, date(2026, 6, 15))
    with pytest.raises(ImpossibleDate, match=r"denied.*cannot come before the sending") as refused:
        amend_request(
            records_request=request,
            details=details_of(request, sent_on=TODAY, received_on=None),
            version=request.version,
            by=a_person(),
            at=NOW,
        )
    assert refused.value.field == "sent_on"
    request.refresh_from_db()
    assert request.sent_on == date(2026, 6, 9)


def test_taking_back_twice_is_said_and_does_no_harm() -> None:
    request = a_request()
    discard_request(records_request=RecordsRequest.objects.get(), by=a_person(), at=NOW)
    with pytest.raises(CannotDiscard, match="taken back already"):
        discard_request(records_request=request, by=a_person(), at=NOW)


def test_a_request_of_which_somebody_is_to_be_reminded_is_not_taken_back() -> None:
    request, by = a_request(), a_person()
    reminder = set_reminder(subject=request, note="Call", due_on=TODAY, person=by, by=by, at=NOW)
    with pytest.raises(CannotDiscard, match=f"1 own reminder of {request.number}"):
        discard_request(records_request=request, by=by, at=NOW)
    OwnReminder.objects.filter(pk=reminder.pk).update(done_at=NOW)
    discard_request(records_request=request, by=by, at=NOW)


def test_what_went_to_whom_is_not_forgotten_with_a_request() -> None:
    """A mail is as closed as what it told of, and the ledger alone knows what that was."""
    request, by = a_request(), a_person()
    own = set_reminder(subject=request, note="Call", due_on=TODAY, person=by, by=by, at=NOW)
    a_reminder(request, records_request=None, own_reminder=own)
    OwnReminder.objects.filter(pk=own.pk).update(done_at=NOW)
    with pytest.raises(CannotDiscard, match="has a history"):
        discard_request(records_request=request, by=by, at=NOW)
