"""The site that the review pages hang on.

Not inside `admin/`: Django makes the site when that package is first imported, and a site whose
class has to be found in the same package is made a second time, without what was registered.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.publication.published import last_change
from requests_app.domain.request_log.sight import blocked_campaigns
from requests_app.domain.sign_in.sessions import close_session
from requests_app.domain.upkeep.waiting import (
    CONFLICTS,
    QUEUES,
    Queue,
    QueueWords,
    Waiting,
    conflicts_waiting,
    queues_of,
    waiting,
)

KEPT_FOR = 300  # seconds that contradictions are not looked for again while nothing is done here


@dataclass(frozen=True)
class FrontRow:
    """A queue on the front page; `address`: the list that holds just what waits in it."""

    words: QueueWords
    waiting: Waiting
    address: str


def front_row(queue: Queue, *, at: datetime, person: Person) -> FrontRow:
    if queue not in QUEUES:
        # The same of all from whom the same is kept.
        kept = "-".join(map(str, sorted(blocked_campaigns(person))))
        key = f"conflicts-waiting-{last_change()}-{kept}"
        found = cache.get(key) or conflicts_waiting(person)
        cache.set(key, found, KEPT_FOR)
        return FrontRow(CONFLICTS, found, reverse("staff:compare"))
    row = QUEUES[queue]
    model = row.model._meta.model_name
    address = reverse(f"admin:requests_app_{model}_changelist") + f"?waits={queue}"
    return FrontRow(row.words, waiting(queue, at=at, person=person), address)


class ReviewSite(AdminSite):
    """Django's admin, entered through the product's own sign-in and by role."""

    site_header = "Tenth Day review"
    site_title = "Tenth Day review"
    index_title = "What waits"
    site_url = "/staff/"
    # The front page lists all there is; beside every page it would take a fifth of the width.
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        person = request.user
        return isinstance(person, Person) and person.may(Permission.USE_ADMIN_SITE)

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """What waits, before all that there is."""
        assert isinstance(request.user, Person)  # `has_permission` lets nobody else in
        at = timezone.now()
        queues = [front_row(one, at=at, person=request.user) for one in queues_of(request.user)]
        return super().index(request, {"queues": queues, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> Any:
        """Worked out where a page shows it: every page is given it, and few do."""
        listed = super().get_app_list
        return SimpleLazyObject(lambda: listed(request, app_label))

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """As from the staff site: the row of the session goes with it."""
        if request.method == "POST" and isinstance(request.user, Person):
            key = request.session.session_key or ""
            close_session(session_key=key, by=request.user, at=timezone.now())
        return super().logout(request, extra_context)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """One page changes passwords: it also lifts the mark of a one-time password."""
        return redirect("password_change")
