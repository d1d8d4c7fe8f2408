"""The directory: the list, one agency, and the options of the agency search."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import Agency
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.filters import LONGEST_TEXT, AgencyFilter
from requests_app.staff_site.paging import capped_count, page_of
from requests_app.staff_site.request_rows import request_rows

OPTIONS_SHOWN = 8


@may(Permission.SEE_WORKSPACE)
def agency_list(request: StaffRequest) -> HttpResponse:
    chosen = AgencyFilter(request.GET, queryset=Agency.objects.order_by("name", "pk"))
    listed = chosen.qs.prefetch_related("oris").annotate(requests=Count("records_requests"))
    context = {
        "place": "agencies",
        "filter": chosen,
        "page_obj": page_of(listed, request.GET.get("page")),
        "total": capped_count(chosen.qs),
    }
    return render(request, "staff/agencies/list.html", context)


@may(Permission.SEE_WORKSPACE)
def agency_options(request: StaffRequest) -> HttpResponse:
    """The list below the agency search: what answers to the words typed so far."""
    text = request.GET.get("agency_text", "")[:LONGEST_TEXT]
    found = Agency.objects.named_like(text).best_first(text).prefetch_related("oris")
    context = {"agencies": found[:OPTIONS_SHOWN] if text.strip() else [], "text": text}
    return render(request, "staff/agencies/_options.html", context)


@may(Permission.SEE_WORKSPACE)
def show_agency(request: StaffRequest, pk: int) -> HttpResponse:
    related = Agency.objects.prefetch_related(
        "oris", "aliases", "contacts", "closures", "adopted_holidays", "annual_duties"
    )
    agency = get_object_or_404(related, pk=pk)
    today = timezone.localdate()
    latest = agency.records_requests.select_related("agency", "assignee").order_by("-id")
    page = page_of(latest, request.GET.get("page"))
    context = {
        "place": "agencies",
        "agency": agency,
        "page_obj": page,
        "rows": request_rows(page.rows, on=today),
        "today": today,
        "own_reminders": agency.own_reminders.open().select_related("person"),
        "remind_address": reverse("staff:remind_of_agency", args=[pk]),
        "can_edit": request.user.may(Permission.EDIT_DIRECTORY),
        "sample": any(row.is_sample for row in page.rows),
    }
    return render(request, "staff/agencies/agency.html", context)
