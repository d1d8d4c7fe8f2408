"""What may make two sources differ, the likelier first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from requests_app.domain.misuse_data.statements import Statement

# Small numbers are alike by chance: 4 resigned in one year and 4 in another explains nothing.
TELLING = 10
# There are hundreds of agencies: some other one has any number of two digits.
TELLING_OF_BODIES = 100


class CauseKind(StrEnum):
    """A number that stands elsewhere explains more than one that can be computed from others."""

    OTHER_ISSUE = "other date of issue"
    OTHER_PERIOD = "other period"
    OTHER_MEASURE = "other measure"
    OTHER_UNIT = "other unit"
    OTHER_BODY = "other body"
    SEVERAL_YEARS = "several years added"
    ONE_BODY_LEFT_OUT = "one body left out"
    DIGITS_SWAPPED = "two digits swapped"
    ROUNDED = "rounded"


_ORDER = {kind: place for place, kind in enumerate(CauseKind)}


@dataclass(frozen=True)
class Cause:
    """A likely cause. `of` is the statement it explains, `evidence` what was found elsewhere."""

    kind: CauseKind
    sentence: str
    of: Statement
    evidence: Statement | None = None


def likeliest(causes: Iterable[Cause]) -> list[Cause]:
    """Each sentence once, the likelier kind first; equals keep their order."""
    once = {cause.sentence: cause for cause in causes}
    return sorted(once.values(), key=lambda cause: _ORDER[cause.kind])
