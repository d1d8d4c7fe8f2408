"""Every row is about an agency of the directory, or about the whole state."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.checks.problem import Checked, RowProblem, error


def agency_known(checked: Checked) -> Iterator[RowProblem]:
    """Once per row, however many figures it has."""
    seen: set[int] = set()
    for figure in checked.proposed:
        if figure.agency or figure.is_statewide or figure.row in seen:
            continue
        seen.add(figure.row)
        if figure.agency_as_written or figure.ori_as_written:
            named = " ".join(filter(None, [figure.agency_as_written, figure.ori_as_written]))
            yield error(
                f"row {figure.row}",
                "agency-known",
                f"“{named}” is in the directory neither by ORI nor by name or alias (or by more"
                " than one): add it there as an agency or an alias, or correct the column.",
            )
        else:
            yield error(
                f"row {figure.row}",
                "agency-known",
                "names no agency: the agency's cell is blank.",
            )
