"""What a release changes of the issue before it: a page, and a file with every cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.releases.change_file import changes_csv
from requests_app.domain.misuse_data.releases.differences import ChangeKind
from requests_app.domain.misuse_data.releases.issues import (
    NotComparable,
    changes_page,
    refuse_unlike,
)
from requests_app.domain.misuse_data.releases.reviews import issue_before
from requests_app.domain.request_log.exports import record_export
from requests_app.domain.sheets.writing import BYTE_ORDER_MARK
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.paging import Page, number_of

A_PAGE = 100
NAMES_SHOWN = 50


@may(Permission.SEE_WORKSPACE)
def changes(request: StaffRequest, pk: int) -> HttpResponse:
    """`?with=`: another issue than the one before. `?kind=`: only such changes."""
    after, before = _issues(request, pk)
    context: dict[str, Any] = {"release": after, "before": before, "place": "returned_data"}
    context["sample"] = after.is_sample
    if before:
        kind, number = request.GET.get("kind", ""), number_of(request.GET.get("page"))
        found = changes_page(before, after, kind=kind, number=number, size=A_PAGE)
        context |= {
            "kind": kind,
            "summary": found.summary,
            "kinds": [(one.value, found.summary.kinds[one]) for one in ChangeKind],
            "renamed": found.summary.names.most_common(NAMES_SHOWN),
            "more_renamed": max(0, len(found.summary.names) - NAMES_SHOWN),
            "page": Page(found.changes, number, found.has_next),
            "correction": getattr(after, "correction", None),
        }
    return render(request, "staff/returned_data/changes.html", context)


def _issues(request: StaffRequest, pk: int) -> tuple[Release, Release | None]:
    """The release and what it is held against. Raises Http404 for two that cannot be."""
    releases = Release.objects.select_related("source", "supersedes")
    after = found_or_404(request, releases, pk=pk)
    other = request.GET.get("with", "")
    if not other.isdecimal():
        return after, issue_before(after)
    before = found_or_404(request, releases, pk=int(other[:12]))
    try:
        refuse_unlike(before, after)
    except NotComparable as refusal:
        raise Http404(str(refusal)) from refusal
    return after, before


@may(Permission.SEE_WORKSPACE)
def changes_file(request: StaffRequest, pk: int) -> HttpResponseBase:
    after, before = _issues(request, pk)
    if before is None:
        raise Http404(f"“{after}” has no earlier issue.")
    record_export(
        what=f"changes of release {after.pk}: {after}",
        query=request.GET.urlencode(),
        kind="csv",
        by=request.user,
        at=timezone.now(),
    )

    def content() -> Iterator[str]:
        yield BYTE_ORDER_MARK
        yield from changes_csv(before, after)

    response = StreamingHttpResponse(content(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="changes-of-release-{after.pk}.csv"'
    return response
