"""What is special about one office and moves its dates: closures, and holidays it adopted."""

from datetime import date, datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import AdoptedHoliday, Agency, Closure
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.dates import check_sane, shown
from requests_app.domain.request_log.reckoning import Offices
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.domain.upkeep.models import DatesMove
from requests_app.domain.upkeep.moves import begin_move
from requests_app.domain.upkeep.previews import Preview, preview_of


class ClosureKnown(ValueError):
    """The office is entered as closed on that day already."""


class ClosureGone(ValueError):
    """Somebody took the closure out already."""


class AdoptionRefused(ValueError):
    """The holiday is adopted already, or binds the body anyway."""


def preview_closure(*, agency: Agency, on: date, today: date, by: Person | None = None) -> Preview:
    """What a closure on that day would move. Raises `ClosureKnown` and `ImpossibleDate`."""
    _check_new(agency, on)
    closed = {**agency.closure_days(), on: ""}
    offices = Offices(closures={agency.pk: closed}, adopted={})
    return preview_of(_closure_move(agency, on), rules_in_force(), on=today, offices=offices, by=by)


@transaction.atomic
def record_closure(
    *, agency: Agency, on: date, reason: str, source: str, by: Person, at: datetime
) -> DatesMove:
    """Enters a whole-day closure of the main office and moves the dates it touches.

    Code Civ. Proc. § 12b. It may lie ahead. Raises `ClosureKnown` and `ImpossibleDate`.
    """
    _check_new(agency, on)
    closure = Closure.objects.create(agency=agency, on=on, reason=reason, source=source)
    record(verb="entered closure", subject=agency, by=by, at=at, closure=str(closure))
    what = f"The office is closed on {shown(on)} ({reason}; {source})."
    return begin_move(_closure_move(agency, on, what), by=by, at=at)


def preview_removal(*, closure: Closure, today: date, by: Person | None = None) -> Preview:
    """What would move if the closure were taken out."""
    agency = closure.agency
    left = {on: reason for on, reason in agency.closure_days().items() if on != closure.on}
    offices = Offices(closures={agency.pk: left}, adopted={})
    move = _closure_move(agency, closure.on)
    return preview_of(move, rules_in_force(), on=today, offices=offices, by=by)


@transaction.atomic
def remove_closure(*, closure: Closure, by: Person, at: datetime) -> DatesMove:
    """Takes a closure out again and moves the dates it held. Raises `ClosureGone`."""
    found = Closure.objects.select_for_update().filter(pk=closure.pk).first()
    if found is None:
        raise ClosureGone(f"The closure of {shown(closure.on)} was taken out already.")
    agency, words = closure.agency, str(closure)
    found.delete()
    record(verb="removed closure", subject=agency, by=by, at=at, closure=words)
    what = f"The closure of the office on {shown(closure.on)} was taken out."
    return begin_move(_closure_move(agency, closure.on, what), by=by, at=at)


def preview_adoption(
    *, agency: Agency, holiday: str, today: date, by: Person | None = None
) -> Preview:
    """What it would move if the body had adopted the holiday. Raises `AdoptionRefused`."""
    _check_adoption(agency, holiday)
    return _preview_adopted(agency, agency.adopted_keys() | {holiday}, today=today, by=by)


@transaction.atomic
def record_adoption(
    *, agency: Agency, holiday: str, source: str, by: Person, at: datetime
) -> DatesMove:
    """Notes that a local body adopted a holiday of Gov. Code § 6700. Raises `AdoptionRefused`."""
    _check_adoption(agency, holiday)
    adopted = AdoptedHoliday.objects.create(agency=agency, holiday=holiday, source=source)
    record(verb="entered adopted holiday", subject=agency, by=by, at=at, adopted=str(adopted))
    what = f"{agency} adopted {adopted.get_holiday_display()} ({source})."
    return begin_move(DatesMove(what=what, agency=agency), by=by, at=at)


def preview_unadoption(
    *, adopted: AdoptedHoliday, today: date, by: Person | None = None
) -> Preview:
    """What would move if the adoption were taken out."""
    agency = adopted.agency
    return _preview_adopted(agency, agency.adopted_keys() - {adopted.holiday}, today=today, by=by)


@transaction.atomic
def remove_adoption(*, adopted: AdoptedHoliday, by: Person, at: datetime) -> DatesMove:
    """Takes an adoption out again. Raises `AdoptionRefused` when somebody did already."""
    agency, words = adopted.agency, adopted.get_holiday_display()
    found = AdoptedHoliday.objects.select_for_update().filter(pk=adopted.pk).first()
    if found is None:
        raise AdoptionRefused(f"{words} was taken out already.")
    found.delete()
    record(verb="removed adopted holiday", subject=agency, by=by, at=at, adopted=words)
    what = f"{agency} did not adopt {words} after all."
    return begin_move(DatesMove(what=what, agency=agency), by=by, at=at)


@transaction.atomic
def move_agency(agency: Agency, *, by: Person | None, at: datetime) -> DatesMove:
    """After a change of level or law: brings the agency's requests up to date."""
    law = agency.get_records_law_display()
    what = f"{agency} is entered as {agency.get_level_display().lower()}, under: {law}."
    return begin_move(DatesMove(what=what, agency=agency), by=by, at=at)


def _closure_move(agency: Agency, on: date, what: str = "") -> DatesMove:
    return DatesMove(what=what, agency=agency, across=on)


def _check_new(agency: Agency, on: date) -> None:
    check_sane("on", "Closed on", on)
    if agency.closures.filter(on=on).exists():
        raise ClosureKnown(f"{agency} is entered as closed on {shown(on)} already.")


def _check_adoption(agency: Agency, holiday: str) -> None:
    if agency.level == "state":
        raise AdoptionRefused("It binds a state body anyway; only local bodies adopt it.")
    if holiday in agency.adopted_keys():
        raise AdoptionRefused(f"{agency} is entered as having adopted it already.")


def _preview_adopted(
    agency: Agency, adopted: frozenset[str], *, today: date, by: Person | None = None
) -> Preview:
    offices = Offices(closures={}, adopted={agency.pk: adopted})
    return preview_of(DatesMove(agency=agency), rules_in_force(), on=today, offices=offices, by=by)
