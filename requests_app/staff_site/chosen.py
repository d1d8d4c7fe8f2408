"""The requests that somebody chose in a list: those ticked, or all that the list holds."""

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from requests_app.domain.accounts.models import Person
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.sight import seen_by
from requests_app.domain.upkeep.bulk.operations import MOST_AT_ONCE
from requests_app.staff_site.kept import read_ids
from requests_app.staff_site.request_list import RequestList


class ListNotUnderstood(Exception):
    """A filter of the list cannot be read: all of it would be more than was asked for."""


@dataclass(frozen=True)
class Chosen:
    """ids: at most `MOST_AT_ONCE`, in the list's order; has_more: the list goes on after them."""

    ids: tuple[int, ...]
    has_more: bool = False


def chosen_in(query: QueryDict, *, person: Person, on: date) -> Chosen:
    """What a list's form sends: `chosen` for each row ticked, and for those ticked on other pages
    together, or `all` with the query of the list itself in `list`, as `person` sees it; of those
    ticked, the ones that there are.

    Raises `ListNotUnderstood`.
    """
    if query.get("all"):
        listed = RequestList(QueryDict(query.get("list", "")), person=person, on=on)
        if not listed.is_understood:
            raise ListNotUnderstood(_what_is_wrong(listed))
        ids = list(listed.in_order.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        return Chosen(tuple(ids[:MOST_AT_ONCE]), len(ids) > MOST_AT_ONCE)
    ticked = read_ids(query.getlist("chosen"))
    found = seen_by(RecordsRequest.objects.filter(pk__in=ticked), person)
    there = set(found.values_list("pk", flat=True))
    return Chosen(tuple(pk for pk in ticked if pk in there))


def _what_is_wrong(listed: RequestList) -> str:
    form = listed.filter.form
    wrong = "; ".join(f"{form[name].label}: {errors[0]}" for name, errors in form.errors.items())
    return f"Nothing is chosen: a filter of the list could not be read. {wrong}"
