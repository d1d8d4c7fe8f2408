"""What was written fits into the record; of a cell too long its beginning, which is told."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from requests_app.domain.misuse_data.checks.problem import Checked, RowProblem, error, warning

LARGEST = Decimal(10**12)  # the database keeps fourteen digits, two of them after the point
LONGEST = {"agency_as_written": 200, "measure_as_written": 120}
LONGEST_RAW = 500  # characters of a cell that are kept beside what was understood


def fits(checked: Checked) -> Iterator[RowProblem]:
    for figure in checked.proposed:
        value = figure.understood.value
        if value is not None and abs(value) >= LARGEST:
            yield error(figure.where, "fits", f"“{figure.raw[:40]}” is larger than any count.")
        elif value is not None and value % 1 and value.quantize(Decimal("0.01")) != value:
            yield error(
                figure.where, "fits", f"“{figure.raw[:40]}” has more than two decimal places."
            )
        # Unclear at such length, so nothing is counted by it; the whole stands in the file.
        if len(figure.raw) > LONGEST_RAW:
            yield warning(
                figure.where,
                "fits",
                f"“{figure.raw[:40]}…” has {len(figure.raw):,} characters; the first"
                f" {LONGEST_RAW} are kept here, all of them in the file.",
            )
        for name, longest in LONGEST.items():
            text = getattr(figure, name)
            if len(text) > longest:
                yield error(
                    figure.where,
                    "fits",
                    f"“{text[:40]}…” has {len(text)} characters; at most {longest} are kept.",
                )
