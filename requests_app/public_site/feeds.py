"""What changed, for those who follow it with a feed reader (Atom, RFC 4287)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from requests_app.domain.publication.corrections import Note, latest_notes

FRESH_FOR = 300  # seconds


class _Corrections(Feed):
    feed_type = Atom1Feed
    title = "Tenth Day: corrections"
    subtitle = (
        "What changed in published figures of the misuse of CLETS, or was withdrawn, and why."
    )
    link = reverse_lazy("public:corrections")

    def items(self) -> list[Note]:
        return latest_notes()

    def item_title(self, item: Any) -> str:
        return f"{item.title}: {item.counts}"

    def item_description(self, item: Any) -> str:
        return item.why

    def item_link(self, item: Any) -> str:
        return reverse("public:correction", args=[item.pk])

    def item_pubdate(self, item: Any) -> datetime:
        return item.published_at

    item_updateddate = item_pubdate


_answer = _Corrections()


@login_not_required
@require_safe
@cache_control(public=True, max_age=FRESH_FOR)
def corrections(request: HttpRequest) -> HttpResponse:
    """The latest notes."""
    return _answer(request)
