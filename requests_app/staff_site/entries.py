"""What every small form of the directory has in common: one page, one operation, then the agency
again, with what was done and how to undo it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from requests_app.domain.agencies.models import Agency, Alias, Contact, Ori
from requests_app.domain.agencies.undoing import last_change
from requests_app.staff_site.access import StaffRequest


@dataclass(frozen=True)
class Entry:
    """One kind of entry. apply gets the cleaned data; what `refusals` it raises is shown beside
    the refusal's field, else beside `beside`. undo: gives the address, of what was made."""

    agency: Agency
    heading: str
    button: str
    done: str | Callable[[Any], str]  # of what was made
    apply: Callable[..., Any]
    refusals: tuple[type[Exception], ...]
    beside: str = ""
    lede: str = ""
    undo: Callable[[Any], str] | None = None
    part: str = ""  # of the agency's page, where one goes after it


def entry_page(request: StaffRequest, entry: Entry, form: forms.Form) -> HttpResponse:
    """Shows the form; sent and sound, applies it and goes back to the agency."""
    if form.is_valid():
        try:
            made = entry.apply(**form.cleaned_data)
        except entry.refusals as refusal:
            field = getattr(refusal, "field", entry.beside)
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            undo = entry.undo(made) if entry.undo else ""
            done = entry.done if isinstance(entry.done, str) else entry.done(made)
            messages.success(request, done, extra_tags=f"undo={undo}" if undo else "")
            return redirect(back_to(entry.agency, entry.part))
    context = {"entry": entry, "form": form, "place": "agencies",
               "back": back_to(entry.agency, entry.part)}  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "staff/agencies/entry.html", context, status=status)


def back_to(agency: Agency, part: str = "") -> str:
    return reverse("staff:agency", args=[agency.pk]) + (f"#{part}" if part else "")


def undo_address(kind: str, found: Contact | Ori | Alias) -> str:
    """Where the last change of it is undone."""
    return reverse(f"staff:undo_{kind}", args=[last_change(found)])
