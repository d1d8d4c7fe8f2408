"""Year on year, agency on agency, source on source, outcomes against violations, who reported.

Each takes figures (a queryset: all that stand for staff, only published ones for the public) and
gives plain values. Measures, units, periods and sources that differ are never added or ranked
together. What is added is added in the database.
"""

from requests_app.domain.misuse_data.comparison.agency_on_agency import (
    AgencyTable,
    agency_on_agency,
    agency_tables,
)
from requests_app.domain.misuse_data.comparison.outcomes import (
    OutcomesOfState,
    agency_outcomes,
    statewide_outcomes,
)
from requests_app.domain.misuse_data.comparison.scopes import Scope
from requests_app.domain.misuse_data.comparison.source_on_source import (
    SideBySide,
    side_by_side,
    source_on_source,
)
from requests_app.domain.misuse_data.comparison.totals import Total, totals
from requests_app.domain.misuse_data.comparison.two_years import Pair, two_years
from requests_app.domain.misuse_data.comparison.who_reported import (
    Standing,
    WhoReported,
    who_reported,
)
from requests_app.domain.misuse_data.comparison.year_on_year import (
    SourceYears,
    SummedYears,
    summed_years,
    year_on_year,
)
from requests_app.domain.misuse_data.conflicts.agreement import NotComparable, refuse_unlike

__all__ = [
    "AgencyTable",
    "NotComparable",
    "OutcomesOfState",
    "Pair",
    "Scope",
    "SideBySide",
    "SourceYears",
    "Standing",
    "SummedYears",
    "Total",
    "WhoReported",
    "agency_on_agency",
    "agency_outcomes",
    "agency_tables",
    "refuse_unlike",
    "side_by_side",
    "source_on_source",
    "statewide_outcomes",
    "summed_years",
    "totals",
    "two_years",
    "who_reported",
    "year_on_year",
]
