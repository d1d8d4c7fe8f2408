"""ORIs and other names of an agency, and undoing the last change of these and of contacts."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
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
from requests_app.domain.agencies.undoing import HISTORY_OF, UndoRefused, undo_change
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.entries import Entry, back_to, entry_page, undo_address
from requests_app.staff_site.forms.agencies import AliasForm, OriForm


@may(Permission.EDIT_DIRECTORY)
def new_ori(request: StaffRequest, pk: int) -> HttpResponse:
    agency = get_object_or_404(Agency, pk=pk)
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
    agency = get_object_or_404(Agency, pk=pk)
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
def remove_ori_now(request: StaffRequest, pk: int) -> HttpResponse:
    ori = get_object_or_404(Ori.objects.select_related("agency"), pk=pk)
    return _removed(request, "ori", ori, partial(remove_ori, ori=ori))


@may(Permission.EDIT_DIRECTORY)
@require_POST
def remove_alias_now(request: StaffRequest, pk: int) -> HttpResponse:
    alias = get_object_or_404(Alias.objects.select_related("agency"), pk=pk)
    return _removed(request, "alias", alias, partial(remove_alias, alias=alias))


def _removed(request: StaffRequest, kind: str, found: Any, remove: Any) -> HttpResponse:
    try:
        gone = remove(by=request.user, at=timezone.now())
    except IdentifierGone as already:
        messages.error(request, str(already))
    else:
        undo = undo_address(kind, gone)
        messages.success(request, f"Taken out: {found}.", extra_tags=f"undo={undo}")
    return redirect(back_to(found.agency))


@may(Permission.EDIT_DIRECTORY)
@require_POST
def undo_now(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """`pk`: the number of the change."""
    history = HISTORY_OF[kind]
    change = history.objects.filter(pk=pk).first()
    if change is None:
        raise Http404(f"No change {pk}.")
    try:
        agency = undo_change(kind=kind, change=pk, by=request.user, at=timezone.now())
    except UndoRefused as refused:
        messages.error(request, str(refused))
        return redirect("staff:agency", change.agency_id)
    messages.success(request, "Undone.")
    return redirect(back_to(agency, "contacts" if kind == "contact" else ""))
