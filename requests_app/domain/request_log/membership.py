"""Restricting a campaign to its members, opening it again, and who they are."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission, Role
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import Campaign, CampaignMember, RecordsRequest
from requests_app.domain.request_log.sight import NotAMember

STEPS = list(Role)  # each may all that the one before it may


class RoleAbove(ValueError):
    """A campaign gives nobody more than their own role does."""


class AlreadyThere(ValueError):
    """The campaign is there for them by their own role, or their account is switched off."""


class StillLeads(ValueError):
    """Whoever leads the campaign stays its member."""


class StillResponsible(ValueError):
    """Open requests are assigned to them; somebody has to take these over. `number`: how many."""

    def __init__(self, person: Person, number: int):
        self.number = number
        super().__init__(
            f"{person} is responsible for {number:,} open request{'s' * (number != 1)} of it: say "
            "who takes over."
        )


def restricted_to(campaign: Campaign) -> QuerySet[CampaignMember]:
    """Its members, in the order of their names."""
    members = CampaignMember.objects.filter(campaign=campaign)
    return members.select_related("person").order_by("person__first_name", "person__last_name")


def may_be_added(campaign: Campaign) -> QuerySet[Person]:
    """Who works here, is no member, and does not see every campaign anyway."""
    managers = [role for role in Role if Person(role=role).may(Permission.MANAGE_CAMPAIGNS)]
    known = CampaignMember.objects.filter(campaign=campaign).values("person")
    people = Person.objects.filter(is_active=True).exclude(role__in=managers)
    return people.exclude(pk__in=known)


def open_requests_of(campaign: Campaign, person: Person) -> QuerySet[RecordsRequest]:
    """The open requests of the campaign for which the person is responsible."""
    return RecordsRequest.objects.filter(campaign=campaign, assignee=person, is_open=True)


@transaction.atomic
def restrict_campaign(*, campaign: Campaign, by: Person, at: datetime) -> Campaign:
    """Restricts it to its members. Whoever leads it or is responsible for one of its open requests
    becomes one with their own role: nobody loses sight of their own work by it. One that is
    restricted already stays as it is. Raises `NotAMember`."""
    locked = _locked(campaign, by)
    if locked.is_restricted:
        return locked
    named = locked.records_requests.filter(is_open=True, assignee__isnull=False).order_by()
    working = Q(pk__in=named.values("assignee")) | Q(pk=locked.lead_id or 0)
    joining = list(may_be_added(locked).filter(working))
    _add(locked, joining, by=by, at=at)
    locked.is_restricted = True
    locked.save()
    _look_again(locked, at)
    members = [str(one.person) for one in restricted_to(locked)]
    record(verb="restricted campaign", subject=locked, by=by, at=at, members=members)
    return locked


def take_over_members(*, before: Campaign, opened: Campaign, by: Person, at: datetime) -> None:
    """For the transaction that opens a restricted campaign after `before`: its members are those of
    the one before, as far as they still work here and no role above what is theirs by now, and
    whoever leads it. Raises `NotAMember`."""
    locked = _locked(opened, by)
    roles = dict(CampaignMember.objects.filter(campaign=before).values_list("person", "role"))
    joining = may_be_added(locked).filter(Q(pk__in=roles) | Q(pk=locked.lead_id or 0))
    CampaignMember.objects.bulk_create(
        CampaignMember(
            campaign=locked,
            person=one,
            role=min(Role(roles.get(one.pk, one.role)), Role(one.role), key=STEPS.index),
            added_by=by,
            added_at=at,
        )
        for one in joining.order_by("pk")
    )
    members = [str(one.person) for one in restricted_to(locked)]
    record(verb="restricted campaign", subject=locked, by=by, at=at, members=members)


@transaction.atomic
def open_campaign(*, campaign: Campaign, by: Person, at: datetime) -> Campaign:
    """Shows it to everybody again. Its members are kept, for the day on which it is restricted
    once more. Raises `NotAMember`."""
    locked = _locked(campaign, by)
    if locked.is_restricted:
        locked.is_restricted = False
        locked.save()
        _look_again(locked, at)
        record(verb="opened campaign to all", subject=locked, by=by, at=at)
    return locked


@transaction.atomic
def add_member(
    *, campaign: Campaign, person: Person, role: str, by: Person, at: datetime
) -> CampaignMember:
    """Adds a member, or gives one another role in the campaign, not above their own.

    Raises `RoleAbove`, `AlreadyThere` and `NotAMember`.
    """
    locked = _locked(campaign, by)
    if STEPS.index(Role(role)) > STEPS.index(Role(person.role)):
        raise RoleAbove(f"{person} is {person.role} here: in a campaign nobody is more than that.")
    if not person.is_active:
        raise AlreadyThere(f"The account of {person} is switched off.")
    if person.may(Permission.MANAGE_CAMPAIGNS):
        raise AlreadyThere(f"{person} manages campaigns, and sees every one of them.")
    member = CampaignMember.objects.filter(campaign=locked, person=person).first()
    if member and member.role == role:
        return member
    was, member = (member.role, member) if member else ("", CampaignMember(campaign=locked))
    member.person, member.role, member.added_by, member.added_at = person, role, by, at
    member.save()
    _look_again(locked, at)
    record(
        verb="added member", subject=locked, by=by, at=at, person=str(person), was=was, role=role
    )
    return member


@transaction.atomic
def remove_member(*, campaign: Campaign, person: Person, by: Person, at: datetime) -> str:
    """Takes a member out; one who is out already stays out. Gives the role they had, for an undo.

    Raises `StillLeads`, `NotAMember`, and `StillResponsible` while they are assigned an open
    request of it: `upkeep/leaving.py` hands these over in the same step.
    """
    locked = _locked(campaign, by)
    if locked.lead_id == person.pk:
        raise StillLeads(f"{person} leads {locked}: name another lead first.")
    if locked.is_restricted and (number := open_requests_of(locked, person).count()):
        raise StillResponsible(person, number)
    member = CampaignMember.objects.filter(campaign=locked, person=person).first()
    if member is None:
        return ""
    role = member.role
    member.delete()
    _look_again(locked, at)
    record(verb="removed member", subject=locked, by=by, at=at, person=str(person), role=role)
    return role


def _locked(campaign: Campaign, by: Person) -> Campaign:
    """Raises `NotAMember` for whoever does not manage campaigns: no member adds another."""
    if not by.may(Permission.MANAGE_CAMPAIGNS):
        raise NotAMember("Who sees a campaign is for those who manage campaigns to say.")
    return Campaign.objects.select_for_update().get(pk=campaign.pk)


def _add(campaign: Campaign, people: Iterable[Person], *, by: Person, at: datetime) -> None:
    CampaignMember.objects.bulk_create(
        CampaignMember(campaign=campaign, person=one, role=one.role, added_by=by, added_at=at)
        for one in people
    )


def _look_again(campaign: Campaign, at: datetime) -> None:
    """Whom the reminders of its requests go to may be somebody else now."""
    campaign.records_requests.filter(is_open=True).update(look_on=local_day(at))
