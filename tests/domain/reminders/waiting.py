"""People for each of whom a mail waits, made cheaply."""

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.reminders.models import OwnReminder
from tests.builders import NOW, TODAY, an_agency


def mails_wait(count: int, per_mail: int = 1) -> list[Person]:
    """So many people with `per_mail` own reminders due today: a mail for each."""
    known = Person.objects.count()
    people = Person.objects.bulk_create(
        Person(username=f"waits{n}", email=f"waits{n}@example.org", password="!")
        for n in range(known, known + count)
    )
    agency = an_agency_to_think_of()
    OwnReminder.objects.bulk_create(
        OwnReminder(agency=agency, note=f"Ring them, {n}", due_on=TODAY, person=person, made_at=NOW)
        for person in people
        for n in range(per_mail)
    )
    return people


def an_agency_to_think_of() -> Agency:
    return Agency.objects.first() or an_agency("Fresno Police Department")
