"""Many requests in one step: the same as one by one, once, all or none, and taken back."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.domain.agencies.models import AdoptedHoliday, Closure
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.reminders.models import OwnReminder
from requests_app.domain.reminders.own import finish, put_off
from requests_app.domain.request_log.details import RequestDetails
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.event_kinds import Status
from requests_app.domain.request_log.form_keys import KeyUsed
from requests_app.domain.request_log.in_bulk import IN_BULK
from requests_app.domain.request_log.models import Event, RecordsRequest, Tag
from requests_app.domain.request_log.operations import amend_request, discard_request
from requests_app.domain.request_log.tags import tag_request, untag_request
from requests_app.domain.request_log.timeline import Happening, correct_event, record_event
from requests_app.domain.upkeep.bulk.changes import (
    CHANGES,
    Assigning,
    Change,
    Recording,
    Reminding,
    Tagging,
    Untagging,
)
from requests_app.domain.upkeep.bulk.models import BulkAction, BulkKind
from requests_app.domain.upkeep.bulk.operations import (
    AlreadyUndone,
    BulkChanged,
    do_in_bulk,
    look,
    undo,
)
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
# Which rows they are, and what differs because the operations ran at their own places.
OWN = {"id", "number", "created_by_id", "assignee_id", "agency_id"}


def recording(kind: K, on: date = TODAY, **values: Any) -> Recording:
    return Recording(Happening(kind, on, **values))


def done(change: Change, *requests: RecordsRequest, **values: Any) -> BulkAction:
    values = {"by": a_person(), "at": NOW, **values}
    return do_in_bulk(change=change, requests=[one.pk for one in requests], **values)


def columns(request: RecordsRequest) -> dict[str, Any]:
    row = RecordsRequest.objects.filter(pk=request.pk).values().get()
    return {name: value for name, value in row.items() if name not in OWN}


def told(request: RecordsRequest) -> list[tuple]:
    names = ("kind", "on", "names_on", "ground", "ground_words", "in_writing", "amount", "note",
             "recorded_at", "form_key")  # fmt: skip
    return list(Event.objects.filter(records_request=request).order_by("pk").values_list(*names))


def a_mixed_log() -> list[RecordsRequest]:
    """One of each kind that a recorded event can meet: unsent, by post, in a portal, extended,
    asked of us, charged for, determined, closed, of an office that was shut, of the state, under no
    law."""
    post = a_request(method="post")
    delivered = a_request(method="post")
    an_event(delivered, K.DELIVERED, date(2026, 6, 10))
    extended = a_request()
    an_event(extended, K.EXTENSION_NOTICE, date(2026, 6, 18), names_on=date(2026, 7, 3),
             ground="voluminous")  # fmt: skip
    asked = a_request()
    an_event(asked, K.CLARIFICATION_ASKED, date(2026, 6, 12))
    charged = a_request()
    an_event(charged, K.FEE_ASKED, date(2026, 6, 12), amount="$3")
    promised = a_request(sent_on=date(2026, 5, 1))
    an_event(promised, K.DETERMINATION_DISCLOSABLE, date(2026, 5, 4))
    gone = a_request()
    an_event(gone, K.PORTAL_CLOSED, date(2026, 6, 15))
    closed = a_request()
    an_event(closed, K.CLOSED, date(2026, 6, 15))
    shut = a_request(sent_on=None)
    Closure.objects.create(agency=shut.agency, on=date(2026, 7, 2), reason="Fire", source="x")
    adopted = a_request(sent_on=None)
    AdoptedHoliday.objects.create(agency=adopted.agency, holiday="march_31", source="x")
    state = a_request(sent_on=None, agency=an_agency(level="state"))
    tribal = a_request(sent_on=None, agency=an_agency(level="tribal", records_law="none"))
    claimed = a_request(claimed_received_on=date(2026, 6, 12), method="portal")
    unsent = a_request(sent_on=None, method="post")
    return [post, delivered, extended, asked, charged, promised, gone, closed, shut, adopted, state,
            tribal, claimed, unsent]  # fmt: skip


@pytest.mark.parametrize("kind", IN_BULK)
def test_an_event_in_bulk_does_what_the_single_one_does(kind: K) -> None:
    """Field by field and event by event, over a log of every kind; the others are left out."""
    alone, many = a_mixed_log(), a_mixed_log()
    change = recording(kind, note="Round")
    seen = look(change=change, requests=[one.pk for one in many], on=TODAY)
    kept = {one.pk for one in seen.changed}
    assert seen.changed, "the log has none that this can happen to"
    done(change, *seen.changed)
    for single, bulk in zip(alone, many, strict=True):
        if bulk.pk in kept:
            record_event(records_request=single, happening=change.happening, by=None, at=NOW)
        assert columns(bulk) == columns(single), single
        assert told(bulk) == told(single)


def test_what_is_left_out_is_what_the_single_one_refuses_and_what_was_sent_already() -> None:
    many = a_mixed_log()
    ids = [one.pk for one in many]
    seen = look(change=recording(K.SENT), requests=ids, on=TODAY)
    assert {one.sent_on for one in seen.changed} == {None}
    assert set(seen.left_out) == {"Sent already."}
    seen = look(change=recording(K.FOLLOW_UP_SENT), requests=ids, on=TODAY)
    assert "“Follow-up sent” cannot be recorded while the request is “Closed”." in seen.left_out
    seen = look(change=recording(K.ACKNOWLEDGED, date(2026, 6, 1)), requests=ids, on=TODAY)
    assert "Sent after Mon 1 Jun 2026." in seen.left_out


def test_every_kind_that_names_no_date_of_its_own_can_be_recorded_in_bulk() -> None:
    named = {K.EXTENSION_NOTICE, K.ESTIMATE_GIVEN, K.ESTIMATE_CHANGED}
    assert set(IN_BULK) == set(K) - named - {K.CORRECTION, K.DATES_MOVED}


def test_assigning_does_what_amending_does() -> None:
    one, many, person = a_request(), a_request(), a_person()
    done(Assigning(person), many)
    names = RequestDetails.__dataclass_fields__
    details = {name: getattr(one, name) for name in names} | {"assignee": person}
    amend_request(
        records_request=one, details=RequestDetails(**details), version=1, by=person, at=NOW
    )
    assert columns(many) == columns(one)
    many.refresh_from_db()
    assert many.assignee == person
    assert many.history.latest("history_id").assignee == person


def test_a_tag_in_bulk_is_the_tag_of_a_single_one() -> None:
    one, two, by = a_request(), a_request(), a_person()
    tag_request(records_request=one, name="Urgent", by=by, at=NOW)
    action = done(Tagging("urgent "), two)
    assert list(two.tags.all()) == list(one.tags.all())
    assert action.items == {str(two.pk): Tag.objects.get().pk}


def left_out_of(change: Change, *requests: RecordsRequest) -> dict[str, list[RecordsRequest]]:
    return look(change=change, requests=[one.pk for one in requests], on=TODAY).left_out


def test_who_is_as_wanted_already_is_left_out_with_the_reason() -> None:
    person = a_person(first_name="Kim", last_name="Lee")
    one, two = a_request(assignee=person), a_request()
    tag = tag_request(records_request=one, name="Urgent", by=person, at=NOW)
    assert left_out_of(Assigning(person), one, two) == {"Assigned to Kim Lee already.": [one]}
    assert left_out_of(Tagging("URGENT"), one, two) == {"Has the tag “URGENT” already.": [one]}
    assert left_out_of(Untagging(tag), one, two) == {"Does not have the tag “Urgent”.": [two]}


def every_change() -> dict[BulkKind, Callable[[], Change]]:
    return {
        BulkKind.EVENT: lambda: recording(K.SENT),
        BulkKind.ASSIGN: lambda: Assigning(a_person()),
        BulkKind.ADD_TAG: lambda: Tagging("Urgent"),
        BulkKind.REMOVE_TAG: lambda: Untagging(Tag.objects.get(name="Old")),
        BulkKind.REMIND: lambda: Reminding("Look", TODAY, a_person()),
    }


def unsent_and_tagged(count: int = 3) -> list[RecordsRequest]:
    requests = [a_request(sent_on=None, assignee=a_person()) for _ in range(count)]
    for one in requests:
        tag_request(records_request=one, name="Old", by=a_person(), at=NOW)
    return requests


def state_of(request: RecordsRequest) -> dict[str, Any]:
    """Without what counts on with every write or move, and never back."""
    counters = {"version", "dates_moved"}
    kept = {name: value for name, value in columns(request).items() if name not in counters}
    request.refresh_from_db()
    return kept | {
        "assignee": request.assignee,
        "tags": set(request.tags.all()),
        "reminders": request.own_reminders.count(),
    }


def test_every_kind_of_change_is_tried_here() -> None:
    assert set(every_change()) == set(BulkKind) == set(CHANGES)


@pytest.mark.parametrize("kind", BulkKind)
def test_undo_takes_back_exactly_what_was_done(kind: BulkKind) -> None:
    requests = unsent_and_tagged()
    before = [state_of(one) for one in requests]
    action = done(every_change()[kind](), *requests)
    assert [state_of(one) for one in requests] != before
    result = undo(action=action, by=a_person(), at=LATER)
    assert [state_of(one) for one in requests] == before
    assert (result.taken_back, result.kept) == (3, {})
    assert str(result) == "Taken back on 3 requests."
    verbs = AuditEntry.objects.filter(subject_kind="bulkaction").values_list("verb", flat=True)
    assert list(verbs) == ["undid in bulk", "changed in bulk"]


@pytest.mark.parametrize("kind", BulkKind)
def test_undo_happens_once(kind: BulkKind) -> None:
    requests = unsent_and_tagged(1)
    action = done(every_change()[kind](), *requests)
    undo(action=action, by=a_person(), at=LATER)
    with pytest.raises(AlreadyUndone):
        undo(action=action, by=a_person(), at=LATER)


@pytest.mark.parametrize("kind", BulkKind)
def test_a_second_click_does_nothing_twice(kind: BulkKind) -> None:
    requests, change = unsent_and_tagged(), every_change()[kind]()
    first = done(change, *requests, form_key="k")
    after = [state_of(one) for one in requests]
    assert done(change, *requests, form_key="k") == first
    assert [state_of(one) for one in requests] == after
    assert BulkAction.objects.count() == 1


@pytest.mark.parametrize("kind", BulkKind)
def test_the_key_of_a_form_does_nothing_to_other_requests_nor_again(kind: BulkKind) -> None:
    requests, change = unsent_and_tagged(), every_change()[kind]()
    action = done(change, *requests[:2], form_key="k")
    with pytest.raises(KeyUsed, match="Nothing was saved"):
        done(change, *requests, form_key="k")
    undo(action=action, by=a_person(), at=LATER)
    with pytest.raises(KeyUsed):
        done(change, *requests[:2], form_key="k")
    assert BulkAction.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "other"),
    [
        (Tagging("One"), Tagging("Two")),
        (recording(K.SENT, note="By mail"), recording(K.SENT, note="By fax")),
        (recording(K.SENT), recording(K.SENT, TODAY - timedelta(days=1))),
    ],
)
def test_the_key_of_a_form_does_nothing_else(first: Change, other: Change) -> None:
    (request,) = unsent_and_tagged(1)
    done(first, request, form_key="k")
    with pytest.raises(KeyUsed):
        done(other, request, form_key="k")


def acknowledged(request: RecordsRequest) -> str:
    an_event(request, K.ACKNOWLEDGED, TODAY)
    return "rests on the sending"


def delivered(request: RecordsRequest) -> str:
    an_event(request, K.DELIVERED, TODAY)
    return "“Delivered” of Mon 22 Jun 2026 rests on the sending"


def assigned_again(request: RecordsRequest) -> str:
    done(Assigning(a_person()), request)
    return "assigned to somebody else since"


def untagged(request: RecordsRequest) -> str:
    tag = Tag.objects.get(name="Urgent")
    untag_request(records_request=request, tag=tag, by=a_person(), at=NOW)
    return "untagged since"


def tagged_again(request: RecordsRequest) -> str:
    tag_request(records_request=request, name="Old", by=a_person(), at=NOW)
    return "tagged again since"


def reminded_and_done(request: RecordsRequest) -> str:
    finish(reminder=request.own_reminders.get(), by=a_person(), at=NOW)
    return "put off, done or taken back since"


def put_off_since(request: RecordsRequest) -> str:
    put_off(reminder=request.own_reminders.get(), seen=TODAY, by=a_person(), at=NOW)
    return "put off, done or taken back since"


def corrected(request: RecordsRequest) -> str:
    event = request.events.get(kind=K.SENT)
    moved = Happening(K.SENT, date(2026, 6, 19))
    correct_event(event=event, happening=moved, by=a_person(), at=NOW)
    return "corrected meanwhile"


@pytest.mark.parametrize(
    ("kind", "meanwhile"),
    [
        (BulkKind.EVENT, acknowledged),
        (BulkKind.EVENT, delivered),
        (BulkKind.EVENT, corrected),
        (BulkKind.ASSIGN, assigned_again),
        (BulkKind.ADD_TAG, untagged),
        (BulkKind.REMOVE_TAG, tagged_again),
        (BulkKind.REMIND, reminded_and_done),
        (BulkKind.REMIND, put_off_since),
    ],
)
def test_undo_leaves_alone_and_names_what_was_changed_since(
    kind: BulkKind, meanwhile: Callable[[RecordsRequest], str]
) -> None:
    requests = unsent_and_tagged()
    before = [state_of(one) for one in requests]
    action = done(every_change()[kind](), *requests)
    why = meanwhile(requests[1])
    since = state_of(requests[1])
    result = undo(action=action, by=a_person(), at=LATER)
    assert [state_of(one) for one in requests] == [before[0], since, before[2]]
    assert result.taken_back == 2
    assert why in str(result) and requests[1].number in str(result)


def test_undo_of_an_assignment_leaves_what_somebody_had_who_is_gone() -> None:
    gone, here = a_person(), a_person()
    one, other = a_request(assignee=gone), a_request(assignee=here)
    wanted = a_person()
    action = done(Assigning(wanted), one, other)
    gone.delete()
    undone = undo(action=action, by=a_person(), at=LATER)
    assert undone.taken_back == 1
    assert undone.kept == {"whoever had it before is gone": [one.number]}
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.assignee, other.assignee) == (wanted, here)


def test_undo_passes_over_a_request_that_is_gone() -> None:
    requests = unsent_and_tagged()
    action = done(Tagging("Urgent"), *requests)
    discard_request(records_request=requests[0], by=a_person(), at=NOW)
    result = undo(action=action, by=a_person(), at=LATER)
    assert str(result).startswith("Taken back on 2 requests. Left as it is on 1 of the requests")


def test_one_that_changed_since_the_look_stops_all() -> None:
    """Two people: the second is told, by name, and nothing is half done."""
    requests = unsent_and_tagged()
    an_event(requests[1], K.SENT, TODAY)
    before = [state_of(one) for one in requests]
    with pytest.raises(BulkChanged, match=f"{requests[1].number}.*Sent already"):
        done(recording(K.SENT), *requests)
    assert [state_of(one) for one in requests] == before
    assert not BulkAction.objects.exists()


def test_one_that_is_gone_since_the_look_stops_all() -> None:
    requests = unsent_and_tagged()
    discard_request(records_request=requests[0], by=a_person(), at=NOW)
    with pytest.raises(BulkChanged, match="taken back meanwhile"):
        done(Tagging("Urgent"), *requests)
    assert not Tag.objects.filter(name="Urgent").exists()


def test_none_at_all_and_too_many_are_refused(monkeypatch) -> None:
    with pytest.raises(BulkChanged, match="between 1 and 2,000"):
        done(Tagging("Urgent"))
    monkeypatch.setattr("requests_app.domain.upkeep.bulk.operations.MOST_AT_ONCE", 2)
    with pytest.raises(BulkChanged, match="between 1 and 2"):
        done(Tagging("Urgent"), *unsent_and_tagged())


def test_a_day_to_come_is_refused_and_a_past_reminder_as_well() -> None:
    request = a_request(sent_on=None)
    tomorrow = TODAY + timedelta(days=1)
    seen = look(change=recording(K.SENT, tomorrow), requests=[request.pk], on=TODAY)
    assert seen.changed == []
    with pytest.raises(ValueError, match="is past already"):
        done(Reminding("x", TODAY - timedelta(days=1), a_person()), request)
    assert not OwnReminder.objects.exists()


@pytest.mark.parametrize("kind", BulkKind)
def test_twenty_cost_as_many_questions_as_three(kind: BulkKind) -> None:
    """(SQLite takes the history of some 27 requests in one statement.)"""
    counts = []
    for number in (1, 3, 20):
        requests, change = unsent_and_tagged(number), every_change()[kind]()
        with CaptureQueriesContext(connection) as doing:
            action = done(change, *requests, by=a_person())
        with CaptureQueriesContext(connection) as undoing:
            undo(action=action, by=None, at=LATER)
        counts.append((len(doing), len(undoing)))
    _, (do_3, undo_3), (do_20, undo_20) = counts
    assert do_3 == do_20
    # Assignees that differ are restored by one statement for each of them, and each is asked what
    # they see by now.
    assert undo_20 - undo_3 == (34 if kind == BulkKind.ASSIGN else 0)


def test_the_status_and_the_clock_follow() -> None:
    request = a_request(sent_on=None)
    done(recording(K.SENT, date(2026, 6, 9)), request)
    request.refresh_from_db()
    assert (request.status, request.due_on) == (Status.AWAITING, TODAY)
    assert request.history.latest("history_id").due_on == TODAY


@pytest.mark.parametrize("kind", BulkKind)
def test_the_audit_record_of_each_request_says_so(kind: BulkKind) -> None:
    first, second = unsent_and_tagged(2)
    action = done(every_change()[kind](), first, second)
    undo(action=action, by=a_person(), at=LATER)
    for one in (first, second):
        entries = AuditEntry.objects.filter(subject_kind="recordsrequest", subject_id=str(one.pk))
        undone, made = entries.filter(details__action=action.pk)
        assert undone.verb == f"took back: {made.verb}"
        assert (made.details["what"], made.subject_label) == (action.what, str(one))


def test_what_stayed_as_it_is_was_not_taken_back() -> None:
    first, second = a_request(), a_request()
    tag = Tagging("Urgent")
    action = done(tag, first, second)
    untag_request(records_request=second, tag=Tag.objects.get(), by=a_person(), at=NOW)
    undo(action=action, by=a_person(), at=LATER)
    took_back = AuditEntry.objects.get(verb=f"took back: {tag.verb}")
    assert took_back.subject_id == str(first.pk)
