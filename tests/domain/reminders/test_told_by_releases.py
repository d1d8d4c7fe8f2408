"""What a release tells of a duty is what the round's next ask reads."""

from datetime import date

import pytest

from requests_app.domain.accounts.roles import Role
from requests_app.domain.reminders.fact_finding import facts_of_requests, facts_of_rounds
from requests_app.domain.reporting.answers import Answer, Teller
from requests_app.domain.reporting.found import Evidence, Reported, record_answers
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.models import Campaign
from tests.builders import NOW, a_person, a_request, an_agency

ZERO = Answer.REPORTED_ZERO
pytestmark = pytest.mark.django_db


def test_whom_a_release_lists_is_asked_no_more_until_it_is_superseded() -> None:
    lead, agency = a_person(Role.LEAD), an_agency()
    campaign = save_campaign(
        campaign=None, name="Round", reporting_year=2025, lead=lead, text="", by=lead, at=NOW
    )
    request = a_request(agency=agency, campaign=campaign, sent_on=date(2026, 2, 3))

    def owed() -> tuple[int, bool]:
        [round_facts] = facts_of_rounds(Campaign.objects.all())
        [facts] = facts_of_requests([request.pk])
        return round_facts.owing, facts.data_are_there

    assert owed() == (1, False)
    evidence, told = Evidence(1, "A list", Teller.DOJ), Reported(agency.pk, 2025, ZERO)
    record_answers(evidence=evidence, answers=[told], by=lead, at=NOW)
    assert owed() == (0, True)
    record_answers(
        evidence=Evidence(2, "Without it", Teller.DOJ), answers=[], by=lead, at=NOW, replaces=1
    )
    assert owed() == (1, False)
