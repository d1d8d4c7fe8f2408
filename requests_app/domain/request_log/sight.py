"""To whom a request, and everything that hangs on it, is there: the one rule of restricted
campaigns, asked by every door and every operation.

A campaign is everybody's, or restricted to its members. To those who manage campaigns (leads and
administrators) every campaign is there: somebody has to see whom a campaign is kept from, to hand
over what a member leaves, and to answer for the audit record, which names every request anyway.

A model that hangs on a campaign says by which columns in `ways_to_campaign`; what has become public
all the same, in `open_to_all`. A test holds that every such model says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import JSONField, Model, Q, QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import ROLE_PERMISSIONS, Permission, Role
from requests_app.domain.request_log.models import Campaign, CampaignMember

_KEPT = "_restricted_campaigns"
Rows = TypeVar("Rows", bound=QuerySet[Any])


class NotAMember(PermissionDenied):
    """What is asked for belongs to a campaign that is not there for whoever acts, or not for
    acting so. Django answers it with 403; doors look first, and say 404."""


class NotForThem(ValueError):
    """Somebody is to have what they could not see. `field`: where it was said."""

    def __init__(self, field: str, words: str):
        self.field = field
        super().__init__(words)


class StaysRestricted(ValueError):
    """A member would show everybody what the campaign keeps from them. `field`: where it was
    said."""

    field = "campaign"


@dataclass(frozen=True)
class Sight:
    """Of each restricted campaign (by id), the role a person has in it; None: they are no
    member."""

    roles: dict[int, Role | None]

    def blocked(self, permission: Permission) -> frozenset[int]:
        """Ids of the campaigns in which the person may not do this."""
        return frozenset(
            pk
            for pk, role in self.roles.items()
            if role is None or permission not in ROLE_PERMISSIONS[role]
        )


def sight_of(person: Person) -> Sight:
    """What restricted campaigns are to `person`, as they are now. One query, none for those who
    manage campaigns."""
    if person.may(Permission.MANAGE_CAMPAIGNS):
        return Sight({})
    restricted = Campaign.objects.filter(is_restricted=True).order_by().values_list("pk", flat=True)
    found: dict[int, Role | None] = dict.fromkeys(restricted)
    if found:
        mine = CampaignMember.objects.filter(person=person, campaign__in=found)
        found |= {pk: Role(role) for pk, role in mine.values_list("campaign", "role")}
    return Sight(found)


def blocked_campaigns(
    person: Person, permission: Permission = Permission.SEE_WORKSPACE
) -> frozenset[int]:
    """Ids of the campaigns that are not there for `person`, or in which they may not do this.

    Asked of the database once for each `Person` in hand: a page asks for it many times, and the
    person of a page is read anew with each page. Operations ask anew (`check_reach`).
    """
    known: Sight | None = getattr(person, _KEPT, None)
    if known is None:
        known = sight_of(person)
        setattr(person, _KEPT, known)
    return known.blocked(permission)


def seen_by(
    rows: Rows, person: Person | None, permission: Permission = Permission.SEE_WORKSPACE
) -> Rows:
    """Those of `rows` (of any model) that are there for `person`, to do what `permission` says; for
    the program itself (None) all of them.

    Where no campaign is kept from them, the same rows by the same query.
    """
    model: Any = rows.model
    if person is None or not hasattr(model, "ways_to_campaign"):
        return rows
    if blocked := blocked_campaigns(person, permission):
        for way in model.ways_to_campaign:
            rows = rows.exclude(_closed(model, way, blocked))
    return rows


def _closed(model: Any, way: str, campaigns: frozenset[int]) -> Q:
    closed = Q(**{f"{way}__in": sorted(campaigns)})
    if isinstance(_first_column(model, way), JSONField):
        # What has no such key is neither in a list nor out of it.
        closed = Q(pk__in=model._base_manager.filter(closed).values("pk"))
    return closed & ~model.open_to_all if hasattr(model, "open_to_all") else closed


def may_in(person: Person, campaign: int | None, permission: Permission) -> bool:
    """Whether `person` may do this with what belongs to the campaign with this id."""
    return person.may(permission) and campaign not in blocked_campaigns(person, permission)


def may_with(person: Person, thing: Model, permission: Permission) -> bool:
    """Whether `person` may do this with a thing that is there for them. No query where they may
    wherever their role lets them."""
    if not person.may(permission):
        return False
    return not blocked_campaigns(person, permission) or sees(person, thing, permission)


def _first_column(model: Any, way: str) -> Any:
    name = way.partition("__")[0]
    return model._meta.pk if name == "pk" else model._meta.get_field(name)


def sees(person: Person, thing: Model, permission: Permission = Permission.SEE_WORKSPACE) -> bool:
    """Whether a saved thing is there for `person`, asked anew. One query, and one more where a
    campaign is kept from them."""
    blocked = sight_of(person).blocked(permission)
    return not blocked or _is_outside(thing, blocked)


def _is_outside(thing: Model, campaigns: frozenset[int]) -> bool:
    """Whether the thing hangs on none of these campaigns. A query for each way to one."""
    model: Any = type(thing)
    mine = model._base_manager.filter(pk=thing.pk)
    ways = getattr(thing, "ways_to_campaign", ())
    return not any(mine.filter(_closed(model, way, campaigns)).exists() for way in ways)


def check_reach(
    by: Person | None, *things: Model | None, to: Permission = Permission.SEE_WORKSPACE
) -> None:
    """Raises `NotAMember` unless each of the things is there for `by`, to do what `to` says. The
    program itself (None) reaches everything."""
    if by is None or not (blocked := sight_of(by).blocked(to)):
        return
    for thing in things:
        if thing is not None and not _is_outside(thing, blocked):
            raise NotAMember("There is no such thing for you.")


def check_all_reached(by: Person | None, rows: QuerySet[Any], *, to: Permission) -> None:
    """Likewise of all the rows of a queryset. Raises `NotAMember`."""
    if by is not None and (blocked := sight_of(by).blocked(to)):
        closed = [_closed(rows.model, way, blocked) for way in rows.model.ways_to_campaign]
        if any(rows.filter(one).exists() for one in closed):
            raise NotAMember("There is no such thing for you.")


def check_theirs(person: Person | None, thing: Model | None, *, field: str = "assignee") -> None:
    """Raises `NotForThem` where somebody would be given what is not there for them."""
    if person is not None and thing is not None and not sees(person, thing):
        raise NotForThem(
            field,
            f"{person} is no member of the campaign, which is restricted: add them there first, "
            "or choose somebody else.",
        )


def check_may_leave(campaign: Campaign | None, *, by: Person | None) -> None:
    """Raises `StaysRestricted` where `by` takes a request out of a restricted campaign and does not
    manage campaigns."""
    is_bound = by is not None and not by.may(Permission.MANAGE_CAMPAIGNS)
    if campaign is not None and campaign.is_restricted and is_bound:
        raise StaysRestricted(
            f"{campaign} is restricted: whoever manages campaigns can take a request out of it."
        )


def people_who_see(campaign: Campaign | None) -> Q:
    """Of people: those for whom the campaign is there, whether or not their account is open."""
    if campaign is None or not campaign.is_restricted:
        return Q()
    managers = [r for r in Role if Permission.MANAGE_CAMPAIGNS in ROLE_PERMISSIONS[r]]
    return Q(role__in=managers) | Q(
        pk__in=CampaignMember.objects.filter(campaign=campaign).values("person")
    )


def members_of_restricted(people: Iterable[Person]) -> dict[int, frozenset[int]]:
    """Of each restricted campaign (by id) those of `people` to whom it is there, by id. One query,
    and another where there is one."""
    restricted = list(Campaign.objects.filter(is_restricted=True).values_list("pk", flat=True))
    if not restricted:
        return {}
    managers = {one.pk for one in people if one.may(Permission.MANAGE_CAMPAIGNS)}
    found = {pk: set(managers) for pk in restricted}
    members = CampaignMember.objects.filter(campaign__in=restricted)
    for campaign, person in members.values_list("campaign", "person"):
        found[campaign].add(person)
    return {pk: frozenset(those) for pk, those in found.items()}
