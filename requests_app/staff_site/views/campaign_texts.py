"""The text of a campaign's requests, as one agency gets it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.models import Campaign
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.campaign_text import text_for
from requests_app.staff_site.forms.agency_field import AgencyChoiceMixin


@may(Permission.SEE_WORKSPACE)
def show_text(request: StaffRequest, pk: int) -> HttpResponse:
    campaign = get_object_or_404(Campaign, pk=pk)
    asked = request.GET.get("agency_text") or request.GET.get("agency")
    form = AgencyChoiceMixin(request.GET if asked else None)
    form.fields["agency_text"].required = False
    first = (
        campaign.records_requests.select_related("agency").order_by("agency__name", "id").first()
    )
    agency: Agency | None = first.agency if first and not asked else None
    if asked and form.is_valid():
        agency = form.cleaned_data["agency"]
    context = {
        "place": "campaigns",
        "campaign": campaign,
        "form": form,
        "preview": text_for(campaign, agency, person=request.user, on=timezone.localdate()),
        "can_manage": request.user.may(Permission.MANAGE_CAMPAIGNS),
        "sample": campaign.is_sample,
    }
    return render(request, "staff/campaigns/text.html", context)
