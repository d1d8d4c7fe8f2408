"""The directory: the list, one agency, and the options of the agency search."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.defaultfilters import pluralize
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import Agency, Closure
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.upkeep.closures import ClosureKnown, record_closure, remove_closure
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.filters import LONGEST_TEXT, AgencyFilter
from requests_app.staff_site.forms.agencies import ClosureForm
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
    return _agency_page(request, pk, ClosureForm())


def _agency_page(request: StaffRequest, pk: int, form: ClosureForm) -> HttpResponse:
    related = Agency.objects.prefetch_related(
        "oris", "aliases", "contacts", "closures", "annual_duties"
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
        "closure_form": form,
        "can_edit": request.user.may(Permission.EDIT_DIRECTORY),
        "sample": any(row.is_sample for row in page.rows),
    }
    return render(
        request, "staff/agencies/agency.html", context, status=422 if form.errors else 200
    )


@require_POST
@may(Permission.EDIT_DIRECTORY)
def add_closure(request: StaffRequest, pk: int) -> HttpResponse:
    agency = get_object_or_404(Agency, pk=pk)
    form = ClosureForm(request.POST)
    if form.is_valid():
        try:
            moved = record_closure(
                agency=agency, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except (ClosureKnown, ImpossibleDate) as error:
            form.add_error("on", str(error))
        else:
            messages.success(request, f"Closure entered. {_moved(moved)}")
            return redirect("staff:agency", pk)
    return _agency_page(request, pk, form)


@require_POST
@may(Permission.EDIT_DIRECTORY)
def take_out_closure(request: StaffRequest, pk: int) -> HttpResponse:
    closure = get_object_or_404(Closure.objects.select_related("agency"), pk=pk)
    agency_pk = closure.agency_id
    moved = remove_closure(closure=closure, by=request.user, at=timezone.now())
    messages.success(request, f"Closure taken out. {_moved(moved)}")
    return redirect("staff:agency", agency_pk)


def _moved(number: int) -> str:
    return f"It moved {number} open request{pluralize(number)}."
