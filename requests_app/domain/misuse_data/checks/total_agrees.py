"""A total row equals the sum of the rows above it; percentages have no sum."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from requests_app.domain.misuse_data.checks.check import Check, Told
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.reading.proposed import Counted, Place, Proposed
from requests_app.domain.misuse_data.reading.values import understand
from requests_app.domain.misuse_data.vocabulary import Unit
from requests_app.domain.sheets.left_out import PERIOD_ROW, TOTAL_ROW
from requests_app.domain.sheets.tables import LeftOut

NOTHING = Decimal(0)


class TotalAgrees(Check):
    """A total row equals the sum of the rows above it."""

    rule = "total-agrees"

    def __init__(self, told: Told):
        super().__init__(told)
        self._begin(None)

    def _begin(self, place: Place | None) -> None:
        self._place = place
        self._sums: dict[int, dict[Counted, Decimal]] = {}
        self._shares: set[tuple[int, Counted]] = set()  # with a percentage among them
        self._last: tuple[LeftOut, dict[int, dict[Counted, Decimal]]] | None = None
        self._said: list[RowProblem] = []

    def table(self, place: Place, *, has_years: bool) -> RowProblem | None:
        self._finish()
        said = self._said
        self._begin(place)
        self._said = said
        return None

    def see(self, figure: Proposed) -> RowProblem | None:
        value = figure.understood.value
        if figure.about.slot == 0:
            return None
        if figure.unit == Unit.PERCENT:
            self._shares.add((figure.position, figure.counted))
        sums = self._sums.setdefault(figure.position, {})
        sums[figure.counted] = sums.get(figure.counted, NOTHING) + (value or NOTHING)
        return None

    def left_out(self, row: LeftOut, place: Place) -> RowProblem | None:
        """Compared with the last total row; subtotals above it sum parts that cannot be told. Where
        the year stands on a line of its own, each year has its total."""
        if row.why == PERIOD_ROW:
            self.table(place, has_years=True)
        if row.why == TOTAL_ROW:
            self._last = (row, {position: dict(sums) for position, sums in self._sums.items()})
        return None

    def at_end(self) -> Iterator[RowProblem]:
        self._finish()
        yield from self._said

    def _finish(self) -> None:
        if self._last is not None and self._place is not None:
            self._said += _differences(self, *self._last, self._shares, self._place)


def _differences(
    check: Check,
    total: LeftOut,
    sums: dict[int, dict[Counted, Decimal]],
    shares: set[tuple[int, Counted]],
    place: Place,
) -> Iterator[RowProblem]:
    words = {cell.strip().lower() for cell in total.cells}
    for position, cell in enumerate(total.cells):
        read = understand(cell)
        written = read.value
        if written is None or position not in sums or read.unit_hint == Unit.PERCENT:
            continue
        # A column that holds several measures (a long table) has the sum of the one that the row
        # names; without a name it has none, because measures are never added.
        counted = sums[position]
        if len(counted) > 1:
            counted = {one: total for one, total in counted.items() if one.words.lower() in words}
        if len(counted) != 1:
            continue
        ((what, summed),) = counted.items()
        if (position, what) in shares:
            continue
        if written != summed:
            yield check.warning(
                f"{place.of(total)}, column {place.letter(position)}",
                f"The total row says {written:,}, the rows above it sum to {summed:,}:"
                f" {abs(written - summed):,} apart.",
            )
