"""Hanging tags on requests and taking them off."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.names import folded
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.models import RecordsRequest, Tag
from requests_app.domain.request_log.models.tags import TagQuerySet
from requests_app.domain.request_log.sight import blocked_campaigns, check_reach

LONGEST_TAG = 40  # characters
_TAGGED = RecordsRequest.tags.through


class NoTag(ValueError):
    """A text that cannot be a tag."""


def tags_for(person: Person) -> TagQuerySet:
    """The tags that `person` may know of: not those that hang only on requests that are kept from
    them. The same query where nothing is."""
    blocked = blocked_campaigns(person)
    if not blocked:
        return Tag.objects.all()
    of_tag = _TAGGED.objects.filter(tag=OuterRef("pk"))
    kept = of_tag.filter(recordsrequest__campaign__in=blocked)
    there = of_tag.exclude(recordsrequest__campaign__in=blocked)
    return Tag.objects.exclude(Exists(kept) & ~Exists(there))


def tag_called(name: str, *, by: Person) -> Tag:
    """The tag of this name, in whatever spelling, made where there is none; called in the
    transaction of what hangs it on a request. Raises `NoTag`.

    One that `by` may not know of is spelled as they type it from now on: its old spelling would
    tell them that it hangs somewhere, and the members take two spellings for one word anyway.
    """
    words = check_tag(name)
    tag, is_new = Tag.objects.get_or_create(folded_name=folded(words), defaults={"name": words})
    is_kept = not is_new and blocked_campaigns(by) and tag not in tags_for(by).filter(pk=tag.pk)
    if is_kept and tag.name != words:
        tag.name = words
        tag.save(update_fields=["name"])
    return tag


def check_tag(name: str) -> str:
    """The name with single spaces and nothing that does not print. Raises `NoTag`."""
    words = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    if not folded(words):
        raise NoTag("A tag has at least one letter or figure.")
    if max(len(words), len(folded(words))) > LONGEST_TAG:
        raise NoTag(f"A tag has at most {LONGEST_TAG} characters.")
    if "," in words:  # lists of tags, on the page and in files, are parted by commas
        raise NoTag("A tag has no comma: hang two tags, or leave it out.")
    return words


@transaction.atomic
def tag_request(*, records_request: RecordsRequest, name: str, by: Person, at: datetime) -> Tag:
    """Hangs a tag on a request; one that hangs there already stays. Raises `NoTag` and
    `NotAMember`."""
    check_reach(by, records_request, to=Permission.LOG_REQUESTS)
    tag = tag_called(name, by=by)
    if hang_on(tag, [records_request.pk]):
        record(verb="tagged request", subject=records_request, by=by, at=at, tag=tag.name)
    return tag


@transaction.atomic
def untag_request(*, records_request: RecordsRequest, tag: Tag, by: Person, at: datetime) -> None:
    """Takes a tag off a request; one that is off already stays off. Raises `NotAMember`."""
    check_reach(by, records_request, to=Permission.LOG_REQUESTS)
    if take_off(tag, [records_request.pk]):
        record(verb="untagged request", subject=records_request, by=by, at=at, tag=tag.name)


def tagged_with(tag: Tag, requests: Iterable[int]) -> set[int]:
    """Those of `requests` (ids) that carry the tag."""
    found = _TAGGED.objects.filter(tag=tag, recordsrequest__in=list(requests))
    return set(found.values_list("recordsrequest", flat=True))


def hang_on(tag: Tag, requests: Iterable[int]) -> set[int]:
    """Hangs the tag on those of `requests` (ids) that do not carry it, and gives these."""
    wanted = list(requests)
    new = set(wanted) - tagged_with(tag, wanted)
    _TAGGED.objects.bulk_create(
        [_TAGGED(tag=tag, recordsrequest_id=pk) for pk in sorted(new)], ignore_conflicts=True
    )
    return new


def take_off(tag: Tag, requests: Iterable[int]) -> set[int]:
    """Takes the tag off those of `requests` (ids) that carry it, and gives these."""
    carrying = tagged_with(tag, requests)
    _TAGGED.objects.filter(tag=tag, recordsrequest__in=carrying).delete()
    return carrying
