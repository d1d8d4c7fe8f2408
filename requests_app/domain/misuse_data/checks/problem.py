"""What a check says about one place of a file."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from requests_app.domain.misuse_data.proposals import Covers, Proposed
    from requests_app.domain.sheets.tables import Table


class Severity(StrEnum):
    ERROR = "error"  # blocks the import
    WARNING = "warning"  # is shown and does not block


@dataclass(frozen=True)
class RowProblem:
    """`where` in the file, `rule` a stable word, `message` naming the value and the rule."""

    where: str
    rule: str
    severity: Severity
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True)
class Checked:
    """What the checks look at: the table, what it proposes, and where the file was used before."""

    table: Table
    proposed: list[Proposed]
    covers: Covers
    # Titles of the releases that a file of the same content went into.
    used_in: tuple[str, ...] = ()


def error(where: str, rule: str, message: str) -> RowProblem:
    return RowProblem(where, rule, Severity.ERROR, message)


def warning(where: str, rule: str, message: str) -> RowProblem:
    return RowProblem(where, rule, Severity.WARNING, message)
