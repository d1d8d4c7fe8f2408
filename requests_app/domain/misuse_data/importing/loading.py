"""Figures into the database, as they come: by COPY on PostgreSQL, in batches elsewhere.

The one home of COPY in the product. No history row is written for each figure of an import (see
decision 20); the release and the audit say who imported them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import connection

from requests_app.domain.misuse_data.checks.fits import LONGEST_RAW
from requests_app.domain.misuse_data.models import Figure, Measure, ReturnedFile
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.reading.proposed import Counted, Place, Proposed
from requests_app.domain.misuse_data.reading.subjects import About
from requests_app.domain.misuse_data.reading.values import Understood
from requests_app.domain.sheets.remembered import Remembered

AT_ONCE, COPIED_AT_ONCE = 1_000, 5_000  # figures
_COLUMNS = (
    "release_id", "returned_file_id", "agency_id", "agency_as_written", "year_from", "year_to",
    "measure_id", "measure_as_written", "unit", "answer", "qualifier", "value", "raw", "where",
    "cell", "note",
)  # fmt: skip
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


@contextmanager
def loading(
    file: ReturnedFile, measures: Mapping[str, Measure]
) -> Iterator[Callable[[Proposed], None]]:
    """Gives a function that takes figures into the file's release; they are in when it ends.

    To be used inside a transaction. Every figure has a known agency (or is the state's) and a known
    period: the checks refuse others.
    """
    line: Callable[[Proposed], Any]
    put: Callable[[list[Any]], None]
    if connection.vendor == "postgresql":
        line, put, batch_of = _Lines(file, measures).of, _copy, COPIED_AT_ONCE
    else:
        line, put, batch_of = partial(_figure, file=file, measures=measures), _insert, AT_ONCE
    batch: list[Any] = []

    def take(figure: Proposed) -> None:
        batch.append(line(figure))
        if len(batch) >= batch_of:
            put(batch)
            batch.clear()

    yield take
    put(batch)


def _copy(lines: list[str]) -> None:
    # A COPY of its own for every few thousand: a connection that is in the middle of one waits for
    # ever when something else is asked of it.
    with connection.cursor() as cursor, cursor.copy(_copy_statement()) as copy:
        copy.write("".join(lines))


def _copy_statement() -> str:
    names = ", ".join(connection.ops.quote_name(name) for name in _COLUMNS)
    return f"COPY {connection.ops.quote_name(Figure._meta.db_table)} ({names}) FROM STDIN"


def _insert(batch: list[Figure]) -> None:
    Figure.objects.bulk_create(batch, batch_size=AT_ONCE)


def _figure(p: Proposed, file: ReturnedFile, measures: Mapping[str, Measure]) -> Figure:
    assert p.period is not None
    return Figure(
        release_id=file.release_id,
        returned_file=file,
        agency=p.about.agency,
        agency_as_written=p.about.agency_as_written,
        year_from=p.period.first,
        year_to=p.period.last,
        measure=measures[p.counted.key],
        measure_as_written=p.counted.words,
        unit=p.unit,
        answer=p.understood.answer,
        qualifier=p.understood.qualifier,
        value=p.understood.value,
        raw=p.raw[:LONGEST_RAW],
        where=p.where,
        cell=p.cell,
        note=p.note,
    )


class _Lines:
    """Lines of COPY's text format. What figures share is written out once: agency, period, measure
    and what a cell of these words says."""

    def __init__(self, file: ReturnedFile, measures: Mapping[str, Measure]):
        first = f"{file.release_id}\t{file.pk}"
        self._abouts: Remembered[About, str] = Remembered(
            lambda about: f"{first}\t{_pk(about)}\t{_text(about.agency_as_written)}"
        )
        self._periods: Remembered[Covers, str] = Remembered(
            lambda period: f"\t{period.first}\t{period.last}\t"
        )
        self._counted: Remembered[Counted, str] = Remembered(
            lambda counted: f"{measures[counted.key].pk}\t{_text(counted.words)}\t"
        )
        self._said: Remembered[tuple[str, Understood, str], str] = Remembered(_said)
        self._notes: Remembered[str, str] = Remembered(_text, most=1_000)
        self._places: dict[Place, tuple[str, list[str]]] = {}

    def of(self, figure: Proposed) -> str:
        row, place, position, about, _, period, counted, unit, understood, raw, note = figure
        beginning, suffixes = self._places.get(place) or self._written(place)
        return (
            f"{self._abouts[about]}{self._periods[period]}{self._counted[counted]}"  # type: ignore[index]
            f"{self._said[unit, understood, raw]}{beginning}{row.place}{suffixes[position]}"
            f"{figure.cell}\t{self._notes[note] if note else ''}\n"
        )

    def _written(self, place: Place) -> tuple[str, list[str]]:
        written = _text(place.beginning), [f"{_text(one)}\t" for one in place.suffixes]
        self._places[place] = written
        return written


def _pk(about: About) -> Any:
    return about.agency.pk if about.agency else "\\N"


def _said(said: tuple[str, Understood, str]) -> str:
    unit, understood, raw = said
    value = "\\N" if understood.value is None else f"{understood.value:f}"
    return (
        f"{unit}\t{understood.answer.value}\t{understood.qualifier.value}\t{value}\t"
        f"{_text(raw[:LONGEST_RAW])}\t"
    )


def _text(text: str) -> str:
    return text.translate(_ESCAPES)
