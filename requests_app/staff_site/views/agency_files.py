"""The directory and its contacts from CSV: a file is looked at first, then all of it or nothing.

The look keeps nothing: the page carries the file along, and the key of what it showed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.contact_file import HEADS
from requests_app.domain.agencies.contact_importer import (
    ContactsPlan,
    failed_csv,
    import_contacts,
    plan_contacts,
)
from requests_app.domain.agencies.csv_rows import DirectoryRefused
from requests_app.domain.agencies.importer import COLUMNS, DirectoryPlan, plan_directory
from requests_app.domain.upkeep.directory import import_directory, preview_directory
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.directory_files import CarriedFileForm
from requests_app.staff_site.looked_at import key_of
from requests_app.staff_site.moves import CONFIRM, preview_context

ROWS_SHOWN = 100
FAILED = "failed"


@dataclass(frozen=True)
class FileImport:
    """One kind of file. look: what it would change. key: what of that was shown. enter: does it
    and says what was done. to_mend: the rows that failed, as a file."""

    template: str
    look: Callable[[bytes, str], Any]
    key: Callable[[Any], str]
    enter: Callable[[StaffRequest, bytes, str], str]
    more: Callable[[Any, Person], dict[str, Any]]
    to_mend: Callable[[Any], HttpResponse] | None = None


@may(Permission.EDIT_DIRECTORY)
def import_directory_page(request: StaffRequest) -> HttpResponse:
    return _file_page(request, DIRECTORY)


@may(Permission.EDIT_DIRECTORY)
def import_contacts_page(request: StaffRequest) -> HttpResponse:
    return _file_page(request, CONTACTS)


def _file_page(request: StaffRequest, kind: FileImport) -> HttpResponse:
    sent = request.method == "POST"
    form = CarriedFileForm(request.POST, request.FILES) if sent else CarriedFileForm()
    context: dict[str, Any] = {"form": form, "place": "agencies"}
    context |= {"columns": COLUMNS, "heads": HEADS}
    if form.is_valid():
        try:
            answer = _looked_at_or_entered(request, kind, form, context)
        except DirectoryRefused as refused:
            context |= {"errors": refused.errors[:ROWS_SHOWN], "error_count": len(refused.errors)}
        else:
            if answer:
                return answer
    status = 422 if form.errors or context.get("error_count") else 200
    return render(request, kind.template, context, status=status)


def _looked_at_or_entered(
    request: StaffRequest, kind: FileImport, form: CarriedFileForm, context: dict[str, Any]
) -> HttpResponse | None:
    content, name = form.content(), form.name()
    plan = kind.look(content, name)
    key = kind.key(plan)
    if request.POST.get(CONFIRM) == key:
        messages.success(request, kind.enter(request, content, name))
        return redirect("staff:agencies")
    if request.POST.get("give") == FAILED and kind.to_mend:
        return kind.to_mend(plan)
    context |= {"plan": plan, "key": key, "changed": CONFIRM in request.POST, "name": name}
    context |= {"carried": form.carried(), **kind.more(plan, request.user)}
    return None


def _contacts_to_mend(plan: ContactsPlan) -> HttpResponse:
    answer = HttpResponse(failed_csv(plan).encode("utf-8-sig"), content_type="text/csv")
    answer["Content-Disposition"] = 'attachment; filename="contacts-to-mend.csv"'
    return answer


def _directory_key(plan: DirectoryPlan) -> str:
    return key_of([(one.known and one.known.pk, one.changes, one.oris, one.aliases)
                   for one in plan.rows])  # fmt: skip


def _directory_more(plan: DirectoryPlan, person: Person) -> dict[str, Any]:
    found: dict[str, Any] = {
        "errors": plan.errors[:ROWS_SHOWN],
        "error_count": len(plan.errors),
        "created": plan.created[:ROWS_SHOWN],
        "updated": plan.updated[:ROWS_SHOWN],
    }
    if plan.moved and not plan.errors:
        found |= preview_context(
            preview_directory(plan, today=timezone.localdate(), by=person), by=person
        )
    return found


def _enter_directory(request: StaffRequest, content: bytes, name: str) -> str:
    done = import_directory(content=content, name=name, by=request.user, at=timezone.now())
    return (
        f"Directory imported: {done.created:,} agencies added, {done.updated:,} updated, "
        f"{done.unchanged:,} unchanged."
    )


def _contacts_key(plan: ContactsPlan) -> str:
    return key_of([(one.agency.pk, one.merged, one.known and one.known.pk) for one in plan.rows])


def _contacts_more(plan: ContactsPlan, person: Person) -> dict[str, Any]:
    errors = plan.every_error()
    return {
        "errors": errors[:ROWS_SHOWN],
        "error_count": len(errors),
        "added": plan.added[:ROWS_SHOWN],
        "updated": plan.updated[:ROWS_SHOWN],
    }


def _enter_contacts(request: StaffRequest, content: bytes, name: str) -> str:
    when: dict[str, Any] = {"at": timezone.now(), "today": timezone.localdate()}
    done = import_contacts(content=content, name=name, by=request.user, **when)
    return (
        f"Contacts imported: {done.added:,} added, {done.updated:,} updated, "
        f"{done.unchanged:,} unchanged."
    )


DIRECTORY = FileImport(
    "staff/agencies/import_directory.html",
    plan_directory,
    _directory_key,
    _enter_directory,
    _directory_more,
)
CONTACTS = FileImport(
    "staff/agencies/import_contacts.html",
    lambda content, name: plan_contacts(content, name, today=timezone.localdate()),
    _contacts_key,
    _enter_contacts,
    _contacts_more,
    _contacts_to_mend,
)
