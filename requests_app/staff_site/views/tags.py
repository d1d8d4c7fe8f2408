"""Tags on the page of a request."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.models import RecordsRequest, Tag
from requests_app.domain.request_log.tags import NoTag, tag_request, untag_request
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.found import found_or_404


@require_POST
@may(Permission.LOG_REQUESTS)
def tag_request_now(request: StaffRequest, pk: int) -> HttpResponse:
    records_request = found_or_404(request, RecordsRequest, pk=pk)
    name = request.POST.get("tag", "")
    try:
        tag_request(records_request=records_request, name=name, by=request.user, at=timezone.now())
    except NoTag as error:
        messages.error(request, str(error))
    return redirect("staff:request", pk)


@require_POST
@may(Permission.LOG_REQUESTS)
def untag_request_now(request: StaffRequest, pk: int) -> HttpResponse:
    records_request = found_or_404(request, RecordsRequest, pk=pk)
    tag = Tag.objects.called(request.POST.get("tag", "")).first()
    if tag:
        untag_request(records_request=records_request, tag=tag, by=request.user, at=timezone.now())
    return redirect("staff:request", pk)
