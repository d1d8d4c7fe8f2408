from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from requests_app.domain.deadlines.rules import AS_BUILT
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.event_kinds import (
    EVENT_RULES,
    NOT_BY_HAND,
    RECORDABLE,
    EventKind,
    question_of,
)
from requests_app.domain.request_log.letters.case import case_of
from requests_app.domain.request_log.models import Event, RecordsRequest
from requests_app.domain.request_log.occasions import NEED_OCCASION
from requests_app.domain.request_log.operations import discard_request
from requests_app.domain.request_log.recompute import clock_of
from requests_app.domain.request_log.timeline import (
    AlreadyCorrected,
    EventNotPossible,
    Happening,
    correct_event,
    record_event,
)
from tests.builders import NOW, TODAY, a_person, a_request, an_event

pytestmark = pytest.mark.django_db
K = EventKind


def test_an_extension_notice_moves_the_date_by_what_it_names() -> None:
    request = a_request(sent_on=date(2026, 6, 9))
    an_event(request, K.EXTENSION_NOTICE, date(2026, 6, 18), names_on=date(2026, 7, 3),
             ground="voluminous")  # fmt: skip
    assert request.extension_days == 14
    # Day 24 is Fri 3 Jul: Independence Day, observed by the courts; then the weekend.
    assert request.due_on == date(2026, 7, 6)
    assert request.status == "extended"


def test_an_extension_without_a_ground_moves_nothing_and_is_flagged() -> None:
    request = a_request(sent_on=date(2026, 6, 9))
    an_event(request, K.EXTENSION_NOTICE, date(2026, 6, 18), names_on=date(2026, 7, 3))
    assert (request.extension_days, request.due_on) == (0, date(2026, 6, 22))
    clock = clock_of(request, on=TODAY, rules=AS_BUILT)
    assert [flag.key for flag in clock.flags] == ["no_ground"]
    assert clock.agency_due_on == date(2026, 7, 3)


@pytest.mark.parametrize("kind", [k for k in RECORDABLE if k not in {K.SENT, K.REOPENED}])
def test_every_kind_can_be_recorded_on_an_open_request(kind) -> None:
    request = a_request()
    asked = question_of(kind) or K.ESTIMATE_GIVEN
    if kind in NEED_OCCASION:
        an_event(
            request, asked, TODAY, **({"names_on": TODAY} if asked == K.ESTIMATE_GIVEN else {})
        )
    named = {"names_on": date(2026, 7, 1)} if "names_on" in EVENT_RULES[kind].asks else {}
    an_event(request, kind, TODAY, **named)
    assert request.events.filter(kind=kind).exists()


@pytest.mark.parametrize("kind", [K.FOLLOW_UP_SENT, K.NOTE, K.DELIVERED])
def test_what_we_do_never_moves_the_date(kind) -> None:
    request = a_request()
    before = request.due_on
    an_event(request, kind, date(2026, 6, 9))
    assert request.due_on == before


def test_a_question_waits_on_us_until_it_is_answered() -> None:
    request = a_request()
    an_event(request, K.CLARIFICATION_ASKED, date(2026, 6, 15))
    assert request.waiting_on_us_since == date(2026, 6, 15)
    an_event(request, K.CLARIFICATION_ANSWERED, date(2026, 6, 17))
    assert request.waiting_on_us_since is None
    assert clock_of(request, on=TODAY, rules=AS_BUILT).days_with_us == 2


def test_two_questions_wait_on_us_until_both_are_answered() -> None:
    request = a_request()
    an_event(request, K.FEE_ASKED, date(2026, 6, 12), amount="$20")
    an_event(request, K.CLARIFICATION_ASKED, date(2026, 6, 13))
    an_event(request, K.CLARIFICATION_ANSWERED, date(2026, 6, 15))
    assert (request.status, request.waiting_on_us_since) == ("fee_asked", date(2026, 6, 12))
    assert request in RecordsRequest.objects.waiting_on_us()
    assert case_of(request, on=TODAY, rules=AS_BUILT).open_fee.amount == "$20"
    an_event(request, K.FEE_PAID, date(2026, 6, 17), amount="$20")
    assert (request.status, request.waiting_on_us_since) == ("acknowledged", None)


