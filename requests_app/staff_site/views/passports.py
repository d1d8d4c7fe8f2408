"""A figure's passport, one click from wherever the figure stands."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.publication.passports import passport
from requests_app.domain.publication.published import NotPublished
from requests_app.domain.request_log.sight import may_with, seen_by
from requests_app.staff_site.access import StaffRequest, may


@may(Permission.SEE_WORKSPACE)
def figure(request: StaffRequest, pk: int) -> HttpResponse:
    try:
        among = seen_by(Figure.objects.all().not_withdrawn(but=pk), request.user)
        found = passport(pk, among=among, viewer=request.user)
    except NotPublished as error:
        raise Http404(str(error)) from error
    related = ("imported_by", "published_by", "records_request")
    release = Release.objects.select_related(*related).get(pk=found.statement.release)
    asked = release.records_request
    context = {
        "passport": found,
        "release": release,
        # Its figures may be everybody's, and the request and its file not.
        "is_kept": asked and not may_with(request.user, asked, Permission.SEE_WORKSPACE),
        "place": "returned_data",
        "sample": found.statement.is_sample,
    }
    return render(request, "staff/returned_data/figure.html", context)
