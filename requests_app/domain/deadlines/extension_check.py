"""What an extension notice grants, and what is wrong with it, in words for a follow-up letter.

Only the first notice that is in writing, states a ground lawful on its day, names the new date
and is dated within the first period moves the due date, and never by more than the law allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .days_off import DaysOff
from .due_dates import Days
from .facts import Fact
from .readings import last_day, own_days_off
from .statutes import LAWS, Ground, Statute, grounds_for
from .words import count_of, full_day


@dataclass(frozen=True, slots=True)
class Flag:
    """Something the agency's handling leaves open to question. key: one of FLAGS; what: a sentence
    a letter can use as it stands; citation: the rule; on: the day of the notice. Where a
    page lists what could have been said: gist, the sentence without the list, and listed."""

    key: str
    what: str
    citation: str
    on: date
    gist: str = ""
    listed: tuple[str, ...] = ()


FLAGS = {
    "not_in_writing": "The extension was not given in writing.",
    "no_ground": "No statutory ground was given.",
    "no_date": "The notice names no date.",
    "too_late": "The notice came after the first period had run out.",
    "second": "It is a second extension.",
    "too_long": "It is longer than the law allows.",
}


@dataclass(frozen=True, slots=True)
class Extension:
    """What notices come to: the days granted (in the law's unit), and flags."""

    days: int
    flags: tuple[Flag, ...]


def check_notices(
    statute: Statute,
    received_on: date,
    notices: Sequence[Fact],
    one_off: Days,
    laws: tuple[Statute, ...] = LAWS,
) -> Extension:
    """Reads extension notices in order of date. `one_off`: closures and appointed holidays.

    laws: where the grounds are looked up that were lawful on the day of a notice.
    """
    off = own_days_off(statute)
    first_due = last_day(received_on, statute.days, statute.unit, off, one_off)
    granted, moved_by = 0, None
    flags: list[Flag] = []
    for notice in notices:
        asked = _days_asked(statute, received_on, notice, off, one_off)
        lawful = grounds_for(statute, notice.on, laws)
        found = list(_defects(statute, notice, first_due, asked, moved_by, lawful))
        flags.extend(found)
        if all(flag.key == "too_long" for flag in found):
            granted, moved_by = min(max(asked, 0), statute.extension_days), notice
    return Extension(granted, tuple(flags))


def _days_asked(
    statute: Statute, received_on: date, notice: Fact, off: DaysOff, one_off: Days
) -> int:
    """From the unrolled end of the first period to the date that the notice names."""
    if notice.names_on is None:
        return 0
    if statute.unit != "working":
        return (notice.names_on - received_on).days - statute.days
    asked = 0
    while (
        asked <= statute.extension_days
        and off.add_workdays(received_on, statute.days + asked, one_off) < notice.names_on
    ):
        asked += 1
    return asked


def _defects(
    statute: Statute,
    notice: Fact,
    first_due: date,
    asked: int,
    moved_by: Fact | None,
    lawful: tuple[Ground, ...],
) -> list[Flag]:
    """Everything wrong with one notice, `moved_by` being an earlier one that was good."""
    dated = f"of {full_day(notice.on)}"
    by = statute.extension_citation
    found: list[Flag] = []
    if not notice.in_writing:
        found.append(
            Flag(
                "not_in_writing",
                f"The extension {dated} was not given in writing; it takes written notice to the "
                "requester.",
                by,
                notice.on,
            )
        )
    if statute.grounds and notice.ground not in {ground.key for ground in lawful}:
        found.append(_no_ground(statute, notice, dated, lawful))
    if notice.names_on is None:
        found.append(
            Flag(
                "no_date",
                f"The notice {dated} does not name the date on which a determination is expected.",
                by,
                notice.on,
            )
        )
    if notice.on > first_due:
        found.append(
            Flag(
                "too_late",
                f"The notice {dated} came after {full_day(first_due)}, when the determination was "
                "due; what has run out cannot be extended.",
                by,
                notice.on,
            )
        )
    if moved_by is not None:
        found.append(
            Flag(
                "second",
                f"The notice {dated} is a further extension after that of {full_day(moved_by.on)}; "
                "the law allows one.",
                by,
                notice.on,
            )
        )
    if asked > statute.extension_days:
        over = asked if statute.unit != "working" else statute.extension_days
        found.append(
            Flag(
                "too_long",
                f"The notice {dated} names {full_day(notice.names_on or notice.on)}, "
                f"{'more than ' if statute.unit == 'working' else ''}{count_of(over, 'day')} "
                f"beyond the first {statute.days}; no more than {statute.extension_days} may be "
                "added.",
                by,
                notice.on,
            )
        )
    return found


def _no_ground(statute: Statute, notice: Fact, dated: str, lawful: tuple[Ground, ...]) -> Flag:
    listed = tuple(f"{ground.words} ({ground.citation})" for ground in lawful)
    known = {ground.key: ground.words for ground in statute.grounds}
    if not notice.ground:
        what = f"The notice {dated} gives no reason that the law knows."
    else:
        given = notice.ground_words or known.get(notice.ground, notice.ground)
        what = f'The reason given in the notice {dated} ("{given}") was no lawful one on that day.'
    return Flag(
        "no_ground",
        f"{what} Lawful grounds: {'; '.join(listed)}.",
        statute.extension_citation,
        notice.on,
        gist=what,
        listed=listed,
    )
