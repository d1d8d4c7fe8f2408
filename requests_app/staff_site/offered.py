"""What the selects and tabs over the list of requests offer: four small tables in one query."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Case, CharField, Value, When
from django.db.models.functions import Cast

from requests_app.domain.accounts.models import Person
from requests_app.domain.request_log.models import Campaign, SavedView, Tag

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class OfferedView:
    """A saved view as a tab: whose it is (of others), and the query it stands for."""

    pk: int
    name: str
    query: str
    owner: str
    is_own: bool
    is_shared: bool


@dataclass(frozen=True)
class Offered:
    campaigns: Pairs
    people: Pairs
    tags: Pairs
    views: list[OfferedView]


def what_is_offered(person: Person) -> Offered:
    """Campaigns, people (also those who left: they may still hold requests), tags, and the views
    that `person` may see."""
    found: dict[str, list[tuple]] = defaultdict(list)
    for kind, *rest in _everything(person):
        found[kind].append(tuple(rest))
    people = [(str(pk), f"{a} {b}".strip() or c) for pk, a, b, c, _ in found["person"]]
    views = [
        OfferedView(pk, name, query, owner, standing != "shared", standing != "own")
        for pk, name, query, owner, standing in sorted(found["view"])
    ]
    return Offered(
        campaigns=[(str(pk), name) for pk, name, *_ in sorted(found["campaign"], key=_by_year)],
        people=sorted(people, key=lambda pair: pair[1].casefold()),
        tags=[(str(pk), name) for pk, name, *_ in sorted(found["tag"], key=lambda row: row[2])],
        views=views,
    )


def _by_year(row: tuple) -> tuple[int, str]:
    """The latest year first."""
    return -int(row[2]), row[1]


def _everything(person: Person):  # type: ignore[no-untyped-def]
    nothing = Value("")
    standing = Case(
        When(owner=person, is_shared=True, then=Value("both")),
        When(owner=person, then=Value("own")),
        default=Value("shared"),
        output_field=CharField(),
    )
    year = Cast("reporting_year", CharField())
    return (
        SavedView.objects.visible_to(person)
        .order_by()
        .values_list(Value("view"), "pk", "name", "query", "owner__first_name", standing)
        .union(
            Campaign.objects.order_by().values_list(
                Value("campaign"), "pk", "name", year, nothing, nothing
            ),
            Person.objects.order_by().values_list(
                Value("person"), "pk", "first_name", "last_name", "username", nothing
            ),
            Tag.objects.order_by().values_list(
                Value("tag"), "pk", "name", "folded_name", nothing, nothing
            ),
            all=True,
        )
    )
