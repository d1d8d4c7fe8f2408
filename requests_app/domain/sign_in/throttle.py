"""Who has to wait before the next try. django-axes counts the failures; here is the rule.

A name is counted together with the address it is tried from, so that nobody can lock somebody
else out from elsewhere. Codes of a second factor are counted by person alone: whoever gets to
them knows the password, and may not go on from one address to the next.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt, AccessFailureLog, AccessLog

MOST_FAILURES = 5
COOL_OFF = timedelta(minutes=15)
FORGOTTEN_AT_ONCE = 500
# All that django-axes can write. As it is set, the first alone; the audit record has the rest.
COUNTED = (AccessAttempt, AccessLog, AccessFailureLog)
BY_NAME_AND_ADDRESS = ("username", "ip_address")
BY_PERSON = "username"
# With a blank in front, which is cut off from a name that is typed: else whoever types this one
# locks somebody out of their second step, from anywhere and without their password.
_SECOND = " second factor of "


def counted_name(username: str | None) -> str:
    """What is kept of a name that was typed. Its hash: people type passwords in the wrong field."""
    return hashlib.sha256((username or "").encode("utf-8", "replace")).hexdigest()


def second_step_name(username: str) -> str:
    """The name that codes of a second factor are counted under."""
    return _SECOND + username


def counted_by(username: str) -> list[Any]:
    """By what failures of this name add up, as django-axes takes it."""
    return [BY_PERSON] if username.startswith(_SECOND) else [list(BY_NAME_AND_ADDRESS)]


def locked_until(username: str, *, address: str, at: datetime) -> datetime | None:
    """When somebody who failed too often may try again; None: now."""
    tried = AccessAttempt.objects.filter(
        username=counted_name(username), attempt_time__gt=at - COOL_OFF
    )
    if not username.startswith(_SECOND):
        tried = tried.filter(ip_address=address)
    rows = list(tried.values_list("failures_since_start", "attempt_time"))
    if sum(failures for failures, _ in rows) < MOST_FAILURES:
        return None
    return max(last for _, last in rows) + COOL_OFF


def failures_before(moment: datetime) -> int:
    """How many rows tell of failures that were last counted before `moment`."""
    return sum(model.objects.filter(attempt_time__lt=moment).count() for model in COUNTED)


def forget_failures(*, before: datetime) -> int:
    """Deletes some of these rows; returns how many. What is over is no longer counted anyway:
    django-axes clears it when somebody signs in or fails to, and where nobody does it would stay.
    """
    gone = 0
    for model in COUNTED:
        old = model.objects.filter(attempt_time__lt=before).order_by("pk")
        some = list(old.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
        gone += model.objects.filter(pk__in=some).delete()[0]
    return gone
