"""A file says one thing once: the same agency, period and measure does not stand there twice."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.checks.problem import Checked, RowProblem, error
from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.sheets.words import plain_words


def said_once(checked: Checked) -> Iterator[RowProblem]:
    first_place: dict[tuple, str] = {}
    for figure in checked.proposed:
        if not figure.agency and not figure.is_statewide:
            continue  # not known who it is: `agency_known` says so
        words = plain_words(figure.measure_as_written)
        key = (
            figure.agency.pk if figure.agency else None,
            figure.period,
            figure.measure,
            # Two unmapped measures are the same only in the same words.
            words if figure.measure == Measure.UNMAPPED else "",
            figure.unit,
        )
        if key in first_place:
            yield error(
                figure.where,
                "said-once",
                f"{figure.about}, {figure.period}, {figure.measure_as_written} “{figure.raw}”"
                f" stands in {first_place[key]} already.",
            )
        first_place.setdefault(key, figure.where)
