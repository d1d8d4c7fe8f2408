"""Changes of the law that move everybody's dates: enacting a version, appointing a holiday."""

from copy import copy
from datetime import date, datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.deadlines.statutes import AlreadyBegins
from requests_app.domain.request_log.dates import check_sane, shown
from requests_app.domain.statute_book.models import (
    AppointedHoliday,
    LawVersion,
    appointed_days,
)
from requests_app.domain.statute_book.operations import VersionRefused, locked_version
from requests_app.domain.statute_book.rules import rules_of
from requests_app.domain.statute_book.states import Step, VersionState, check_step
from requests_app.domain.upkeep.models import DatesMove
from requests_app.domain.upkeep.moves import begin_move
from requests_app.domain.upkeep.previews import Preview, preview_of


class HolidayKnown(ValueError):
    """A holiday is entered for that day already."""


class HolidayGone(ValueError):
    """Somebody took the holiday out already."""


def preview_enactment(
    *, version: LawVersion, begins: date, today: date, by: Person | None = None
) -> Preview:
    """What would move if the version were in force from the day `begins`.

    Raises `ImpossibleDate`, and `VersionRefused` where another version begins on that day.
    """
    rules = _rules_with(version, begins)
    return preview_of(_law_move(version, begins), rules, on=today, by=by)


@transaction.atomic
def enact_law(
    *, version: LawVersion, begins: date, seen: int, by: Person, at: datetime
) -> DatesMove:
    """Puts a pending version in force for what is received from the day `begins`, and moves dates.

    `seen`: the count of writes the page was opened with. Raises `ImpossibleDate`,
    `VersionRefused`, `VersionChangedMeanwhile`, `StepNotPossible`.
    """
    locked = locked_version(version, seen=seen)
    locked.state = check_step(Step.ENACT, VersionState(locked.state))
    _rules_with(locked, begins)
    locked.in_force_from = begins
    locked.version += 1
    locked.save()
    record(verb="enacted law", subject=locked, by=by, at=at, begins=str(begins))
    what = f"{locked.act} is in force for what is received from {shown(begins)} ({locked.source})."
    return begin_move(_law_move(locked, begins, what), by=by, at=at)


def preview_take_back(*, version: LawVersion, today: date, by: Person | None = None) -> Preview:
    """What would move if the enactment were taken back."""
    assert version.in_force_from is not None, "only what is in force is taken back"
    move = _law_move(version, version.in_force_from)
    return preview_of(move, _rules_without(version), on=today, by=by)


@transaction.atomic
def take_back_enactment(*, version: LawVersion, seen: int, by: Person, at: datetime) -> DatesMove:
    """Makes a version pending again, and moves the dates back.

    Raises `VersionChangedMeanwhile`, `StepNotPossible`.
    """
    locked = locked_version(version, seen=seen)
    locked.state = check_step(Step.TAKE_BACK, VersionState(locked.state))
    begins, locked.in_force_from = locked.in_force_from, None
    assert begins is not None, "what is in force has its first day"
    locked.version += 1
    locked.save()
    record(verb="took enactment back", subject=locked, by=by, at=at, began=str(begins))
    what = f"{locked.act} is not in force from {shown(begins)} after all."
    return begin_move(_law_move(locked, begins, what), by=by, at=at)


def preview_holiday(*, on: date, today: date, by: Person | None = None) -> Preview:
    """What an appointed holiday would move. Raises `HolidayKnown` and `ImpossibleDate`."""
    _check_new(on)
    appointed = appointed_days(AppointedHoliday.objects.all())
    rules = rules_of(LawVersion.objects.in_force(), {**appointed, on: ""})
    return preview_of(DatesMove(across=on), rules, on=today, by=by)


@transaction.atomic
def appoint_holiday(
    *, on: date, name: str, appointed_by: str, source: str, by: Person, at: datetime
) -> DatesMove:
    """Enters a day that the President or the Governor appointed, and moves the dates it touches.

    Code Civ. Proc. § 135; Gov. Code § 6700. Raises `HolidayKnown` and `ImpossibleDate`.
    """
    _check_new(on)
    made = AppointedHoliday.objects.create(
        on=on, name=name, appointed_by=appointed_by, source=source, entered_by=by, entered_at=at
    )
    record(verb="entered appointed holiday", subject=made, by=by, at=at, source=source)
    what = f"{shown(on)} is a holiday: {made.reason} ({source})."
    return begin_move(DatesMove(what=what, across=on), by=by, at=at)


def preview_holiday_removal(
    *, holiday: AppointedHoliday, today: date, by: Person | None = None
) -> Preview:
    """What would move if the holiday were taken out."""
    left = appointed_days(AppointedHoliday.objects.exclude(pk=holiday.pk))
    rules = rules_of(LawVersion.objects.in_force(), left)
    return preview_of(DatesMove(across=holiday.on), rules, on=today, by=by)


@transaction.atomic
def remove_holiday(*, holiday: AppointedHoliday, by: Person, at: datetime) -> DatesMove:
    """Takes an appointed holiday out again, and moves the dates it held. Raises `HolidayGone`."""
    found = AppointedHoliday.objects.select_for_update().filter(pk=holiday.pk).first()
    if found is None:
        raise HolidayGone(f"{holiday.name} was taken out already.")
    record(verb="removed appointed holiday", subject=found, by=by, at=at, on=str(found.on))
    found.delete()
    what = f"{shown(holiday.on)} is no holiday after all ({holiday.name} was taken out)."
    return begin_move(DatesMove(what=what, across=holiday.on), by=by, at=at)


def _law_move(version: LawVersion, begins: date, what: str = "") -> DatesMove:
    # The receipt chooses the version; the day of a notice chooses the grounds that were lawful.
    changes_grounds = bool(version.added_grounds or version.struck_grounds)
    extended_since = begins if changes_grounds else None
    return DatesMove(what=what, law=version.law, since=begins, extended_since=extended_since)


def _rules_with(version: LawVersion, begins: date) -> Rules:
    check_sane("begins", "In force from", begins)
    tried = copy(version)  # what is tried out must not be saved with the row
    tried.in_force_from = begins
    others = LawVersion.objects.in_force().exclude(pk=version.pk)
    try:
        return rules_of([*others, tried], appointed_days(AppointedHoliday.objects.all()))
    except AlreadyBegins as error:
        raise VersionRefused("begins", str(error)) from error


def _rules_without(version: LawVersion) -> Rules:
    others = LawVersion.objects.in_force().exclude(pk=version.pk)
    return rules_of(others, appointed_days(AppointedHoliday.objects.all()))


def _check_new(on: date) -> None:
    check_sane("on", "The day", on)
    if known := AppointedHoliday.objects.filter(on=on).first():
        raise HolidayKnown(f"{shown(on)} is entered already: {known.name}.")
