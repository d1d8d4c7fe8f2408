"""Rolling a campaign over to the next year: the same addressees, as they are by now."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import CONTACT_IS_OLD_AFTER, Agency
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.request_log.addressees import Addressees, add_addressees, addressees
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.membership import take_over_members
from requests_app.domain.request_log.models import Campaign, Method
from requests_app.domain.request_log.sight import check_reach


@dataclass
class RollOver:
    """What the next round would be. to_check: of the agencies asked, those whose contacts nobody
    confirmed within a year; without_contact: those of which none is known."""

    name: str
    reporting_year: int
    addressees: Addressees = field(default_factory=Addressees)
    to_check: list[Agency] = field(default_factory=list)
    without_contact: list[Agency] = field(default_factory=list)


def next_round(campaign: Campaign, *, on: date, all_the_same: bool = False) -> RollOver:
    """The round of the year after, not opened yet. A fixed number of queries.

    all_the_same: also those who are asked about that year already.
    """
    asked_then = (
        Agency.objects.filter(records_requests__campaign=campaign)
        .select_related("succeeded_by__succeeded_by")
        .distinct()
        .order_by("name", "pk")
    )
    year = campaign.reporting_year + 1
    found = addressees(
        campaign=None, year=year, chosen=asked_then, on=on, all_the_same=all_the_same
    )
    confirmed = _last_confirmed(found.asked)
    old = days_after(on, -CONTACT_IS_OLD_AFTER)
    return RollOver(
        name=name_of_next(campaign.name, year),
        reporting_year=year,
        addressees=found,
        to_check=[one for one in found.asked if one.pk in confirmed
                  and (confirmed[one.pk] or date.min) < old],
        without_contact=[one for one in found.asked if one.pk not in confirmed],
    )  # fmt: skip


def name_of_next(name: str, year: int) -> str:
    """ "CLETS misuse 2026" after "CLETS misuse 2025": the year before, wherever it stands."""
    before = rf"\b{year - 1}\b"
    return re.sub(before, str(year), name) if re.search(before, name) else f"{name} {year}"


@transaction.atomic
def roll_over(
    *,
    campaign: Campaign,
    name: str,
    method: Method,
    subject: str,
    by: Person,
    at: datetime,
    on: date,
    all_the_same: bool = False,
) -> tuple[Campaign, AuditEntry]:
    """Opens the campaign of the next year with an unsent request to everybody on the list. The
    entry is what all of it is taken back by (`take_back_addressees`). After a restricted campaign
    comes one that is restricted to the same people.

    Raises `CampaignNameTaken`, so that a second click opens nothing, `NotAMember`, and
    `ImpossibleDate` after the last year that there is.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    check_reach(by, campaign, to=Permission.MANAGE_CAMPAIGNS)
    following = next_round(campaign, on=on, all_the_same=all_the_same)
    opened = save_campaign(
        campaign=None,
        name=name,
        reporting_year=following.reporting_year,
        lead=campaign.lead,
        text=campaign.text,
        by=by,
        at=at,
        is_sample=campaign.is_sample,
        is_restricted=campaign.is_restricted,
    )
    if opened.is_restricted:
        take_over_members(before=campaign, opened=opened, by=by, at=at)
    step = add_addressees(
        campaign=opened,
        agencies=following.addressees.asked,
        subject=subject,
        method=method,
        by=by,
        at=at,
        opened_with_it=True,
    )
    return opened, step


def _last_confirmed(agencies: list[Agency]) -> dict[int, date | None]:
    """When a contact was last confirmed, by agency; who has no contact is not in it."""
    every = Agency.objects.filter(pk__in=[agency.pk for agency in agencies])
    known = every.filter(~Q(contacts=None)).annotate(confirmed=Max("contacts__last_confirmed_on"))
    return dict(known.values_list("pk", "confirmed"))