def test_the_migration_opens_the_questions_that_another_answer_ended() -> None:
    asked, told = K.FEE_ASKED, K.CLARIFICATION_ANSWERED
    timelines: list[list[EventKind]] = [
        [asked, K.CLARIFICATION_ASKED, told],
        [asked, K.CLARIFICATION_ASKED, K.FEE_PAID, K.ACKNOWLEDGED],
        [asked, K.ACKNOWLEDGED],
        [asked, K.DETERMINATION_DENIED],
        [asked, K.PORTAL_CLOSED],
        [asked, K.PORTAL_CLOSED, K.REOPENED],
        [asked, K.FULL_RELEASE],
        [asked, K.CLOSED, K.REOPENED],
        [asked, K.FEE_WAIVED, K.DETERMINATION_DISCLOSABLE, asked],
        [K.ACKNOWLEDGED],
    ]
    for kinds in timelines:
        request = a_request()
        for day, kind in enumerate(kinds, start=10):
            an_event(request, kind, date(2026, 6, day))
    names = ("pk", "status", "waiting_on_us_since")
    right = list(RecordsRequest.objects.order_by("pk").values_list(*names))
    RecordsRequest.objects.filter(status__in=["fee_asked", "clarifying"]).update(
        status="acknowledged"
    )
    RecordsRequest.objects.update(waiting_on_us_since=None)
    migration = import_module("requests_app.migrations.0024_what_rests_on_what")
    migration.keep_questions_open(apps, None)
    assert list(RecordsRequest.objects.order_by("pk").values_list(*names)) == right


def test_a_correction_stands_in_the_place_of_the_event_and_both_stay_readable() -> None:
    request = a_request()
    wrong = an_event(request, K.DETERMINATION_DENIED, date(2026, 6, 18))
    right = correct_event(
        event=wrong,
        happening=Happening(K.DETERMINATION_IN_PART, date(2026, 6, 19)),
        by=a_person(),
        at=NOW,
    )
    request.refresh_from_db()
    assert (request.status, request.determined_on) == ("records_promised", date(2026, 6, 19))
    assert right.corrects == wrong
    assert set(request.events.all()) >= {wrong, right}


def test_taking_an_event_back_puts_nothing_in_its_place() -> None:
    request = a_request()
    event = an_event(request, K.DETERMINATION_DENIED, date(2026, 6, 18))
    correct_event(event=event, happening=Happening(K.CORRECTION, event.on), by=a_person(), at=NOW)
    request.refresh_from_db()
    assert (request.status, request.determined_on) == ("awaiting", None)


def test_taking_a_delivery_back_takes_the_receipt_with_it() -> None:
    request = a_request(method="post")
    event = an_event(request, K.DELIVERED, date(2026, 6, 11))
    correct_event(event=event, happening=Happening(K.CORRECTION, event.on), by=a_person(), at=NOW)
    request.refresh_from_db()
    assert (request.received_on, request.due_on) == (None, None)


def test_an_event_is_corrected_once_and_then_the_correction_is() -> None:
    request = a_request()
    event = an_event(request, K.ACKNOWLEDGED, date(2026, 6, 12))
    take_back = {"happening": Happening(K.CORRECTION, event.on), "by": a_person(), "at": NOW}
    correct_event(event=event, **take_back)
    with pytest.raises(AlreadyCorrected):
        correct_event(event=event, **take_back)
    assert Event.objects.filter(corrects=event).count() == 1


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"kind": K.NOTE, "on": date(2026, 6, 23)}, "on", "in the future"),
        ({"kind": K.ACKNOWLEDGED, "on": date(2026, 6, 8)}, "on", "before the day it was sent"),
        ({"kind": K.ESTIMATE_GIVEN, "on": TODAY}, "names_on", "an estimate has a date"),
        (
            {"kind": K.ESTIMATE_GIVEN, "on": TODAY, "names_on": date(2026, 6, 1)},
            "names_on",
            "before the notice",
        ),
        ({"kind": K.NOTE, "on": date(202, 6, 1)}, "on", "0202"),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_its_field(values, field, message) -> None:
    request = a_request()
    with pytest.raises(ImpossibleDate, match=message) as refused:
        record_event(records_request=request, happening=Happening(**values), by=None, at=NOW)
    assert refused.value.field == field
    assert request.events.count() == 1


def test_what_cannot_happen_is_refused_in_words() -> None:
    request = a_request(sent_on=None)
    with pytest.raises(EventNotPossible, match=r"Acknowledged.*Not sent yet"):
        an_event(request, K.ACKNOWLEDGED, TODAY)


