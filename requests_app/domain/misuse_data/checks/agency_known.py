"""Every row is about an agency of the directory, or about the whole state."""

from __future__ import annotations

from requests_app.domain.misuse_data.checks.check import Check
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.reading.proposed import Proposed
from requests_app.domain.misuse_data.reading.subjects import About
from requests_app.domain.sheets.tables import Row

LONGEST_NAME = 200  # characters that are kept


class AgencyKnown(Check):
    """Every row is about an agency of the directory, or about the whole state."""

    rule = "agency-known"
    weight = "error"
    judges = "subject"
    _last: tuple[Row, About] | None = None  # told once per row, however many figures it has

    def is_fine(self, figure: Proposed) -> bool:
        about = figure.about
        return about.slot is not None and len(about.agency_as_written) <= LONGEST_NAME

    def see(self, figure: Proposed) -> RowProblem | None:
        about = figure.about
        if self.is_fine(figure) or self._last == (figure.row, about):
            return None
        self._last = (figure.row, about)
        if len(about.agency_as_written) > LONGEST_NAME:
            written = about.agency_as_written
            return self.error(
                figure.row_place,
                f"“{written[:40]}…” has {len(written):,} characters; a name has at most"
                f" {LONGEST_NAME}.",
            )
        named = " ".join(filter(None, [about.agency_as_written, about.ori_as_written]))
        if not named:
            return self.error(figure.row_place, "names no agency: the agency's cell is blank.")
        why = f" {about.note}" if about.note else ""
        return self.error(
            figure.row_place,
            f"“{named[:200]}” is in the directory neither by ORI nor by name or alias (or by more"
            f" than one): add it there as an agency or an alias, or correct the column.{why}",
        )
