"""The directory: the list, one agency, and the options of the agency search."""

from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import Agency
from requests_app.domain.agencies.suggestions import offered
from requests_app.domain.request_log.behaviour import how_it_answers
from requests_app.domain.request_log.sight import seen_by
from requests_app.domain.upkeep.models import AgencyMerge
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.agency_rows import agency_rows, contact_rows
from requests_app.staff_site.filters import LONGEST_TEXT, DirectoryFilter
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.paging import capped_count, page_of
from requests_app.staff_site.request_rows import request_rows

OPTIONS_SHOWN = 8
RELATED = ("oris", "aliases", "contacts", "closures", "adopted_holidays", "annual_duties",
           "parts", "predecessors")  # fmt: skip


@may(Permission.SEE_WORKSPACE)
def agency_list(request: StaffRequest) -> HttpResponse:
    chosen = DirectoryFilter(request.GET, queryset=Agency.objects.order_by("name", "pk"))
    page = page_of(chosen.qs.prefetch_related("oris", "contacts"), request.GET.get("page"))
    context = {
        "place": "agencies",
        "filter": chosen,
        "page_obj": page,
        "rows": agency_rows(page.rows, person=request.user, on=timezone.localdate()),
        "total": capped_count(chosen.qs),
        "can_edit": request.user.may(Permission.EDIT_DIRECTORY),
    }
    return render(request, "staff/agencies/list.html", context)


@may(Permission.SEE_WORKSPACE)
def agency_options(request: StaffRequest) -> HttpResponse:
    """The list below the agency search: what answers to the words typed so far."""
    # A page may have several such fields: each sends its words under a name of its own.
    field = next((name for name in request.GET if name.endswith("agency_text")), "agency_text")
    text = request.GET.get(field, "")[:LONGEST_TEXT]
    found = offered(text, most=OPTIONS_SHOWN) if text.strip() else []
    prefetch_related_objects(found, "oris")
    context = {"agencies": found, "text": text}
    return render(request, "staff/agencies/_options.html", context)


@may(Permission.SEE_WORKSPACE)
def show_agency(request: StaffRequest, pk: int) -> HttpResponse:
    """An entry that was merged into another one leads there."""
    related = Agency.with_merged.select_related("parent", "succeeded_by").prefetch_related(*RELATED)
    agency = found_or_404(request, related, pk=pk)
    if agency.merged_into_id:
        return redirect("staff:agency", agency.merged_into_id)
    today = timezone.localdate()
    asked = seen_by(agency.records_requests.all(), request.user)
    page = page_of(
        asked.select_related("agency", "assignee").order_by("-id"), request.GET.get("page")
    )
    context = {
        "place": "agencies",
        "agency": agency,
        "page_obj": page,
        "rows": request_rows(page.rows, on=today),
        "contacts": contact_rows(agency.contacts.all(), on=today),
        "answers": how_it_answers(agency, on=today, person=request.user),
        "merges": AgencyMerge.objects.filter(kept=agency, undone_at=None).select_related("by"),
        "today": today,
        "own_reminders": agency.own_reminders.open().select_related("person"),
        "remind_address": reverse("staff:remind_of_agency", args=[pk]),
        "can_edit": request.user.may(Permission.EDIT_DIRECTORY),
        "sample": any(row.is_sample for row in page.rows),
    }
    return render(request, "staff/agencies/agency.html", context)
