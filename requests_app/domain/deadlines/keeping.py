"""Until when an agency has to keep what is asked for."""

from datetime import date

KEPT_YEARS = 2


def may_be_destroyed_from(reporting_year: int) -> date:
    """The first day on which a local agency may destroy records of a calendar year: those of its
    1 January are two years old then (Gov. Code § 34090; *verify* for bodies other than cities)."""
    return date(reporting_year + KEPT_YEARS, 1, 1)
