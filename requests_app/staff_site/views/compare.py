"""Comparison: what contradicts first, then like with like; each a page, a CSV and a workbook."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.choices import comparable
from requests_app.domain.misuse_data.comparison import NotComparable
from requests_app.domain.misuse_data.comparison.files import Address, File
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.reporting.said.kinds import Cause
from requests_app.domain.request_log.exports import record_export
from requests_app.domain.request_log.sight import seen_by
from requests_app.domain.sheets.writing import TooManyRows, csv_pieces, workbook
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.comparisons import COMPARISONS, Made
from requests_app.staff_site.forms.compare import CompareForm

FIRST = "conflicts"
NOTHING = File(("nothing is compared",), ())


@may(Permission.SEE_WORKSPACE)
def compare(request: StaffRequest) -> HttpResponse:
    context, made = _compared(request, whole=False)
    if made:
        context |= made[0] | {"made": f"staff/compare/_{context['tab']}.html"}
    context["sample"] = Release.objects.filter(is_sample=True).exists()
    return render(request, "staff/compare/compare.html", context)


@may(Permission.SEE_WORKSPACE)
def compare_csv(request: StaffRequest) -> StreamingHttpResponse:
    """The chosen comparison, every row of it."""
    context, file = _file(request, "csv")
    rows = csv_pieces(file.head, file.rows)
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="compare-{context["tab"]}.csv"'
    return response


@may(Permission.SEE_WORKSPACE)
def compare_workbook(request: StaffRequest) -> HttpResponseBase:
    context, file = _file(request, "xlsx")
    try:
        made = workbook(file.head, file.rows, name="Compared", about=_about(request, context))
    except TooManyRows as error:
        return render(request, "staff/compare/compare.html", context | {"refusal": error})
    return FileResponse(made, as_attachment=True, filename=f"compare-{context['tab']}.xlsx")


def _about(request: StaffRequest, context: dict[str, Any]) -> str:
    """What the file is, so that it says so when it is found a year later."""
    asked = request.build_absolute_uri(reverse("staff:compare") + f"?{request.GET.urlencode()}")
    return f"{COMPARISONS[context['tab']].words}. Made from {asked}"


def _file(request: StaffRequest, kind: str) -> tuple[dict[str, Any], File]:
    """The comparison, noted as taken out, with every row of it."""
    context, made = _compared(request, whole=True)
    record_export(
        what=f"comparison: {context['words']}",
        query=request.GET.urlencode(),
        kind=kind,
        by=request.user,
        at=timezone.now(),
    )
    return context, made[1](_passports(request)) if made else NOTHING


def _passports(request: StaffRequest) -> Address:
    # Asked once: looking an address up costs more than writing the row.
    figure = request.build_absolute_uri(reverse("staff:figure", args=[0])).removesuffix("0/")
    release = request.build_absolute_uri(reverse("staff:release", args=[0])).removesuffix("0/")
    return lambda pk, of: f"{figure}{pk}/" if pk else f"{release}{of}/"


def _compared(request: StaffRequest, *, whole: bool) -> tuple[dict[str, Any], Made | None]:
    """What the page shows, and what was made; None where the form or a rule refuses."""
    tab = request.GET.get("tab", FIRST)
    tab = tab if tab in COMPARISONS else FIRST
    chosen = COMPARISONS[tab]
    every = seen_by(Figure.objects.all().not_withdrawn(), request.user)
    figures = every.current()
    form = CompareForm(
        request.GET,
        choices=comparable(figures, seen_by(Release.objects.current(), request.user)),
        asks=chosen.asks,
        among=every,
    )
    tabs = {key: one.words for key, one in COMPARISONS.items()}
    context: dict[str, Any] = {"tab": tab, "tabs": tabs, "form": form, "place": "compare"}
    context |= {"asks": chosen.asks, "words": chosen.words}
    if tab == "agencies" and request.GET.get("cause") in Cause.values:
        context["cause"] = Cause(request.GET["cause"])
        figures = figures.with_cause(context["cause"], person=request.user)
    if not form.is_valid():
        return context, None
    try:
        return context, chosen.make(figures, form, whole)
    except NotComparable as error:
        return context | {"refusal": error}, None
