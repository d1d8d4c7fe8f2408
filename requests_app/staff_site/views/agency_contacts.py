"""The contacts of an agency: entered, amended; confirmed or taken out by one click, with undo."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.contacts import (
    ContactDetails,
    ContactGone,
    ContactRefused,
    add_contact,
    amend_contact,
    confirm_contact,
    remove_contact,
)
from requests_app.domain.agencies.models import Agency, Contact
from requests_app.domain.request_log.dates import shown
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.entries import Entry, back_to, entry_page, undo_address
from requests_app.staff_site.forms.agencies import ContactForm
from requests_app.staff_site.found import found_or_404

PART = "contacts"


@may(Permission.EDIT_DIRECTORY)
def new_contact(request: StaffRequest, pk: int) -> HttpResponse:
    agency = found_or_404(request, Agency, pk=pk)
    entry = _entry(
        request, agency, add_contact, {"agency": agency},
        heading="Add a contact", button="Add the contact", done=_what_was_done,
        undo=lambda made: undo_address("contact", made[0]),
    )  # fmt: skip
    today = timezone.localdate()
    form = ContactForm(request.POST or None, initial={"last_confirmed_on": today.isoformat()})
    return entry_page(request, entry, form)


@may(Permission.EDIT_DIRECTORY)
def edit_contact(request: StaffRequest, pk: int) -> HttpResponse:
    contact = found_or_404(request, Contact.objects.select_related("agency"), pk=pk)
    entry = _entry(
        request, contact.agency, amend_contact, {"contact": contact},
        heading="Amend a contact", button="Save the contact", done="Contact saved.",
    )  # fmt: skip
    initial = {name: getattr(contact, name) for name in ContactForm.base_fields}
    return entry_page(request, entry, ContactForm(request.POST or None, initial=initial))


def _entry(
    request: StaffRequest,
    agency: Agency,
    operation: Callable[..., Any],
    of: dict[str, Any],
    **words: Any,
) -> Entry:
    def apply(**typed: Any) -> Any:
        when: dict[str, Any] = {"at": timezone.now(), "today": timezone.localdate()}
        return operation(**of, details=ContactDetails(**typed), by=request.user, **when)

    return Entry(
        agency=agency,
        apply=apply,
        refusals=(ContactRefused, ContactGone),
        part=PART,
        **{"undo": lambda made: undo_address("contact", made), **words},
    )


def _what_was_done(made: tuple[Contact, bool]) -> str:
    contact, is_new = made
    if is_new:
        return "Contact added."
    on = contact.last_confirmed_on
    confirmed = f"last confirmed on {shown(on)}" if on else "its kind of portal was changed"
    return f"{contact.agency} had this contact already: {confirmed} now."


@may(Permission.EDIT_DIRECTORY)
@require_POST
def confirm_now(request: StaffRequest, pk: int) -> HttpResponse:
    contact = found_or_404(request, Contact.objects.select_related("agency"), pk=pk)
    today = timezone.localdate()
    if contact.last_confirmed_on == today:
        messages.info(request, f"{contact.value} was confirmed today already.")
        return redirect(back_to(contact.agency, PART))
    try:
        done = confirm_contact(contact=contact, on=today, by=request.user, at=timezone.now())
    except ContactGone as gone:
        messages.error(request, str(gone))
    else:
        undo = undo_address("contact", done)
        messages.success(request, f"Confirmed: {contact.value}.", extra_tags=f"undo={undo}")
    return redirect(back_to(contact.agency, PART))


@may(Permission.EDIT_DIRECTORY)
@require_POST
def remove_now(request: StaffRequest, pk: int) -> HttpResponse:
    contact = found_or_404(request, Contact.objects.select_related("agency"), pk=pk)
    try:
        gone = remove_contact(contact=contact, by=request.user, at=timezone.now())
    except ContactGone as already:
        messages.error(request, str(already))
    else:
        undo = undo_address("contact", gone)
        messages.success(request, f"Taken out: {contact.value}.", extra_tags=f"undo={undo}")
    return redirect(back_to(contact.agency, PART))
