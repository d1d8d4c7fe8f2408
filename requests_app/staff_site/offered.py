"""What the selects and tabs over the list of requests offer: four small tables in one query."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection

from requests_app.domain.accounts.models import Person
from requests_app.domain.request_log.saved_views import campaigns_in
from requests_app.domain.request_log.sight import blocked_campaigns
from requests_app.domain.request_log.tags import tags_for

Pairs = tuple[tuple[str, str], ...]

# Written out: Django would put it together anew for each page, which takes longer than asking it.
_EVERYTHING = """
SELECT 'campaign', id, name, CAST(reporting_year AS text), '', 0, 0 FROM requests_app_campaign
UNION ALL
SELECT 'person', id, first_name, last_name, username, 0, 0 FROM requests_app_person
UNION ALL
SELECT 'tag', id, name, folded_name, '', 0, 0 FROM requests_app_tag
UNION ALL
SELECT 'view', saved.id, saved.name, saved.query, owner.first_name,
    CASE WHEN saved.owner_id = %s THEN 1 ELSE 0 END, CASE WHEN saved.is_shared THEN 1 ELSE 0 END
FROM requests_app_savedview AS saved JOIN requests_app_person AS owner ON owner.id = saved.owner_id
WHERE saved.deleted_at IS NULL AND (saved.owner_id = %s OR saved.is_shared)
"""


@dataclass(frozen=True)
class OfferedView:
    """A saved view as a tab: the query it stands for, and whose it is."""

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
    """Campaigns, the latest first; people, also those who left, since they may still hold
    requests; tags; and the views that `person` may see (`saved_views.views_for`)."""
    found: dict[str, list[tuple]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_EVERYTHING, [person.pk, person.pk])
        for kind, *rest in cursor.fetchall():
            found[kind].append(tuple(rest))
    hidden = blocked_campaigns(person)
    campaigns = sorted(
        (row for row in found["campaign"] if row[0] not in hidden),
        key=lambda row: (-int(row[2]), row[1]),
    )
    kept = {str(pk) for pk in hidden}
    tags = found["tag"]
    if hidden:
        known = set(tags_for(person).values_list("pk", flat=True))
        tags = [row for row in tags if row[0] in known]
    people = [(str(pk), f"{a} {b}".strip() or c) for pk, a, b, c, *_ in found["person"]]
    return Offered(
        campaigns=tuple((str(pk), name) for pk, name, *_ in campaigns),
        people=tuple(sorted(people, key=lambda pair: pair[1].casefold())),
        tags=tuple((str(pk), name) for pk, name, *_ in sorted(tags, key=lambda r: r[2])),
        views=[
            OfferedView(pk, name, query, owner, bool(own), bool(shared))
            for pk, name, query, owner, own, shared in sorted(found["view"])
            if own or not campaigns_in(query) & kept
        ],
    )
