"""A picture with all that is said with it: the page, its SVG file and its CSV are made of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from requests_app.domain.drawing import bars, columns, maps, stacks
from requests_app.domain.drawing.media import File
from requests_app.domain.drawing.rows import Bar, Region, Stack, Way
from requests_app.domain.drawing.scales import Scale, scale_for


@dataclass(frozen=True)
class Note:
    """A sentence beside a picture, and the ways to the sources of its numbers."""

    text: str
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True)
class Columns:
    rows: tuple[Bar, ...]
    caption: str = ""
    shape: str = "columns"

    @cached_property
    def scale(self) -> Scale:
        return scale_for(self.rows)

    @cached_property
    def words(self) -> str:
        """Every value in words."""
        return "; ".join(f"{bar.label}: {bar.said}" for bar in self.rows)

    @property
    def note(self) -> Note:
        """What is cut, and by how much."""
        return Note(self.scale.note, self.scale.ways)

    def in_file(self, width: float) -> tuple[str, float]:
        return columns.drawn(self.rows, self.scale, File(width)), columns.HEIGHT


@dataclass(frozen=True)
class Bars(Columns):
    shape: str = "bars"

    def in_file(self, width: float) -> tuple[str, float]:
        return bars.in_file(self.rows, self.scale, width)


@dataclass(frozen=True)
class Stacks:
    rows: tuple[Stack, ...]
    caption: str = ""
    shape: str = "stacks"
    note: Note = Note("")

    @property
    def words(self) -> str:
        return ". ".join(f"{stack.label}: {stack.said}" for stack in self.rows)

    def in_file(self, width: float) -> tuple[str, float]:
        return stacks.in_file(self.rows, width)


@dataclass(frozen=True)
class CountyMap:
    """`regions`: all 58, see `maps.complete`."""

    regions: tuple[Region, ...]
    caption: str = ""
    shape: str = "map"

    @property
    def note(self) -> Note:
        """Who is far beyond all others."""
        return Note(maps.note(self.regions), maps.scale(self.regions).ways)

    @property
    def keys(self) -> list[maps.Key]:
        return maps.keys(self.regions)

    @property
    def words(self) -> str:
        """Every county with a number, the largest first, and how many there are without one."""
        return self._told(len(self.regions))

    @property
    def story(self) -> str:
        """The same in short, for who meets every county as a link."""
        return self._told(3)

    def _told(self, most: int) -> str:
        numbers = [region for region in self.regions if region.value is not None]
        numbers.sort(key=lambda region: -(region.value or 0))
        told = [f"{region.name}: {region.said}" for region in numbers[:most]]
        counts = {
            "more with a number": len(numbers[most:]),
            "listed without a number": sum(r.value is None and r.is_listed for r in self.regions),
            "not in this source": sum(not region.is_listed for region in self.regions),
        }
        return "; ".join([*told, *(f"{n} {words}" for words, n in counts.items() if n)])

    def in_file(self, width: float) -> tuple[str, float]:
        return maps.in_file(self.regions, width)


# `shape` is what a template chooses by; `caption` tells two of one picture apart; `words` says
# every value, `note` what is cut.
Drawing = Columns | Stacks | CountyMap


@dataclass(frozen=True)
class TableRow:
    """`href`: where the first cell leads on a page; `passport`: the source of its number."""

    cells: tuple[str, ...]
    href: str = ""
    passport: str = ""


@dataclass(frozen=True)
class Picture:
    """`key` is its place on a page; `head` and `rows` are its table and its CSV. `more`: rows that
    are in the CSV only."""

    key: str
    title: str
    unit: str
    period: str
    source: str
    drawings: tuple[Drawing, ...]
    head: tuple[str, ...]
    rows: tuple[TableRow, ...]
    notes: tuple[Note, ...] = ()
    as_of: date | None = None
    more: int = 0

    @property
    def below(self) -> str:
        """Unit and period in one line."""
        return " · ".join(text for text in (self.unit, self.period) if text)

    @property
    def remarks(self) -> list[Note]:
        """What is cut, then the caveats."""
        return [*(d.note for d in self.drawings if d.note.text), *self.notes]

    @property
    def alt(self) -> str:
        """Title, unit, period and every value: the picture for who does not see it."""
        drawn = [f"{d.caption}: {d.words}" if d.caption else d.words for d in self.drawings]
        return ". ".join([f"{self.title} ({self.below})", *drawn])
