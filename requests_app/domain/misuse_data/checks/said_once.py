"""A file says one thing once: the same agency, period and measure does not stand there twice.

A row that stands there a second time word for word says nothing new: it is counted once.
"""

from __future__ import annotations

from requests_app.domain.misuse_data.checks.check import Check, Grid, Places, Told
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.reading.proposed import Proposed
from requests_app.domain.sheets.words import plain_words


class SaidOnce(Check):
    """A file says one thing once: not two figures for an agency, period and measure."""

    rule = "said-once"
    weight = "error, warning of a row that stands there again word for word"

    def __init__(self, told: Told):
        super().__init__(told)
        self._grid, self._places = Grid("Q"), Places()
        self._words = Grid("q")  # of the row that said it first
        self._same: dict[int, str] = {}  # number of what is counted -> what makes it the same

    def see(self, figure: Proposed) -> RowProblem | None:
        slot, period, counted = figure.about.slot, figure.period, figure.counted
        if slot is None or period is None or not self.told.covers.holds(period):
            return None  # not known who or when it is: other checks say so
        same = self._same.get(counted.number)
        if same is None:
            # Two unmapped measures are the same only in the same words.
            same = f":{plain_words(counted.words)}" if counted.is_unmapped else counted.key
            self._same[counted.number] = same
        kind = (period, same, figure.unit)
        first, words = self._grid.of(kind, slot), self._words.of(kind, slot)
        here, written = self._places.number(figure), hash(figure.row.cells)
        if not first[slot]:
            first[slot], words[slot] = here, written
            return None
        before = self._places.words(first[slot])
        # Two columns of one row that count the same are two figures, and no row that is repeated.
        if words[slot] == written and first[slot] != here:
            said = f"says word for word what {before} says: it is counted once."
            return self.warning(figure.row_place, said)._replace(leaves_out=True)
        return self.error(
            figure,
            f"{figure.about}, {period}, {counted.words[:80]} “{figure.raw[:80]}” stands in"
            f" {before} already.",
        )
