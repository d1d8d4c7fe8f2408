"""Year on year, agency on agency, source on source: only like with like.

Each takes figures (a queryset: all that stand for staff, only published ones for the public) and
gives plain values. Measures, units, periods and sources that differ are never added or ranked
together.
"""

from requests_app.domain.misuse_data.agreement import NotComparable, refuse_unlike
from requests_app.domain.misuse_data.comparison.agency_on_agency import (
    AgencyTable,
    agency_on_agency,
    agency_tables,
)
from requests_app.domain.misuse_data.comparison.source_on_source import (
    SideBySide,
    side_by_side,
    source_on_source,
)
from requests_app.domain.misuse_data.comparison.year_on_year import SourceYears, year_on_year

__all__ = [
    "AgencyTable",
    "NotComparable",
    "SideBySide",
    "SourceYears",
    "agency_on_agency",
    "agency_tables",
    "refuse_unlike",
    "side_by_side",
    "source_on_source",
    "year_on_year",
]
