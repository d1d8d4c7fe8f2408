"""Two clicks, or two people, open a campaign of one name."""

import pytest

from requests_app.domain.request_log.campaigns import CampaignNameTaken, save_campaign
from requests_app.domain.request_log.models import Campaign
from tests.at_once import one_in_the_other
from tests.builders import NOW, a_person

pytestmark = pytest.mark.django_db(transaction=True)


def saved(campaign: Campaign | None, name: str, lead: object = None) -> Campaign:
    by = a_person() if lead is None else lead
    return save_campaign(
        campaign=campaign, name=name, reporting_year=2025, lead=None, text="", by=by, at=NOW
    )


def test_of_two_clicks_the_second_is_told_that_the_name_is_taken() -> None:
    by = a_person()
    came_to = one_in_the_other(
        lambda: saved(None, "CLETS 2025", by), lambda: saved(None, "CLETS 2025", by),
        CampaignNameTaken,
    )  # fmt: skip
    assert str(came_to) == "There is a campaign called “CLETS 2025” already."
    assert Campaign.objects.count() == 1


def test_what_amending_does_not_name_stays_as_it_stands_by_now() -> None:
    campaign = saved(None, "CLETS 2025")
    Campaign.objects.update(is_sample=True)
    assert saved(campaign, "CLETS misuse 2025").is_sample
    assert Campaign.objects.get().is_sample
