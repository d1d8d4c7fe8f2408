"""Who sees what in the bin, and who may take it out: as it was before it was deleted."""

from django.db.models import Q

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.file_access import Use, may_use_in, states_for, within_roles
from requests_app.domain.request_log.models import BinnedItem
from requests_app.domain.request_log.models.bin import BinnedItemQuerySet
from requests_app.domain.request_log.sight import may_in, seen_by


def binned_for(person: Person) -> BinnedItemQuerySet:
    """What `person` may know of, as it is there for them: requests, and files in a state whose
    names they see."""
    named = Q(kind=BinnedItem.Kind.FILE, file_state__in=states_for(person, Use.NAME))
    seen = named | Q(kind=BinnedItem.Kind.REQUEST)
    there = seen_by(BinnedItem.objects.filter(seen), person)
    for way in BinnedItem.ways_to_campaign:
        there = within_roles(there, person, Use.NAME, state="file_state", campaign=way)
    return there.select_related("records_request", "binned_by")


def may_restore(person: Person, item: BinnedItem) -> bool:
    """Whether `person` may take it out again."""
    if item.kind == BinnedItem.Kind.REQUEST:
        return may_in(person, item.campaign_id, Permission.LOG_REQUESTS)
    return may_use_in(person, item.file_state, Use.DELETE, campaign=lambda: item.campaign_id)
