"""A file of the same content (sha256) has not been imported before."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.domain.misuse_data.checks.check import Check
from requests_app.domain.misuse_data.checks.problem import RowProblem
from requests_app.domain.misuse_data.vocabulary import ReleaseState

# What can be done about one that says the same of the same source and period.
_FIRST = {
    ReleaseState.DRAFT: "is in the draft “{}” already: undo that first, to import it again.",
    ReleaseState.IN_REVIEW: "is in review as “{}”: have that sent back and undo it first, to import"
    " it again.",
}
_PUBLISHED = (
    "is published as “{}”: importing it again only mends how it was read, and replaces that."
)


class ImportedBefore(Check):
    """A file of the same content has not been imported before."""

    rule = "imported-before"
    weight = "error of one that is not published yet, else warning"

    def at_start(self) -> Iterator[RowProblem]:
        others = []
        for used in self.told.used_in:
            if not used.is_same:
                others.append(used.title)
            elif used.state in _FIRST:
                yield self.error("the file", self._same(_FIRST[used.state], used.title))
            else:
                yield self.warning("the file", self._same(_PUBLISHED, used.title))
        if others:
            titles = "”, “".join(dict.fromkeys(others))
            yield self.warning("the file", f"A file with the same content went into “{titles}”.")

    def _same(self, words: str, title: str) -> str:
        return f"The same file, of this source and period, {words.format(title)}"
