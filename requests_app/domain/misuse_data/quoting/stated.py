"""What releases state about one thing, so that a figure can be followed from issue to issue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import reduce
from operator import or_

from django.db.models import Q

from requests_app.domain.misuse_data.comparison.sums import summed_statements
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.releases.cells import renamed_to
from requests_app.domain.misuse_data.statements import Statement, statements_of


def said(statement: Statement | None) -> tuple | None:
    """What is held against each other of two issues; None for nothing."""
    if statement is None:
        return None
    return (statement.answer, statement.value, statement.qualifier)


def stated_in(
    asked: Iterable[tuple[Release, Statement]],
) -> dict[tuple[int, tuple], Statement]:
    """What each release states about the same thing as the statement beside it, by (release, what
    they speak of). Of the whole state our sum of its rows, where it states nothing itself.

    Five queries, none for nothing.
    """
    wanted = list(asked)
    if not wanted:
        return {}
    became = renamed_to()
    found: dict[tuple[int, tuple], list[Statement]] = defaultdict(list)
    figures = Figure.objects.filter(release__in={release.pk for release, _ in wanted})
    for one in statements_of(figures.filter(_about({s for _, s in wanted}, became))):
        found[one.release, _place(one, became)].append(one)
    of_state = [one for _, one in wanted if one.is_statewide and one.is_single_year]
    if of_state:
        rows = figures.filter(
            year_to__in={one.year_to for one in of_state},
            measure__key__in={one.measure_key for one in of_state},
        )
        for one in summed_statements(rows):
            found[one.release, _place(one, became)].append(one)
    return {
        (release.pk, thing.same_thing): _likest(here, thing)
        for release, thing in wanted
        if (here := found.get((release.pk, _place(thing, became))))
    }


def _place(statement: Statement, became: Mapping[int, int]) -> tuple:
    """What they speak of; a renamed agency is the entry that it became."""
    (agency, name), *rest = statement.same_thing
    return ((became.get(agency, agency), name), *rest)


def _about(statements: set[Statement], became: Mapping[int, int]) -> Q:
    """More than is wanted, which `_place` sorts out: measures, years and agencies apart."""
    agencies = {one.subject[0] for one in statements}
    now = {became.get(one, one) for one in agencies if one}
    before = {was for was, is_now in became.items() if is_now in now}
    bodies = [Q(agency__in={one for one in agencies if one} | now | before)]
    bodies += [Q(agency=None)] if None in agencies else []
    return reduce(or_, bodies) & Q(
        year_to__in={one.year_to for one in statements},
        measure__key__in={one.measure_key.partition(":")[0] for one in statements},
    )


def _likest(here: list[Statement], thing: Statement) -> Statement:
    """Where a source says a thing twice: what stayed."""
    return next((one for one in here if said(one) == said(thing)), here[0])
