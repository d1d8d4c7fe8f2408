"""What the board of a campaign shows: the filters over it, its rows and their orders."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import django_filters as filters
from django.db.models import F

from requests_app.domain.agencies.kinds import COUNTY_CHOICES, Kind
from requests_app.domain.deadlines.answer_times import AnswerTime
from requests_app.domain.request_log.board import RoundCounts, state_of
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.queries import RecordsRequestQuerySet as Requests
from requests_app.domain.request_log.round_states import (
    COLUMNS,
    RoundState,
    StateGroup,
    board_order,
    in_group,
)
from requests_app.staff_site.filters import ChoiceFilter, TextFilter
from requests_app.staff_site.request_rows import addresses_of

# What the rows are read from; the state and its columns come with them.
LOADED = (
    *(*COLUMNS, "number", "determined_on", "agency__name", "agency__county", "campaign"),
    *("assignee__username", "assignee__first_name", "assignee__last_name"),
)
SORTS: dict[str, tuple[Any, ...]] = {
    "agency": ("agency__name", "id"),
    "-agency": ("-agency__name", "-id"),
    "county": ("agency__county", "agency__name", "id"),
    "-county": ("-agency__county", "agency__name", "id"),
    "due": (F("due_on").asc(nulls_last=True), "id"),
    "-due": (F("due_on").desc(nulls_last=True), "-id"),
}


def board_sorting(key: str, *, on: date) -> tuple[Any, ...]:
    """The order called `key` in the address; by state, silence first, where there is none."""
    return SORTS.get(key, (board_order(on), "agency__name", "id"))


class BoardFilter(filters.FilterSet):
    """Over requests that come with their `state`."""

    state = ChoiceFilter(label="State", choices=[(one.value, one.label) for one in RoundState])
    group = ChoiceFilter(
        label="What it comes to",
        choices=[(one.value, one.label) for one in StateGroup],
        method="of_group",
    )
    county = ChoiceFilter(field_name="agency__county", label="County", choices=COUNTY_CHOICES)
    kind = ChoiceFilter(field_name="agency__kind", label="Kind", choices=Kind.choices)
    agency = TextFilter(label="Agency", field_name="agency__name", lookup_expr="icontains")

    class Meta:
        model = RecordsRequest
        fields: list[str] = []

    def of_group(self, queryset: Requests, name: str, value: str) -> Requests:
        return queryset.filter(in_group(StateGroup(value)))


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One request on the board. took: how long its answer took, None without one."""

    address: str
    number: str
    agency: str
    county: str
    state: RoundState
    received_on: date | None
    due_on: date | None
    determined_on: date | None
    took: AnswerTime | None
    who: str

    __getitem__ = object.__getattribute__


def board_rows(
    requests: Iterable[RecordsRequest], took: Mapping[int, AnswerTime], *, on: date
) -> list[BoardRow]:
    """The rows of requests that came with their agency and assignee."""
    address_of = addresses_of("staff:request")
    who = cache(lambda person: str(person or "Nobody"))
    return [
        BoardRow(
            address=address_of(request.pk),
            number=request.number,
            agency=request.agency.name,
            county=request.agency.county,
            state=state_of(request, on=on),
            received_on=request.received_on,
            due_on=request.due_on,
            determined_on=request.determined_on,
            took=took.get(request.pk),
            who=who(request.assignee),
        )
        for request in requests
    ]


def of_whom(counts: RoundCounts) -> str:
    """ "1,200 agencies"; where some were asked twice, "1,203 requests to 1,200 agencies"."""
    agencies = f"{counts.agencies:,} agenc{'y' if counts.agencies == 1 else 'ies'}"
    if counts.requests == counts.agencies:
        return agencies
    return f"{counts.requests:,} requests to {agencies}"
