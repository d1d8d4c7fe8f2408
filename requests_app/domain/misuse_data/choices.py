"""What there are figures for: the measures and years that a comparison can be asked for."""

from __future__ import annotations

from dataclasses import dataclass

from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.statements import measure_key_of

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Comparable:
    """Values and words, for a form."""

    measure: Choices
    year: list[tuple[int, str]]


def comparable(figures: FigureQuerySet) -> Comparable:
    """What `figures` can be compared by; violations, the latest year first."""
    plain = figures.order_by()
    measures = plain.values_list("measure__key", "measure__name", "measure_as_written").distinct()
    named = {
        measure_key_of(key, written): name if key != Measure.UNMAPPED else f"{written} (unmapped)"
        for key, name, written in measures
    }
    years = plain.of_single_years().values_list("year_to", flat=True).distinct()
    return Comparable(
        measure=sorted(named.items(), key=lambda m: (m[0] != "violations", ":" in m[0], m[1])),
        year=[(year, str(year)) for year in sorted(set(years), reverse=True)],
    )
