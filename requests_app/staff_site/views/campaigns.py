"""Campaigns: the list, one with its requests by status, opening and amending."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.campaigns import CampaignNameTaken, save_campaign
from requests_app.domain.request_log.event_kinds import Status
from requests_app.domain.request_log.models import Campaign
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.campaigns import CampaignForm
from requests_app.staff_site.paging import page_of
from requests_app.staff_site.request_rows import request_rows


@may(Permission.SEE_WORKSPACE)
def campaign_list(request: StaffRequest) -> HttpResponse:
    campaigns = Campaign.objects.select_related("lead").annotate(
        requests=Count("records_requests"),
        answered=Count("records_requests", filter=Q(records_requests__determined_on__isnull=False)),
        silent=Count(
            "records_requests",
            filter=Q(records_requests__heard_on__isnull=True, records_requests__is_open=True),
        ),
    )
    context = {
        "place": "campaigns",
        "campaigns": campaigns,
        "can_manage": request.user.may(Permission.MANAGE_CAMPAIGNS),
        "sample": any(campaign.is_sample for campaign in campaigns),
    }
    return render(request, "staff/campaigns/list.html", context)


@may(Permission.SEE_WORKSPACE)
def show_campaign(request: StaffRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign.objects.select_related("lead"), pk=pk)
    today = timezone.localdate()
    members = campaign.records_requests
    counts = dict(members.values_list("status").annotate(Count("pk")).order_by())
    page = page_of(
        members.select_related("agency", "assignee").order_by("agency__name", "id"),
        request.GET.get("page"),
    )
    context = {
        "place": "campaigns",
        "campaign": campaign,
        "stages": [(status, counts[status]) for status in Status if status in counts],
        "page_obj": page,
        "rows": request_rows(page.rows, on=today),
        "today": today,
        "can_manage": request.user.may(Permission.MANAGE_CAMPAIGNS),
        "unsent": counts.get(Status.LOGGED, 0),
        "can_record": request.user.may(Permission.RECORD_EVENTS),
        "own_reminders": campaign.own_reminders.open().select_related("person"),
        "remind_address": reverse("staff:remind_of_campaign", args=[pk]),
        "next_year": campaign.reporting_year + 1,
        "sample": campaign.is_sample,
    }
    return render(request, "staff/campaigns/campaign.html", context)


@may(Permission.MANAGE_CAMPAIGNS)
def edit_campaign(request: StaffRequest, pk: int | None = None) -> HttpResponse:
    campaign = None if pk is None else get_object_or_404(Campaign, pk=pk)
    form = CampaignForm(request.POST, before=campaign) if request.method == "POST" else None
    if form and form.is_valid():
        try:
            saved = save_campaign(
                campaign=campaign, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except CampaignNameTaken as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"Saved {saved}.")
            return redirect("staff:campaign", saved.pk)
    form = form or CampaignForm(initial=_initial(campaign), before=campaign)
    context = {"form": form, "campaign": campaign, "place": "campaigns"}
    return render(request, "staff/campaigns/edit.html", context)


def _initial(campaign: Campaign | None) -> dict:
    if campaign is None:
        return {"reporting_year": timezone.localdate().year - 1}
    return {
        "name": campaign.name,
        "reporting_year": campaign.reporting_year,
        "lead": campaign.lead_id,
        "text": campaign.text,
    }
