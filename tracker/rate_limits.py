"""How often one visitor may ask for what costs much: one table, and the middleware that counts.

Counted in the broker's memory, which all web processes and hosts share. Where it is away each
process counts for itself: a site without its broker still answers, and still not without end.
"""

import logging
from collections.abc import Callable
from functools import cache
from math import ceil
from time import monotonic, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from limits import RateLimitItem, parse
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import FixedWindowRateLimiter

from tracker.error_pages import too_many
from tracker.real_address import household_of

# Each is for one visitor; what a group holds is counted together.
LIMITS: dict[str, str] = {
    "public pages": "1200/minute",
    "public search": "60/minute",
    "public files": "60/minute",
    "calendars": "120/minute",
    "links of mails": "60/minute",
    "health": "3000/minute",
    "signing in": "60/minute",
    "mails to oneself": "10/minute",
    "own password": "10/minute",
    "search": "120/minute",
    "search as one types": "600/minute",
    "lists of the review site": "240/minute",
    "files for download": "60/minute",
    "large files": "10/minute",
    "pages of files": "300/minute",  # each is drawn by a process of its own
}
# The name of a view -> its group. What is not named is not counted, but for the public pages.
GROUPS: dict[str, str] = {
    "healthz": "health",
    "sign_in": "signing in",
    "sign_in_second_step": "signing in",
    "invitation": "signing in",
    "password_new": "signing in",
    "password_forgotten": "mails to oneself",
    "password_change": "own password",
    "staff:confirm_password": "own password",
    "calendars:feed": "calendars",
    "mail_links:snooze": "links of mails",
    "mail_links:stop": "links of mails",
    "mail_links:want_again": "links of mails",
    "public:agencies": "public search",
    "public:tallies_csv": "public files",
    "public:figures_csv": "public files",
    "public:tallies_picture": "public files",
    "public:outcomes_picture": "public files",
    "public:ranking_picture": "public files",
    "public:map_picture": "public files",
    "public:agency_picture": "public files",
    "public:agency_outcomes_picture": "public files",
    "staff:search": "search",
    "staff:agency_options": "search as one types",
    "admin:autocomplete": "search as one types",
    "staff:requests_csv": "files for download",
    "staff:requests_xlsx": "files for download",
    "staff:board_csv": "files for download",
    "staff:duties_csv": "files for download",
    "staff:owing_csv": "files for download",
    "staff:compare_csv": "files for download",
    "staff:compare_workbook": "files for download",
    "staff:release_changes_csv": "files for download",
    "staff:statement_pdf": "files for download",
    "staff:campaign_zip": "large files",
    "staff:request_zip": "large files",
    "staff:show_page": "pages of files",
}
AWAY_FOR = 30.0  # seconds in which a broker that failed is not asked again
PATIENCE = 0.5  # seconds that it is given
log = logging.getLogger(__name__)


def group_of(view_name: str) -> str | None:
    """What a view is counted with; None: it is not counted."""
    if view_name in GROUPS:
        return GROUPS[view_name]
    if view_name.startswith("public:"):
        return "public pages"
    if view_name.startswith("admin:") and view_name.endswith("_changelist"):
        return "lists of the review site"
    if view_name.startswith("admin:") and view_name.endswith(("_csv", "_xlsx")):
        return "files for download"
    return None


class Counter:
    """Counts in the broker at `address`, and in this process's memory while that is away."""

    def __init__(self, address: str) -> None:
        self.shared = FixedWindowRateLimiter(_storage(address))
        self.own = FixedWindowRateLimiter(MemoryStorage())
        self.asks_again_at = 0.0

    def seconds_to_wait(self, group: str, who: str) -> int:
        """0 where `who` may go on."""
        item = _parsed(LIMITS[group])
        if monotonic() >= self.asks_again_at:
            try:
                return _wait(self.shared, item, group, who)
            except StorageError as error:
                self.asks_again_at = monotonic() + AWAY_FOR
                log.warning("requests are counted by each process alone: %s", error)
        return _wait(self.own, item, group, who)


def _wait(limiter: FixedWindowRateLimiter, item: RateLimitItem, group: str, who: str) -> int:
    if limiter.hit(item, group, who):
        return 0
    return max(1, ceil(limiter.get_window_stats(item, group, who).reset_time - time()))


@cache
def _parsed(words: str) -> RateLimitItem:
    return parse(words)


def _storage(address: str) -> Storage:
    """The store at Celery's address of the broker."""
    if not address.startswith("redis"):
        return MemoryStorage()
    return RedisStorage(
        address.replace("redis+socket://", "redis+unix://"),
        wrap_exceptions=True,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
    )


class RateLimits:
    """Middleware. Staff are counted by account, visitors by address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.counter = Counter(settings.CELERY_BROKER_URL)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """A page that says when to come back, for whoever comes too often."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        group = group_of(name) if settings.RATE_LIMITS else None
        who = _who(request, name) if group else ""
        wait = self.counter.seconds_to_wait(group, who) if group and who else 0
        return too_many(request, wait) if wait else None


def _who(request: HttpRequest, name: str) -> str:
    """Public pages do not ask for the session: what does cannot be kept for others."""
    if name.startswith(("staff:", "admin:")) and request.user.is_authenticated:
        return f"person {request.user.pk}"
    return household_of(request)
