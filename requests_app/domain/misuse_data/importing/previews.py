"""Looking at a returned file before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import BinaryIO

from django.conf import settings
from django.db.models import F

from requests_app.domain.misuse_data.checks import Told, Used
from requests_app.domain.misuse_data.importing.changes import Changes, last_release
from requests_app.domain.misuse_data.importing.incoming import Incoming
from requests_app.domain.misuse_data.importing.runs import Preview, Sink, go_through
from requests_app.domain.misuse_data.measures import units_by_measure
from requests_app.domain.misuse_data.models import Figure, Measure, Release, Source
from requests_app.domain.misuse_data.names.matching import Matcher
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.queries import ReleaseQuerySet
from requests_app.domain.misuse_data.reading.files import sheets_of
from requests_app.domain.misuse_data.reading.layouts import remembered
from requests_app.domain.misuse_data.reading.mapping import Columns
from requests_app.domain.misuse_data.reading.proposals import Reader
from requests_app.domain.misuse_data.reading.recognition import (
    Chosen,
    FoundSheet,
    recognised,
    refuse_unusable,
)
from requests_app.domain.misuse_data.reading.subjects import Subjects
from requests_app.domain.misuse_data.vocabulary import SET_ASIDE_STATES, ReleaseState
from requests_app.domain.request_log.models import Attachment

# Figures of the year before that are kept to be compared with; a source has some thousands.
MOST_BEFORE = 200_000


@dataclass(frozen=True)
class Wanted:
    """What a file is taken for: whose figures, for which years, and how its sheets are read."""

    source: Source
    covers: Covers
    chosen: Chosen = field(default_factory=Chosen)
    kept: int | None = None  # problems of each rule
    watch: Sink | None = None  # gets every figure as it is read, also of a file with errors


@dataclass
class OpenFile:
    """A file that is open and recognised, ready to be gone through once."""

    file: BinaryIO
    sha256: str
    found: list[FoundSheet]
    reader: Reader
    told: Told
    changes: Changes | None
    wanted: Wanted

    def go_through(self, sink: Sink | None = None) -> Preview:
        """Raises `FileRefused` for a row that cannot be read."""
        return go_through(
            self.found,
            self.reader,
            self.told,
            changes=self.changes,
            sink=sink,
            watch=self.wanted.watch,
            kept=self.wanted.kept,
        )


@contextmanager
def opened(incoming: Incoming, wanted: Wanted) -> Iterator[OpenFile]:
    """The file with all that is asked of the database about it; going through it asks no more.

    Raises `AttachmentNotUsable`, `FileRefused`, `MappingRefused`.
    """
    with incoming.opened() as (file, sha256):
        found = _found(file, incoming, wanted)
        refuse_unusable(found, wanted.chosen)
        asked = incoming.records_request
        matcher = Matcher(returned_by=asked.agency if asked else None)
        subjects = Subjects(incoming.subject(wanted.source), matcher)
        is_sample, beside = incoming.is_sample, Release.objects.all().known_beside(asked)
        last = last_release(
            source=wanted.source.name, covers=wanted.covers, is_sample=is_sample, among=beside
        )
        yield OpenFile(
            file,
            sha256,
            found,
            Reader(wanted.covers, subjects, units_by_measure(), wanted.chosen.marks),
            Told(
                wanted.covers,
                _used_in(sha256, wanted, beside),
                _before(wanted, is_sample, beside),
                subjects.known,
            ),
            Changes.since(last) if last else None,
            wanted,
        )


def previewed(incoming: Incoming, wanted: Wanted) -> Preview:
    """What importing would do, with every problem; writes nothing. Raises what `opened` and
    `OpenFile.go_through` raise."""
    with opened(incoming, wanted) as file:
        return file.go_through()


def read_attachment(
    attachment: Attachment, *, source: Source | None = None, mapping: Chosen | Columns | None = None
) -> list[FoundSheet]:
    """The attachment's sheets alone, for a person who says what their columns hold.

    Raises `AttachmentNotUsable`, `FileRefused`; writes nothing.
    """
    incoming = Incoming.attached(attachment)
    year = attachment.records_request.reporting_year
    wanted = Wanted(source or incoming.source(), Covers(year, year), as_chosen(mapping))
    with incoming.opened() as (file, _):
        return _found(file, incoming, wanted)


def as_chosen(mapping: Chosen | Columns | None) -> Chosen:
    """What a person said; of a file with one sheet the columns are enough."""
    if mapping is None:
        return Chosen()
    return mapping if isinstance(mapping, Chosen) else Chosen(every=mapping)


def _found(file: BinaryIO, incoming: Incoming, wanted: Wanted) -> list[FoundSheet]:
    sheets = sheets_of(file, max_bytes=settings.MAX_UPLOAD_BYTES, name=incoming.name)
    return recognised(
        sheets, wanted.chosen, remembered=lambda columns: remembered(wanted.source, columns)
    )


def _used_in(sha256: str, wanted: Wanted, beside: ReleaseQuerySet) -> tuple[Used, ...]:
    """Every release that a file of this content went into; see the check `imported_before`."""
    releases = beside.filter(returned_files__sha256=sha256).select_related("source")
    return tuple(
        Used(
            release.title,
            ReleaseState(release.state),
            release.source.name == wanted.source.name
            and (release.covers_from, release.covers_to) == wanted.covers
            and release.state not in SET_ASIDE_STATES,
        )
        for release in releases.order_by("pk")
    )


def _before(
    wanted: Wanted, is_sample: bool, beside: ReleaseQuerySet
) -> Mapping[tuple[int | None, str, int], Decimal]:
    """What the source last said of the years before those covered; see the check `tenfold`."""
    years = range(wanted.covers.first - 1, wanted.covers.last)
    figures = (
        Figure.objects.filter(
            release__in=beside.order_by().values("pk"),
            release__source__name=wanted.source.name,
            release__is_quoted_claim=False,
            release__is_sample=is_sample,
            year_from=F("year_to"),
            year_to__in=years,
            value__isnull=False,
        )
        .exclude(measure__key=Measure.UNMAPPED)
        .exclude(release__state__in=SET_ASIDE_STATES)
        .order_by("release__imported_at", "pk")
        .values_list("agency_id", "measure__key", "year_to", "value")
    )
    rows = figures[:MOST_BEFORE].iterator(chunk_size=5_000)
    return {(agency, key, year): value for agency, key, year, value in rows if value is not None}
