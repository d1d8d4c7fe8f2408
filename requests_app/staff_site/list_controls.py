"""The controls over the list of requests, printed: those that are set from the form, and the many
that are not as they always are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from requests_app.domain.accounts.models import Person
from requests_app.staff_site.offered import Offered, Pairs
from requests_app.staff_site.request_filter import RequestFilter
from requests_app.templatetags.forms import field


def controls(chosen: RequestFilter, names: Iterable[str]) -> SafeString:
    """The fields of these filters with label, help and errors."""
    form, offered = chosen.form, chosen.offered
    blank = _blank(offered.campaigns, offered.people, offered.tags)
    return mark_safe("".join(field(form[n]) if n in form.fields else blank[n] for n in names))


# Keyed by all that they print, so that it cannot grow stale.
@lru_cache(maxsize=8)
def _blank(campaigns: Pairs, people: Pairs, tags: Pairs) -> dict[str, SafeString]:
    """Every filter's field with nothing in it."""
    offered = Offered(campaigns, people, tags, [])
    form = RequestFilter(QueryDict(), person=Person(), offered=offered, whole=True).form
    return {bound.name: field(bound) for bound in form}
