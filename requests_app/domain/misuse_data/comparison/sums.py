"""The statewide sum of a release that lists agencies and states no total of its own.

Such a sum is a statement like any other: what others print is held against it.

Only rows of one release, one year and one measure are ever added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations

from django.db.models import Count, F, Q, Sum

from requests_app.domain.misuse_data.comparison.scopes import Scope
from requests_app.domain.misuse_data.conflicts.agreement import agree
from requests_app.domain.misuse_data.models import Measure, Release
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.statements import STATEWIDE, Statement, statements_of
from requests_app.domain.misuse_data.vocabulary import Answer, Qualifier, SourceKind, Unit


def summed_statements(figures: FigureQuerySet) -> list[Statement]:
    """A statewide statement per DOJ release of ours, single year and measure that has none.

    "At least" when any agency's row has no exact number, or an agency that owed a report has no
    row. `where` says how many rows of which answer it covers; `figure` is None: its sources are
    the release's rows. Rows that are all listed as having none come to that, not to a number.
    Four queries.
    """
    ours = figures.filter(
        release__source__kind=SourceKind.DOJ, release__is_quoted_claim=False
    ).of_single_years()
    stated = set(ours.statewide().order_by().values_list("release_id", "year_to", "measure_id"))
    groups = (
        ours.exclude(agency__isnull=True)
        .exclude(unit=Unit.PERCENT)
        .exclude(measure__key=Measure.UNMAPPED)
        .order_by()
        .values("release_id", "year_to", "measure_id", "unit")
        .annotate(
            total=Sum("value"),
            rows=Count("id"),
            numbers=Count("id", filter=Q(answer=Answer.REPORTED)),
            zeros=Count("id", filter=Q(answer=Answer.REPORTED_ZERO)),
            none=Count("id", filter=Q(answer=Answer.LISTED_AS_NONE)),
            listed=Count("agency", distinct=True),
            silent=Count("id", filter=Q(answer=Answer.DID_NOT_REPORT)),
            inexact=Count("id", filter=~Q(qualifier=Qualifier.EXACT)),
            noted=Count("id", filter=~Q(note="")),
            measure_key=F("measure__key"),
            measure_name=F("measure__name"),
            is_outcome=F("measure__is_outcome"),
            measure_position=F("measure__position"),
        )
    )
    wanted = [
        group
        for group in groups
        if (group["release_id"], group["year_to"], group["measure_id"]) not in stated
    ]
    releases = Release.objects.select_related("source").in_bulk({g["release_id"] for g in wanted})
    owing = Scope().owing(group["year_to"] for group in wanted)
    sums = [
        _sum(group, releases[group["release_id"]], directory=len(owing[group["year_to"]]))
        for group in wanted
    ]
    # "At least 0" says nothing.
    return [s for s in sums if s.value or s.qualifier == Qualifier.EXACT]


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


def _sum(group: dict, release: Release, *, directory: int) -> Statement:
    """directory: how many agencies owed a report for the year."""
    without = group["zeros"] + group["none"]
    unclear = group["rows"] - group["numbers"] - without - group["silent"]
    missing = max(0, directory - group["listed"])
    is_exact = not (unclear or group["silent"] or group["inexact"] or missing)
    total = group["total"] or Decimal(0)
    covers = (
        f"our sum of {group['rows']:,} agencies' rows: {group['numbers']:,} with a number,"
        f" {without:,} with none, {group['silent']:,} did not report"
    )
    if unclear:
        covers += f", {unclear:,} unclear or withheld"
    if missing:
        covers += f"; {missing:,} of the directory's {directory:,} are not listed"
    is_number = bool(group["numbers"] or group["zeros"])
    return Statement(
        figure=None,
        release=release.pk,
        release_title=release.title,
        source=release.source.name,
        source_kind=SourceKind(release.source.kind),
        subject=(None, ""),
        about=STATEWIDE,
        year_from=group["year_to"],
        year_to=group["year_to"],
        measure_key=group["measure_key"],
        measure=group["measure_name"],
        unit=Unit(group["unit"]),
        answer=_answer(total) if is_number else Answer.LISTED_AS_NONE,
        qualifier=Qualifier.EXACT if is_exact else Qualifier.AT_LEAST,
        value=total if is_number else None,
        raw="",
        where=covers,
        note=caveat_of_rows(group["noted"]),
        url=release.url,
        issued_on=release.issued_on,
        state=release.state,
        is_quoted=False,
        is_sample=release.is_sample,
        is_outcome=group["is_outcome"],
        measure_position=group["measure_position"],
    )


def _answer(total: Decimal) -> Answer:
    return Answer.REPORTED if total else Answer.REPORTED_ZERO
