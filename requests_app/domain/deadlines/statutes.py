"""Laws as dated values: what changes in Sacramento is a new row here, not new code.

A `Statute` says how many days, of which unit, by which calendar, from when until when, and what
may extend them. The day a request was received chooses the version; the day of an extension
notice chooses the grounds that were lawful.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

UNITS = ("calendar_rolled", "calendar", "working")
MOST_DAYS = 366


class DeadlineError(ValueError):
    """Anything that keeps a statutory date from being worked out; the message names the value."""


class UnknownLaw(DeadlineError):
    """No law of that key was in force on that day."""


class UnknownUnit(DeadlineError):
    """A period is counted in one of `UNITS`."""


class DaysOutOfRange(DeadlineError):
    """A free law's period is 0 to `MOST_DAYS` days."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A lawful reason to extend. Valid on notices dated `valid_from` to `valid_until`, both in."""

    key: str
    words: str
    citation: str
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Statute:
    """One version of one law.

    days, extension_days: in `unit`. `calendar_rolled` counts every day and moves the end off the
    calendar's days off; `calendar` does not move it; `working` counts only days that are not off.
    calendar, rival_calendar: keys of `holidays.CALENDARS`; the rival, where there is one, is
    arguable. valid_from, valid_until: first and last day of receipt, None where open.
    closures_count: whole-day closures of the main office are days off.
    extension_may_follow_roll: arguable that the added days run from the rolled last day.
    pending: entered for a preview only; `law_on` passes it over.
    """

    key: str
    name: str
    citation: str
    valid_from: date | None
    valid_until: date | None
    days: int
    unit: str
    calendar: str
    rival_calendar: str
    extension_days: int
    extension_times: int
    extension_citation: str
    grounds: tuple[Ground, ...]
    source: str
    counting_citation: str = ""
    rolling_citation: str = ""
    closures_count: bool = True
    closures_citation: str = ""
    extension_may_follow_roll: bool = False
    own_holidays: frozenset[date] = frozenset()
    pending: bool = False

    def in_force_on(self, day: date) -> bool:
        """Whether a request received on `day` falls under this version."""
        return (
            not self.pending
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_until is None or day <= self.valid_until)
        )


_RECODIFIED = date(2023, 1, 1)
_LAST_OF_OLD_CODE = date(2022, 12, 31)

HELD_ELSEWHERE = "the records have to be searched for and collected from separate offices"
VOLUMINOUS = "a voluminous amount of separate and distinct records has to be examined"
CONSULTATION = "another agency or component with a substantial interest has to be consulted"
COMPILING = "data have to be compiled, or a program written to extract them"


def _old(number: int) -> str:
    return f"Gov. Code § 6253(c)({number})"


def _new(number: int) -> str:
    return f"Gov. Code § 7922.535(c)({number})"


_CPRA_UNTIL_2022 = Statute(
    key="cpra",
    name="California Public Records Act",
    citation="Gov. Code § 6253(c)",
    valid_from=None,
    valid_until=_LAST_OF_OLD_CODE,
    days=10,
    unit="calendar_rolled",
    calendar="judicial",
    rival_calendar="section_6700",
    extension_days=14,
    extension_times=1,
    extension_citation="Gov. Code § 6253(c)",
    grounds=(
        Ground("held_elsewhere", HELD_ELSEWHERE, _old(1)),
        Ground("voluminous", VOLUMINOUS, _old(2)),
        Ground("consultation", CONSULTATION, _old(3)),
        Ground("compiling", COMPILING, _old(4)),
    ),
    source="Gov. Code § 6253(c), in force until the recodification by AB 473 of 2021",
    counting_citation="Code Civ. Proc. § 12; Gov. Code § 6800",
    rolling_citation="Code Civ. Proc. § 12a",
    closures_citation="Code Civ. Proc. § 12b",
    extension_may_follow_roll=True,
)

_CPRA = replace(
    _CPRA_UNTIL_2022,
    citation="Gov. Code § 7922.535(a)",
    valid_from=_RECODIFIED,
    valid_until=None,
    extension_citation="Gov. Code § 7922.535(b)",
    grounds=(
        Ground("held_elsewhere", HELD_ELSEWHERE, _new(1)),
        Ground("voluminous", VOLUMINOUS, _new(2)),
        Ground("consultation", CONSULTATION, _new(3)),
        Ground("compiling", COMPILING, _new(4)),
        Ground(
            "emergency",
            "a state of emergency proclaimed by the Governor",
            f"{_new(5)} (SB 1034 of 2024)",
            date(2025, 1, 1),
            date(2025, 12, 31),
        ),
        Ground(
            "emergency",
            "a state of emergency proclaimed by the Governor that directly affects the agency's "
            "ability to respond",
            _new(5),
            date(2026, 1, 1),
        ),
        Ground(
            "cyberattack",
            "a cyberattack that keeps the agency from its electronic records",
            f"{_new(6)} (AB 370 of 2025)",
            date(2026, 1, 1),
        ),
    ),
    source="Gov. Code § 7922.535, as amended by SB 1034 of 2024 and AB 370 of 2025",
)

