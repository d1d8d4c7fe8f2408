"""What the page of one request shows, gathered in a fixed number of queries."""

from datetime import date
from functools import partial
from typing import Any

from django.http import Http404
from django.urls import reverse

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.deadlines.clock import Clock
from requests_app.domain.deadlines.days import Day, days_of, strip_text
from requests_app.domain.deadlines.facts import FROM_THE_AGENCY
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.request_log.denials import denial_flags
from requests_app.domain.request_log.event_kinds import (
    EVENT_RULES,
    NOT_BY_HAND,
    EventKind,
    Status,
)
from requests_app.domain.request_log.letters.case import case_of
from requests_app.domain.request_log.likely_events import likely_events
from requests_app.domain.request_log.mail_proposals import named_instead
from requests_app.domain.request_log.models import Event, Letter, RecordsRequest
from requests_app.domain.request_log.next_steps import step_of
from requests_app.domain.request_log.sight import may_in, seen_by
from requests_app.domain.request_log.tags import tags_for
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.staff_site.file_rows import file_rows
from requests_app.staff_site.forms.events import EventForm
from requests_app.staff_site.forms.files import AttachForm
from requests_app.staff_site.forms.mails import MailForm
from requests_app.staff_site.letter_page import letters_to_write
from requests_app.staff_site.open_mail import OpenMail
from requests_app.staff_site.record_form import record_form
from requests_app.staff_site.request_reminders import reminders_of

TAGS_SUGGESTED = 200


def request_page(
    pk: int,
    *,
    on: date,
    person: Person,
    kind: str = "",
    mail: OpenMail | None = None,
    event_form: EventForm | None = None,
    attach_form: AttachForm | None = None,
) -> dict[str, Any]:
    """The context of the page: the request, its clock on a day, its timeline, files, reminders.

    kind: the event that the form begins with (by itself: that of the next step). mail: the one
    that is recorded from. A form that was refused is shown again with what was typed.
    Raises Http404.
    """
    found = RecordsRequest.objects.select_related("agency", "campaign", "assignee", "created_by")
    try:
        records_request = (
            seen_by(found, person)
            .prefetch_related(
                "events__recorded_by",
                "agency__closures",
                "agency__adopted_holidays",
                "agency__oris",
                "attachments__returned_files__release",
                "tags",
            )
            .get(pk=pk)
        )
    except RecordsRequest.DoesNotExist as error:
        raise Http404 from error
    may_here = partial(may_in, person, records_request.campaign_id)
    rules = rules_in_force()
    case = case_of(records_request, on=on, rules=rules)
    clock, may_record = case.clock, may_here(Permission.RECORD_EVENTS)
    step = step_of(records_request, clock.standing, on=on)
    events = list(records_request.events.all())
    return {
        "place": "requests",
        "sample": records_request.is_sample,
        "records_request": records_request,
        "agency": records_request.agency,
        "clock": clock,
        "is_behind": is_behind(records_request, clock),
        "days": _days(clock, on),
        "strip_text": _strip_text(clock, on),
        "today": on,
        "step": step,
        **(letters_to_write(case) if may_record else {}),
        "flags": (*clock.flags, *denial_flags(events)),
        "timeline": timeline_of(events, rules),
        "letters": _letters_there(events, person),
        "event_form": event_form
        or record_form(records_request, rules=rules, kind=kind, step=step.kind, mail=mail),
        "likely": likely_events(
            Status(records_request.status),
            first=step.kind,
            before=[one.kind for one in case.events],
        ),
        "mail": mail,
        "named_instead": mail and named_instead(mail.seen, records_request, person=person),
        "mail_form": MailForm(initial={"records_request": pk}),
        "attach_form": attach_form or AttachForm.blank(),
        "tags": tags_for(person).values_list("name", flat=True)[:TAGS_SUGGESTED],
        **reminders_of(records_request, on=on),
        "own_reminders": records_request.own_reminders.open().select_related("person"),
        "remind_address": reverse("staff:remind_of_request", args=[pk]),
        "can_record": may_record,
        "can_amend": may_here(Permission.LOG_REQUESTS),
        "can_attach": may_here(Permission.ATTACH_FILES),
        "files": file_rows(list(records_request.attachments.all()), person=person),
    }


def _letters_there(events: list[Event], person: Person) -> set[int]:
    """Ids of the letters of these events that are there for the person: one that names a request of
    a restricted campaign as well is as closed as that."""
    ids = {event.letter_id for event in events if event.letter_id}
    return set(seen_by(Letter.objects.filter(pk__in=ids), person).values_list("pk", flat=True))


def is_behind(records_request: RecordsRequest, clock: Clock) -> bool:
    """Whether a change of the rules has yet to reach what is stored of the request: the page counts
    by the rules of now, the lists show what is stored."""
    due, stored = clock.due, records_request
    now = due and (due.due_on, due.earliest_arguable_on, due.latest_arguable_on)
    kept = stored.due_on, stored.earliest_arguable_on, stored.latest_arguable_on
    return (now or (None, None, None)) != kept


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
