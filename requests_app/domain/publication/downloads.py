"""Published figures as CSV, each row with all that is needed to quote it rightly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from requests_app.domain.misuse_data.statements import Statement, statement_of
from requests_app.domain.publication.published import published_figures, published_statewide
from requests_app.domain.sheets.writing import csv_line

COLUMNS = (
    "year_from",
    "year_to",
    "about",
    "measure",
    "unit",
    "answer",
    "qualifier",
    "value",
    "as_written",
    "source",
    "source_kind",
    "quoted_claim",
    "source_url",
    "issued_on",
    "where",
    "note",
    "passport",
)


def statewide_csv(address_of: Callable[[Statement], str]) -> Iterator[str]:
    """The statewide statements, every source's, line by line. `address_of`: of its passport."""
    statements = sorted(
        published_statewide(), key=lambda s: (-s.year_to, -s.year_from, s.measure, s.source)
    )
    return lines(statements, address_of)


def all_csv(address_of: Callable[[Statement], str]) -> Iterator[str]:
    """Every published figure, line by line."""
    figures = published_figures().select_related("release__source", "measure", "agency")
    in_order = figures.order_by("-year_to", "pk").iterator(chunk_size=2000)
    return lines(map(statement_of, in_order), address_of)


def lines(
    statements: Iterable[Statement],
    address_of: Callable[[Statement], str],
    *,
    with_state: bool = False,
) -> Iterator[str]:
    """A CSV of statements with the header of `COLUMNS`; for staff the release's state as well."""
    yield csv_line([*COLUMNS, "state", "sample"] if with_state else COLUMNS)
    for statement in statements:
        cells = _cells(statement, address_of(statement))
        if with_state:
            cells += [statement.state, "yes" if statement.is_sample else "no"]
        yield csv_line(cells)


def _cells(s: Statement, address: str) -> list[str]:
    value = "" if s.value is None else f"{s.value.normalize():f}"
    return [
        str(s.year_from),
        str(s.year_to),
        s.about,
        s.measure,
        str(s.unit.value),
        str(s.answer.value),
        str(s.qualifier.value) if s.value is not None else "",
        value,
        s.raw,
        s.source,
        str(s.source_kind.value),
        "yes" if s.is_quoted else "no",
        s.url,
        s.issued_on.isoformat() if s.issued_on else "",
        s.where,
        s.note,
        address,
    ]
