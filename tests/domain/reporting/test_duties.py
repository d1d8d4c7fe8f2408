from datetime import UTC, date, datetime

import pytest

from requests_app.domain.agencies.models import DOJ_NAME
from requests_app.domain.reporting.models import AnnualDuty, Answer
from requests_app.domain.reporting.operations import (
    AnswerIncomplete,
    YearNotOver,
    open_year,
    record_answer,
)
from requests_app.domain.request_log.dates import ImpossibleDate
from tests.builders import NOW, a_person, an_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def duty() -> AnnualDuty:
    an_agency("Fresno Police Department")
    open_year(reporting_year=2025, by=a_person(), at=NOW)
    return AnnualDuty.objects.get()


def test_a_year_opens_a_duty_for_every_body_under_california_law() -> None:
    owing = an_agency("Fresno Police Department")
    an_agency("A tribe", records_law="none", level="tribal")
    an_agency("Closed PD", closed_on=date(2020, 1, 1))
    an_agency(DOJ_NAME, level="state")
    assert open_year(reporting_year=2025, by=None, at=NOW) == 1
    duty = AnnualDuty.objects.get()
    assert (duty.agency, duty.answer) == (owing, Answer.UNKNOWN)
    # A Sunday: a policy date does not roll.
    assert duty.due_on == date(2026, 2, 1)


def test_opening_twice_adds_only_what_is_new() -> None:
    an_agency()
    open_year(reporting_year=2025, by=None, at=NOW)
    an_agency()
    assert open_year(reporting_year=2025, by=None, at=NOW) == 1
    assert AnnualDuty.objects.count() == 2


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_year_that_is_not_over_cannot_be_opened(year) -> None:
    with pytest.raises(YearNotOver, match=str(year)):
        open_year(reporting_year=year, by=None, at=NOW)


@pytest.mark.parametrize("answer", [a for a in Answer if a != Answer.UNKNOWN])
def test_every_answer_needs_its_evidence(duty, answer) -> None:
    known = {"duty": duty, "reported_on": None, "by": a_person(), "at": NOW}
    with pytest.raises(AnswerIncomplete, match="known from"):
        record_answer(answer=answer, evidence="  ", **known)
    saved = record_answer(answer=answer, evidence="The DOJ's list of 3 June", **known)
    assert AnnualDuty.objects.get().answer == saved.answer == answer


@pytest.mark.parametrize(
    ("reported_on", "late"), [(date(2026, 2, 1), False), (date(2026, 2, 2), True), (None, False)]
)
def test_after_1_february_is_late(duty, reported_on, late) -> None:
    saved = record_answer(
        duty=duty,
        answer=Answer.REPORTED_ZERO,
        reported_on=reported_on,
        evidence="letter",
        by=a_person(),
        at=NOW,
    )
    assert saved.is_late is late


@pytest.mark.parametrize(
    ("answer", "day", "message"),
    [
        (Answer.DID_NOT_REPORT, date(2026, 3, 1), "did not report has no such day"),
        (Answer.REPORTED, date(2025, 12, 31), "2025 was not over"),
    ],
)
def test_a_day_that_contradicts_the_answer_is_refused(duty, answer, day, message) -> None:
    with pytest.raises(AnswerIncomplete, match=message) as refused:
        record_answer(
            duty=duty, answer=answer, reported_on=day, evidence="x", by=a_person(), at=NOW
        )
    assert refused.value.field == "reported_on"
    assert AnnualDuty.objects.get().answer == Answer.UNKNOWN


def test_a_year_ends_in_california() -> None:
    new_year_in_utc = datetime(2027, 1, 1, 3, 0, tzinfo=UTC)
    with pytest.raises(YearNotOver, match="2026"):
        open_year(reporting_year=2026, by=None, at=new_year_in_utc)


def test_nobody_reported_tomorrow(duty) -> None:
    with pytest.raises(ImpossibleDate, match="in the future"):
        record_answer(
            duty=duty, answer=Answer.REPORTED, reported_on=date(2026, 6, 23), evidence="x",
            by=a_person(), at=NOW,
        )  # fmt: skip
