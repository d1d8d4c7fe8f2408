"""What there are figures for: the measures, years and bodies that a comparison can be asked for."""

from __future__ import annotations

from dataclasses import dataclass

from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.statements import STATEWIDE, measure_key_of

STATE = "state"
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Comparable:
    """Values and words, for a form. `about`: "state" or an agency's key."""

    measure: Choices
    year: list[tuple[int, str]]
    about: Choices


def comparable(figures: FigureQuerySet) -> Comparable:
    """What `figures` can be compared by; violations, the latest year and the state first."""
    plain = figures.order_by()
    measures = plain.values_list("measure__key", "measure__name", "measure_as_written").distinct()
    named = {
        measure_key_of(key, written): name if key != Measure.UNMAPPED else f"{written} (unmapped)"
        for key, name, written in measures
    }
    years = plain.of_single_years().values_list("year_to", flat=True).distinct()
    agencies = plain.filter(agency__isnull=False).values_list("agency_id", "agency__name")
    return Comparable(
        measure=sorted(named.items(), key=lambda m: (m[0] != "violations", ":" in m[0], m[1])),
        year=[(year, str(year)) for year in sorted(set(years), reverse=True)],
        about=[
            (STATE, STATEWIDE),
            *sorted(((str(pk), name) for pk, name in agencies.distinct()), key=lambda a: a[1]),
        ],
    )


def subject_chosen(about: str) -> tuple[int | None, str]:
    """The choice of `Comparable.about` as the subject of a `Statement`."""
    return (int(about), "") if about.isdigit() else (None, "")
