"""Rows for the chart tags, each bar leading to the figure's passport. A gap stays a gap."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from requests_app.domain.publication.tallies import Cell
from requests_app.domain.publication.values import AgencyTable, Statement


def address_of(statement: Statement) -> str:
    """The passport of a figure; of a sum of ours, the release whose rows it adds."""
    if statement.figure is None:
        return reverse("public:release", args=[statement.release])
    return reverse("public:figure", args=[statement.figure])


def year_columns(cells: list[tuple[int, Cell]]) -> list[dict[str, Any]]:
    """One column per year, earliest first."""
    return [
        {
            "label": str(year),
            "value": cell.shown.value if cell.shown else None,
            "words": _words(cell),
            "qualifier": cell.shown.qualifier.value if cell.shown and cell.shown.value else "",
        }
        for year, cell in cells
    ]


def _words(cell: Cell) -> str:
    if cell.shown is None:
        return "no figure"
    return cell.shown.answer.label if cell.shown.value is None else ""


def agency_bars(table: AgencyTable) -> list[dict[str, Any]]:
    """One bar per agency, in the table's order."""
    return [
        {
            "label": row.statement.about,
            "value": row.statement.value,
            "words": "" if row.statement.value is not None else row.statement.answer.label,
            "qualifier": row.statement.qualifier.value if row.statement.value else "",
            "href": address_of(row.statement),
        }
        for row in table.rows
    ]
