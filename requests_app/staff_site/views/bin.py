"""The bin: what was deleted, by whom and until when it can come back; deleting a file."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.bin import (
    CannotDelete,
    CannotRestore,
    NotInTheBin,
    delete_attachment,
    restore_from_bin,
)
from requests_app.domain.request_log.bin_access import binned_for, may_restore
from requests_app.domain.request_log.file_access import Use
from requests_app.domain.request_log.models import BinnedItem
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.file_page import found_attachment
from requests_app.staff_site.forms.files import DeleteForm
from requests_app.staff_site.found import check_role
from requests_app.staff_site.paging import page_of


@may(Permission.SEE_WORKSPACE)
def bin_page(request: StaffRequest) -> HttpResponse:
    page = page_of(binned_for(request.user), request.GET.get("page"))
    rows = [(item, may_restore(request.user, item)) for item in page.rows]
    context = {"rows": rows, "page_obj": page, "days": settings.BIN_DAYS, "place": "requests"}
    return render(request, "staff/bin.html", context)


@require_POST
@may(Permission.ATTACH_FILES)
def delete_attachment_now(request: StaffRequest, pk: int) -> HttpResponse:
    attachment = found_attachment(request, pk, Use.DELETE)
    form = DeleteForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        item = delete_attachment(
            attachment=attachment, reason=reason, by=request.user, at=timezone.now()
        )
    except CannotDelete as error:
        messages.error(request, str(error))
        return redirect("staff:view_attachment", pk)
    except NotInTheBin as error:
        messages.error(request, str(error))
    else:
        undo = f"undo={reverse('staff:restore_from_bin', args=[item.pk])}"
        words = f"{item} is in the bin for {settings.BIN_DAYS} days."
        messages.success(request, words, extra_tags=undo)
    return redirect("staff:request", attachment.records_request_id)


@require_POST
@may(Permission.ATTACH_FILES)
def restore_from_bin_now(request: StaffRequest, pk: int) -> HttpResponse:
    item = binned_for(request.user).filter(pk=pk).first() if pk < 2**63 else None
    if item is None or not may_restore(request.user, item):
        raise Http404
    check_role(request, item)
    try:
        made = restore_from_bin(item=item, by=request.user, at=timezone.now())
    except (CannotRestore, NotInTheBin) as error:
        messages.error(request, str(error))
        return redirect("staff:bin")
    messages.success(request, f"{item} is back, as it was.")
    return _leads_to(item, made)


def _leads_to(item: BinnedItem, made: Model) -> HttpResponse:
    if item.kind == BinnedItem.Kind.FILE:
        return redirect("staff:view_attachment", made.pk)
    return redirect("staff:request", made.pk)
