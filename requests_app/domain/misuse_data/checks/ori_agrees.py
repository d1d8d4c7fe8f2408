"""Where a row gives both an ORI and a name, they mean the same agency."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.checks.problem import Checked, RowProblem, warning


def ori_agrees(checked: Checked) -> Iterator[RowProblem]:
    seen: set[int] = set()
    for figure in checked.proposed:
        by_name = figure.agency_by_name
        if figure.row in seen or not figure.ori_as_written:
            continue
        if figure.agency and by_name and by_name.pk != figure.agency.pk:
            seen.add(figure.row)
            yield warning(
                f"row {figure.row}",
                "ori-agrees",
                f"ORI {figure.ori_as_written} is {figure.agency}, but the name"
                f" “{figure.agency_as_written}” is {by_name}: the ORI is followed.",
            )
