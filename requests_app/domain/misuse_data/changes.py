"""What a file would change against the last release of the same source and period."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from requests_app.domain.misuse_data.models import Figure, Measure, Release
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.proposed import Proposed
from requests_app.domain.misuse_data.subjects import STATEWIDE
from requests_app.domain.misuse_data.vocabulary import Answer, Qualifier
from requests_app.domain.sheets.words import plain_words

SHOWN = 20  # of each kind
# More than these are not compared before the import; the release's page does it afterwards.
MOST_COMPARED = 200_000


class Thing(NamedTuple):
    """What a figure speaks of: the same of two figures that can be compared."""

    agency: int | None
    period: Covers
    measure: str
    unit: str


class Said(NamedTuple):
    answer: str
    qualifier: str
    value: Decimal | None


@dataclass(frozen=True)
class Change:
    """One figure before and now, in words; blank where there is none."""

    about: str
    period: str
    measure: str
    before: str
    now: str
    where: str = ""


@dataclass
class Changes:
    """Fed figure by figure; `removed` is what was never met. `is_told`: False where the last
    release is too long to be compared here."""

    against: Release
    is_told: bool = True
    added: int = 0
    changed: int = 0
    same: int = 0
    first_added: list[Change] = field(default_factory=list)
    first_changed: list[Change] = field(default_factory=list)
    _before: dict[Thing, Said] = field(default_factory=dict)
    _met: set[Thing] = field(default_factory=set)

    @classmethod
    def since(cls, release: Release) -> Changes:
        """Reads what the release says."""
        figures = release.figures.order_by()
        if figures.count() > MOST_COMPARED:
            return cls(release, is_told=False)
        before = {thing: said for thing, said in _things(figures)}
        return cls(release, _before=before)

    def see(self, figure: Proposed) -> None:
        about, period = figure.about, figure.period
        if not self.is_told or about.slot is None or period is None:
            return
        agency = about.agency.pk if about.agency else None
        counted = figure.counted
        measure = _measure(counted.key, counted.words)
        thing = Thing(agency, period, measure, str(figure.unit))
        understood = figure.understood
        now = Said(understood.answer.value, understood.qualifier.value, understood.value)
        before = self._before.get(thing)
        if before == now:
            self.same += 1
        elif before is None:
            self.added += 1
            if len(self.first_added) < SHOWN:
                self.first_added.append(self._change(figure, "", now))
        else:
            self.changed += 1
            if len(self.first_changed) < SHOWN:
                self.first_changed.append(self._change(figure, in_words(before), now))
        if before is not None:
            self._met.add(thing)

    @property
    def removed(self) -> int:
        return len(self._before) - len(self._met)

    def rows(self) -> tuple[list[Change], list[Change], list[Change]]:
        """The first changed, removed and added."""
        return self.first_changed, self.first_removed(), self.first_added

    def first_removed(self) -> list[Change]:
        """The first that the last release says and the file does not; one query."""
        if not self.removed:
            return []
        return list(_removed(self.against, self._met))

    def _change(self, figure: Proposed, before: str, now: Said) -> Change:
        return Change(
            str(figure.about),
            str(figure.period),
            figure.counted.words,
            before,
            in_words(now),
            figure.where,
        )


def last_release(*, source: str, covers: Covers) -> Release | None:
    """The release of the source and exactly this period that stands: published, else the latest
    that was handed in or imported."""
    releases = Release.objects.filter(
        source__name=source,
        covers_from=covers.first,
        covers_to=covers.last,
        is_quoted_claim=False,
    )
    published = releases.filter(state="published").order_by("-published_at").first()
    return published or releases.exclude(state="superseded").order_by("-imported_at").first()


def in_words(said: Said) -> str:
    """ "about 40", "0", "did not report"."""
    if said.value is None:
        return Answer(said.answer).label
    number = f"{said.value.normalize():,f}"
    exact = said.qualifier == Qualifier.EXACT
    return number if exact else f"{Qualifier(said.qualifier).label} {number}"


def _things(figures: object) -> Iterator[tuple[Thing, Said]]:
    rows = figures.values_list(  # type: ignore[attr-defined]
        "agency_id", "year_from", "year_to", "measure__key", "measure_as_written", "unit",
        "answer", "qualifier", "value",
    )  # fmt: skip
    for agency, first, last, key, words, unit, *said in rows.iterator(chunk_size=5_000):
        yield Thing(agency, Covers(first, last), _measure(key, words), unit), Said(*said)


def _removed(release: Release, met: set[Thing]) -> Iterator[Change]:
    found = 0
    figures = release.figures.select_related("agency", "measure").order_by("pk")
    for figure in figures.iterator(chunk_size=2_000):
        if _thing_of(figure) in met:
            continue
        found += 1
        said = Said(figure.answer, figure.qualifier, figure.value)
        about = str(figure.agency) if figure.agency else figure.agency_as_written or STATEWIDE
        yield Change(
            about, figure.period, figure.measure_as_written, in_words(said), "", figure.where
        )
        if found == SHOWN:
            return


def _thing_of(figure: Figure) -> Thing:
    return Thing(
        figure.agency_id,
        Covers(figure.year_from, figure.year_to),
        _measure(figure.measure.key, figure.measure_as_written),
        figure.unit,
    )


def _measure(key: str, words: str) -> str:
    return key if key != Measure.UNMAPPED else f"{key}:{plain_words(words)}"
