"""The comparisons: what each is called, asks for, shows and writes to a file.

A page shows the first rows of what is long; a file has all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from requests_app.domain.misuse_data.comparison import (
    NotComparable,
    Standing,
    agency_on_agency,
    agency_outcomes,
    files,
    source_on_source,
    statewide_outcomes,
    summed_years,
    two_years,
    who_reported,
    year_on_year,
)
from requests_app.domain.misuse_data.comparison.missing import missing_agencies
from requests_app.domain.misuse_data.conflicts.finding import MOST, conflicts
from requests_app.domain.misuse_data.conflicts.first import first_conflicts
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.staff_site.compared_pictures import drawn_of_agencies, drawn_of_outcomes
from requests_app.staff_site.forms.compare import CompareForm

SHOWN = 50  # rows of one table on a page
LINES = 50  # of two years: as many measures as a source has, of two sources
Made = tuple[dict[str, Any], Callable[[files.Address], files.File]]


@dataclass(frozen=True)
class Comparison:
    """`asks`: fields of the form. `make`: figures, form, and whether all rows are wanted."""

    words: str
    asks: frozenset[str]
    make: Callable[[FigureQuerySet, CompareForm, bool], Made]


def _conflicts(figures: FigureQuerySet, form: CompareForm, whole: bool) -> Made:
    """Of one year; without one the whole state's of every year and the agencies' of the latest."""
    year = form.cleaned_data["year"]
    if year:
        found = conflicts(figures.of_periods_with(year), among=form.among)
    else:
        found = first_conflicts(figures, latest_year=form.latest_year, among=form.among)
    context = {"conflicts": found, "most": MOST, "year": year, "latest": form.latest_year}
    return context, lambda address: files.conflicts_file(found, address)


def _sources(figures: FigureQuerySet, form: CompareForm, whole: bool) -> Made:
    chosen = form.cleaned_data
    blocks = source_on_source(
        figures,
        year=chosen["year"],
        measure_key=chosen["measure"],
        subject=form.subject(),
        among=form.among,
    )
    return {"beside": blocks}, lambda address: files.sources_file(blocks, address)


def _years(figures: FigureQuerySet, form: CompareForm, whole: bool) -> Made:
    """An agency's or the state's own statements; sums of the agencies of a county or kind.

    Of the whole state both: what is stated, and what the agencies' rows come to.
    """
    measure, subject, scope = form.cleaned_data["measure"], form.subject(), form.scope()
    series = year_on_year(figures, measure_key=measure, subject=subject)
    series = [] if not scope.is_statewide else series
    refusal, sums, missing = None, [], {}
    if subject == (None, ""):
        try:
            sums = summed_years(figures, scope=scope, measure_key=measure)
        except NotComparable as error:
            refusal = error
    if sums and not scope.is_statewide:
        years = {y.year for one in sums for y in one.years}
        missing = missing_agencies(figures, scope=scope, measure_key=measure, years=years)
    context = {"series": series, "sums": sums, "missing": missing, "scope": scope}
    context["refusal"] = refusal
    return context, lambda address: files.years_file(series, sums, address)


def _two_years(figures: FigureQuerySet, form: CompareForm, whole: bool) -> Made:
    chosen = form.cleaned_data
    pairs = two_years(
        figures,
        before=chosen["before"],
        after=chosen["year"],
        scope=form.scope(),
        measure_key=chosen["measure"],
    )
    context = {"pairs": pairs[:LINES], "before": chosen["before"], "after": chosen["year"]}
    context |= {"scope": form.scope(), "more": max(0, len(pairs) - LINES)}
    return context, lambda address: files.two_years_file(pairs)


def _agencies(figures: FigureQuerySet, form: CompareForm, whole: bool) -> Made:
    chosen = form.cleaned_data
    tables = agency_on_agency(
        figures,
        year=chosen["year"],
        measure_key=chosen["measure"],
        scope=form.scope(),
        shown=None if whole else SHOWN,
    )
    context: dict[str, Any] = {"scope": form.scope()}
    if not whole:
        of_scope = figures if form.scope().is_statewide else form.scope().figures(figures)
        context["drawn"] = drawn_of_agencies(tables, of_scope)
    return context, lambda address: files.agencies_file(tables, address)


def _outcomes(figures: FigureQuerySet, form: CompareForm, whole: bool) -> Made:
    year, scope = form.cleaned_data["year"], form.scope()
    state = statewide_outcomes(figures, year=year) if scope.is_statewide else []
    most = None if whole else SHOWN + 1
    rows = agency_outcomes(figures, year=year, scope=scope, most=most)
    context = {"state": state, "rows": rows[: None if whole else SHOWN], "scope": scope}
    context |= {"year": year, "more": len(rows) > SHOWN}
    context["pictures"] = drawn_of_outcomes(state, year=year)
    return context, lambda address: files.outcomes_file(state, rows, address)


def _reported(figures: FigureQuerySet, form: CompareForm, whole: bool) -> Made:
    chosen = form.cleaned_data
    found = who_reported(
        figures, year=chosen["year"], scope=form.scope(), measure_key=chosen["measure"]
    )
    silent = [row for s in (Standing.NOT_LISTED, Standing.SILENT) for row in found.of(s)]
    rest = chain.from_iterable(found.of(s) for s in Standing if s not in _SILENT)
    context = {"found": found, "silent": silent[:SHOWN], "more": max(0, len(silent) - SHOWN)}
    context["rest"] = list(rest)[:SHOWN]
    return context, lambda address: files.reported_file(found, address)


_SILENT = (Standing.NOT_LISTED, Standing.SILENT)
_GROUP = frozenset({"county", "kind"})
_COUNTED = _GROUP | {"measure", "year"}
COMPARISONS: dict[str, Comparison] = {
    "conflicts": Comparison("Contradictions", frozenset({"year", "every_year"}), _conflicts),
    "sources": Comparison(
        "Source on source", frozenset({"measure", "year", "agency_text"}), _sources
    ),
    "years": Comparison("Year on year", _GROUP | {"measure", "agency_text"}, _years),
    "two-years": Comparison("Two years", _COUNTED | {"every_measure", "before"}, _two_years),
    "agencies": Comparison("Agency on agency", _COUNTED, _agencies),
    "outcomes": Comparison("Outcomes", _GROUP | {"year"}, _outcomes),
    "reported": Comparison("Who did not report", _COUNTED | {"every_measure"}, _reported),
}
