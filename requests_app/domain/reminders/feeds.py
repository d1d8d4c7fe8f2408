"""Calendar feeds: making one, revoking it, and opening it by its secret address."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.audit.operations import record
from requests_app.domain.reminders.models import CalendarFeed, FeedKind
from requests_app.domain.request_log.models import Campaign
from requests_app.domain.request_log.sight import check_reach, sees

SALT = "tenth day, address of a calendar"
READING_NOTED_EVERY = timedelta(hours=1)


class FeedClosed(Exception):
    """No calendar opens with this address: it never did, it was revoked, its person
    left, or its campaign is not there for them any more."""


def token_of(feed: CalendarFeed, *, secret: str | bytes | None = None) -> str:
    """The secret part of its address, derived anew each time; `secret`: by another key than the
    site's."""
    return salted_hmac(
        SALT, f"{feed.pk}-{feed.nonce}", secret=secret, algorithm="sha256"
    ).hexdigest()


@transaction.atomic
def make_feed(
    *, kind: FeedKind, campaign: Campaign | None, by: Person, at: datetime
) -> CalendarFeed:
    """A calendar of `by` with an address of its own; where there is a live one of the same
    subject (a second click), that one. Raises `NotAMember`."""
    # Locked, so that of two clicks at once the second sees what the first has made.
    person = Person.objects.select_for_update().get(pk=by.pk)
    check_reach(person, campaign)
    known = CalendarFeed.objects.live().of(person).filter(kind=kind, campaign=campaign).first()
    if known:
        return known
    made = CalendarFeed.objects.create(
        person=person, kind=kind, campaign=campaign, nonce=secrets.token_hex(16), made_at=at
    )
    record(verb="made calendar", subject=made, by=by, at=at, kind=kind)
    return made


@transaction.atomic
def revoke_feed(*, feed: CalendarFeed, by: Person, at: datetime) -> CalendarFeed:
    """Closes its address for good; one that is revoked already stays as it is."""
    locked = CalendarFeed.objects.select_for_update().get(pk=feed.pk)
    if locked.revoked_at is None:
        _revoke(locked, by=by, at=at)
    return locked


def revoke_feeds_of(*, person: Person, by: Person, at: datetime) -> None:
    """The same for all that the person has, as a part of switching their account off: they do not
    open again with it."""
    for feed in CalendarFeed.objects.live().of(person).select_for_update().order_by("pk"):
        _revoke(feed, by=by, at=at)


def _revoke(locked: CalendarFeed, *, by: Person, at: datetime) -> None:
    locked.revoked_at = at
    locked.save()
    record(verb="revoked calendar", subject=locked, by=by, at=at, kind=locked.kind)


def open_feed(*, pk: int, token: str, at: datetime) -> CalendarFeed:
    """The calendar at an address; writes down that it was read. Raises `FeedClosed`."""
    live = CalendarFeed.objects.live().select_related("person", "campaign")
    feed = live.filter(pk=pk).first()
    if feed is None or not _opens(feed, token) or not feed.person.may(Permission.SEE_WORKSPACE):
        raise FeedClosed("There is no calendar at this address.")
    if not sees(feed.person, feed):
        raise FeedClosed("There is no calendar at this address.")
    hour_ago = at - READING_NOTED_EVERY
    if feed.last_read_at is None or feed.last_read_at < hour_ago:
        # Programs read it all day long, several at once: one write an hour.
        CalendarFeed.objects.filter(pk=pk).unread_since(hour_ago).update(last_read_at=at)
    return feed


def _opens(feed: CalendarFeed, token: str) -> bool:
    """Whether the token is this calendar's; one that an older key made opens it too while that
    key is rolled over."""
    return any(
        constant_time_compare(token, token_of(feed, secret=secret))
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    )
