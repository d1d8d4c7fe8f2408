"""The filters over the list that nobody set: the same on every page, and printed once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from django import forms
from django.http import QueryDict

from requests_app.domain.accounts.models import Person
from requests_app.staff_site.offered import Offered, Pairs
from requests_app.staff_site.request_filter import RequestFilter


@dataclass(frozen=True)
class Blank:
    """form: every filter with nothing in it. printed: its fields by name, once they were."""

    form: forms.Form
    printed: dict[str, str] = field(default_factory=dict)


def blank_filters(offered: Offered) -> Blank:
    """The filters that offer this; the views do not matter to them."""
    return _blank(offered.campaigns, offered.people, offered.tags)


# Keyed by all that they print, so that it cannot grow stale.
@lru_cache(maxsize=8)
def _blank(campaigns: Pairs, people: Pairs, tags: Pairs) -> Blank:
    offered = Offered(campaigns, people, tags, [])
    return Blank(RequestFilter(QueryDict(), person=Person(), offered=offered, whole=True).form)
