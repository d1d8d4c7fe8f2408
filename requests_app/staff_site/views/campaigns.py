"""Campaigns: the list, one with its requests by status, opening and amending."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.board import (
    MOST_COUNTED,
    beyond_counting,
    counts_of_campaigns,
    round_counts,
)
from requests_app.domain.request_log.campaigns import CampaignNameTaken, save_campaign
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.letters.fields import FIELDS
from requests_app.domain.request_log.letters.merging import TextNotMergeable
from requests_app.domain.request_log.letters.texts import STARTING_TEXT
from requests_app.domain.request_log.membership import restricted_to
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.request_log.round_states import RoundState
from requests_app.domain.request_log.sight import NotForThem, may_in, seen_by
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.board_page import of_whom
from requests_app.staff_site.campaign_text import text_for
from requests_app.staff_site.forms.campaigns import CampaignForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.paging import page_of
from requests_app.staff_site.request_rows import READ, request_rows

SHOWN = 25  # campaigns a page: each is counted


@may(Permission.SEE_WORKSPACE)
def campaign_list(request: StaffRequest) -> HttpResponse:
    every = seen_by(Campaign.objects.select_related("lead"), request.user)
    every = every.annotate(is_huge=beyond_counting())
    page = page_of(every.order_by("-reporting_year", "name", "id"), request.GET.get("page"), SHOWN)
    campaigns = page.rows
    counted = [campaign for campaign in campaigns if not campaign.is_huge]
    counts = counts_of_campaigns(counted, on=timezone.localdate())
    context = {
        "place": "campaigns",
        "page_obj": page,
        "rows": [(campaign, counts.get(campaign.pk)) for campaign in campaigns],
        "most": MOST_COUNTED,
        "can_manage": request.user.may(Permission.MANAGE_CAMPAIGNS),
        "sample": any(campaign.is_sample for campaign in campaigns),
    }
    return render(request, "staff/campaigns/list.html", context)


@may(Permission.SEE_WORKSPACE)
def show_campaign(request: StaffRequest, pk: int) -> HttpResponse:
    campaign = found_or_404(request, Campaign.objects.select_related("lead"), pk=pk)
    today = timezone.localdate()
    members = campaign.records_requests.select_related("agency", "assignee")
    listed = members.only(*READ, "campaign").order_by("agency__name", "id")
    page = page_of(listed, request.GET.get("page"))
    counts = round_counts(campaign, on=today)
    context = {
        "place": "campaigns",
        "campaign": campaign,
        "counts": counts,
        "of_whom": of_whom(counts),
        "page_obj": page,
        "rows": request_rows(page.rows, on=today),
        "today": today,
        "can_manage": request.user.may(Permission.MANAGE_CAMPAIGNS),
        "preview": text_for(campaign, _first_asked(page.rows), person=request.user, on=today),
        "unsent": counts.states.get(RoundState.NOT_SENT, 0),
        "can_record": may_in(request.user, pk, Permission.RECORD_EVENTS),
        "own_reminders": campaign.own_reminders.open().select_related("person"),
        "remind_address": reverse("staff:remind_of_campaign", args=[pk]),
        "members": restricted_to(campaign) if campaign.is_restricted else [],
        "next_year": campaign.reporting_year + 1,
        "sample": campaign.is_sample,
    }
    return render(request, "staff/campaigns/campaign.html", context)


@may(Permission.MANAGE_CAMPAIGNS)
def edit_campaign(request: StaffRequest, pk: int | None = None) -> HttpResponse:
    campaign = None if pk is None else found_or_404(request, Campaign, pk=pk)
    form = CampaignForm(request.POST, before=campaign) if request.method == "POST" else None
    if form and form.is_valid():
        try:
            saved = save_campaign(
                campaign=campaign, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except CampaignNameTaken as error:
            form.add_error("name", str(error))
        except ImpossibleDate as error:
            form.add_error(error.field, str(error))
        except TextNotMergeable as error:
            form.add_error("text", str(error))
        except NotForThem as error:
            form.add_error("lead", str(error))
        else:
            messages.success(request, f"Saved {saved}.")
            return redirect("staff:campaign", saved.pk)
    form = form or CampaignForm(initial=_initial(campaign), before=campaign)
    context = {
        "form": form,
        "campaign": campaign,
        "place": "campaigns",
        "merge_fields": FIELDS.items(),
    }
    status = 422 if form.errors else 200
    return render(request, "staff/campaigns/edit.html", context, status=status)


def _first_asked(rows: list[RecordsRequest]) -> Agency | None:
    return rows[0].agency if rows else None


def _initial(campaign: Campaign | None) -> dict:
    if campaign is None:
        return {"reporting_year": timezone.localdate().year - 1, "text": STARTING_TEXT}
    return {
        "name": campaign.name,
        "reporting_year": campaign.reporting_year,
        "lead": campaign.lead_id,
        "text": campaign.text,
    }
