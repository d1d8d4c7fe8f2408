"""Opening a year of duties and recording the answers."""

from datetime import date, datetime

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.operations import record
from requests_app.domain.deadlines.counting import reporting_due_on
from requests_app.domain.reporting.models import AnnualDuty, Answer
from requests_app.domain.request_log.dates import check_past, local_day


class YearNotOver(Exception):
    """A year that has not ended cannot be reported on."""


class AnswerIncomplete(ValueError):
    """The answer lacks what makes it credible; `field` names what."""

    def __init__(self, field: str, message: str):
        self.field = field
        super().__init__(message)


@transaction.atomic
def open_year(*, reporting_year: int, by: Person | None, at: datetime) -> int:
    """Creates the duty of every agency under California law for a year; returns how many are new.

    Agencies that have one already keep it, so opening twice does no harm. Raises `YearNotOver`.
    """
    if reporting_year >= local_day(at).year:
        raise YearNotOver(f"{reporting_year} is not over: its reports are due on 1 February after.")
    due_on = reporting_due_on(reporting_year)
    # Locked, so that of two who open the year at once the second sees what the first has made.
    owing = list(Agency.objects.reporting().open_on(due_on).order_by("pk").select_for_update())
    known = set(AnnualDuty.objects.of_year(reporting_year).values_list("agency_id", flat=True))
    missing = [
        AnnualDuty(agency=agency, reporting_year=reporting_year, due_on=due_on)
        for agency in owing
        if agency.pk not in known
    ]
    made = bulk_create_with_history(missing, AnnualDuty, default_user=by, default_date=at)
    if made:
        record(
            verb="opened reporting year",
            subject=made[0],
            by=by,
            at=at,
            reporting_year=reporting_year,
            duties=len(made),
        )
    return len(made)


@transaction.atomic
def record_answer(
    *,
    duty: AnnualDuty,
    answer: Answer,
    reported_on: date | None,
    evidence: str,
    by: Person,
    at: datetime,
) -> AnnualDuty:
    """Sets what became of a duty. Raises `AnswerIncomplete` and `ImpossibleDate`."""
    check_past("reported_on", "Reported on", reported_on, today=local_day(at))
    locked = AnnualDuty.objects.select_for_update().get(pk=duty.pk)
    if answer != Answer.UNKNOWN and not evidence.strip():
        raise AnswerIncomplete("evidence", "Say where this is known from: a letter, list or page.")
    if reported_on and answer in {Answer.UNKNOWN, Answer.DID_NOT_REPORT}:
        raise AnswerIncomplete("reported_on", "An agency that did not report has no such day.")
    if reported_on and reported_on.year <= locked.reporting_year:
        raise AnswerIncomplete(
            "reported_on", f"{locked.reporting_year} was not over on {reported_on:%d %b %Y}."
        )
    was = locked.answer
    locked.answer = answer
    locked.reported_on = reported_on
    locked.evidence = evidence.strip()
    locked.answered_by = by
    locked.save()
    record(verb="recorded duty", subject=locked, by=by, at=at, was=was, now=answer)
    return locked
