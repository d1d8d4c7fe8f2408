"""The year that something is about lies between 1990 and 2100, whoever enters it and wherever."""

import pytest
from django.db import IntegrityError, transaction

from requests_app.domain.accounts.roles import Role
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.reporting.operations import YearNotOver, open_for, open_year
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.upkeep.rounds import roll_over
from tests.builders import NOW, TODAY, a_person, a_request, an_agency

pytestmark = pytest.mark.django_db
IMPOSSIBLE = [0, -1, 1989, 2101, 32_000, 99_999, 2**63 - 1]


def a_campaign(year: int, campaign: Campaign | None = None) -> Campaign:
    values = {"name": "A round", "lead": None, "text": "", "by": None, "at": NOW}
    return save_campaign(campaign=campaign, reporting_year=year, **values)


@pytest.mark.parametrize("year", IMPOSSIBLE)
def test_no_request_is_about_another_year(year: int) -> None:
    with pytest.raises(ImpossibleDate, match="Year asked about: the year") as refusal:
        a_request(reporting_year=year)
    assert refusal.value.field == "reporting_year"
    assert not RecordsRequest.objects.exists()


@pytest.mark.parametrize("year", IMPOSSIBLE)
def test_no_campaign_is_about_another_year(year: int) -> None:
    with pytest.raises(ImpossibleDate, match="outside 1990–2100"):
        a_campaign(year)
    before = a_campaign(2025)
    with pytest.raises(ImpossibleDate):
        a_campaign(year, before)
    assert Campaign.objects.get().reporting_year == 2025


@pytest.mark.parametrize("year", IMPOSSIBLE)
def test_no_duty_is_of_another_year(year: int) -> None:
    agency, by = an_agency(), a_person()
    with pytest.raises(YearNotOver):
        open_for(agency=agency, reporting_year=year, by=by, at=NOW)
    with pytest.raises(YearNotOver):
        open_year(reporting_year=year, by=by, at=NOW)
    assert not AnnualDuty.objects.exists()


def test_the_first_and_the_last_year_are_years() -> None:
    assert [a_request(reporting_year=year).reporting_year for year in (1990, 2100)] == [1990, 2100]


def test_after_the_last_year_there_is_no_next_round() -> None:
    lead = a_person(Role.LEAD)
    last = {"name": "The last", "subject": "Records", "method": "email"}
    with pytest.raises(ImpossibleDate):
        roll_over(campaign=a_campaign(2100), **last, by=lead, at=NOW, on=TODAY)


def test_the_database_takes_no_other_year() -> None:
    a_request(), a_campaign(2025)
    open_for(agency=an_agency(), reporting_year=2024, by=a_person(), at=NOW)
    for model in (RecordsRequest, Campaign, AnnualDuty):
        for year in (0, 1989, 2101, 32_000):
            with pytest.raises(IntegrityError), transaction.atomic():
                model.objects.update(reporting_year=year)
