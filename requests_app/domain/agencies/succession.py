"""What an agency is a part of, and what became of it: renamed, merged or closed.

A successor is another entry that lives on; two entries of the same agency are merged instead
(`upkeep/merging.py`).
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency, Succession
from requests_app.domain.audit.operations import record

FIRST_YEAR = 1850  # California has been a state since


class SuccessionRefused(ValueError):
    """It cannot have ended so; `field` names what is wrong."""

    def __init__(self, field: str, message: str):
        self.field = field
        super().__init__(message)


class PartRefused(ValueError):
    """It cannot be a part of that."""


@transaction.atomic
def record_succession(
    *,
    agency: Agency,
    kind: str,
    on: date,
    successor: Agency | None,
    source: str,
    by: Person,
    at: datetime,
    today: date,
) -> Agency:
    """Notes how an agency ended: from `on` it is no more, and `successor` came after it.

    Replaces what was noted before. Raises `SuccessionRefused`.
    """
    locked = _locked(agency, successor)
    if not FIRST_YEAR <= on.year <= today.year + 1:
        raise SuccessionRefused("on", f"The year {on.year:04d} cannot be.")
    if not source.strip():
        raise SuccessionRefused("source", "Say where this is known from.")
    if kind == Succession.CLOSED and successor:
        raise SuccessionRefused("successor", "What nobody came after has no successor.")
    if kind != Succession.CLOSED:
        _check_successor(locked, successor, on)
    locked.succession, locked.closed_on, locked.succeeded_by = kind, on, successor
    locked.succession_source = source.strip()
    locked.save()
    record(
        verb="entered succession",
        subject=locked,
        by=by,
        at=at,
        kind=kind,
        on=str(on),
        successor=str(successor or ""),
    )
    return locked


def _check_successor(agency: Agency, successor: Agency | None, on: date) -> None:
    if successor is None:
        raise SuccessionRefused("successor", "Say which agency came after it.")
    if successor.pk == agency.pk:
        raise SuccessionRefused("successor", f"{agency} cannot come after itself.")
    if any(one.pk == agency.pk for one in chain(successor, lambda one: one.succeeded_by)):
        raise SuccessionRefused("successor", f"{successor} is entered as what {agency} came from.")
    if successor.closed_on and successor.closed_on <= on:
        raise SuccessionRefused(
            "successor", f"{successor} had ended itself by then, on {successor.closed_on}."
        )


@transaction.atomic
def remove_succession(*, agency: Agency, by: Person, at: datetime) -> Agency:
    """Takes it out: the agency lives on. Raises `SuccessionRefused` if it lives already."""
    locked = _locked(agency, None)
    if locked.closed_on is None:
        raise SuccessionRefused("on", f"{locked} lives on: there is nothing to take out.")
    was = f"{locked.get_succession_display()} {locked.succeeded_by or ''}".strip()
    record(
        verb="removed succession", subject=locked, by=by, at=at, was=was, on=str(locked.closed_on)
    )
    locked.succession = locked.succession_source = ""
    locked.closed_on = locked.succeeded_by = None
    locked.save()
    return locked


@transaction.atomic
def undo_succession(*, change: int, by: Person, at: datetime) -> Agency:
    """Puts back how the agency had ended before it was amended. change: the number, in its history,
    of what was made of it. Raises `SuccessionRefused` where it is another by now (a second click),
    or where what it was has no place any more."""
    done = Agency.history.get(pk=change)
    earlier = Agency.history.filter(id=done.id, pk__lt=change)
    before = earlier.order_by("-history_id").first()
    successor = Agency.objects.filter(pk=before.succeeded_by_id).first() if before else None
    locked = _locked(done.instance, successor)
    if before is None or before.closed_on is None or _end_of(locked) != _end_of(done):
        raise SuccessionRefused("on", f"How {locked} ended was changed since: that stays.")
    if before.succession != Succession.CLOSED:
        _check_successor(locked, successor, before.closed_on)
    for name in _END:
        setattr(locked, name, getattr(before, name))
    locked.save()
    now = {name: str(getattr(before, name) or "") for name in _END}
    record(verb="undid change of succession", subject=locked, by=by, at=at, **now)
    return locked


_END = ("succession", "closed_on", "succeeded_by_id", "succession_source")


def _end_of(agency: Any) -> tuple:
    """How it ended: of an agency, or of a row of its history."""
    return tuple(getattr(agency, name) for name in _END)


@transaction.atomic
def set_parent(*, agency: Agency, parent: Agency | None, by: Person, at: datetime) -> Agency:
    """Notes what the agency is a part of; None: of nothing. Raises `PartRefused`."""
    locked = _locked(agency, parent)
    if parent and parent.pk == agency.pk:
        raise PartRefused(f"{agency} cannot be a part of itself.")
    if parent and any(one.pk == agency.pk for one in chain(parent, lambda one: one.parent)):
        raise PartRefused(f"{parent} is entered as a part of {agency}.")
    was, locked.parent = locked.parent, parent
    locked.save()
    record(
        verb="set parent", subject=locked, by=by, at=at, was=str(was or ""), now=str(parent or "")
    )
    return locked


def _locked(agency: Agency, other: Agency | None) -> Agency:
    """The agency, locked together with the other one in the order of their numbers."""
    wanted = [one.pk for one in (agency, other) if one]
    found = Agency.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    return {one.pk: one for one in found}[agency.pk]


def chain(start: Agency, following: Callable[[Agency], Agency | None]) -> list[Agency]:
    """`start` and whom one comes to from there, each once."""
    found: list[Agency] = []
    one: Agency | None = start
    while one is not None and one not in found:
        found.append(one)
        one = following(one)
    return found


def bearer_in(
    years: tuple[int, int], agency: Agency, predecessors: Callable[[Agency], list[Agency]]
) -> tuple[Agency, str]:
    """Which entry of a renamed agency bore its name in `years` (first, last), and a note if it is
    another one than `agency`.

    Sources print old years under the new name and go on with the old one for a while. Only a
    renaming is followed: what was merged into another agency, or closed, is left as it is named,
    with a note. `predecessors`: the entries renamed to a given one.
    """
    first, last = years
    seen, one = {agency.pk}, agency
    while _ended_before(first, one) and one.succession == Succession.RENAMED:
        after = one.succeeded_by
        if after is None or after.pk in seen:
            break
        seen.add(after.pk)
        one = after
    while len(before := [old for old in predecessors(one) if _lived_after(last, old)]) == 1:
        if before[0].pk in seen:
            break
        one = before[0]
        seen.add(one.pk)
    if one.pk != agency.pk:
        return one, f"In {last} {agency.name} was {one.name}: the row is taken for that entry."
    if _ended_before(first, agency):
        how = agency.get_succession_display()
        after_it = f" {agency.succeeded_by}" if agency.succeeded_by else ""
        return agency, f"{agency.name} had ended by {first} ({how}{after_it}, {agency.closed_on})."
    return agency, ""


def _ended_before(year: int, agency: Agency) -> bool:
    return agency.closed_on is not None and agency.closed_on <= date(year, 1, 1)


def _lived_after(year: int, agency: Agency) -> bool:
    """Whether it still bore its name at the end of the year."""
    return agency.closed_on is not None and agency.closed_on > date(year, 12, 31)
