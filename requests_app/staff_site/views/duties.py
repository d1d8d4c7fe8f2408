"""1 February: the year's duties, agency by agency and county by county, over the years."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.deadlines.counting import reporting_due_on
from requests_app.domain.reporting.absent import lists_of
from requests_app.domain.reporting.files import board_lines
from requests_app.domain.reporting.history import (
    MOST_YEARS,
    counties_over_the_years,
    over_the_years,
    years_with_duties,
)
from requests_app.domain.reporting.models import AnnualDuty, Answer
from requests_app.domain.reporting.operations import YearNotOver, missing_from, open_year
from requests_app.domain.request_log.exports import record_export
from requests_app.domain.sheets.writing import BYTE_ORDER_MARK
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.duty_filters import BoardOfDuties
from requests_app.staff_site.forms.duties import YearForm
from requests_app.staff_site.paging import page_of


@may(Permission.SEE_WORKSPACE)
def duty_board(request: StaffRequest) -> HttpResponse:
    today, opened = timezone.localdate(), years_with_duties()
    year = year_asked(request.GET, opened)
    of_year = AnnualDuty.objects.of_year(year)
    chosen = BoardOfDuties(request.GET, queryset=of_year)
    page = page_of(
        chosen.qs.select_related("agency").order_by("agency__name", "pk"), request.GET.get("page")
    )
    others = [one for one in opened if one != year][: MOST_YEARS - 1]
    rows = over_the_years([duty.agency for duty in page.rows], [year, *others])
    context = year_context(year, opened) | {
        "columns": [year, *others],
        "filter": chosen,
        "page_obj": page,
        "rows": list(zip(page.rows, rows, strict=True)),
        "late": of_year.late().count(),
        "contradicted": of_year.contradicted().count(),
        "missing": missing_from(year) if year < today.year else 0,
        "lists": lists_of(year),
        "can_record": request.user.may(Permission.RECORD_DUTIES),
    }
    return render(request, "staff/duties/board.html", context)


def year_asked(query: QueryDict, opened: list[int]) -> int:
    """The year in the address; the latest that is open where there is none, or it is odd."""
    asked = YearForm({"reporting_year": query.get("year", "")})
    latest = opened[0] if opened else timezone.localdate().year - 1
    return asked.cleaned_data["reporting_year"] if asked.is_valid() else latest


def year_context(year: int, opened: list[int]) -> dict[str, Any]:
    """What every page about a year of duties shows at its head."""
    today = timezone.localdate()
    of_year = AnnualDuty.objects.of_year(year)
    counts = dict(of_year.values_list("answer").annotate(Count("pk")).order_by())
    return {
        "place": "duties",
        "today": today,
        "year": year,
        "years": sorted({*opened, today.year - 1}, reverse=True),
        "is_open": bool(counts),
        "due_on": reporting_due_on(year),
        "answers": [(one, counts.get(one, 0)) for one in Answer],
        "total": sum(counts.values()),
    }


@may(Permission.SEE_WORKSPACE)
def duties_csv(request: StaffRequest) -> StreamingHttpResponse:
    """The year as it is filtered, every row of it."""
    year = year_asked(request.GET, years_with_duties())
    chosen = BoardOfDuties(request.GET, queryset=AnnualDuty.objects.of_year(year))
    today = timezone.localdate()
    lines = board_lines(chosen.qs.order_by("agency__name", "pk"), on=today)
    return csv_file(request, lines, what=f"1 February, {year}", name=f"1-february-{year}")


def csv_file(
    request: StaffRequest, lines: Iterator[str], *, what: str, name: str
) -> StreamingHttpResponse:
    """The file, noted as taken out, with today's date in its name."""
    query, now = request.GET.urlencode(), timezone.now()
    record_export(what=what, query=query, kind="csv", by=request.user, at=now)

    def marked() -> Iterator[str]:
        yield BYTE_ORDER_MARK
        yield from lines

    response = StreamingHttpResponse(marked(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate(now)}.csv"'
    return response


@may(Permission.SEE_WORKSPACE)
def duties_by_county(request: StaffRequest) -> HttpResponse:
    opened = years_with_duties()
    columns = opened[:MOST_YEARS]
    context = {
        "place": "duties",
        "columns": columns,
        "counties": counties_over_the_years(columns),
    }
    return render(request, "staff/duties/counties.html", context)


@require_POST
@may(Permission.RECORD_DUTIES)
def open_year_now(request: StaffRequest) -> HttpResponse:
    form = YearForm(request.POST)
    if not form.is_valid():
        messages.error(request, "A year is four digits, like 2025.")
        return redirect("staff:duties")
    year = form.cleaned_data["reporting_year"]
    try:
        made = open_year(reporting_year=year, by=request.user, at=timezone.now())
    except YearNotOver as error:
        messages.error(request, str(error))
        return redirect("staff:duties")
    messages.success(request, f"{year} is open: {made:,} {pluralize(made, 'duty,duties')} added.")
    return redirect(f"{reverse('staff:duties')}?year={year}")
