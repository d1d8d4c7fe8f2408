"""Contacts from CSV: what the file would change, then all of it or nothing."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.contact_file import ContactRow, read_contacts
from requests_app.domain.agencies.contacts import ContactDetails, same_value
from requests_app.domain.agencies.csv_rows import DirectoryRefused, RowError
from requests_app.domain.agencies.directory import AgencyIndex
from requests_app.domain.agencies.models import Agency, Contact
from requests_app.domain.agencies.suggestions import AgencySuggester
from requests_app.domain.audit.operations import record_many
from requests_app.domain.sheets.formulas import guarded

REMEDY_HEAD = "what to mend"
MOST_SUGGESTIONS = 3


@dataclass(frozen=True)
class ContactPlan:
    """What a row would do. known: the contact that it is about, None for a new one."""

    row: int
    agency: Agency
    details: ContactDetails
    known: Contact | None

    @property
    def merged(self) -> ContactDetails:
        """What the contact would be: as it is spelt, with the later day, and the kind of portal
        where one is said."""
        if self.known is None:
            return self.details
        days = [self.known.last_confirmed_on, self.details.last_confirmed_on]
        return ContactDetails(
            self.known.kind,
            self.known.value,
            self.details.portal_kind or self.known.portal_kind,
            max((day for day in days if day), default=None),
        )

    @property
    def is_nothing(self) -> bool:
        merged, known = self.merged, self.known
        return known is not None and (merged.portal_kind, merged.last_confirmed_on) == (
            known.portal_kind, known.last_confirmed_on,
        )  # fmt: skip


@dataclass(frozen=True)
class Unmatched:
    """A row whose agency nobody in the directory answers to; suggestions: who may be meant."""

    row: int
    value: str
    suggestions: list[str]


@dataclass
class ContactsPlan:
    header: list[str] = field(default_factory=list)
    rows: list[ContactPlan] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    failed: list[ContactRow] = field(default_factory=list)

    @property
    def added(self) -> list[ContactPlan]:
        return [plan for plan in self.rows if plan.known is None]

    @property
    def updated(self) -> list[ContactPlan]:
        return [plan for plan in self.rows if plan.known and not plan.is_nothing]

    @property
    def unchanged(self) -> int:
        return sum(plan.is_nothing for plan in self.rows)

    @property
    def is_sound(self) -> bool:
        return not self.failed

    def every_error(self) -> list[RowError]:
        """The errors, and each unmatched agency as one, in the file's order."""
        return sorted([*self.errors, *map(_error, self.unmatched)], key=lambda error: error.row)


@dataclass(frozen=True)
class ContactsImport:
    added: int
    updated: int
    unchanged: int

    @classmethod
    def of(cls, plan: ContactsPlan) -> "ContactsImport":
        return cls(len(plan.added), len(plan.updated), plan.unchanged)


def plan_contacts(content: bytes, name: str, *, today: date) -> ContactsPlan:
    """What the file would change, and every row that fails. Raises `DirectoryRefused` for what is
    no such file. Seven queries at most."""
    header, rows = read_contacts(content, name, today=today)
    plan, index, seen = ContactsPlan(header), AgencyIndex(), set()
    known = {
        (one.agency_id, one.kind, same_value(one.kind, one.value)): one
        for one in Contact.objects.all()
    }
    suggester: AgencySuggester | None = None
    for row in rows:
        agency = index.find(name=row.agency, ori=row.ori or row.agency, county=row.county)
        if agency is None:
            suggester = suggester or AgencySuggester()
            meant = row.agency or row.ori
            likely = suggester.like(meant, county=row.county)[:MOST_SUGGESTIONS]
            plan.unmatched.append(Unmatched(row.row, meant, [str(one) for one in likely]))
        errors = list(row.errors)
        if agency and row.details:
            kind, value = row.details.kind, row.details.value
            key = (agency.pk, kind, same_value(kind, value))
            if key in seen:
                rule = f"stands in an earlier row as well, for {agency}"
                errors.append(RowError(row.row, "value", row.details.value, rule))
            seen.add(key)
            if not errors:
                plan.rows.append(ContactPlan(row.row, agency, row.details, known.get(key)))
        plan.errors += errors
        if errors or agency is None:
            plan.failed.append(row)
    return plan


def _error(unmatched: Unmatched) -> RowError:
    maybe = "; ".join(unmatched.suggestions)
    rule = f"no agency answers to that{f'. Perhaps: {maybe}' if maybe else ''}"
    return RowError(unmatched.row, "agency", unmatched.value, rule)


def failed_csv(plan: ContactsPlan) -> str:
    """The rows that failed, as they came, with what to mend: to be mended and sent again."""
    errors: dict[int, list[str]] = {}
    for error in plan.every_error():
        errors.setdefault(error.row, []).append(f"{error.column}: {error.message}")
    out = io.StringIO()
    header = [head for head in plan.header if head != REMEDY_HEAD]
    writer = csv.writer(out)
    writer.writerow(map(guarded, [*header, REMEDY_HEAD]))
    for row in plan.failed:
        cells = [*(row.cells[head] for head in header), " / ".join(errors[row.row])]
        writer.writerow(map(guarded, cells))
    return out.getvalue()


@transaction.atomic
def import_contacts(
    *, content: bytes, name: str, by: Person | None, at: datetime, today: date
) -> ContactsImport:
    """Enters and confirms the contacts of the file.

    Raises `DirectoryRefused`, then nothing has changed.
    """
    list(Agency.objects.select_for_update().order_by("pk").values_list("pk"))
    plan = plan_contacts(content, name, today=today)
    if not plan.is_sound:
        raise DirectoryRefused(plan.every_error())
    done = ContactsImport.of(plan)
    changed: dict[int, Agency] = {}
    for one in plan.rows:
        if not one.is_nothing:
            contact = one.known or Contact(agency=one.agency)
            for column, value in vars(one.merged).items():
                setattr(contact, column, value)
            contact.save()
            changed[one.agency.pk] = one.agency
    counts = {"file": name, "added": done.added, "updated": done.updated}
    record_many(verb="imported contacts", subjects=changed.values(), by=by, at=at, **counts)
    return done
