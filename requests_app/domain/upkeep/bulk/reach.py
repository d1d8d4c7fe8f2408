"""Whose a change to many requests is to see: somebody from whom one of them is kept sees nothing
of it, or its number would tell how many there are."""

from collections.abc import Iterable
from itertools import islice

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.sight import blocked_campaigns, sight_of
from requests_app.domain.upkeep.bulk.models import CHANGE_PERMISSIONS, BulkAction, BulkKind

LOOKED_THROUGH = 100  # the latest actions, where some are kept from whoever looks


def kept_from(action: BulkAction, person: Person) -> list[RecordsRequest]:
    """A request of the action that is not there for `person`, if there is one."""
    blocked = blocked_campaigns(person)
    if not blocked:
        return []
    theirs = RecordsRequest.objects.filter(pk__in=action.request_ids(), campaign__in=blocked)
    return list(theirs[:1])


def latest_actions(person: Person, most: int) -> list[BulkAction]:
    """The latest `most` actions of which every request is there for `person`. One query where no
    campaign is kept from them, else another one for each action."""
    latest = BulkAction.objects.select_related("by")
    if not blocked_campaigns(person):
        return list(latest[:most])
    seen = (one for one in latest[:LOOKED_THROUGH] if not kept_from(one, person))
    return list(islice(seen, most))


def there_for(person: Person | None, requests: list[RecordsRequest]) -> list[RecordsRequest]:
    """Those of the requests that are there for `person`, as it is now; for the program itself
    (None) all of them."""
    blocked = sight_of(person).blocked(Permission.SEE_WORKSPACE) if person else frozenset()
    return [one for one in requests if one.campaign_id not in blocked]


def beyond_role(
    requests: Iterable[RecordsRequest], kind: BulkKind, person: Person | None
) -> dict[int, str]:
    """By id those of the requests with which `person`, a member of their campaign, may not do this
    there."""
    blocked = sight_of(person).blocked(CHANGE_PERMISSIONS[kind]) if person else frozenset()
    why = "your role in its campaign is for reading it only."
    return {one.pk: why for one in requests if one.campaign_id in blocked}


def not_theirs(requests: Iterable[RecordsRequest], person: Person | None) -> dict[int, str]:
    """By id those of the requests that are not there for whom they would be given to."""
    blocked = sight_of(person).blocked(Permission.SEE_WORKSPACE) if person else frozenset()
    why = f"{person} is no member of its campaign, which is restricted."
    return {one.pk: why for one in requests if one.campaign_id in blocked}
