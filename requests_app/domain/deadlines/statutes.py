"""Laws as dated values: what changes in Sacramento is a new row here, not new code.

A `Statute` says how many days, of which unit, by which calendar, from when until when, and what
may extend them. The day a request was received chooses the version; the day of an extension
notice chooses the grounds that were lawful.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from .law_book import LAWS
from .statute import Ground, Statute

__all__ = [
    "LAWS",
    "MOST_DAYS",
    "UNITS",
    "AlreadyBegins",
    "DaysOutOfRange",
    "DeadlineError",
    "Ground",
    "Statute",
    "UnknownLaw",
    "UnknownUnit",
    "enacted",
    "free_law",
    "grounds_for",
    "law_on",
    "lawful_grounds",
    "no_date_reason",
    "not_bound_reason",
]

UNITS = ("calendar_rolled", "calendar", "working")
MOST_DAYS = 366


class DeadlineError(ValueError):
    """Anything that keeps a statutory date from being worked out; the message names the value."""


class UnknownLaw(DeadlineError):
    """No law of that key was in force on that day."""


class AlreadyBegins(DeadlineError):
    """Two versions of one law cannot begin on one day."""


class UnknownUnit(DeadlineError):
    """A period is counted in one of `UNITS`."""


class DaysOutOfRange(DeadlineError):
    """A free law's period is 0 to `MOST_DAYS` days."""


# Newest first: most requests are received under the law as it is.
_VERSIONS = {law.key: tuple(v for v in reversed(LAWS) if v.key == law.key) for law in LAWS}


def law_on(key: str, received_on: date, laws: tuple[Statute, ...] = LAWS) -> Statute:
    """The version of law `key` for a request received on that day; raises UnknownLaw."""
    for statute in _VERSIONS.get(key, ()) if laws is LAWS else laws:
        if (
            statute.key == key
            and not statute.pending
            and (statute.valid_from is None or statute.valid_from <= received_on)
            and (statute.valid_until is None or received_on <= statute.valid_until)
        ):
            return statute
    known = ", ".join(sorted({statute.key for statute in laws}))
    raise UnknownLaw(
        f"No law {key!r} was in force on {received_on}; known laws: {known}, free (days, unit and "
        "holidays of your own) and none."
    )


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
        name="law of your own",
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
    return _grounds_on(law_on(key, notice_on, laws), notice_on)


def grounds_for(
    statute: Statute, notice_on: date, laws: tuple[Statute, ...] = LAWS
) -> tuple[Ground, ...]:
    """The grounds for a request under `statute`: those of the version in force on the notice's
    day, which may be a later one; of a law that is none of `laws`, its own."""
    return (
        lawful_grounds(statute.key, notice_on, laws)
        if statute in laws
        else _grounds_on(statute, notice_on)
    )


def _grounds_on(statute: Statute, notice_on: date) -> tuple[Ground, ...]:
    """The grounds of this version that were lawful on the day of the notice."""
    return tuple(
        ground
        for ground in statute.grounds
        if (ground.valid_from is None or ground.valid_from <= notice_on)
        and (ground.valid_until is None or notice_on <= ground.valid_until)
    )


def enacted(pending: Statute, *, on: date, laws: tuple[Statute, ...] = LAWS) -> tuple[Statute, ...]:
    """`laws` with `pending` in force for what is received from `on`; its predecessor ends the
    day before. Raises UnknownLaw when there is no predecessor, AlreadyBegins when that one begins
    on the same day. Nothing is changed in place."""
    before = law_on(pending.key, on, laws)
    if before.valid_from == on:
        raise AlreadyBegins(f"A version of {before.name} begins on {on} already.")
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


def not_bound_reason(statute: Statute, records_law: str, level: str) -> str:
    """Why a law chosen by hand gives a body of that `level` under that `records_law` no date;
    empty for the law that binds it, and for a law of one's own."""
    if statute.key == "free":
        return ""
    reason = no_date_reason(records_law, level)
    if reason or statute.key == records_law:
        return reason
    its_own = next(law.name for law in LAWS if law.key == records_law)
    return f"The {statute.name} does not bind this body: its records law is the {its_own}."
