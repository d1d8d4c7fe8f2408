"""What the child of `limited.py` does with a file: its tables, packed, or why there are none."""

import gc
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from requests_app.domain.sheets.packing import packed, readable
from requests_app.domain.sheets.tables import FileRefused

# The child ends when it has answered: what is alive need not be looked through again and again.
_COLLECT_AFTER = 200_000
MOST_CELLS = 3_000_000  # of all tables of a file together
MOST_TABLES = 1_000
MOST_NOTES, LONGEST_NOTE = 20, 500


@dataclass
class Found:
    """A table as its reader found it. places: where each row stands, or nothing."""

    name: str
    rows: list[list[str]]
    is_hidden: bool = False
    notes: Iterable[str] = ()
    places: Iterable[str] = ()


# Nothing is freed cell by cell in a process that ends when it has answered.
_kept: list[list[Found]] = []

Reader = Callable[[bytes], list[Found]]


def parsed(content: bytes, kind: str) -> dict[str, Any]:
    """{"sheets": [...]} of a file of `kind` ("workbook", "pdf", "html"), or {"defect", "why"}.

    Runs in the child: imports no Django, and each reader only where it is needed.
    """
    gc.set_threshold(_COLLECT_AFTER, 20, 20)
    logging.disable()
    try:
        found = _reader(kind)(content)
        _kept.append(found)
        return {"sheets": [_told(one) for one in found]}
    except FileRefused as refusal:
        return {"defect": refusal.defect, "why": readable(str(refusal))}


def _reader(kind: str) -> Reader:
    if kind == "workbook":
        from requests_app.domain.sheets.workbooks import sheets_of_workbook as reader
    elif kind == "pdf":
        from requests_app.domain.sheets.pdf.documents import tables_of_pdf as reader
    else:
        from requests_app.domain.sheets.web_pages import tables_of_page as reader
    return reader


def _told(one: Found) -> dict[str, Any]:
    return {
        "name": readable(one.name)[:200],
        "is_hidden": one.is_hidden,
        "cells": packed(one.rows),
        "notes": [readable(note)[:LONGEST_NOTE] for note in list(one.notes)[:MOST_NOTES]],
        "places": list(one.places),
    }


def refuse_too_many(cells: int) -> None:
    """Raises `FileRefused` where a file claims more cells than are read."""
    if cells > MOST_CELLS:
        raise FileRefused(
            "too_much",
            f"The file has {cells:,} cells, and at most {MOST_CELLS:,} are read. Rows and columns"
            " without anything in them count: clear them, or save the table alone as CSV.",
        )


def refuse_too_many_tables(count: int) -> None:
    """Raises `FileRefused` for more tables than anybody looks through."""
    if count > MOST_TABLES:
        raise FileRefused(
            "too_much", f"The file has {count:,} tables, and at most {MOST_TABLES:,} are read."
        )
