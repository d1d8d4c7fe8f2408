"""The record held against what is noted of its head outside the database, in constant memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from requests_app.domain.audit.findings import Finding, Kind, Verification
from requests_app.domain.audit.heads import Head, UnreadableNote
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.audit.reading import cell, hashes_at

AT_ONCE = 500  # notes looked up in one query


@dataclass
class Notes:
    """What the notes say, read from first to last.

    highest: the last position noted. agreeing: the last that agrees before any that does not.
    first, differing: the first note that does not agree, and how many do not. beyond: the one with
    the highest position that the record does not reach.
    """

    highest: int = 0
    agreeing: int = 0
    first: Head | None = None
    differing: int = 0
    beyond: Head | None = None

    def look(self, head: Head, found: Any, end: int) -> None:
        """`found`: the hash at its position, None where nothing is; `end`: where the record
        ended."""
        self.highest = max(self.highest, head.position)
        if found == head.hash:
            self.agreeing = self.agreeing if self.first else max(self.agreeing, head.position)
        elif found is None and head.position > end:
            if self.beyond is None or head.position > self.beyond.position:
                self.beyond = head
        else:
            self.first, self.differing = self.first or head, self.differing + 1


def compare_with_head(
    found: Verification, before: tuple[int, str] | None, after: tuple[int, str] | None
) -> None:
    """The head as it was before the walk and after it: others went on sealing meanwhile. None
    where it cannot be read."""
    if before is None or after is None:
        words = "The head holds no position and hash that can be read: it was changed by hand."
        found.add(Finding(Kind.HEAD, words))
        return
    end, (least, digest), (most, _) = found.position, before, after
    if end < least:
        words = f"The head is at position {least:,}, and the record ends at {end:,}"
        found.add(Finding(Kind.CUT, f"{words}: {_missing(end, least)}.", end + 1))
        return
    if end > most:
        words = f"The head is at position {most:,}, and there are entries beyond it, up to {end:,}."
        found.add(Finding(Kind.BEYOND, words, most + 1))
    stored = cell(AuditEntry.objects.filter(position=least), "hash")
    if least and stored != digest:
        words = f"The hash at position {least:,} is not that of the head, {digest}."
        found.add(Finding(Kind.HEAD, words, least))


def compare_with_notes(
    found: Verification, heads: Iterable[Head | UnreadableNote], *, noted: int
) -> None:
    """`noted`: up to which position the database says that its head was noted."""
    notes, readable = Notes(), _readable(heads, found)
    while some := list(islice(readable, AT_ONCE)):
        hashes = hashes_at([head.position for head in some])
        for head in some:
            notes.look(head, hashes.get(head.position), found.position)
        found.heads += len(some)
    for finding in _findings(notes, found.position, noted):
        found.add(finding)


def _readable(heads: Iterable[Head | UnreadableNote], found: Verification) -> Iterator[Head]:
    for head in heads:
        if isinstance(head, UnreadableNote):
            found.add(Finding(Kind.NOTES, str(head)))
        else:
            yield head


def _findings(notes: Notes, end: int, noted: int) -> Iterator[Finding]:
    if last := notes.beyond:
        words = f"The record ends at position {end:,}, and {last.where} knows {last.position:,}"
        yield Finding(Kind.CUT, f"{words}: {_missing(end, last.position)}.", end + 1)
    if first := notes.first:
        others = f" (nor with {notes.differing - 1:,} others)" if notes.differing > 1 else ""
        words = (
            f"The record does not agree with {first.where}{others}: what was sealed at positions "
            f"{notes.agreeing + 1:,} to {first.position:,} was rewritten since."
        )
        yield Finding(Kind.REWRITTEN, words, first.position)
    if notes.highest < noted:
        words = (
            f"The head was noted up to position {noted:,}, and the notes go to {notes.highest:,}: "
            "the file of the notes was cut, put back or taken away."
        )
        yield Finding(Kind.NOTES, words, noted)


def _missing(end: int, known: int) -> str:
    if known == end + 1:
        return f"position {known:,} is missing"
    return f"positions {end + 1:,} to {known:,} are missing"
