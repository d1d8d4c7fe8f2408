"""ORIs and other names of an agency: added, and taken out."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.identifiers import (
    AliasRefused,
    IdentifierGone,
    OriRefused,
    add_alias,
    add_ori,
    remove_alias,
    remove_ori,
)
from requests_app.domain.agencies.models import Agency, Alias, Ori
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.entries import Entry, back_to, entry_page, undo_address
from requests_app.staff_site.forms.agencies import AliasForm, OriForm
from requests_app.staff_site.found import found_or_404

# What can be taken out, and how: the operation takes it under the name of its kind.
REMOVALS: dict[str, tuple[type[Ori] | type[Alias], Callable[..., Any]]] = {
    "ori": (Ori, remove_ori),
    "alias": (Alias, remove_alias),
}


@may(Permission.EDIT_DIRECTORY)
def new_ori(request: StaffRequest, pk: int) -> HttpResponse:
    agency = found_or_404(request, Agency, pk=pk)
    entry = Entry(
        agency=agency,
        heading="Add an ORI",
        button="Add the ORI",
        done="ORI added.",
        apply=partial(add_ori, agency=agency, by=request.user, at=timezone.now()),
        refusals=(OriRefused,),
        beside="code",
        undo=partial(undo_address, "ori"),
    )
    return entry_page(request, entry, OriForm(request.POST or None))


@may(Permission.EDIT_DIRECTORY)
def new_alias(request: StaffRequest, pk: int) -> HttpResponse:
    agency = found_or_404(request, Agency, pk=pk)
    entry = Entry(
        agency=agency,
        heading="Add another name",
        lede="Rows of returned data under this name are then taken for this agency.",
        button="Add the name",
        done="Name added.",
        apply=partial(add_alias, agency=agency, by=request.user, at=timezone.now()),
        refusals=(AliasRefused,),
        beside="name",
        undo=partial(undo_address, "alias"),
    )
    return entry_page(request, entry, AliasForm(request.POST or None))


@may(Permission.EDIT_DIRECTORY)
@require_POST
def remove_now(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """`kind`: one of `REMOVALS`."""
    model, remove = REMOVALS[kind]
    found: Any = found_or_404(request, model._default_manager.select_related("agency"), pk=pk)
    try:
        gone = remove(**{kind: found}, by=request.user, at=timezone.now())
    except IdentifierGone as already:
        messages.error(request, str(already))
    else:
        undo = undo_address(kind, gone)
        messages.success(request, f"Taken out: {found}.", extra_tags=f"undo={undo}")
    return redirect(back_to(found.agency))
