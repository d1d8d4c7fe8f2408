"""How a digest is set out: by kind, the most urgent in full, more in a line each, the rest as a
number."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from django.conf import settings
from django.urls import reverse

from requests_app.domain.deadlines.words import count_of
from requests_app.domain.reminders.items import LATE, Item
from requests_app.domain.reminders.kinds import KIND_RULES, URGENCY, ReminderKind
from requests_app.domain.reminders.links import (
    SnoozeLink,
    StopLink,
    snooze_token,
    stop_token,
)
from requests_app.domain.reminders.snoozing import SNOOZE_DAYS, can_be_snoozed

IN_FULL = 12  # items; a mail of forty stays readable, and below what mail programs cut off
# Thousands, as after a change that reaches every request, would be a mail that servers refuse.
IN_LINES = 80


@dataclass(frozen=True, slots=True)
class Button:
    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Full:
    """An item in full, with the buttons that set it again."""

    item: Item
    again: tuple[Button, ...]


@dataclass(slots=True)
class Group:
    """All items of one kind; `short` follow in a line each, and `more` are only counted."""

    kind: ReminderKind
    full: list[Full] = field(default_factory=list)
    short: list[Item] = field(default_factory=list)
    more: int = 0

    @property
    def label(self) -> str:
        return self.kind.label

    @property
    def is_late(self) -> bool:
        return self.kind in LATE

    @property
    def count(self) -> int:
        return len(self.full) + len(self.short) + self.more


def set_out(ordered: Sequence[Item], *, on: date, person: int | None) -> list[Group]:
    """The items, the most urgent first, by kind. person: whose links the buttons are; None: the
    desk's address, or a preview, which have none."""
    found: dict[ReminderKind, Group] = {}
    for place, item in enumerate(ordered):
        group = found.setdefault(item.kind, Group(item.kind))
        # What an item lists is nowhere else; there are few of them.
        if place < IN_FULL or item.lines:
            group.full.append(Full(item, _again(item, on=on, person=person)))
        elif place < IN_FULL + IN_LINES:
            group.short.append(item)
        else:
            group.more += 1
    return list(found.values())


def _again(item: Item, *, on: date, person: int | None) -> tuple[Button, ...]:
    reminder = item.reminder
    if person is None or reminder.recipient_id != person or not can_be_snoozed(reminder):
        return ()
    return tuple(
        Button(
            "a week" if days == 7 else count_of(days, "day"),
            _link("snooze", snooze_token(SnoozeLink(reminder.pk, person, days), on=on)),
        )
        for days in SNOOZE_DAYS
    )


def stops(groups: Sequence[Group], *, on: date, person: int | None) -> dict[ReminderKind, Button]:
    """For each kind in the mail the link that stops it."""
    if person is None:
        return {}
    return {
        one.kind: Button(one.label, _link("stop", stop_token(StopLink(person, one.kind), on=on)))
        for one in groups
    }


def kind_to_stop(items: Sequence[Item]) -> ReminderKind | None:
    """Which kind a mail program's own "unsubscribe" stops: the only one, or of several the one
    with the most items whose days people may choose.

    A date that nothing else speaks of is never stopped in passing: a digest that holds only such
    kinds, and several of them, has no such button (the links in its foot name the kind).
    """
    counts = Counter(item.kind for item in items)
    if len(counts) > 1:
        counts = Counter({k: n for k, n in counts.items() if KIND_RULES[k].adjustable})
    return max(counts, key=lambda kind: (counts[kind], URGENCY[kind]), default=None)


def sent_page() -> str:
    """The whole address of the page that lists every reminder that was sent."""
    return f"{settings.SITE_URL}{reverse('staff:reminders')}?tab=sent"


def wishes_page() -> str:
    """The whole address of the page on which a person says what they wish."""
    return settings.SITE_URL + _wishes_path()


@cache
def _wishes_path() -> str:
    return reverse("staff:reminder_wishes")


def _link(what: str, token: str) -> str:
    return settings.SITE_URL + reverse(f"mail_links:{what}", args=[token])
