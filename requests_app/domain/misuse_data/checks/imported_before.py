"""A file of the same content (sha256) has not been imported before."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.checks.problem import Checked, RowProblem, warning


def imported_before(checked: Checked) -> Iterator[RowProblem]:
    if checked.used_in:
        titles = "”, “".join(checked.used_in)
        yield warning(
            "the file", "imported-before", f"A file with the same content went into “{titles}”."
        )
