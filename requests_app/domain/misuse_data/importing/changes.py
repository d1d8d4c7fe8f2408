"""What a file would change against the last release of the same source and period.

By the rule of `differences.py`, and before anything is written: the file comes in its own order, so
that the cells of the release are held until they are met.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

from requests_app.domain.misuse_data.models import Figure, Measure, Release
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.queries import ReleaseQuerySet
from requests_app.domain.misuse_data.reading.proposed import Proposed
from requests_app.domain.misuse_data.releases.cells import cell_of, cells_of, renamed_to
from requests_app.domain.misuse_data.releases.differences import Cell, Change, ChangeKind
from requests_app.domain.misuse_data.statements import statements_of
from requests_app.domain.misuse_data.wording import in_words

SHOWN = 20  # of each kind
# More than these are not compared before the import; the release's page does it afterwards.
MOST_COMPARED = 200_000
TOLD = (ChangeKind.CHANGED, ChangeKind.REMOVED, ChangeKind.ADDED)  # one by one, in this order


@dataclass(frozen=True)
class Line:
    """A change in words; `before` or `now` is blank where there is none."""

    about: str
    period: str
    measure: str
    before: str
    now: str
    where: str


@dataclass
class Changes:
    """Fed figure by figure. `is_told`: False where the last release is too long to be compared
    here."""

    against: Release
    is_told: bool = True
    unchanged: int = 0
    _counts: dict[ChangeKind, int] = field(default_factory=lambda: defaultdict(int))
    _first: dict[ChangeKind, list[Line]] = field(default_factory=lambda: defaultdict(list))
    # What the release says and the file has not said yet.
    _waiting: dict[tuple, list[Cell]] = field(default_factory=lambda: defaultdict(list))
    _became: Mapping[int, int] = field(default_factory=dict)
    _names: Mapping[str, str] = field(default_factory=dict)  # of measures, by key

    @classmethod
    def since(cls, release: Release) -> Changes:
        """Reads what the release says."""
        if release.figures.count() > MOST_COMPARED:
            return cls(release, is_told=False)
        names = dict(Measure.objects.exclude(key=Measure.UNMAPPED).values_list("key", "name"))
        changes = cls(release, _became=renamed_to(), _names=names)
        for cell in cells_of(release, changes._became):
            changes._waiting[cell.place].append(cell)
        return changes

    def see(self, figure: Proposed) -> None:
        now = cell_of(figure, self._became) if self.is_told else None
        if now is None:
            return
        before = self._taken(now)
        if before is not None and before.is_same(now):
            self.unchanged += 1
            return
        change = Change(before, now)
        self._counts[change.kind] += 1
        if change.kind in TOLD and len(self._first[change.kind]) < SHOWN:
            self._first[change.kind].append(self._line(figure, change))

    def _taken(self, now: Cell) -> Cell | None:
        """What the release says in the place of `now`: of several the one that says the same."""
        there = self._waiting.get(now.place)
        if not there:
            return None
        same = (number for number, cell in enumerate(there) if cell.is_same(now))
        before = there.pop(next(same, 0))
        if not there:
            del self._waiting[now.place]
        return before

    def count(self, kind: ChangeKind) -> int:
        """How many cells; of those that were removed once the file is read to its end."""
        if kind is ChangeKind.REMOVED:
            return sum(map(len, self._waiting.values()))
        return self._counts[kind]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """(what became of them, how many cells), the unchanged last."""
        return [
            *((kind.value, self.count(kind)) for kind in ChangeKind),
            ("unchanged", self.unchanged),
        ]

    @property
    def is_any(self) -> bool:
        return any(self.count(kind) for kind in TOLD)

    def first(self, kind: ChangeKind) -> list[Line]:
        """The first changes of a kind; one query for those that were removed."""
        return self._first_removed() if kind is ChangeKind.REMOVED else self._first[kind]

    def rows(self) -> list[Line]:
        """The first of each kind that is told one by one."""
        return [line for kind in TOLD for line in self.first(kind)]

    def _first_removed(self) -> list[Line]:
        first = [one.figure for one in islice(chain.from_iterable(self._waiting.values()), SHOWN)]
        figures = Figure.objects.filter(pk__in=first).order_by("pk")
        return [
            Line(said.about, said.period, said.measure, said.stated, "", said.where)
            for said in (statements_of(figures) if first else ())
        ]

    def _line(self, figure: Proposed, change: Change) -> Line:
        before, now = (
            in_words(side.answer, side.qualifier, side.value, side.unit) if side else ""
            for side in (change.before, change.after)
        )
        counted = self._names.get(figure.counted.key, figure.counted.words)
        return Line(str(figure.about), str(figure.period), counted, before, now, figure.where)


def last_release(
    *, source: str, covers: Covers, is_sample: bool, among: ReleaseQuerySet
) -> Release | None:
    """Of `among`, the release of the source and exactly this period that stands: published, else
    the latest that was handed in or imported. The sample and what is none know nothing of each
    other."""
    releases = among.filter(
        source__name=source,
        covers_from=covers.first,
        covers_to=covers.last,
        is_quoted_claim=False,
        is_sample=is_sample,
    )
    published = releases.filter(state="published").order_by("-published_at").first()
    return published or releases.current().order_by("-imported_at").first()
