"""What is kept how long and why: one table, which the nightly task and docs/tables.md read."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from requests_app.domain.misuse_data.importing.stored_files import forget_unowned, unowned_files
from requests_app.domain.reminders.models import ReminderMail
from requests_app.domain.request_log.mail_drafts import (
    forget_drafts,
    forget_unowned_mails,
    unowned_mails,
)
from requests_app.domain.request_log.models import BinnedItem, MailDraft
from requests_app.domain.sign_in.models import Invitation, InvitationQuerySet, OpenSession
from requests_app.domain.sign_in.sessions import ended_places
from requests_app.domain.sign_in.throttle import failures_before, forget_failures
from requests_app.domain.upkeep.keeping.emptying import empty_bin

log = logging.getLogger(__name__)
BODIES_AT_ONCE = 500


class RetentionFailed(Exception):
    """Some rules could not be applied; the log says why, and the others were."""


@dataclass(frozen=True, slots=True)
class Rule:
    """setting: the variable with the number of days. due: how much is over at a moment. apply:
    removes some of it and returns how much; it is called again until that is 0."""

    what: str
    setting: str
    why: str
    due: Callable[[datetime], int]
    apply: Callable[[datetime], int]

    @property
    def days(self) -> int:
        return int(getattr(settings, self.setting)) if self.setting else 0


def _before(at: datetime, setting: str) -> datetime:
    return at - timedelta(days=getattr(settings, setting))


def _old_drafts(at: datetime) -> int:
    return MailDraft.objects.filter(at__lt=_before(at, "MAIL_DRAFT_DAYS")).count()


def _forget_drafts(at: datetime) -> int:
    return forget_drafts(before=_before(at, "MAIL_DRAFT_DAYS"))


def _unowned(at: datetime) -> int:
    before = _before(at, "UNOWNED_FILE_DAYS")
    return sum(1 for _ in chain(unowned_files(before=before), unowned_mails(before=before)))


def _forget_unowned(at: datetime) -> int:
    before = _before(at, "UNOWNED_FILE_DAYS")
    return forget_unowned(before=before) + forget_unowned_mails(before=before)


def _with_bodies(at: datetime) -> QuerySet[ReminderMail]:
    before = _before(at, "MAIL_BODY_DAYS")
    sent = ReminderMail.objects.filter(state=ReminderMail.State.SENT, finished_at__lt=before)
    return sent.exclude(text="", html="")


def _forget_bodies(at: datetime) -> int:
    some = list(_with_bodies(at).order_by("pk").values_list("pk", flat=True)[:BODIES_AT_ONCE])
    return ReminderMail.objects.filter(pk__in=some).update(text="", html="")


def _invitations(at: datetime) -> InvitationQuerySet:
    return Invitation.objects.over_before(_before(at, "INVITATION_DAYS"))


def _expired(at: datetime) -> tuple[QuerySet[Session], QuerySet[OpenSession]]:
    return Session.objects.filter(expire_date__lt=at), ended_places(at=at)


RULES = (
    Rule(
        "What was deleted, in the bin",
        "BIN_DAYS",
        "A mistake can be taken back; what was deleted on purpose is gone in the end.",
        lambda at: BinnedItem.objects.over(at=at).count(),
        lambda at: empty_bin(at=at),
    ),
    Rule(
        "Mails that were dropped to be read",
        "MAIL_DRAFT_DAYS",
        "What was saved of one is attached to its request; the rest is nobody's business.",
        _old_drafts,
        _forget_drafts,
    ),
    Rule(
        "Stored files that belong to nothing",
        "UNOWNED_FILE_DAYS",
        "A process was killed between storing a file and saving what it belongs to; somebody may"
        " be about to save.",
        _unowned,
        _forget_unowned,
    ),
    Rule(
        "The words of reminder mails that were sent",
        "MAIL_BODY_DAYS",
        "They answer what somebody was told; that it was sent, to whom and when stays.",
        lambda at: _with_bodies(at).count(),
        _forget_bodies,
    ),
    Rule(
        "Failed tries to sign in, as they are counted",
        "FAILED_SIGN_IN_DAYS",
        "The wait they bring is over after a quarter of an hour; the audit record tells of it.",
        lambda at: failures_before(_before(at, "FAILED_SIGN_IN_DAYS")),
        lambda at: forget_failures(before=_before(at, "FAILED_SIGN_IN_DAYS")),
    ),
    Rule(
        "Invitations that were taken, taken back or are too old",
        "INVITATION_DAYS",
        "An address that opened no account is not ours to keep; the audit record says who was"
        " invited by whom.",
        lambda at: _invitations(at).count(),
        lambda at: _invitations(at).delete()[0],
    ),
    Rule(
        "Sessions that have expired, and where they were",
        "",
        "Nobody can use one any more.",
        lambda at: sum(rows.count() for rows in _expired(at)),
        lambda at: sum(rows.delete()[0] for rows in _expired(at)),
    ),
)
# What no rule removes, and why.
KEPT_FOR_GOOD = {
    "Requests, their events, letters and files": "They are the work, and may be evidence.",
    "Releases, figures, corrections and who checked them": "A published number stays explainable.",
    "The ledger of reminders": "It says what was sent, to whom and when, and what was not and why.",
    "The audit record": "It is what the rest is held against; it outlives accounts.",
}


def what_is_over(*, at: datetime) -> Iterator[tuple[Rule, int]]:
    """For each rule how much it would remove at `at`. Writes nothing."""
    for rule in RULES:
        yield rule, rule.due(at)


def apply_retention(
    *, at: datetime, goes_on: Callable[[], bool] = lambda: True
) -> tuple[dict[str, int], bool]:
    """Applies every rule; returns how much of each went, and whether everything did.

    `goes_on`: asked between two steps. A rule that fails keeps no other from being applied.
    Raises `RetentionFailed` at the end.
    """
    gone, failed = dict[str, int](), list[str]()
    for rule in RULES:
        gone[rule.what] = 0
        try:
            while goes_on() and (removed := rule.apply(at)):
                gone[rule.what] += removed
        except Exception:
            log.exception("retention: %s", rule.what)
            failed.append(rule.what)
    if failed:
        raise RetentionFailed(f"Not applied, see the log: {', '.join(failed)}.")
    return gone, goes_on()
