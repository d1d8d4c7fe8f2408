"""The groups of Today, most urgent first: what each asks of the log, and the list behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from requests_app.domain.accounts.models import Person
from requests_app.domain.deadlines.standings import Standing
from requests_app.domain.reminders.models import OwnReminder, OwnReminderQuerySet
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.request_log.queries import RecordsRequestQuerySet
from requests_app.domain.request_log.sight import seen_by


@dataclass(frozen=True)
class Group:
    """One kind of need. address: the query of the list that shows all of it. order: the column
    that its index is ordered by. record: what its rows offer to record, instead of the next step's
    own."""

    key: str
    label: str
    why: str
    address: str
    rows: Callable[[RecordsRequestQuerySet, date], RecordsRequestQuerySet]
    order: str = "due_on"
    record: EventKind | None = None


GROUPS = (
    Group(
        "no_response",
        "No response",
        "Late on every reading and nothing heard: an overdue letter can go out.",
        "tab=all&standing=no_response",
        lambda rows, on: rows.standing(Standing.NO_RESPONSE, on=on),
    ),
    Group(
        "late",
        "Late",
        "Late on every reading; the agency was heard from but has not determined.",
        "tab=all&standing=late",
        lambda rows, on: rows.standing(Standing.LATE, on=on),
    ),
    Group(
        "waiting",
        "Waiting on us",
        "The agency asked for something and has no answer yet.",
        "tab=us",
        lambda rows, on: rows.waiting_on_us(),
        "waiting_on_us_since",
    ),
    Group(
        "arguably_late",
        "Arguably late",
        "Late on our reading; another reading of the law gives more time.",
        "tab=all&standing=arguably_late",
        lambda rows, on: rows.standing(Standing.ARGUABLY_LATE, on=on),
    ),
    Group(
        "soon",
        "Due within 7 days",
        "Determinations to look out for, in mail and portal.",
        "tab=soon",
        lambda rows, on: rows.due_within(days=7, on=on),
    ),
    Group(
        "estimate",
        "Estimate passed",
        "The day the agency named for the records is past.",
        "tab=estimate",
        lambda rows, on: rows.estimate_passed(on=on),
        "estimated_on",
    ),
    Group(
        "silent",
        "Silent since the acknowledgement",
        "Acknowledged, and for 14 days nothing more was heard.",
        "tab=silent",
        lambda rows, on: rows.silent_since_acknowledgement(on=on),
        "silent_since",
    ),
    Group(
        "portals",
        "Portals to look at",
        "Nothing was recorded for 7 days; what you find, or that there is nothing, is a note.",
        "tab=portals",
        lambda rows, on: rows.portals_to_look_at(on=on),
        "last_event_on",
        record=EventKind.NOTE,
    ),
    Group(
        "extended",
        "Extension running",
        "The agency took more time, and the extended date is still to come.",
        "tab=extended",
        lambda rows, on: rows.extension_running(on=on),
    ),
    Group(
        "unsent",
        "Not sent yet",
        "Logged, and still to go out.",
        "tab=unsent",
        lambda rows, on: rows.not_yet_sent(),
    ),
    Group(
        "receipt",
        "No receipt yet",
        "Sent, but no day of receipt is recorded: the clock has not started.",
        "tab=receipt",
        lambda rows, on: rows.receipt_unknown(),
    ),
)


@dataclass(frozen=True)
class Whose:
    """Whose work is looked at. narrow: the filter of the list that says the same, given a
    person's key."""

    key: str
    label: str
    requests: Callable[[Person], RecordsRequestQuerySet]
    reminders: Callable[[Person], OwnReminderQuerySet]
    narrow: str = ""

    def list_query(self, group: Group, person: Person) -> str:
        """The query of the list that holds the same as the group."""
        return f"?{group.address}{self.narrow.format(person.pk)}"


WHOSE = {
    one.key: one
    for one in (
        Whose(
            "all",
            "All requests",
            lambda person: seen_by(RecordsRequest.objects.all(), person),
            lambda person: seen_by(OwnReminder.objects.all(), person),
        ),
        Whose(
            "mine",
            "Mine",
            lambda person: seen_by(RecordsRequest.objects.filter(assignee=person), person),
            lambda person: seen_by(OwnReminder.objects.of(person), person),
            "&assignee={}",
        ),
        Whose(
            "campaigns",
            "My campaigns",
            lambda person: seen_by(
                RecordsRequest.objects.filter(
                    campaign__in=Campaign.objects.filter(lead=person).values("pk")
                ),
                person,
            ),
            lambda person: seen_by(OwnReminder.objects.of_campaigns_led_by(person), person),
            "&lead={}",
        ),
    )
}
