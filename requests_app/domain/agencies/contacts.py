"""Where an agency is reached: entered, confirmed, amended, taken out. Each can be undone."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency, Contact
from requests_app.domain.audit.operations import record
from requests_app.domain.deadlines.years import FIRST_YEAR

Kind = Contact.Kind


class ContactRefused(ValueError):
    """It cannot be a contact, or is one already; `field` names what is wrong with it."""

    def __init__(self, field: str, message: str):
        self.field = field
        super().__init__(message)


class ContactGone(ValueError):
    """Somebody took the contact out already."""


@dataclass(frozen=True)
class ContactDetails:
    kind: str
    value: str
    portal_kind: str = ""
    last_confirmed_on: date | None = None


def checked(details: ContactDetails, *, today: date) -> ContactDetails:
    """`details` tidied, when they can be a contact. Raises `ContactRefused`."""
    lines = [" ".join(line.split()) for line in details.value.splitlines()]
    value = "\n".join(line for line in lines if line)
    if not value:
        raise ContactRefused("value", "A contact needs its address.")
    if len(value) > (longest := Contact._meta.get_field("value").max_length or 0):
        raise ContactRefused("value", f"An address is no longer than {longest} characters.")
    _check_form(details.kind, value)
    if details.portal_kind and details.kind != Kind.PORTAL:
        raise ContactRefused("portal_kind", "Only a portal has a kind of portal.")
    confirmed_on = details.last_confirmed_on
    if confirmed_on and not FIRST_YEAR <= confirmed_on.year <= today.year:
        raise ContactRefused("last_confirmed_on", f"The year {confirmed_on.year:04d} cannot be.")
    if confirmed_on and confirmed_on > today:
        raise ContactRefused("last_confirmed_on", "It cannot have been confirmed in the future.")
    return ContactDetails(details.kind, value, details.portal_kind, confirmed_on)


def _check_form(kind: str, value: str) -> None:
    if kind not in Kind.values:
        raise ContactRefused("kind", f"must be one of {', '.join(Kind.values)}")
    if kind == Kind.EMAIL:
        try:
            validate_email(value)
        except ValidationError as error:
            raise ContactRefused("value", f"“{value}” is no e-mail address.") from error
    if kind == Kind.PORTAL and not is_web_address(value):
        raise ContactRefused("value", "A portal's address begins with https:// or http://.")
    if kind == Kind.PORTAL and "@" in urlsplit(value).netloc:
        raise ContactRefused("value", "Without a user's name and password, which all would read.")
    if kind == Kind.FAX and sum(character.isdigit() for character in value) < 7:
        raise ContactRefused("value", f"“{value}” is no fax number.")


def is_web_address(text: str) -> bool:
    """Whether it is an http(s) address with a host, and no blank in it."""
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and not text.split()[1:]
    except ValueError:
        return False


def same_value(kind: str, value: str) -> str:
    """What two spellings of one address have in common: e-mail knows no capital letters."""
    return value.casefold() if kind == Kind.EMAIL else value


def _same_contact(agency: Agency, details: ContactDetails) -> QuerySet[Contact]:
    is_same = "value__iexact" if details.kind == Kind.EMAIL else "value"
    return agency.contacts.filter(kind=details.kind, **{is_same: details.value})


@transaction.atomic
def add_contact(
    *, agency: Agency, details: ContactDetails, by: Person | None, at: datetime, today: date
) -> tuple[Contact, bool]:
    """Enters a contact, or notes another day or kind of portal for one that is known; says whether
    it is new. Raises `ContactRefused`, also where nothing would change."""
    found = checked(details, today=today)
    Agency.objects.select_for_update().get(pk=agency.pk)
    known = _same_contact(agency, found).first()
    if known is None:
        contact = Contact.objects.create(agency=agency, **vars(found))
        record(verb="added contact", subject=agency, by=by, at=at, contact=str(contact))
        return contact, True
    was = (known.last_confirmed_on, known.portal_kind)
    known.last_confirmed_on = found.last_confirmed_on or known.last_confirmed_on
    known.portal_kind = found.portal_kind or known.portal_kind
    if was == (known.last_confirmed_on, known.portal_kind):
        raise ContactRefused("value", f"{agency} has this contact already.")
    known.save()
    record(verb="confirmed contact", subject=agency, by=by, at=at, contact=str(known),
           was=str(was[0]))  # fmt: skip
    return known, False


@transaction.atomic
def amend_contact(
    *, contact: Contact, details: ContactDetails, by: Person | None, at: datetime, today: date
) -> Contact:
    """Changes a contact. Raises `ContactRefused` and `ContactGone`."""
    found = checked(details, today=today)
    locked = _locked(contact)
    if _same_contact(locked.agency, found).exclude(pk=locked.pk).exists():
        raise ContactRefused("value", f"{locked.agency} has this contact already.")
    was = str(locked)
    for name, value in vars(found).items():
        setattr(locked, name, value)
    locked.save()
    record(verb="amended contact", subject=locked.agency, by=by, at=at, was=was, now=str(locked))
    return locked


@transaction.atomic
def confirm_contact(*, contact: Contact, on: date, by: Person, at: datetime) -> Contact:
    """Notes that the contact was found to be right on that day. Raises `ContactGone`."""
    locked = _locked(contact)
    was = locked.last_confirmed_on
    if was is None or was < on:
        locked.last_confirmed_on = on
        locked.save()
        verb = "confirmed contact"
        record(verb=verb, subject=locked.agency, by=by, at=at, contact=str(locked), was=str(was))
    return locked


@transaction.atomic
def remove_contact(*, contact: Contact, by: Person, at: datetime) -> Contact:
    """Takes a contact out; `contact.pk` is kept for its history. Raises `ContactGone`."""
    locked = _locked(contact)
    agency, words, pk = locked.agency, str(locked), locked.pk
    locked.delete()
    locked.pk = pk
    record(verb="removed contact", subject=agency, by=by, at=at, contact=words)
    return locked


def _locked(contact: Contact) -> Contact:
    found = Contact.objects.select_for_update().filter(pk=contact.pk).first()
    if found is None:
        raise ContactGone(f"“{contact.value}” was taken out already.")
    return found
