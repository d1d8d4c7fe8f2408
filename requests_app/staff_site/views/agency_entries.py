"""An entry of the directory: added, edited, made a part of another one, ended; and undoing the last
change of what hangs on it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.duplicates import probable_duplicates
from requests_app.domain.agencies.identifiers import OriRefused
from requests_app.domain.agencies.models import Agency
from requests_app.domain.agencies.operations import AgencyDetails, AgencyExists
from requests_app.domain.agencies.succession import (
    PartRefused,
    SuccessionRefused,
    record_succession,
    remove_succession,
    set_parent,
    undo_succession,
)
from requests_app.domain.agencies.undoing import (
    HISTORY_OF,
    UndoRefused,
    last_change,
    undo_change,
)
from requests_app.domain.upkeep.directory import (
    add_agency,
    amend_agency,
    amend_and_move,
    preview_amendment,
)
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.entries import Entry, back_to, entry_page
from requests_app.staff_site.forms.agencies import (
    EditAgencyForm,
    EndForm,
    NewAgencyForm,
    ParentForm,
)
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.looked_at import key_of
from requests_app.staff_site.moves import CONFIRM, after_move, preview_context
from requests_app.staff_site.way_back import way_back

CHANGED = "Somebody else has changed this entry since you opened it: look again at what it says."


@may(Permission.EDIT_DIRECTORY)
def new_agency(request: StaffRequest) -> HttpResponse:
    """Shows what is probably the same before it saves; sent again, it saves all the same. Leads
    back to the page that asked for it, as of a returned file with names that mean nobody yet."""
    proposed = {name: request.GET.get(name, "") for name in ("name", "county")}
    form = NewAgencyForm(request.POST or None, initial=proposed)
    cancel = way_back(request, reverse("staff:agencies"))
    context: dict[str, Any] = {"form": form, "place": "agencies", "cancel": cancel}
    if form.is_valid():
        details, oris = form.details(), form.codes()
        alike = probable_duplicates(name=details.name, county=details.county, oris=oris)
        key = key_of([one.agency.pk for one in alike])
        if alike and form.cleaned_data["seen"] != key:
            form.data = {**dict(form.data.items()), "seen": key}
            context["alike"] = alike
        else:
            try:
                made = add_agency(details=details, oris=oris, by=request.user, at=timezone.now())
            except AgencyExists as refusal:
                form.add_error("name", str(refusal))
            except OriRefused as refusal:
                form.add_error("oris", str(refusal))
            else:
                messages.success(request, f"{made} is in the directory.")
                return redirect(way_back(request, reverse("staff:agency", args=[made.pk])))
    status = 422 if form.errors else 200
    return render(request, "staff/agencies/new.html", context, status=status)


@may(Permission.EDIT_DIRECTORY)
def edit_agency(request: StaffRequest, pk: int) -> HttpResponse:
    """Another law or level is looked at first, with the dates that it would move."""
    agency = found_or_404(request, Agency, pk=pk)
    was = AgencyDetails.of(agency)
    form = EditAgencyForm(request.POST or None, initial={**vars(was), "seen": key_of(was)})
    context: dict[str, Any] = {"form": form, "agency": agency, "place": "agencies"}
    if form.is_valid():
        if form.cleaned_data["seen"] != key_of(was):
            form.add_error(None, CHANGED)
            form.data = {**dict(form.data.items()), "seen": key_of(was)}
        else:
            answer = _amended(request, agency, was, form, context)
            if answer:
                return answer
    status = 422 if form.errors else 200
    return render(request, "staff/agencies/edit.html", context, status=status)


def _amended(
    request: StaffRequest,
    agency: Agency,
    was: AgencyDetails,
    form: EditAgencyForm,
    context: dict[str, Any],
) -> HttpResponse | None:
    """Where one goes after it was saved; None while there is something to look at or to mend."""
    details = form.details()
    change: dict[str, Any] = {"agency": agency, "details": details}
    change |= {"by": request.user, "at": timezone.now()}
    key = key_of(details)
    try:
        if details.clock == was.clock:
            amend_agency(**change)
            messages.success(request, "Entry saved.")
            return redirect("staff:agency", agency.pk)
        if request.POST.get(CONFIRM) == key:
            move = amend_and_move(**change)
            return after_move(request, move, done="Entry saved.", back=back_to(agency))
    except AgencyExists as refusal:
        form.add_error("name", str(refusal))
        return None
    preview = preview_amendment(
        agency=agency, details=details, today=timezone.localdate(), by=request.user
    )
    context |= preview_context(preview, by=request.user) | {
        "key": key,
        "changed": CONFIRM in request.POST,
    }
    return None


@may(Permission.EDIT_DIRECTORY)
def edit_parent(request: StaffRequest, pk: int) -> HttpResponse:
    agency = found_or_404(request, Agency.objects.select_related("parent"), pk=pk)
    entry = Entry(
        agency=agency,
        heading="Part of a larger body",
        button="Save",
        done="Entry saved.",
        apply=partial(set_parent, agency=agency, by=request.user, at=timezone.now()),
        refusals=(PartRefused,),
        beside="agency_text",
    )
    return entry_page(request, entry, ParentForm.showing(request.POST or None, agency.parent))


@may(Permission.EDIT_DIRECTORY)
def end_agency(request: StaffRequest, pk: int) -> HttpResponse:
    agency = found_or_404(request, Agency.objects.select_related("succeeded_by"), pk=pk)
    entry = Entry(
        agency=agency,
        heading="Renamed, merged or closed",
        lede="The next campaign asks who came after it. If this is a second entry of the same "
        "agency, merge the two instead.",
        button="Enter it",
        done="Entered.",
        apply=partial(_end, agency, request),
        refusals=(SuccessionRefused,),
        undo=_undo_amending if agency.closed_on else _undo_ending,
    )
    initial = {
        "kind": agency.succession,
        "on": agency.closed_on,
        "source": agency.succession_source,
    }
    form = EndForm.showing(request.POST or None, agency.succeeded_by, **initial)
    return entry_page(request, entry, form)


def _undo_ending(made: Agency) -> str:
    return reverse("staff:revive_agency", args=[made.pk])


def _undo_amending(made: Agency) -> str:
    return reverse("staff:undo_succession", args=[last_change(made)])


def _end(agency: Agency, request: StaffRequest, **typed: Any) -> Agency:
    try:
        return record_succession(
            agency=agency,
            by=request.user,
            at=timezone.now(),
            today=timezone.localdate(),
            **typed,
        )
    except SuccessionRefused as refusal:
        if refusal.field == "successor":
            refusal.field = "agency_text"  # what the search box is called
        raise


@may(Permission.EDIT_DIRECTORY)
@require_POST
def revive_agency(request: StaffRequest, pk: int) -> HttpResponse:
    agency = found_or_404(request, Agency, pk=pk)
    try:
        remove_succession(agency=agency, by=request.user, at=timezone.now())
    except SuccessionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Taken out: {agency} lives on.")
    return redirect("staff:agency", agency.pk)


@may(Permission.EDIT_DIRECTORY)
@require_POST
def undo_succession_now(request: StaffRequest, pk: int) -> HttpResponse:
    """Undoes an amendment, named by its row in the history of the agency."""
    agency = found_or_404(request, Agency, pk=found_or_404(request, Agency.history, pk=pk).id)
    try:
        undo_succession(change=pk, by=request.user, at=timezone.now())
    except SuccessionRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "As it was before.")
    return redirect("staff:agency", agency.pk)


@may(Permission.EDIT_DIRECTORY)
@require_POST
def undo_now(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """`pk`: the number of the change; `kind`: one of `HISTORY_OF`."""
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
