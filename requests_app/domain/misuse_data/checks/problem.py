"""What a check says about one place of a file."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    ERROR = "error"  # blocks the import
    WARNING = "warning"  # does not block; somebody accepts it with a reason before the review


class RowProblem(NamedTuple):
    """`where` in the file, `rule` a stable word, `message` naming the value and the rule.

    column and row: of what is wrong with a cell the sheet with its column, and its row; what says
    the same in one column is shown together. leaves_out: the figure is not taken, because it was
    taken already.
    """

    where: str
    rule: str
    severity: Severity
    message: str
    column: str = ""
    row: str = ""
    leaves_out: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"
