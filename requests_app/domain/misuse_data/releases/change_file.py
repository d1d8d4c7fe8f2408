"""What a re-issue changes as CSV: a line a cell, both sides with where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.releases.issues import changes_between, shown
from requests_app.domain.misuse_data.statements import Statement
from requests_app.domain.sheets.writing import csv_line

SIDE = ("answer", "qualifier", "value", "as_written", "where")
COLUMNS = (
    *("change", "about", "year_from", "year_to", "measure", "unit"),
    *(f"{name}_before" for name in SIDE),
    *(f"{name}_after" for name in SIDE),
    *("difference", "name_before", "name_after"),
)


def changes_csv(before: Release, after: Release) -> Iterator[str]:
    """Line by line, the header first; what stayed is left out. Raises `NotComparable`."""
    yield csv_line(COLUMNS)
    for change in shown(changes_between(before, after)):
        found = change.statement
        yield csv_line(
            [
                *(change.kind.value, found.about, str(found.year_from), str(found.year_to)),
                *(found.measure, str(found.unit.value)),
                *_side(change.before),
                *_side(change.after),
                # A plain minus, for programs.
                *(change.by.replace("−", "-").replace(",", "").lstrip("+"),),
                *(change.old_name, change.new_name),
            ]
        )


def _side(statement: Statement | None) -> list[str]:
    if statement is None:
        return [""] * len(SIDE)
    has_number = statement.value is not None
    return [
        statement.answer.value,
        statement.qualifier.value if has_number else "",
        f"{statement.value.normalize():f}" if statement.value is not None else "",
        statement.raw,
        statement.where,
    ]