def test_sending_cannot_move_past_the_delivery() -> None:
    request = a_request(method="post", sent_on=date(2026, 6, 1))
    an_event(request, K.DELIVERED, date(2026, 6, 3))
    sent = request.events.get(kind=K.SENT)
    with pytest.raises(ImpossibleDate, match="before the day it was sent"):
        correct_event(
            event=sent, happening=Happening(K.SENT, date(2026, 6, 5)), by=a_person(), at=NOW
        )
    request.refresh_from_db()
    assert (request.sent_on, request.events.count()) == (date(2026, 6, 1), 2)


def test_a_correction_must_fit_its_place() -> None:
    request = a_request(sent_on=None)
    note = an_event(request, K.NOTE, TODAY)
    with pytest.raises(EventNotPossible, match="Not sent yet"):
        correct_event(event=note, happening=Happening(K.FULL_RELEASE, TODAY), by=a_person(), at=NOW)


def test_the_sending_is_not_taken_back_from_under_an_answer() -> None:
    request = a_request()
    an_event(request, K.DETERMINATION_DENIED, date(2026, 6, 18))
    sent = request.events.get(kind=K.SENT)
    with pytest.raises(ImpossibleDate, match=r"denied” of Thu 18 Jun 2026 rests on the sending"):
        correct_event(event=sent, happening=Happening(K.CORRECTION, sent.on), by=a_person(), at=NOW)


@pytest.mark.parametrize(
    ("kind", "on", "message"),
    [
        (K.SENT, date(2026, 6, 16), "“Acknowledged” of Fri 12 Jun 2026 cannot come before"),
        (K.NOTE, date(2026, 6, 9), "“Acknowledged” of Fri 12 Jun 2026 rests on the sending"),
        (K.WITHDRAWN, date(2026, 6, 22), "“Acknowledged” of Fri 12 Jun 2026 rests on the sending"),
    ],
)
def test_the_sending_is_not_corrected_from_under_an_answer(kind, on, message) -> None:
    request = a_request()
    an_event(request, K.ACKNOWLEDGED, date(2026, 6, 12))
    sent, stood = request.events.get(kind=K.SENT), vars(request).copy()
    with pytest.raises(ImpossibleDate, match=message) as refused:
        correct_event(event=sent, happening=Happening(kind, on), by=a_person(), at=NOW)
    assert refused.value.field == "on"
    request.refresh_from_db()
    assert (request.sent_on, request.received_on) == (stood["sent_on"], stood["received_on"])
    assert request.events.count() == 2


def test_the_sending_moves_up_to_the_day_of_the_first_answer() -> None:
    request = a_request()
    an_event(request, K.ACKNOWLEDGED, date(2026, 6, 12))
    sent, day = request.events.get(kind=K.SENT), date(2026, 6, 12)
    correct_event(event=sent, happening=Happening(K.SENT, day), by=a_person(), at=NOW)
    request.refresh_from_db()
    assert (request.sent_on, request.received_on) == (day, day)


def test_the_sending_is_not_taken_back_from_under_a_delivery() -> None:
    request = a_request(method="post")
    delivered = an_event(request, K.DELIVERED, date(2026, 6, 11))
    sent = request.events.get(kind=K.SENT)
    with pytest.raises(ImpossibleDate, match="Delivered” of Thu 11 Jun 2026 rests on the sending"):
        correct_event(event=sent, happening=Happening(K.CORRECTION, sent.on), by=a_person(), at=NOW)
    for event in (delivered, sent):
        gone = Happening(K.CORRECTION, event.on)
        correct_event(event=event, happening=gone, by=a_person(), at=NOW)
    request.refresh_from_db()
    assert (request.sent_on, request.received_on, request.due_on) == (None, None, None)


def test_the_database_knows_no_receipt_without_a_sending() -> None:
    request = a_request()
    with pytest.raises(IntegrityError), transaction.atomic():
        RecordsRequest.objects.filter(pk=request.pk).update(sent_on=None)


def test_an_answer_that_was_taken_back_does_not_hold_the_sending() -> None:
    request = a_request()
    sent, day = request.events.get(kind=K.SENT), date(2026, 6, 12)
    for event in (an_event(request, K.ACKNOWLEDGED, day), sent):
        gone = Happening(K.CORRECTION, event.on)
        correct_event(event=event, happening=gone, by=a_person(), at=NOW)
    request.refresh_from_db()
    assert (request.sent_on, request.status) == (None, "logged")


