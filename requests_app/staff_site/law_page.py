"""What the pages about the law show, gathered in a fixed number of queries."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from requests_app.domain.accounts.models import Person
from requests_app.domain.deadlines.holidays import LOOKED_UP_UNTIL, Holiday, holidays_in
from requests_app.domain.deadlines.statute import Statute
from requests_app.domain.deadlines.statutes import law_on
from requests_app.domain.deadlines.years import FIRST_YEAR, LAST_YEAR
from requests_app.domain.statute_book.models import (
    AppointedHoliday,
    LawVersion,
    Unit,
    appointed_days,
)
from requests_app.domain.statute_book.rules import as_statute, rules_of
from requests_app.domain.statute_book.states import VersionState
from requests_app.domain.upkeep.models import DatesMove
from requests_app.domain.upkeep.move_counts import as_told_to, entries_of
from requests_app.staff_site.paging import page_of

MOVES_SHOWN = 8
REQUESTS_SHOWN = 50
ONLY_ADOPTED = "a local body only if it adopted it"
ONLY_STATE = "the state only"


@dataclass(frozen=True)
class HolidayLine:
    """One day of a year: what each calendar calls it ("" where it is a working day there).

    not_local: why § 6700 does not bind a local body to it; "" where it does."""

    on: date
    judicial: str
    state: str
    not_local: str
    federal: str

    @property
    def calendars_disagree(self) -> bool:
        return bool(self.judicial) != bool(self.state)


def law_context(year_asked: str, *, today: date, person: Person) -> dict[str, Any]:
    """The laws in force with their versions, those to come, appointed days, a year's holidays."""
    versions = list(LawVersion.objects.all())
    in_force = [one for one in versions if one.state == VersionState.IN_FORCE]
    holidays = list(AppointedHoliday.objects.order_by("-on"))
    laws = rules_of(in_force, {}).laws
    year = _year(year_asked, today)
    return {
        "today": today,
        "laws": [
            (law, _entered_as(law, in_force), _counted(law), len({one.key for one in law.grounds}))
            for law in _newest_first(laws)
        ],
        "pending": [one for one in versions if one.state == VersionState.PENDING],
        "dropped": [one for one in versions if one.state == VersionState.DROPPED],
        "appointed": holidays,
        "year": year,
        "years": (year - 1 if year > FIRST_YEAR else None, year + 1 if year < LAST_YEAR else None),
        "lines": holiday_lines(year, appointed_days(holidays)),
        "past_the_table": year > LOOKED_UP_UNTIL,
        "looked_up_until": LOOKED_UP_UNTIL,
        "moves": as_told_to(person, *_latest_moves()),
    }


def _latest_moves() -> Iterable[DatesMove]:
    return DatesMove.objects.worth_telling().select_related("by")[:MOVES_SHOWN]


def holiday_lines(year: int, appointed: Mapping[date, str]) -> list[HolidayLine]:
    """The weekdays of a year that any of the calendars leaves out, with the days appointed."""
    judicial, state = holidays_in("judicial", year), holidays_in("section_6700", year)
    local, federal = holidays_in("section_6700", year, False), holidays_in("federal", year)
    one_off = {on: reason for on, reason in appointed.items() if on.year == year}
    return [
        HolidayLine(
            on=on,
            judicial=_name(judicial.get(on)) or one_off.get(on, ""),
            state=_name(state.get(on)) or one_off.get(on, ""),
            not_local="" if on in local else ONLY_ADOPTED if on in state else ONLY_STATE,
            federal=_name(federal.get(on)),
        )
        for on in sorted({*judicial, *state, *federal, *one_off})
        if on.weekday() < 5
    ]


def version_context(version: LawVersion, *, on: date) -> dict[str, Any]:
    """The version beside the law that it changes: the one that it follows, or would on the day
    `on`."""
    others = LawVersion.objects.in_force().exclude(pk=version.pk)
    laws = rules_of(others, {}).laws
    begins = version.in_force_from or on
    after = as_statute(version, on=begins, laws=laws)
    before = law_on(version.law, begins, laws)
    return {
        "place": "calculator",
        "version": version,
        "differences": differences(before, after),
        "grounds_added": [one for one in after.grounds if one not in before.grounds],
        "grounds_struck": [one for one in before.grounds if one not in after.grounds],
    }


def differences(before: Statute, after: Statute) -> list[tuple[str, str, str, bool]]:
    """What, before, after and whether they differ; a line for all that a version can change."""
    lines = (
        ("Period", _counted(before), _counted(after)),
        ("Section", before.citation, after.citation),
        ("Extension", _extension(before), _extension(after)),
        ("Its section", before.extension_citation, after.extension_citation),
    )
    return [(what, old, new, old != new) for what, old, new in lines]


def move_context(move: DatesMove, page: str | None, *, person: Person) -> dict[str, Any]:
    """A page of the entries that the move wrote on timelines: what moved, without the reason,
    which is the same for all."""
    found = entries_of(move, person).select_related("records_request__agency")
    as_told_to(person, move)
    entries = page_of(found.order_by("pk"), page, REQUESTS_SHOWN)
    moved = [(event, event.note.removesuffix(move.what).strip()) for event in entries.rows]
    return {"place": "calculator", "move": move, "moved": moved, "page_obj": entries}


def _counted(law: Statute) -> str:
    return f"{law.days} {Unit(law.unit).label}"


def _extension(law: Statute) -> str:
    """The unit is that of the period: "14 business days, once"."""
    unit = "business days" if law.unit == "working" else "calendar days"
    return f"{law.extension_days} {unit}, once" if law.extension_days else "none"


def _newest_first(laws: tuple[Statute, ...]) -> list[Statute]:
    return sorted(laws, key=lambda law: (law.key, -(law.valid_from or date.min).toordinal()))


def _entered_as(law: Statute, versions: list[LawVersion]) -> LawVersion | None:
    """The version that staff entered, where the law is one of theirs."""
    theirs = (v for v in versions if v.law == law.key and v.in_force_from == law.valid_from)
    return next(theirs, None)


def _name(holiday: Holiday | None) -> str:
    return holiday.name if holiday else ""


def _year(asked: str, today: date) -> int:
    """The year asked for, if it is one that can be counted, else this one."""
    if re.fullmatch(r"[0-9]{4}", asked) and FIRST_YEAR <= int(asked) <= LAST_YEAR:
        return int(asked)
    return today.year
