"""Entering and amending a version of a law while it is pending, and dropping it.

What moves dates (enacting, taking back) is in `upkeep.law_changes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from requests_app.domain.deadlines.statutes import MOST_DAYS, UNITS, Ground
from requests_app.domain.statute_book.models import LawVersion
from requests_app.domain.statute_book.rules import plain_words, rules_in_force
from requests_app.domain.statute_book.states import (
    Step,
    StepNotPossible,
    VersionState,
    check_step,
)


class VersionRefused(ValueError):
    """Something entered that no law can say, with the field it was given for."""

    def __init__(self, field: str, message: str):
        self.field = field
        super().__init__(message)


class VersionChangedMeanwhile(Exception):
    """Somebody else changed the version since the page was opened."""


@dataclass(frozen=True)
class VersionDetails:
    """What a bill would change. added_grounds: (words, citation) each; struck_grounds: keys."""

    law: str
    act: str
    citation: str
    days: int
    unit: str
    extension_days: int
    extension_citation: str
    source: str
    note: str = ""
    added_grounds: Sequence[tuple[str, str]] = ()
    struck_grounds: Sequence[str] = ()


@transaction.atomic
def enter_version(*, details: VersionDetails, by: Person | None, at: datetime) -> LawVersion:
    """Enters a pending version; it moves nothing. Raises `VersionRefused`."""
    _check(details, today=timezone.localtime(at).date())
    made = LawVersion(entered_by=by, entered_at=at, **_columns(details))
    _save(made)
    record(verb="entered pending law", subject=made, by=by, at=at)
    return made


@transaction.atomic
def amend_version(
    *, version: LawVersion, details: VersionDetails, seen: int, by: Person, at: datetime
) -> LawVersion:
    """Changes a version that is still pending. `seen`: the count of writes it was opened with.

    Raises `VersionRefused`, `VersionChangedMeanwhile`, `StepNotPossible`.
    """
    _check(details, today=timezone.localtime(at).date())
    locked = locked_version(version, seen=seen)
    if locked.state != VersionState.PENDING:
        raise StepNotPossible("Only a pending version is amended: take its enactment back first.")
    new = _columns(details)
    was = {name: str(getattr(locked, name)) for name in new if getattr(locked, name) != new[name]}
    for name, value in new.items():
        setattr(locked, name, value)
    locked.version += 1
    _save(locked)
    record(verb="amended pending law", subject=locked, by=by, at=at, was=was)
    return locked


@transaction.atomic
def take_step(
    *, version: LawVersion, step: Step, seen: int, by: Person, at: datetime
) -> LawVersion:
    """Drops a pending version, or takes a dropped one up again; neither moves a date.

    Raises `StepNotPossible`, `VersionChangedMeanwhile`, and `VersionRefused` where another bill
    has its name by now.
    """
    if step not in {Step.DROP, Step.TAKE_UP}:
        raise StepNotPossible(f"“{step.label}” moves dates: it is a change of the law.")
    locked = locked_version(version, seen=seen)
    locked.state = check_step(step, VersionState(locked.state))
    locked.version += 1
    _save(locked)
    record(verb=f"law version: {step.label.lower()}", subject=locked, by=by, at=at)
    return locked


def locked_version(version: LawVersion, *, seen: int) -> LawVersion:
    """The row, locked until the transaction ends. Raises `VersionChangedMeanwhile`."""
    locked = LawVersion.objects.select_for_update().get(pk=version.pk)
    if locked.version != seen:
        raise VersionChangedMeanwhile(
            f"Somebody else changed {locked.act} while you had it open; it is "
            f"“{locked.get_state_display()}” now. Look at it again, then decide."
        )
    return locked


def _save(version: LawVersion) -> None:
    """The database says whether the name is free: two who enter one bill at once are told."""
    try:
        with transaction.atomic():
            version.save()
    except IntegrityError as error:
        why = f"A bill called {version.act} is entered for that law already."
        raise VersionRefused("act", why) from error


def _columns(details: VersionDetails) -> dict:
    columns = {field.name: getattr(details, field.name) for field in fields(details)}
    columns["act"] = " ".join(details.act.split())
    columns["added_grounds"] = [
        {"words": words, "citation": citation} for words, citation in details.added_grounds
    ]
    columns["struck_grounds"] = list(details.struck_grounds)
    return columns


def _check(details: VersionDetails, *, today: date) -> None:
    if details.unit not in UNITS:
        raise VersionRefused("unit", f"Unit {details.unit!r}: it is one of {', '.join(UNITS)}.")
    for field, what, least in (("days", "a period", 1), ("extension_days", "an extension", 0)):
        days = getattr(details, field)
        if not least <= days <= MOST_DAYS:
            why = f"{days} days: {what} is {least} to {MOST_DAYS} days."
            raise VersionRefused(field, why)
    _check_grounds(details, today=today)


def _check_grounds(details: VersionDetails, *, today: date) -> None:
    """Only a ground that the law has is struck, only one that it has not is added, and once."""
    rules = rules_in_force()
    law = rules.law(details.law, today)
    for key in details.struck_grounds:
        if key not in {ground.key for ground in law.grounds}:
            why = f"The {law.name} of today has no ground “{rules.ground_words(key)}” to strike."
            raise VersionRefused("struck_grounds", why)
    known = {
        plain_words(ground.words)
        for ground in law.grounds
        if ground.key not in details.struck_grounds and not _is_past(ground, today)
    }
    added: set[str] = set()
    for words in (plain_words(words) for words, _ in details.added_grounds):
        if words in added:
            raise VersionRefused("added_grounds", f"The ground “{words}” is added twice.")
        if words in known:
            why = f"The {law.name} has the ground “{words}” already."
            raise VersionRefused("added_grounds", why)
        added.add(words)


def _is_past(ground: Ground, today: date) -> bool:
    return ground.valid_until is not None and ground.valid_until < today