def test_a_request_is_sent_once() -> None:
    request = a_request()
    an_event(request, K.DETERMINATION_DENIED, date(2026, 6, 18))
    with pytest.raises(EventNotPossible, match="Sent already"):
        an_event(request, K.SENT, TODAY)
    note = an_event(request, K.NOTE, TODAY)
    with pytest.raises(EventNotPossible, match="Sent already"):
        correct_event(event=note, happening=Happening(K.SENT, TODAY), by=a_person(), at=NOW)


def test_taking_the_sending_back_stops_the_clock() -> None:
    request = a_request(received_on=date(2026, 6, 10), received_basis="acknowledgement")
    sent = request.events.get(kind=K.SENT)
    correct_event(event=sent, happening=Happening(K.CORRECTION, sent.on), by=a_person(), at=NOW)
    request.refresh_from_db()
    assert (request.sent_on, request.received_on, request.due_on) == (None, None, None)
    assert request.status == "logged"


@pytest.mark.parametrize("kind", [K.FEE_PAID, K.FEE_CONTESTED, K.FEE_WAIVED])
def test_what_nobody_asked_is_not_answered(kind) -> None:
    request = a_request()
    an_event(request, K.CLARIFICATION_ASKED, date(2026, 6, 12))
    note = an_event(request, K.NOTE, date(2026, 6, 13))
    with pytest.raises(EventNotPossible, match="Nothing to answer: no “Fee asked” is open then"):
        an_event(request, kind, TODAY)
    with pytest.raises(EventNotPossible, match="Nothing to answer"):
        correct_event(event=note, happening=Happening(kind, note.on), by=a_person(), at=NOW)
    assert request.status == "clarifying"
    an_event(request, K.FEE_ASKED, date(2026, 6, 16))
    with pytest.raises(EventNotPossible, match="Nothing to answer"):  # before it was asked
        an_event(request, kind, date(2026, 6, 15))
    an_event(request, kind, date(2026, 6, 16))
    with pytest.raises(EventNotPossible, match="Nothing to answer"):
        an_event(request, kind, TODAY)


def test_a_fee_that_was_contested_is_paid_or_waived_all_the_same() -> None:
    request = a_request()
    for kind in (K.FEE_ASKED, K.FEE_CONTESTED, K.FEE_WAIVED):
        an_event(request, kind, date(2026, 6, 12))
    assert request.waiting_on_us_since is None


def test_an_estimate_that_was_not_given_does_not_change() -> None:
    request, named = a_request(), {"names_on": date(2026, 7, 1)}
    with pytest.raises(EventNotPossible, match="Nothing to change: no “Estimate given”"):
        an_event(request, K.ESTIMATE_CHANGED, TODAY, **named)
    an_event(request, K.ESTIMATE_GIVEN, TODAY, **named)
    an_event(request, K.ESTIMATE_CHANGED, TODAY, **named)


def test_what_the_program_writes_is_not_recorded_by_hand() -> None:
    request = a_request()
    for kind in NOT_BY_HAND:
        with pytest.raises(EventNotPossible, match="not recorded by hand"):
            an_event(request, kind, TODAY)


def test_a_move_of_dates_is_not_taken_back_by_hand() -> None:
    request = a_request()
    moved = Event.objects.create(
        records_request=request, kind=K.DATES_MOVED, on=TODAY, recorded_at=NOW
    )
    with pytest.raises(EventNotPossible, match="change that back instead"):
        correct_event(event=moved, happening=Happening(K.CORRECTION, TODAY), by=None, at=NOW)


def test_a_request_whose_dates_moved_may_still_be_taken_back() -> None:
    request = a_request()
    Event.objects.create(records_request=request, kind=K.DATES_MOVED, on=TODAY, recorded_at=NOW)
    discard_request(records_request=request, by=a_person(), at=NOW)
    assert not RecordsRequest.objects.filter(pk=request.pk).exists()


def test_a_second_click_records_nothing_new() -> None:
    request = a_request()
    happening = Happening(K.ACKNOWLEDGED, TODAY)
    first, second = (
        record_event(records_request=request, happening=happening, by=None, at=NOW, form_key="k")
        for _ in range(2)
    )
    assert first == second
    assert request.events.filter(kind=K.ACKNOWLEDGED).count() == 1


def test_recording_sent_makes_an_email_received_and_starts_the_clock() -> None:
    request = a_request(sent_on=None)
    an_event(request, K.SENT, date(2026, 6, 9))
    assert (request.sent_on, request.received_on) == (date(2026, 6, 9), date(2026, 6, 9))
    assert request.due_on == date(2026, 6, 22)
