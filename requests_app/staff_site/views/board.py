"""The board of a campaign, as a page and as CSV."""

from collections.abc import Iterator
from datetime import date

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.deadlines.answer_times import summed_up
from requests_app.domain.request_log.board import answer_times, in_states, round_counts
from requests_app.domain.request_log.board_csv import board_lines
from requests_app.domain.request_log.exports import record_export
from requests_app.domain.request_log.models import Campaign
from requests_app.domain.sheets.writing import BYTE_ORDER_MARK
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.board_page import (
    LOADED,
    BoardFilter,
    board_rows,
    board_sorting,
    of_whom,
)
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.paging import page_of


@may(Permission.SEE_WORKSPACE)
def campaign_board(request: StaffRequest, pk: int) -> HttpResponse:
    campaign = found_or_404(request, Campaign.objects.select_related("lead"), pk=pk)
    today = timezone.localdate()
    chosen = _chosen(request, campaign, today)
    order = board_sorting(request.GET.get("sort", ""), on=today)
    related = chosen.qs.select_related("agency", "assignee").only(*LOADED)
    page = page_of(related.order_by(*order), request.GET.get("page"))
    took = answer_times(campaign.records_requests.all())
    counts = round_counts(campaign, on=today)
    context = {
        "place": "campaigns",
        "campaign": campaign,
        "counts": counts,
        "of_whom": of_whom(counts),
        "took": summed_up(took.values()),
        "filter": chosen,
        "page_obj": page,
        "rows": board_rows(page.rows, took, on=today),
        "today": today,
        "sample": campaign.is_sample,
    }
    return render(request, "staff/campaigns/board.html", context)


@may(Permission.SEE_WORKSPACE)
def board_csv(request: StaffRequest, pk: int) -> StreamingHttpResponse:
    """The board as it is filtered, every row of it, noted as taken out."""
    campaign = found_or_404(request, Campaign, pk=pk)
    # By its number: whoever reads the audit may not know of a campaign that is kept from them.
    what, query, now = f"board of campaign {pk}", request.GET.urlencode(), timezone.now()
    record_export(what=what, query=query, kind="csv", by=request.user, at=now)
    today = timezone.localdate()
    chosen = _chosen(request, campaign, today).qs
    rows = board_lines(chosen.order_by(*board_sorting("", on=today)), on=today)
    response = StreamingHttpResponse(_marked(rows), content_type="text/csv; charset=utf-8")
    name = f"board-{slugify(campaign.name) or campaign.pk}-{today:%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _chosen(request: StaffRequest, campaign: Campaign, today: date) -> BoardFilter:
    return BoardFilter(request.GET, queryset=in_states(campaign, on=today))


def _marked(rows: Iterator[str]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    yield from rows
