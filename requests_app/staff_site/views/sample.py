"""The one button that removes the sample workspace."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.upkeep.sample import remove_sample
from requests_app.staff_site.access import StaffRequest, may


@require_POST
@may(Permission.MANAGE_SAMPLE)
def remove_sample_now(request: StaffRequest) -> HttpResponse:
    messages.success(request, remove_sample(by=request.user, at=timezone.now()))
    return redirect("staff:today")
