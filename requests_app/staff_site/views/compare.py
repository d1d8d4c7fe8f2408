"""Comparison: what contradicts first, then source on source, year on year, agency on agency."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.choices import comparable
from requests_app.domain.misuse_data.comparison import (
    NotComparable,
    agency_on_agency,
    source_on_source,
    year_on_year,
)
from requests_app.domain.misuse_data.conflicts import conflicts
from requests_app.domain.misuse_data.models import Figure
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.statements import Statement
from requests_app.domain.publication.downloads import lines
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.returned_data import CompareForm

TABS = {
    "conflicts": "Contradictions",
    "sources": "Source on source",
    "years": "Year on year",
    "agencies": "Agency on agency",
}


@may(Permission.SEE_WORKSPACE)
def compare(request: StaffRequest) -> HttpResponse:
    context, _ = _compared(request)
    return render(request, "staff/compare/compare.html", context)


@may(Permission.SEE_WORKSPACE)
def compare_csv(request: StaffRequest) -> StreamingHttpResponse:
    """The figures of the chosen comparison, with their states."""
    context, statements = _compared(request)

    def passport_of(statement: Statement) -> str:
        name, key = (
            ("staff:figure", statement.figure)
            if statement.figure
            else (
                "staff:release",
                statement.release,
            )
        )
        return request.build_absolute_uri(reverse(name, args=[key]))

    rows = lines(statements, passport_of, with_state=True)
    response = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="compare-{context["tab"]}.csv"'
    return response


def _compared(request: StaffRequest) -> tuple[dict[str, Any], list[Statement]]:
    figures = Figure.objects.all().current()
    tab = request.GET.get("tab", "conflicts")
    tab = tab if tab in TABS else "conflicts"
    options = comparable(figures)
    form = CompareForm(request.GET, choices=options)
    context: dict[str, Any] = {"tab": tab, "tabs": TABS, "form": form, "place": "compare"}
    if tab != "conflicts" and not form.is_valid():
        return context, []
    try:
        found, statements = COMPARISONS[tab](figures, form)
    except NotComparable as error:
        return context | {"refusal": error}, []
    context["sample"] = any(statement.is_sample for statement in statements)
    return context | found, statements


def _conflicts(figures: FigureQuerySet, form: CompareForm) -> tuple[dict[str, Any], list]:
    found = conflicts(figures, among=Figure.objects.all())
    return {"conflicts": found}, [s for conflict in found for s in conflict.statements]


def _sources(figures: FigureQuerySet, form: CompareForm) -> tuple[dict[str, Any], list]:
    chosen = form.cleaned_data
    beside = source_on_source(
        figures,
        year=chosen["year"],
        measure_key=chosen["measure"],
        subject=form.subject(),
    )
    statements = [s for one in beside for s in (one.first, *(b.statement for b in one.others))]
    return {"beside": beside}, statements


def _years(figures: FigureQuerySet, form: CompareForm) -> tuple[dict[str, Any], list]:
    chosen = form.cleaned_data
    series = year_on_year(figures, measure_key=chosen["measure"], subject=form.subject())
    stated = [y.statement for one in series for y in one.years if y.statement]
    return {"series": series}, stated + [s for one in series for s in one.longer]


def _agencies(figures: FigureQuerySet, form: CompareForm) -> tuple[dict[str, Any], list]:
    chosen = form.cleaned_data
    tables = agency_on_agency(figures, year=chosen["year"], measure_key=chosen["measure"])
    return {"tables": tables}, [row.statement for table in tables for row in table.rows]


COMPARISONS: dict[
    str, Callable[[FigureQuerySet, CompareForm], tuple[dict[str, Any], list[Statement]]]
] = {
    "conflicts": _conflicts,
    "sources": _sources,
    "years": _years,
    "agencies": _agencies,
}
