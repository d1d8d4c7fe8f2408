"""How a file is to be read, carried in the address from its import page to its names and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict

from requests_app.domain.misuse_data.importing.previews import Wanted
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.reading.marks import Marks
from requests_app.domain.misuse_data.reading.recognition import Chosen
from requests_app.domain.misuse_data.sources import source_of
from requests_app.domain.request_log.models import Attachment

LONGEST_QUERY = 6000  # characters
# What was typed of the release, which says nothing of how the file is read.
OF_RELEASE = ("source_name", "source_kind", "title", "issued_on")


@dataclass(frozen=True)
class ReadAs:
    """The years and columns that were said; `release`: what was typed of it, as text."""

    covers: Covers
    chosen: Chosen
    release: Mapping[str, str] = field(default_factory=dict)

    def wanted(self, attachment: Attachment) -> Wanted:
        return Wanted(source_of(attachment.records_request), self.covers, self.chosen)

    @property
    def initial(self) -> dict[str, object]:
        """For the form of the import page."""
        years = {"covers_from": self.covers.first, "covers_to": self.covers.last}
        return {**self.release, **years, **self.chosen.marks.as_json()}


def as_query(wanted: Wanted, release: Mapping[str, str]) -> str:
    """`?read=…` with what was said; empty where a browser may cut it: then the file is read as it
    is suggested."""
    chosen = wanted.chosen
    said = {
        "covers": [wanted.covers.first, wanted.covers.last],
        "columns": {name: dict(columns) for name, columns in chosen.columns.items()},
        "sheets": sorted(chosen.sheets) if chosen.sheets is not None else None,
        "marks": chosen.marks.as_json(),
        "release": {name: release.get(name, "") for name in OF_RELEASE},
    }
    query = urlencode({"read": json.dumps(said, ensure_ascii=False, separators=(",", ":"))})
    return f"?{query}" if len(query) < LONGEST_QUERY else ""


def read_as(query: QueryDict) -> ReadAs | None:
    """What `as_query` put into the address; None where nothing can be understood of it."""
    try:
        said = json.loads(query.get("read", "")[:LONGEST_QUERY])
        first, last = (int(year) for year in said["covers"])
        columns = {
            str(name): {str(heading): str(role) for heading, role in roles.items()}
            for name, roles in said["columns"].items()
        }
        sheets = None if said["sheets"] is None else frozenset(map(str, said["sheets"]))
        marks = Marks.of(said.get("marks") or {})
        typed = said.get("release") or {}
        release = {name: str(typed[name]) for name in OF_RELEASE if typed.get(name)}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        return None
    covers = Covers(first, last)
    if not covers.is_possible:
        return None
    return ReadAs(covers, Chosen(columns=columns, sheets=sheets, marks=marks), release)


def as_suggested(attachment: Attachment) -> ReadAs:
    """The year that the request asked about, and columns by their headings."""
    year = attachment.records_request.reporting_year
    return ReadAs(Covers(year, year), Chosen())
