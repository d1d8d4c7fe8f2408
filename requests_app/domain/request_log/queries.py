"""Questions asked of the log, named as questions, the day an argument.

Each mirrors one answer of `deadlines.clock.standing`; tests hold the two together.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from requests_app.domain.deadlines.clock import Standing
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.request_log.event_kinds import SETTLED_STATUSES

_NONE = Q(pk__in=[])
_OPEN = Q(is_open=True)
_UNANSWERED = _OPEN & Q(received_on__isnull=False, determined_on__isnull=True)
# due_on is NULL for an agency that no such law binds; NULL compares as neither before nor after.
_AGENCY_TO_MOVE = _UNANSWERED & Q(waiting_on_us_since__isnull=True)


def standing_conditions(on: date) -> dict[Standing, Q]:
    """Of each standing, which requests stand so on the day `on`; of one request one is true."""
    past_every_reading = _AGENCY_TO_MOVE & Q(latest_arguable_on__lt=on)
    return {
        Standing.CLOSED: ~_OPEN,
        Standing.NOT_SENT: _OPEN & Q(received_on__isnull=True),
        Standing.ANSWERED: _OPEN & Q(received_on__isnull=False, determined_on__isnull=False),
        Standing.WAITING_ON_US: _UNANSWERED & Q(waiting_on_us_since__isnull=False),
        Standing.NO_STATUTORY_DATE: _AGENCY_TO_MOVE & Q(due_on__isnull=True),
        Standing.NOT_YET_DUE: _AGENCY_TO_MOVE & Q(due_on__gt=on),
        Standing.DUE_TODAY: _AGENCY_TO_MOVE & Q(due_on=on),
        Standing.ARGUABLY_LATE: _AGENCY_TO_MOVE & Q(due_on__lt=on, latest_arguable_on__gte=on),
        Standing.LATE: past_every_reading & Q(heard_on__isnull=False),
        Standing.NO_RESPONSE: past_every_reading & Q(heard_on__isnull=True),
    }


class RecordsRequestQuerySet(models.QuerySet):
    def standing(self, *standings: Standing, on: date) -> RecordsRequestQuerySet:
        """Requests that stand in one of `standings` on the day `on`."""
        conditions = standing_conditions(on)
        wanted = _NONE
        for one in standings:
            wanted |= conditions[one]
        return self.filter(wanted)

    def numbered(self, text: str) -> RecordsRequestQuerySet:
        """Requests whose number, or whose number in a portal, is `text` in any case."""
        return self.filter(
            Q(number=text.upper()) | Q(portal_number__iexact=text) if text else _NONE
        )

    def overdue(self, *, on: date) -> RecordsRequestQuerySet:
        """Past the due date with no determination: arguably late, late, or no response."""
        return self.filter(_AGENCY_TO_MOVE, due_on__lt=on)

    def due_within(self, *, days: int, on: date) -> RecordsRequestQuerySet:
        """Not answered, and due from `on` to `days` days later, both included."""
        return self.filter(_AGENCY_TO_MOVE, due_on__range=(on, days_after(on, days)))

    def waiting_on_us(self) -> RecordsRequestQuerySet:
        """The agency asked something (clarification, fee) and we have not answered."""
        return self.filter(_OPEN, waiting_on_us_since__isnull=False).exclude(
            status__in=SETTLED_STATUSES
        )

    def estimate_passed(self, *, on: date) -> RecordsRequestQuerySet:
        """The agency's own estimate of availability is past and the records are not all here."""
        return self.filter(_OPEN, estimated_on__lt=on).exclude(status__in=SETTLED_STATUSES)

    def awaiting_determination(self) -> RecordsRequestQuerySet:
        """Open, received, and no determination yet: what the reminders look at."""
        return self.filter(_UNANSWERED, due_on__isnull=False)
