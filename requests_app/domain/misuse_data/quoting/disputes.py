"""The contradictions that quotes take part in, however many others there are."""

from __future__ import annotations

from collections.abc import Sequence

from requests_app.domain.misuse_data.comparison.sums import summed_statements
from requests_app.domain.misuse_data.conflicts.contested import about_any
from requests_app.domain.misuse_data.conflicts.finding import (
    Conflict,
    conflicts,
    conflicts_by_statement,
)
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.quoting.models import Quote


def disputes(quotes: Sequence[Quote], figures: FigureQuerySet) -> dict[tuple, list[Conflict]]:
    """By the identity of the quoted statement, among `figures`. Twelve queries at most, none for no
    quote."""
    if not quotes:
        return {}
    claims = [one.claim for one in quotes]
    bodies = about_any({one.agency_id for one in claims})
    spoken_of = {(one.measure_id, one.year_to) for one in claims}
    # A number that is stated about something else is explained by what is said of that.
    same = figures.filter(bodies, value__in={one.value for one in claims if one.value is not None})
    spoken_of |= set(same.order_by().values_list("measure_id", "year_to").distinct())
    rows = figures.filter(
        measure_id__in={measure for measure, _ in spoken_of},
        year_to__in={year for _, year in spoken_of},
    )
    of_state = any(one.agency_id is None for one in claims)
    sums = summed_statements(rows) if of_state else ()
    found = conflicts(rows.filter(bodies), among=figures, sums=sums, most=None)
    return conflicts_by_statement(found)
