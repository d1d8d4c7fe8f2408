"""The text of a campaign's requests, as one agency gets it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.models import Campaign
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.campaign_text import text_for
from requests_app.staff_site.forms.campaigns import PreviewForm
from requests_app.staff_site.found import found_or_404


@may(Permission.SEE_WORKSPACE)
def show_text(request: StaffRequest, pk: int) -> HttpResponse:
    campaign = found_or_404(request, Campaign, pk=pk)
    form = PreviewForm(request.GET or None)
    agency = form.cleaned_data.get("agency") if form.is_valid() else None
    if not form.is_bound and (agency := _first_asked(campaign)):
        form = PreviewForm(initial={"agency_text": agency.name, "agency": agency.pk})
    context = {
        "place": "campaigns",
        "campaign": campaign,
        "form": form,
        "preview": text_for(campaign, agency, person=request.user, on=timezone.localdate()),
        "can_manage": request.user.may(Permission.MANAGE_CAMPAIGNS),
        "sample": campaign.is_sample,
    }
    return render(request, "staff/campaigns/text.html", context)


def _first_asked(campaign: Campaign) -> Agency | None:
    made = campaign.records_requests.select_related("agency")
    first = made.order_by("agency__name", "id").first()
    return first.agency if first else None
