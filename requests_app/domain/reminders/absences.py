"""Whether somebody can be away as they say, and whether who is named can stand in for them."""

from datetime import date, datetime

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.reminders.models import PersonWishes
from requests_app.domain.reminders.wished import Wished
from requests_app.domain.request_log.dates import check_sane, local_day, shown


class AbsenceRefused(ValueError):
    """An absence, or a stand-in, that cannot be; `field` names what."""

    def __init__(self, field: str, message: str):
        self.field = field
        super().__init__(message)


def check_absence(person: Person, wished: Wished, *, at: datetime) -> None:
    """Raises `AbsenceRefused` and `ImpossibleDate`."""
    begins, ends, stand_in = wished.absence
    check_sane("away_from", "Away from", begins)
    check_sane("away_until", "Away until", ends)
    if begins and ends is None:
        raise AbsenceRefused("away_until", "Say until when: the last day away.")
    if ends and begins is None:
        raise AbsenceRefused("away_from", "Say from when: the first day away.")
    if begins and ends and ends < begins:
        raise AbsenceRefused("away_until", f"{shown(ends)} is before {shown(begins)}.")
    if ends and ends < local_day(at):
        raise AbsenceRefused("away_until", f"{shown(ends)} is past already.")
    if stand_in is not None:
        _check_stand_in(person, stand_in, begins, ends)


def _check_stand_in(person: Person, stand_in: int, begins: date | None, ends: date | None) -> None:
    if stand_in == person.pk:
        raise AbsenceRefused("stand_in", "Nobody stands in for themselves: name somebody else.")
    other = Person.objects.filter(pk=stand_in).first()
    if other is None or not other.is_active:
        raise AbsenceRefused("stand_in", "That account is switched off: name somebody else.")
    if not other.may(Permission.RECORD_EVENTS):
        raise AbsenceRefused("stand_in", f"{other} may not record events: name somebody who may.")
    if not other.email:
        raise AbsenceRefused("stand_in", f"{other} has no e-mail address to send reminders to.")
    if other.is_sample and not person.is_sample:
        raise AbsenceRefused("stand_in", f"{other} is invented: the sample's people get no mail.")
    theirs = PersonWishes.objects.filter(person=other).first()
    if theirs and begins and ends and _meet(theirs, begins, ends):
        because = " and names you as stand-in" if theirs.stand_in_id == person.pk else ""
        raise AbsenceRefused(
            "stand_in",
            f"{other} is away from {shown(theirs.away_from)} to {shown(theirs.away_until)}"
            f"{because}: name somebody who is there.",
        )


def _meet(theirs: PersonWishes, begins: date, ends: date) -> bool:
    """Whether two absences have a day in common."""
    if theirs.away_from is None or theirs.away_until is None:
        return False
    return theirs.away_from <= ends and begins <= theirs.away_until


def stood_in_for(person: Person, *, on: date) -> list[PersonWishes]:
    """Whose stand-in somebody is, on that day or later."""
    named = PersonWishes.objects.filter(stand_in=person, away_until__gte=on)
    return list(named.select_related("person").order_by("away_from", "pk"))
