"""Two entries of one agency made one, looked at first; and made two again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.duplicates import probable_duplicates
from requests_app.domain.agencies.models import Agency
from requests_app.domain.upkeep.merge_plans import MergeRefused, plan_merge, preview_dates
from requests_app.domain.upkeep.merging import merge_agencies
from requests_app.domain.upkeep.models import AgencyMerge
from requests_app.domain.upkeep.unmerging import UndoRefused, undo_merge
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.entries import back_to
from requests_app.staff_site.forms.agencies import MergeForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.looked_at import key_of
from requests_app.staff_site.moves import CONFIRM, after_move, preview_context


@may(Permission.EDIT_DIRECTORY)
def merge_agency(request: StaffRequest, pk: int) -> HttpResponse:
    """Chooses the entry that stays, shows what goes there, then does it."""
    gone = found_or_404(request, Agency.with_merged, pk=pk)
    if gone.merged_into_id:  # by a second click, or by somebody else
        return redirect("staff:agency", gone.merged_into_id)
    form = MergeForm(request.POST or None)
    alike = probable_duplicates(name=gone.name, county=gone.county, besides=gone)
    context: dict[str, Any] = {"gone": gone, "form": form, "alike": alike, "place": "agencies"}
    if form.is_valid():
        try:
            answer = _looked_at_or_merged(request, gone, form.cleaned_data["kept"], context)
        except MergeRefused as refusal:
            form.add_error("agency_text", str(refusal))
        else:
            if answer:
                return answer
    status = 422 if form.errors else 200
    return render(request, "staff/agencies/merge.html", context, status=status)


def _looked_at_or_merged(
    request: StaffRequest, gone: Agency, kept: Agency, context: dict[str, Any]
) -> HttpResponse | None:
    plan = plan_merge(gone=gone, kept=kept, by=request.user)
    key = key_of(plan.key)
    if request.POST.get(CONFIRM) == key:
        merge, move = merge_agencies(gone=gone, kept=kept, by=request.user, at=timezone.now())
        undo = reverse("staff:undo_merge", args=[merge.pk])
        done = f"{gone} was merged into this entry."
        return after_move(request, move, done=done, back=back_to(kept), undo=undo)
    context |= preview_context(
        preview_dates(plan, today=timezone.localdate(), by=request.user), by=request.user
    )
    context |= {"plan": plan, "lines": plan.told_to(request.user), "key": key}
    context |= {"asked_twice": plan.asked_twice(request.user), "changed": CONFIRM in request.POST}
    return None


@may(Permission.EDIT_DIRECTORY)
@require_POST
def undo_merge_now(request: StaffRequest, pk: int) -> HttpResponse:
    merge = found_or_404(request, AgencyMerge.objects.select_related("kept", "gone"), pk=pk)
    try:
        done = undo_merge(merge=merge, by=request.user, at=timezone.now())
    except UndoRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("staff:agency", merge.kept_id)
    unfinished = next((move for move in done.moves if not move.is_finished), done.moves[0])
    return after_move(request, unfinished, done=str(done), back=back_to(done.agency))
