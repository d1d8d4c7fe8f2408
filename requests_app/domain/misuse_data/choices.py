"""What there are figures for: the measures and years that a comparison can be asked for.

Asked by looking for one figure of each, never by reading all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.misuse_data.queries import FigureQuerySet, ReleaseQuerySet
from requests_app.domain.misuse_data.statements import measure_key_of

Choices = list[tuple[str, str]]
UNMAPPED_SHOWN = 200  # words of sources that no measure stands for


@dataclass(frozen=True)
class Comparable:
    """Values and words, for a form."""

    measure: Choices
    year: list[tuple[int, str]]


def comparable(figures: FigureQuerySet, releases: ReleaseQuerySet) -> Comparable:
    """What `figures`, which are those of `releases`, can be compared by; violations, the latest
    year first. Four queries at most."""
    plain = figures.order_by()
    counted = Measure.objects.filter(Exists(plain.filter(measure_id=OuterRef("pk")))).order_by()
    named = dict(counted.values_list("key", "name"))
    if named.pop(Measure.UNMAPPED, None):
        words = plain.filter(measure__key=Measure.UNMAPPED).values_list("measure_as_written")
        for (written,) in words.distinct()[:UNMAPPED_SHOWN]:
            named[measure_key_of(Measure.UNMAPPED, written)] = f"{written} (unmapped)"
    return Comparable(
        measure=sorted(named.items(), key=lambda m: (m[0] != "violations", ":" in m[0], m[1])),
        year=[(year, str(year)) for year in years_with_figures(plain, releases)],
    )


def years_with_figures(figures: FigureQuerySet, releases: ReleaseQuerySet) -> list[int]:
    """Single years that there are figures of, the latest first. Two queries at most.

    A release of one year has some of that year; of a longer period only the figures can tell.
    """
    covered = set(releases.order_by().values_list("covers_from", "covers_to").distinct())
    sure = {first for first, last in covered if first == last}
    asked = sorted({y for first, last in covered for y in range(first, last + 1)} - sure)
    if asked:
        any_of = [Exists(figures.of_year(year)) for year in asked]
        found = releases.order_by().values_list(*any_of)[0]
        sure |= {year for year, has_some in zip(asked, found, strict=True) if has_some}
    return sorted(sure, reverse=True)
