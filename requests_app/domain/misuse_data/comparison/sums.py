"""The statewide sum of a release that lists agencies and states no total of its own.

Such a sum is a statement like any other: what others print is held against it.

Only rows of one release, one year and one measure are ever added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from functools import reduce
from itertools import combinations
from operator import or_

from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from requests_app.domain.agencies.models import Agency
from requests_app.domain.misuse_data.comparison.scopes import Scope
from requests_app.domain.misuse_data.conflicts.agreement import agree
from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.statements import STATEWIDE, Statement, statements_of
from requests_app.domain.misuse_data.vocabulary import (
    NONE_AT_ALL,
    NUMBERS,
    Answer,
    Qualifier,
    SourceKind,
    Unit,
)

# What is added is of one of these each, and nothing else.
PLACE = ("release_id", "year_to", "measure_id", "unit")


def summed_statements(figures: FigureQuerySet) -> list[Statement]:
    """A statewide statement per DOJ release of ours, single year and measure that has none.

    "At least" when any agency's row has no exact number, or an agency that owed a report has no
    row. `where` says how many rows of which answer it covers; `figure` is None: its sources are
    the release's rows. Rows that are all listed as having none come to that, not to a number.
    Three queries at most.
    """
    ours = figures.filter(
        release__source__kind=SourceKind.DOJ, release__is_quoted_claim=False
    ).of_single_years()
    its_own = ours.statewide().filter(
        **{name: OuterRef(name) for name in ("release_id", "year_to", "measure_id")}
    )
    groups = list(
        ours.exclude(agency__isnull=True)
        .exclude(unit=Unit.PERCENT)
        .exclude(measure__key=Measure.UNMAPPED)
        .exclude(Exists(its_own))
        .order_by()
        .values(*PLACE)
        .annotate(
            total=Sum("value"),
            rows=Count("id"),
            numbers=Count("id", filter=Q(answer=Answer.REPORTED)),
            stated=Count("id", filter=Q(answer__in=NUMBERS)),
            none=Count("id", filter=Q(answer__in=NONE_AT_ALL)),
            silent=Count("id", filter=Q(answer=Answer.DID_NOT_REPORT)),
            inexact=Count("id", filter=~Q(qualifier=Qualifier.EXACT)),
            noted=Count("id", filter=~Q(note="")),
            **{name: F(path) for name, path in _BESIDE.items()},
        )
    )
    _count_the_missing(groups, ours)
    sums = [_sum(group) for group in groups]
    # "At least 0" says nothing.
    return [s for s in sums if s.value or s.qualifier == Qualifier.EXACT]


# What is told of a sum beside what it comes to.
_BESIDE = {
    "measure_key": "measure__key",
    "measure_name": "measure__name",
    "is_outcome": "measure__is_outcome",
    "measure_position": "measure__position",
    "title": "release__title",
    "source": "release__source__name",
    "url": "release__url",
    "issued_on": "release__issued_on",
    "state": "release__state",
    "is_sample": "release__is_sample",
}


def sums_at_odds(sums: Iterable[Statement], figures: FigureQuerySet) -> list[Statement]:
    """Of `sums` those that a statewide statement of `figures`, or another sum, contradicts.

    With them come all statements about the same thing. One query, none without sums.
    """
    groups: dict[tuple, list[Statement]] = defaultdict(list)
    for total in sums:
        groups[total.same_thing].append(total)
    if not groups:
        return []
    years = {total.year_to for group in groups.values() for total in group}
    beside = figures.statewide().of_single_years().filter(year_to__in=years)
    for statement in statements_of(beside):
        if statement.same_thing in groups:
            groups[statement.same_thing].append(statement)
    at_odds = [
        group
        for group in groups.values()
        if any(not agree(one, other) for one, other in combinations(group, 2))
    ]
    return [statement for group in at_odds for statement in group]


def caveat_of_rows(noted: int) -> str:
    """What a sum says of the caveats of the rows that it adds: they are the sum's as well."""
    if not noted:
        return ""
    if noted == 1:
        return "A row that it adds has a caveat of its own: it holds for the sum as well."
    return f"{noted:,} rows that it adds have caveats of their own: they hold for the sum as well."


def _count_the_missing(groups: list[dict], ours: FigureQuerySet) -> None:
    """Adds to each group how many agencies owed a report for its year (`directory`), and how many
    of those have no row in it (`missing`)."""
    owing = Scope().owing(group["year_to"] for group in groups)
    for group in groups:
        group["directory"] = len(owing[group["year_to"]])
        group["missing"] = group["directory"] - group["rows"]
    # Among as many rows there may be bodies that owe nothing, or one agency twice since a merge.
    if long := [group for group in groups if group["missing"] <= 0]:
        listed = _listed_of_those_who_owe(long, ours)
        for group in long:
            group["missing"] = group["directory"] - listed.get(_place(group), 0)


def _listed_of_those_who_owe(groups: list[dict], ours: FigureQuerySet) -> dict[tuple, int]:
    of_years = (
        Q(year_to=year, agency__in=Agency.objects.owing_report_on(year))
        for year in {group["year_to"] for group in groups}
    )
    rows = ours.filter(
        reduce(or_, of_years),
        release__in={group["release_id"] for group in groups},
        measure__in={group["measure_id"] for group in groups},
    )
    counted = rows.order_by().values(*PLACE).annotate(listed=Count("agency", distinct=True))
    return {_place(row): row["listed"] for row in counted}


def _place(row: dict) -> tuple:
    return tuple(row[name] for name in PLACE)


def _sum(group: dict) -> Statement:
    unclear = group["rows"] - group["numbers"] - group["none"] - group["silent"]
    missing = group["missing"]
    is_exact = not (unclear or group["silent"] or group["inexact"] or missing)
    total = group["total"] or Decimal(0)
    covers = (
        f"our sum of {group['rows']:,} agencies' rows: {group['numbers']:,} with a number,"
        f" {group['none']:,} with none, {group['silent']:,} did not report"
    )
    if unclear:
        covers += f", {unclear:,} unclear or withheld"
    if missing:
        covers += f"; {missing:,} of the directory's {group['directory']:,} are not listed"
    answer = Answer.REPORTED if total else Answer.REPORTED_ZERO
    return Statement(
        figure=None,
        release=group["release_id"],
        release_title=group["title"],
        source=group["source"],
        source_kind=SourceKind.DOJ,
        subject=(None, ""),
        about=STATEWIDE,
        year_from=group["year_to"],
        year_to=group["year_to"],
        measure_key=group["measure_key"],
        measure=group["measure_name"],
        unit=Unit(group["unit"]),
        answer=answer if group["stated"] else Answer.LISTED_AS_NONE,
        qualifier=Qualifier.EXACT if is_exact else Qualifier.AT_LEAST,
        value=total if group["stated"] else None,
        raw="",
        where=covers,
        note=caveat_of_rows(group["noted"]),
        url=group["url"],
        issued_on=group["issued_on"],
        state=group["state"],
        is_quoted=False,
        is_sample=group["is_sample"],
        is_outcome=group["is_outcome"],
        measure_position=group["measure_position"],
    )
