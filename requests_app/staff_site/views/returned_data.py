"""Returned data: files in, columns, checks, review, releases."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.releases.release_list import (
    files_waiting,
    in_the_works,
    releases_listed,
    withdrawn_listed,
)
from requests_app.domain.misuse_data.vocabulary import ReleaseState
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.paging import capped_count, page_of
from requests_app.staff_site.release_page import PAGE as RELEASE_PAGE
from requests_app.staff_site.release_page import RELEASES_SHOWN, shown


@may(Permission.SEE_WORKSPACE)
def returned_data(request: StaffRequest) -> HttpResponse:
    own = releases_listed(request.user).filter(is_quoted_claim=False)
    quoted = releases_listed(request.user).filter(is_quoted_claim=True)
    context = {
        "waiting": page_of(files_waiting(request.user), request.GET.get("page")),
        "waiting_count": capped_count(files_waiting(request.user)),
        "works": in_the_works(own),
        "releases": page_of(own.filter(state=ReleaseState.PUBLISHED), request.GET.get("releases")),
        "withdrawn": page_of(withdrawn_listed(request.user), request.GET.get("withdrawn")),
        "quoted": page_of(quoted, request.GET.get("quoted")),
        "may_import": request.user.may(Permission.IMPORT_FIGURES),
        "sample": own.filter(is_sample=True).exists(),
    }
    return render(request, "staff/returned_data/list.html", context)


@may(Permission.SEE_WORKSPACE)
def release(request: StaffRequest, pk: int) -> HttpResponse:
    found = found_or_404(request, RELEASES_SHOWN, pk=pk)
    return render(request, RELEASE_PAGE, shown(request, found))
