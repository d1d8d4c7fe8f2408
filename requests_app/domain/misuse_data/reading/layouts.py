"""What a source's columns held last time, proposed for its next file; what has changed since."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from rapidfuzz import fuzz

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from requests_app.domain.misuse_data.models import ReturnedFile, Source
from requests_app.domain.misuse_data.reading.headings import IGNORED, is_only_a_year, role_named
from requests_app.domain.misuse_data.reading.marks import NO_MARKS, Marks
from requests_app.domain.misuse_data.reading.remembered import Layout
from requests_app.domain.sheets.tables import column_letter
from requests_app.domain.sheets.words import plain_words

SHARED = 0.5  # of the headings of either: with fewer it is another kind of file
ALIKE = 75  # of 100: two headings of which one may be the other's new name


@dataclass(frozen=True)
class Difference:
    """A file's headings against those of a layout; `renamed`: new heading -> old one."""

    new: tuple[str, ...]
    gone: tuple[str, ...]
    renamed: Mapping[str, str]
    moved: tuple[tuple[str, int, int], ...]  # heading, its place before and now, from 0
    same: Mapping[str, str]  # heading -> as it was written then

    def sentences(self) -> list[str]:
        """The difference in words, what is new first."""
        return [
            *(f"“{name}” is new." for name in self.new),
            *(
                f"“{name}” is new and “{old}” is gone: probably one column under another name."
                for name, old in self.renamed.items()
            ),
            *(f"“{name}” is gone." for name in self.gone),
            *(
                f"“{name}” moved from column {column_letter(old)} to {column_letter(now)}."
                for name, old, now in self.moved
            ),
        ]


def remembered(source: Source, columns: Sequence[str]) -> dict[str, str] | None:
    """What each of `columns` probably holds, as the source's last such file was read.

    Of a heading that is new the role is that of the one it seems to replace, of another year that
    of the years there were, else what its words say, if no other column has that. None where the
    source has no such file on record.
    """
    layout = _nearest(source, columns)
    if layout is None:
        return None
    differs = difference(layout.columns, columns)
    was = {**differs.same, **differs.renamed}
    mapping = {name: layout.mapping.get(old, IGNORED) for name, old in was.items()}
    of_years = {role for name, role in layout.mapping.items() if is_only_a_year(name)}
    for name in differs.new:
        role = role_named(name)
        mapping[name] = IGNORED if role in mapping.values() else role
        if is_only_a_year(name) and len(of_years) == 1:
            (mapping[name],) = of_years
    return {name: mapping[name] for name in columns}


def changes(source: Source, columns: Sequence[str]) -> list[str]:
    """How the headings differ from the source's last such file, a sentence each; none if not at
    all, or if there is no such file."""
    layout = _nearest(source, columns)
    return difference(layout.columns, columns).sentences() if layout else []


def marks_last_said(source: Source) -> Marks:
    """What somebody said of the dashes and blanks in the source's last file, to be proposed."""
    last = ReturnedFile.objects.filter(release__source__name=source.name).order_by("-pk").first()
    return Marks.kept_in(last.sheets) if last else NO_MARKS


@transaction.atomic
def remember(
    *,
    source: Source,
    columns: Sequence[str],
    mapping: Mapping[str, str],
    by: Person | None,
    at: datetime,
) -> Layout:
    """Keeps what `columns` were taken for; what was kept for the same headings is replaced."""
    kept = {name: mapping.get(name, IGNORED) for name in columns}
    layout = Layout.objects.select_for_update().filter(
        source=source, headings=_hash(columns)
    ).first() or Layout(source=source, headings=_hash(columns))
    is_other = layout.mapping != kept if layout.pk else True
    layout.columns, layout.mapping = list(columns), kept
    layout.saved_by, layout.saved_at = by, at
    layout.save()
    if is_other:
        record(verb="remembered layout", subject=layout, by=by, at=at, mapping=kept)
    return layout


def difference(before: Sequence[str], now: Sequence[str]) -> Difference:
    """The headings `now` against those `before`. Pure; spelling and order alone are no change of
    a name, and a column that another one pushed along has not moved."""
    old, new = _by_words(before), _by_words(now)
    same = {new[key]: old[key] for key in new if key in old}
    added = [new[key] for key in new if key not in old]
    lost = [old[key] for key in old if key not in new]
    renamed = _renamed(added, lost)
    return Difference(
        new=tuple(name for name in added if name not in renamed),
        gone=tuple(name for name in lost if name not in renamed.values()),
        renamed=renamed,
        moved=tuple(_moved(before, now, same)),
        same=same,
    )


def _nearest(source: Source, columns: Sequence[str]) -> Layout | None:
    """The layout of the source with the same headings, else the one that shares the most, the
    latest first; none that shares less than half."""
    if source.pk is None:
        return None
    asked = set(_by_words(columns))
    best, most = None, 0.0
    for layout in Layout.objects.filter(source=source):
        known = set(_by_words(layout.columns))
        shared = len(asked & known) / max(len(asked), len(known), 1)
        if shared >= SHARED and shared > most:
            best, most = layout, shared
    return best


def _by_words(columns: Sequence[str]) -> dict[str, str]:
    """Heading by its words; by itself where another one has the same words, or it has none."""
    words = Counter(map(plain_words, columns))
    keys = (plain_words(name) for name in columns)
    return {
        key if key and words[key] == 1 else name: name
        for name, key in zip(columns, keys, strict=True)
    }


def _hash(columns: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(sorted(_by_words(columns))).encode()).hexdigest()


def _renamed(added: Sequence[str], lost: Sequence[str]) -> dict[str, str]:
    """The likeliest pairs, each heading in one; two that we know as different things are none."""
    pairs = [
        (fuzz.ratio(plain_words(new), plain_words(old)), new, old)
        for new in added
        for old in lost
        if role_named(new) == role_named(old) or IGNORED in (role_named(new), role_named(old))
    ]
    found: dict[str, str] = {}
    for score, new, old in sorted(pairs, key=lambda pair: -pair[0]):
        if score >= ALIKE and new not in found and old not in found.values():
            found[new] = old
    return found


def _moved(
    before: Sequence[str], now: Sequence[str], same: Mapping[str, str]
) -> list[tuple[str, int, int]]:
    """Those that are not in the longest run of columns that kept their order."""
    place = {name: position for position, name in enumerate(before)}
    kept = [
        (place[same[name]], name, position) for position, name in enumerate(now) if name in same
    ]
    stayed = _longest_rise([old for old, _, _ in kept])
    return [(name, old, position) for old, name, position in kept if old not in stayed]


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The numbers of one longest rising subsequence (patience sorting)."""
    ends: list[int] = []
    piles: list[int] = []  # the pile that each number went onto
    for number in numbers:
        pile = bisect_left(ends, number)
        ends[pile : pile + 1] = [number]
        piles.append(pile)
    found, wanted, below = set(), len(ends) - 1, float("inf")
    for number, pile in zip(reversed(numbers), reversed(piles), strict=True):
        if pile == wanted and number < below:
            found.add(number)
            wanted, below = wanted - 1, number
    return found
