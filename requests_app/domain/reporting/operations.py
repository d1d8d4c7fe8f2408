"""Opening a year of duties, and recording an answer by hand."""

from datetime import date, datetime

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.operations import record
from requests_app.domain.deadlines.counting import reporting_due_on
from requests_app.domain.deadlines.years import FIRST_YEAR
from requests_app.domain.reporting.found import settle
from requests_app.domain.reporting.models import AnnualDuty, Answer
from requests_app.domain.request_log.dates import check_past, local_day

LONGEST_SAID = 200  # characters


class YearNotOver(Exception):
    """A year that has not ended cannot be reported on, and none before the first that there is."""


class ChangedSince(Exception):
    """Something came after what was to be undone; nothing was changed."""


class AnswerIncomplete(ValueError):
    """The answer lacks what makes it credible; `field` names what."""

    def __init__(self, field: str, message: str):
        self.field = field
        super().__init__(message)


def missing_from(reporting_year: int) -> int:
    """How many agencies that owe a report on the year have no duty of it yet. One query."""
    owing = Agency.objects.owing_report_on(reporting_year)
    return owing.exclude(annual_duties__reporting_year=reporting_year).count()


@transaction.atomic
def open_year(*, reporting_year: int, by: Person | None, at: datetime) -> int:
    """Creates the duty of every agency under California law for a year; returns how many are new.

    Agencies that have one already keep it, so opening twice does no harm. What releases told of the
    year before it was open counts at once. Raises `YearNotOver`.
    """
    if reporting_year < FIRST_YEAR:
        raise YearNotOver(f"{reporting_year} is no year that could have been reported on.")
    if reporting_year >= local_day(at).year:
        raise YearNotOver(f"{reporting_year} is not over: its reports are due on 1 February after.")
    due_on = reporting_due_on(reporting_year)
    # Locked, so that of two who open the year at once the second sees what the first has made.
    agencies = Agency.objects.owing_report_on(reporting_year)
    owing = list(agencies.order_by("pk").select_for_update())
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
def open_for(*, agency: Agency, reporting_year: int, by: Person, at: datetime) -> AnnualDuty:
    """The duty of one agency for one year, made where there is none: a tribal or private subscriber
    is on no list of those who owe, and a year long past need not be opened for all.

    Raises `YearNotOver`.
    """
    if not FIRST_YEAR <= reporting_year < local_day(at).year:
        raise YearNotOver(f"{reporting_year} is no year that could have been reported on.")
    locked = Agency.objects.select_for_update().get(pk=agency.pk)
    duty, is_new = AnnualDuty.objects.get_or_create(
        agency=locked,
        reporting_year=reporting_year,
        defaults={"due_on": reporting_due_on(reporting_year)},
    )
    if is_new:
        record(verb="opened duty", subject=duty, by=by, at=at)
    return duty


@transaction.atomic
def record_answer(
    *,
    duty: AnnualDuty,
    answer: Answer,
    reported_on: date | None,
    evidence: str,
    by: Person,
    at: datetime,
    said: str = "",
) -> AnnualDuty:
    """Sets what became of a duty, by hand; no import changes it after that.

    `UNKNOWN` takes the hand's answer back: what releases tell counts again. `said`: what was
    reported, in words. Raises `AnswerIncomplete` and `ImpossibleDate`.
    """
    check_past("reported_on", "Reported on", reported_on, today=local_day(at))
    locked = AnnualDuty.objects.select_for_update().get(pk=duty.pk)
    _check(locked, answer, reported_on, evidence.strip(), said.strip())
    was = locked.answer
    locked.answer = answer
    locked.said = said.strip()
    locked.reported_on = reported_on
    locked.evidence = evidence.strip()
    locked.answered_by = by
    locked.by_hand = answer != Answer.UNKNOWN
    settle(locked)
    locked.save()
    record(verb="recorded duty", subject=locked, by=by, at=at, was=was, now=locked.answer)
    return locked


@transaction.atomic
def undo_answer(*, duty: AnnualDuty, version: int, by: Person, at: datetime) -> AnnualDuty:
    """Takes back what a person recorded: the answer is what it was before that version (the number
    of a row of history). Raises `ChangedSince` unless nothing came after it."""
    locked = AnnualDuty.objects.select_for_update().get(pk=duty.pk)
    # By number: two versions of one moment have no order in time.
    versions = list(locked.history.order_by("-history_id")[:2])
    if len(versions) < 2 or versions[0].pk != version:
        raise ChangedSince("It was changed since: look at it, and record what is right.")
    for name in ("answer", "said", "reported_on", "evidence", "by_hand", "answered_by_id"):
        setattr(locked, name, getattr(versions[1], name))
    settle(locked)
    locked.save()
    record(verb="undid recorded duty", subject=locked, by=by, at=at, now=locked.answer)
    return locked


def _check(
    duty: AnnualDuty, answer: Answer, reported_on: date | None, evidence: str, said: str
) -> None:
    if answer != Answer.UNKNOWN and not evidence:
        raise AnswerIncomplete("evidence", "Say where this is known from: a letter, list or page.")
    if reported_on and answer in {Answer.UNKNOWN, Answer.DID_NOT_REPORT}:
        raise AnswerIncomplete("reported_on", "An agency that did not report has no such day.")
    if reported_on and reported_on.year <= duty.reporting_year:
        raise AnswerIncomplete(
            "reported_on", f"{duty.reporting_year} was not over on {reported_on:%d %b %Y}."
        )
    if said and answer != Answer.REPORTED:
        raise AnswerIncomplete("said", "Only an agency that reported a number has said one.")
    if len(said) > LONGEST_SAID:
        raise AnswerIncomplete("said", f"At most {LONGEST_SAID} characters.")
