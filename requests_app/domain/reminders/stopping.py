"""Stopping one kind of reminder from a mail, and wanting it again."""

from datetime import datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from requests_app.domain.reminders.following import follow_people
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.links import LinkRefused, StopLink
from requests_app.domain.reminders.models import KindWish
from requests_app.domain.reminders.recipients import AddressBook


class NobodyIsMailed(LinkRefused):
    """The account is gone or switched off: it gets no mail."""


def person_of(pk: int) -> Person:
    """Who a link was made for. Raises `NobodyIsMailed`."""
    person = Person.objects.filter(pk=pk, is_active=True).first()
    if person is None:
        raise NobodyIsMailed("The account that this mail went to is switched off.")
    return person


def is_stopped(*, person: Person, kind: ReminderKind) -> bool:
    """Whether the person gets no mail of that kind: by their own word, else by the desk's."""
    return not AddressBook.now().choice(person.pk, kind).wanted


@transaction.atomic
def stop_kind(*, link: StopLink, at: datetime) -> bool:
    """No more mails of that kind for that person; returns whether they had them until now.

    What is planned already is skipped when its mail is made. Raises `NobodyIsMailed`.
    """
    return _wish(link, wanted=False, at=at)


@transaction.atomic
def want_again(*, link: StopLink, at: datetime) -> bool:
    """Mails of that kind again; returns whether they had been stopped. Raises `NobodyIsMailed`."""
    changed = _wish(link, wanted=True, at=at)
    if changed:
        follow_people([link.person], at=at)  # what came due meanwhile was passed over
    return changed


def _wish(link: StopLink, *, wanted: bool, at: datetime) -> bool:
    person = person_of(link.person)
    # Of two at once the second waits here, and then finds that it is done.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if is_stopped(person=person, kind=link.kind) is not wanted:
        return False
    wish, is_new = KindWish.objects.get_or_create(
        person=person, kind=link.kind, defaults={"wanted": wanted}
    )
    if not is_new:
        wish.wanted = wanted
        wish.save()
    verb = "wants reminders again" if wanted else "stopped reminders"
    record(verb=verb, subject=wish, by=person, at=at, kind=link.kind, by_mail=True)
    return True
