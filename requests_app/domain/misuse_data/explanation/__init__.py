"""Why two sources differ: a search over all other figures for the number that was taken.

No rule knows any particular number. One rule a module; the order of `CauseKind` says which cause
is the likelier when several are found.
"""

from requests_app.domain.misuse_data.explanation.causes import (
    TELLING,
    TELLING_OF_BODIES,
    Cause,
    CauseKind,
    likeliest,
)
from requests_app.domain.misuse_data.explanation.pool import Pool
from requests_app.domain.misuse_data.explanation.search import likely_causes, taken_from_elsewhere

__all__ = [
    "TELLING",
    "TELLING_OF_BODIES",
    "Cause",
    "CauseKind",
    "Pool",
    "likeliest",
    "likely_causes",
    "taken_from_elsewhere",
]
