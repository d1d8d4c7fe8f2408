"""Calendars: the file that a program reads at its secret address, and the page where one makes
and revokes such addresses."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.reminders.calendar_entries import feed_file
from requests_app.domain.reminders.feeds import (
    FeedClosed,
    make_feed,
    open_feed,
    revoke_feed,
    token_of,
)
from requests_app.domain.reminders.models import CalendarFeed, FeedKind
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.request_log.sight import seen_by
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.kept import is_id

CAMPAIGNS_SHOWN = 50
HOLDS = {
    FeedKind.PERSON: "When a determination is due on each request that is assigned to you, when "
    "records are estimated, and your own reminders.",
    FeedKind.CAMPAIGN: "When a determination is due on each of its requests, and when records are "
    "estimated.",
    FeedKind.DUTIES: "The day by which agencies report to the DOJ, and how many are not known yet.",
}


@dataclass(frozen=True)
class Offer:
    """A calendar that somebody may have, with the feed if they have it."""

    kind: FeedKind
    campaign: Campaign | None
    feed: CalendarFeed | None

    @property
    def anchor(self) -> str:
        return f"{self.kind}-{self.campaign.pk}" if self.campaign else str(self.kind)

    @property
    def title(self) -> str:
        return str(self.campaign or self.kind.label)

    @property
    def holds(self) -> str:
        return HOLDS[self.kind]

    @property
    def address(self) -> str:
        return address_of(self.feed) if self.feed else ""

    @property
    def subscribe_address(self) -> str:
        """What the calendar program of a phone or a computer opens by itself."""
        return urlsplit(self.address)._replace(scheme="webcal").geturl()


def address_of(feed: CalendarFeed) -> str:
    return settings.SITE_URL + reverse("calendars:feed", args=[feed.pk, token_of(feed)])


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    now = timezone.now()
    try:
        content = feed_file(open_feed(pk=pk, token=token, at=now), at=now)
    except FeedClosed as refusal:
        raise Http404(str(refusal)) from refusal
    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


@may(Permission.SEE_WORKSPACE)
def calendar_list(request: StaffRequest) -> HttpResponse:
    asked = request.GET.get("campaign", "")
    offers = _offers(request.user, int(asked) if is_id(asked) else 0)
    context = {
        "place": "reminders",
        "offers": offers,
        "sample": any(one.campaign and one.campaign.is_sample for one in offers),
    }
    return render(request, "staff/reminders/calendars.html", context)


def _offers(person: Person, asked: int) -> list[Offer]:
    """Their own, 1 February, each campaign that they lead, work in or have one of, and the one
    that was asked for."""
    feeds = seen_by(CalendarFeed.objects.live().of(person), person)
    feeds = feeds.select_related("person", "campaign")
    have = {(feed.kind, feed.campaign_id): feed for feed in feeds}
    works_in = RecordsRequest.objects.filter(assignee=person, is_open=True).values("campaign")
    theirs = Q(lead=person) | Q(pk__in=works_in) | Q(pk=asked)
    theirs |= Q(pk__in=[campaign for _, campaign in have if campaign])
    campaigns = seen_by(Campaign.objects.filter(theirs), person)
    campaigns = campaigns.order_by("-reporting_year", "name", "pk")
    subjects = [(FeedKind.PERSON, None), (FeedKind.DUTIES, None)]
    every = [*subjects, *((FeedKind.CAMPAIGN, one) for one in campaigns[:CAMPAIGNS_SHOWN])]
    return [Offer(kind, one, have.get((kind, one.pk if one else None))) for kind, one in every]


@require_POST
@may(Permission.SEE_WORKSPACE)
def make_calendar_now(request: StaffRequest) -> HttpResponse:
    said, number = request.POST.get("kind", ""), request.POST.get("campaign", "")
    if said not in FeedKind.values:
        messages.error(request, "Say again which calendar: that was not sent.")
        return redirect("staff:calendars")
    kind, campaign = FeedKind(said), None
    if kind is FeedKind.CAMPAIGN:
        if not is_id(number):
            raise Http404
        campaign = found_or_404(request, Campaign, pk=number)
    feed = make_feed(kind=kind, campaign=campaign, by=request.user, at=timezone.now())
    messages.success(request, "The calendar has an address now. Give it to your calendar program.")
    return redirect(_place_of(feed))


@require_POST
@may(Permission.SEE_WORKSPACE)
def revoke_calendar_now(request: StaffRequest, pk: int) -> HttpResponse:
    own = CalendarFeed.objects.of(request.user).select_related("person", "campaign")
    feed = found_or_404(request, own, pk=pk)
    revoke_feed(feed=feed, by=request.user, at=timezone.now())
    messages.success(request, "Revoked: the address opens nothing any more.")
    return redirect(_place_of(feed))


def _place_of(feed: CalendarFeed) -> str:
    page = reverse("staff:calendars")
    if feed.campaign_id:
        return f"{page}?campaign={feed.campaign_id}#campaign-{feed.campaign_id}"
    return f"{page}#{feed.kind}"
