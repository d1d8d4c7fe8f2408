"""What waits to go out, and since when."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min
from django.db.models.functions import Coalesce

from requests_app.domain.reminders.models import ReminderMail
from requests_app.domain.reminders.outbox import CLAIM_LASTS

# A mail server may be away for so long before somebody should look.
MAY_WAIT = timedelta(hours=1)


@dataclass(frozen=True)
class Backlog:
    """waits_since: since when a mail could have gone and has not; None: none waits."""

    waits_since: datetime | None
    at: datetime

    @property
    def age(self) -> timedelta:
        return self.at - self.waits_since if self.waits_since else timedelta()

    @property
    def is_late(self) -> bool:
        return self.age > MAY_WAIT


def backlog(*, at: datetime) -> Backlog:
    """The mails that may be tried at `at`. One that was put off waits only since its pause ended:
    a recipient whose server says "later" for a day is no trouble of ours."""
    found = ReminderMail.objects.to_send(at=at, claimed_before=at - CLAIM_LASTS)
    return Backlog(found.aggregate(since=Min(Coalesce("try_after", "made_at")))["since"], at)
