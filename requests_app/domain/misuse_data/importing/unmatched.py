"""Names in a file that the directory does not know, with the agencies that they may mean."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from requests_app.domain.agencies.suggestions import Suggestion
from requests_app.domain.misuse_data.reading.proposed import Proposed
from requests_app.domain.misuse_data.reading.remembered import Cells
from requests_app.domain.misuse_data.reading.subjects import About

KEPT = 500
PLACES_KEPT = 5


@dataclass
class UnmatchedName:
    """What rows say of their agency, why nobody is meant, and the first of `count` rows."""

    cells: Cells
    note: str
    suggestions: tuple[Suggestion, ...]
    count: int = 0
    places: list[str] = field(default_factory=list)

    @property
    def value(self) -> str:
        """As written."""
        return self.cells.text

    @property
    def where(self) -> str:
        """The first row with it."""
        return self.places[0]

    @property
    def key(self) -> str:
        """Of these cells and no others; short, for the names of a form's fields."""
        return "n" + hashlib.sha256(self.cells.folded.encode()).hexdigest()[:16]

    @property
    def more_places(self) -> int:
        return self.count - len(self.places)


@dataclass
class Unmatched:
    """Each once, in the file's order; `more` names were counted and not kept."""

    more: int = 0
    _names: dict[str, UnmatchedName] = field(default_factory=dict)
    _of: dict[About, UnmatchedName | None] = field(default_factory=dict)
    _last: tuple[int, int, About] | None = None

    def see(self, figure: Proposed) -> None:
        about = figure.about
        if about.slot is not None:
            return
        place = (figure.place.number, figure.row.number, about)
        if place == self._last:
            return
        self._last = place
        if about not in self._of:
            self._of[about] = self._named(about)
        name = self._of[about]
        if name:
            name.count += 1
            if len(name.places) < PLACES_KEPT:
                name.places.append(figure.row_place)

    def _named(self, about: About) -> UnmatchedName | None:
        """The entry of its cells; None for a row that names nobody, and where there are enough."""
        cells = Cells(about.agency_as_written, about.ori_as_written, about.county_as_written)
        if not cells.text:
            return None
        if cells.folded not in self._names and len(self._names) >= KEPT:
            self.more += 1
            return None
        new = UnmatchedName(cells, about.note, about.suggestions)
        return self._names.setdefault(cells.folded, new)

    def __iter__(self) -> Iterator[UnmatchedName]:
        return iter(self._names.values())

    def __len__(self) -> int:
        return len(self._names) + self.more
