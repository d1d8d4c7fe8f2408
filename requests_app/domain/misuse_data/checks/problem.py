"""What a check says about one place of a file."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    ERROR = "error"  # blocks the import
    WARNING = "warning"  # does not block; somebody accepts it with a reason before the review


class RowProblem(NamedTuple):
    """`where` in the file, `rule` a stable word, `message` naming the value and the rule."""

    where: str
    rule: str
    severity: Severity
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"