_FOIA = Statute(
    key="foia",
    name="Freedom of Information Act",
    citation="5 U.S.C. § 552(a)(6)(A)(i)",
    valid_from=None,
    valid_until=None,
    days=20,
    unit="working",
    calendar="federal",
    rival_calendar="",
    extension_days=10,
    extension_times=1,
    extension_citation="5 U.S.C. § 552(a)(6)(B)(i)",
    grounds=tuple(
        Ground(key, words, f"5 U.S.C. § 552(a)(6)(B)(iii)({numeral})")
        for key, words, numeral in (
            ("held_elsewhere", HELD_ELSEWHERE, "I"),
            ("voluminous", VOLUMINOUS, "II"),
            ("consultation", CONSULTATION, "III"),
        )
    ),
    source="5 U.S.C. § 552(a)(6)",
    counting_citation="5 U.S.C. § 552(a)(6)(A)(i)",
    rolling_citation="5 U.S.C. § 552(a)(6)(A)(i)",
    closures_count=False,
)

LAWS: tuple[Statute, ...] = (_CPRA_UNTIL_2022, _CPRA, _FOIA)


def law_on(key: str, received_on: date, laws: tuple[Statute, ...] = LAWS) -> Statute:
    """The version of law `key` for a request received on that day; raises UnknownLaw."""
    for statute in laws:
        if statute.key == key and statute.in_force_on(received_on):
            return statute
    known = ", ".join(sorted({statute.key for statute in laws}))
    raise UnknownLaw(f"No law {key!r} was in force on {received_on}; known laws: {known}.")


def free_law(*, days: int, unit: str, holidays: Iterable[date] = frozenset()) -> Statute:
    """A law of one's own: `days` days of `unit` (one of UNITS), with its own list of days off.

    Saturdays and Sundays are off as well. Raises UnknownUnit, DaysOutOfRange.
    """
    if unit not in UNITS:
        raise UnknownUnit(f"Unit {unit!r}: a period is counted in {', '.join(UNITS)}.")
    if not 0 <= days <= MOST_DAYS:
        raise DaysOutOfRange(f"{days} days: a free law's period is 0 to {MOST_DAYS} days.")
    own = f"a free law: {days} days, {unit.replace('_', ' ')}"
    return Statute(
        key="free",
        name="A law of your own",
        citation=own,
        valid_from=None,
        valid_until=None,
        days=days,
        unit=unit,
        calendar="own",
        rival_calendar="",
        extension_days=MOST_DAYS,
        extension_times=1,
        extension_citation=own,
        grounds=(),
        source="as entered",
        counting_citation=own,
        rolling_citation=own,
        closures_citation=own,
        own_holidays=frozenset(holidays),
    )


def lawful_grounds(
    key: str, notice_on: date, laws: tuple[Statute, ...] = LAWS
) -> tuple[Ground, ...]:
    """The grounds on which a notice of that day could extend; raises UnknownLaw."""
    return grounds_on(law_on(key, notice_on, laws), notice_on)


def grounds_on(statute: Statute, notice_on: date) -> tuple[Ground, ...]:
    """The grounds of this version that were lawful on the day of the notice."""
    return tuple(
        ground
        for ground in statute.grounds
        if (ground.valid_from is None or ground.valid_from <= notice_on)
        and (ground.valid_until is None or notice_on <= ground.valid_until)
    )


def enacted(pending: Statute, *, on: date, laws: tuple[Statute, ...] = LAWS) -> tuple[Statute, ...]:
    """`laws` with `pending` in force for what is received from `on`; its predecessor ends the
    day before. Raises UnknownLaw when there is no predecessor. Nothing is changed in place."""
    before = law_on(pending.key, on, laws)
    closed = replace(before, valid_until=on - timedelta(days=1))
    begun = replace(pending, valid_from=on, valid_until=before.valid_until, pending=False)
    return (*(closed if law is before else law for law in laws), begun)


def no_date_reason(records_law: str, level: str) -> str:
    """Why there is no statutory date for a body of that `level` under that `records_law`; empty
    where a law of `LAWS` gives one."""
    if any(statute.key == records_law for statute in LAWS):
        return ""
    bound = "The Public Records Act binds state and local bodies of California"
    if level == "tribal":
        return f"{bound} (Gov. Code § 7920.525); a tribe is none, so no statutory date applies."
    if level == "private":
        return f"{bound} (Gov. Code § 7920.525); a private body is none: no statutory date applies."
    if level == "federal":
        return f"{bound}, not federal offices; without the federal FOIA there is no date to count."
    return f"No records law with a date is recorded for this body ({records_law or 'none'})."
