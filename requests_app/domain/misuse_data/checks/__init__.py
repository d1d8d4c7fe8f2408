"""The checks of a file's figures: one rule a file, all of them in `CHECKS`.

A check is fed figure by figure (`check.py` says how) and says a `RowProblem` per place that breaks
its rule. An error blocks the import; a warning is accepted with a reason before the review.
"""

from __future__ import annotations

from requests_app.domain.misuse_data.checks.agency_known import AgencyKnown
from requests_app.domain.misuse_data.checks.check import Check, Told, Used
from requests_app.domain.misuse_data.checks.fits import Fits
from requests_app.domain.misuse_data.checks.has_ori import HasOri
from requests_app.domain.misuse_data.checks.imported_before import ImportedBefore
from requests_app.domain.misuse_data.checks.measure_known import MeasureKnown
from requests_app.domain.misuse_data.checks.not_negative import NotNegative
from requests_app.domain.misuse_data.checks.one_figure import OneFigure
from requests_app.domain.misuse_data.checks.one_unit import OneUnit
from requests_app.domain.misuse_data.checks.ori_agrees import OriAgrees
from requests_app.domain.misuse_data.checks.outcomes_fit import OutcomesFit
from requests_app.domain.misuse_data.checks.period_claimed import PeriodClaimed
from requests_app.domain.misuse_data.checks.problem import RowProblem, Severity
from requests_app.domain.misuse_data.checks.said_once import SaidOnce
from requests_app.domain.misuse_data.checks.tenfold import Tenfold
from requests_app.domain.misuse_data.checks.total_agrees import TotalAgrees
from requests_app.domain.misuse_data.checks.understood import Readable
from requests_app.domain.misuse_data.checks.whole_number import WholeNumber
from requests_app.domain.misuse_data.checks.year_in_range import YearInRange

CHECKS: tuple[type[Check], ...] = (
    ImportedBefore,
    PeriodClaimed,
    AgencyKnown,
    OriAgrees,
    HasOri,
    YearInRange,
    NotNegative,
    WholeNumber,
    Fits,
    SaidOnce,
    MeasureKnown,
    OneUnit,
    OutcomesFit,
    TotalAgrees,
    Tenfold,
    OneFigure,
    Readable,
)

__all__ = ["CHECKS", "Check", "RowProblem", "Severity", "Told", "Used"]
