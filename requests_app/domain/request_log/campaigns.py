"""Opening and amending a campaign."""

from datetime import datetime

from django.db import IntegrityError, transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.dates import check_year
from requests_app.domain.request_log.letters.fields import FIELDS
from requests_app.domain.request_log.letters.merging import check_fields
from requests_app.domain.request_log.models import Campaign
from requests_app.domain.request_log.sight import check_reach, check_theirs


class CampaignNameTaken(ValueError):
    """Two campaigns of one name could not be told apart in a list."""


@transaction.atomic
def save_campaign(
    *,
    campaign: Campaign | None,
    name: str,
    reporting_year: int,
    lead: Person | None,
    text: str,
    by: Person | None,
    at: datetime,
    is_sample: bool = False,
    is_restricted: bool = False,
) -> Campaign:
    """Opens a campaign (`campaign` None) or amends one. `is_sample`, `is_restricted`: of one that
    is opened; who sees it is for the caller to say in the same transaction (`membership.py`).

    Raises `CampaignNameTaken`, `ImpossibleDate` of the year, `NotAMember`, `NotForThem` of the
    lead, and `TextNotMergeable` for a text whose fields are not all known.
    """
    check_fields(text, FIELDS)
    check_year("reporting_year", "Year asked about", reporting_year)
    verb = "amended campaign" if campaign else "opened campaign"
    if campaign:
        campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
        check_reach(by, campaign)
        if lead != campaign.lead:
            check_theirs(lead, campaign, field="lead")
    campaign = campaign or Campaign(is_sample=is_sample, is_restricted=is_restricted)
    _check_name(campaign, name)
    campaign.name = name.strip()
    campaign.reporting_year = reporting_year
    campaign.lead = lead
    campaign.text = text
    try:
        with transaction.atomic():
            campaign.save()
    except IntegrityError:
        # Of two clicks at once the second waited here, and sees the first's by now.
        _check_name(campaign, name)
        raise
    record(verb=verb, subject=campaign, by=by, at=at)
    return campaign


def _check_name(campaign: Campaign, name: str) -> None:
    """Raises `CampaignNameTaken`."""
    others = Campaign.objects.exclude(pk=campaign.pk)
    if others.filter(name__iexact=name.strip()).exists():
        raise CampaignNameTaken(f"There is a campaign called “{name.strip()}” already.")
