"""A file of the same content (sha256) has not been imported before."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.checks.check import Check
from requests_app.domain.misuse_data.checks.problem import RowProblem


class ImportedBefore(Check):
    """A file of the same content has not been imported before."""

    rule = "imported-before"

    def at_start(self) -> Iterator[RowProblem]:
        if self.told.used_in:
            titles = "”, “".join(self.told.used_in)
            yield self.warning("the file", f"A file with the same content went into “{titles}”.")
