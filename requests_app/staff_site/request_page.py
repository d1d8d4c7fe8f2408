"""What the page of one request shows, gathered in a fixed number of queries."""

from datetime import date
from typing import Any

from django.http import Http404

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.deadlines.clock import Clock
from requests_app.domain.deadlines.days import Day, days_of, strip_text
from requests_app.domain.deadlines.facts import FROM_THE_AGENCY
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.request_log.event_kinds import (
    EVENT_RULES,
    NOT_BY_HAND,
    EventKind,
    Status,
)
from requests_app.domain.request_log.models import Event, RecordsRequest
from requests_app.domain.request_log.next_steps import next_step
from requests_app.domain.request_log.recompute import clock_of
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.staff_site.file_rows import file_rows
from requests_app.staff_site.forms.files import AttachForm
from requests_app.staff_site.forms.requests import EventForm


def request_page(
    pk: int,
    *,
    on: date,
    person: Person,
    event_form: EventForm | None = None,
    attach_form: AttachForm | None = None,
) -> dict[str, Any]:
    """The context of the page: the request, its clock on a day, its timeline, files, reminders.

    A form that was refused is shown again with what was typed. Raises Http404.
    """
    found = RecordsRequest.objects.select_related("agency", "campaign", "assignee", "created_by")
    try:
        records_request = found.prefetch_related(
            "events__recorded_by",
            "agency__closures",
            "agency__adopted_holidays",
            "agency__oris",
            "attachments__returned_files__release",
            "reminders__recipient",
        ).get(pk=pk)
    except RecordsRequest.DoesNotExist as error:
        raise Http404 from error
    rules = rules_in_force()
    clock = clock_of(records_request, on=on, rules=rules)
    step = next_step(standing=clock.standing, status=Status(records_request.status))
    law = records_request.agency.records_law
    return {
        "place": "requests",
        "sample": records_request.is_sample,
        "records_request": records_request,
        "agency": records_request.agency,
        "clock": clock,
        "days": _days(clock, on),
        "strip_text": _strip_text(clock, on),
        "today": on,
        "step": step,
        "timeline": timeline_of(list(records_request.events.all()), rules),
        "event_form": event_form or EventForm.blank(law=law, kind=step.kind or "", rules=rules),
        "attach_form": attach_form or AttachForm.blank(),
        "can_record": person.may(Permission.RECORD_EVENTS),
        "can_amend": person.may(Permission.LOG_REQUESTS),
        "can_attach": person.may(Permission.ATTACH_FILES),
        "files": file_rows(list(records_request.attachments.all()), person=person),
    }


def _days(clock: Clock, on: date) -> tuple[Day, ...]:
    if clock.due is None:
        return ()
    return days_of(clock.due, on=on, determined_on=clock.determined_on, waiting=clock.waiting)


def _strip_text(clock: Clock, on: date) -> str:
    if clock.due is None:
        return clock.no_date_because
    return strip_text(clock.due, on=on, determined_on=clock.determined_on)


def timeline_of(events: list[Event], rules: Rules) -> list[dict[str, Any]]:
    """The events, newest first, each with what it replaced and whether it still stands."""
    by_pk = {event.pk: event for event in events}
    superseded = {event.corrects_id for event in events if event.corrects_id}
    return [
        {
            "event": event,
            "replaces": by_pk.get(event.corrects_id or 0),
            "stands": event.pk not in superseded,
            "ground": event.ground_words or rules.ground_words(event.ground),
            "by_hand": event.kind not in NOT_BY_HAND,
            "is_theirs": _is_theirs(EventKind(event.kind)),
        }
        for event in sorted(events, key=lambda event: (event.on, event.pk), reverse=True)
    ]


def _is_theirs(kind: EventKind) -> bool:
    return EVENT_RULES[kind].fact in FROM_THE_AGENCY
