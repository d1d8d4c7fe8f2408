"""The questions behind Today, each against the same rule in plain Python, over every mixture of
what they read; and the two columns that they read, against the timeline."""

from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from itertools import product

import pytest
from django.apps import apps

from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.event_kinds import Status
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.timeline import Happening, correct_event
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Rule = Callable[[RecordsRequest], bool]


@pytest.fixture
def every_case(db: None) -> None:
    agency, person = an_agency(), a_person()
    past = TODAY - 30 * DAY
    statuses = (Status.LOGGED, Status.ACKNOWLEDGED, Status.RELEASED)
    silent = (None, TODAY - 14 * DAY, TODAY - 13 * DAY)
    events = (TODAY - 7 * DAY, TODAY - 6 * DAY)
    ways = (("email", ""), ("portal", ""), ("post", "25-1"))
    rows = product(
        (None, past), (None, TODAY - DAY, TODAY), (None, past), (None, past), (0, 14), statuses,
        silent, events, ways, (True, False),
    )  # fmt: skip
    RecordsRequest.objects.bulk_create(
        RecordsRequest(
            number=f"T-{number}",
            agency=agency,
            reporting_year=2025,
            method=way,
            portal_number=portal_number,
            created_at=NOW,
            created_by=person,
            sent_on=received,
            received_on=received,
            due_on=due,
            earliest_arguable_on=due,
            latest_arguable_on=due,
            determined_on=determined,
            waiting_on_us_since=waiting,
            estimated_on=due,
            extension_days=extension,
            status=status,
            silent_since=silent_since,
            last_event_on=last_event_on,
            is_open=is_open,
        )
        for number, (received, due, determined, waiting, extension, status, silent_since,
                     last_event_on, (way, portal_number), is_open) in enumerate(rows)
    )  # fmt: skip


def unanswered(one: RecordsRequest) -> bool:
    return bool(one.is_open and one.received_on and not one.determined_on)


def by(day: date | None, last: date) -> bool:
    return day is not None and day <= last


RULES: dict[str, Rule] = {
    "extension_running": lambda one: unanswered(one) and not one.waiting_on_us_since
    and one.extension_days > 0 and one.due_on is not None and one.due_on >= TODAY,
    "silent_since_acknowledgement": lambda one: unanswered(one) and not one.waiting_on_us_since
    and one.status == "acknowledged" and by(one.silent_since, TODAY - 14 * DAY),
    "portals_to_look_at": lambda one: unanswered(one)
    and (one.method == "portal" or bool(one.portal_number))
    and by(one.last_event_on, TODAY - 7 * DAY),
    "not_yet_sent": lambda one: one.is_open and not one.received_on and one.status == "logged",
    "receipt_unknown": lambda one: one.is_open and not one.received_on and one.status != "logged",
    "waiting_on_us": lambda one: one.is_open and bool(one.waiting_on_us_since)
    and one.status != "released",
    "estimate_passed": lambda one: one.is_open and by(one.estimated_on, TODAY - DAY)
    and one.status != "released",
}  # fmt: skip
WITHOUT_A_DAY = {"not_yet_sent", "receipt_unknown", "waiting_on_us"}


def test_each_question_and_its_plain_rule_agree(every_case) -> None:
    every = list(RecordsRequest.objects.all())
    for question, rule in RULES.items():
        ask = getattr(RecordsRequest.objects.all(), question)
        found = ask() if question in WITHOUT_A_DAY else ask(on=TODAY)
        asked = set(found.values_list("number", flat=True))
        assert asked == {one.number for one in every if rule(one)}, question
        assert 0 < len(asked) < len(every), question


def test_a_silence_begins_with_what_was_heard_or_answered_last() -> None:
    request = a_request(sent_on=date(2026, 5, 1))
    assert request.silent_since is None
    an_event(request, K.ACKNOWLEDGED, date(2026, 5, 4))
    an_event(request, K.NOTE, date(2026, 5, 5))
    an_event(request, K.FOLLOW_UP_SENT, date(2026, 5, 20))
    assert request.silent_since == date(2026, 5, 4)
    an_event(request, K.CLARIFICATION_ASKED, date(2026, 5, 21))
    an_event(request, K.CLARIFICATION_ANSWERED, date(2026, 6, 15))
    assert request.silent_since == date(2026, 6, 15)


def test_the_last_entry_is_one_that_staff_made_and_that_stands() -> None:
    request = a_request(sent_on=date(2026, 5, 1))
    assert request.last_event_on == date(2026, 5, 1)
    note = an_event(request, K.NOTE, date(2026, 5, 5))
    assert request.last_event_on == date(2026, 5, 5)
    correct_event(event=note, happening=Happening(K.CORRECTION, note.on), by=a_person(), at=NOW)
    request.refresh_from_db()
    assert request.last_event_on == date(2026, 5, 1)


def test_the_migration_fills_in_what_recompute_would() -> None:
    request = a_request(sent_on=date(2026, 5, 1))
    an_event(request, K.ACKNOWLEDGED, date(2026, 5, 4))
    wrong = an_event(request, K.ESTIMATE_GIVEN, date(2026, 5, 6), names_on=date(2026, 6, 6))
    correct_event(event=wrong, happening=Happening(K.CORRECTION, wrong.on), by=a_person(), at=NOW)
    unsent = a_request(sent_on=None)
    names = ("pk", "silent_since", "last_event_on")
    before = list(RecordsRequest.objects.order_by("pk").values_list(*names))
    RecordsRequest.objects.update(silent_since=None, last_event_on=None)
    migration = import_module("requests_app.migrations.0010_the_bench_and_bulk_actions")
    migration.fill_in(apps, None)
    assert list(RecordsRequest.objects.order_by("pk").values_list(*names)) == before
    assert before == [(request.pk, date(2026, 5, 4), date(2026, 5, 4)), (unsent.pk, None, None)]
