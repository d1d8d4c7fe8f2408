"""Questions asked of the log, named as questions, the day an argument.

Each mirrors one answer of `deadlines.clock.standing`; tests hold the two together.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Case, CharField, Q, When
from django.db.models.expressions import RawSQL
from django.db.models.lookups import Exact

from requests_app.domain.deadlines.clock import Standing
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.request_log.event_kinds import SETTLED_STATUSES, Status

_NONE = Q(pk__in=[])
_OPEN = Q(is_open=True)
_UNANSWERED = _OPEN & Q(received_on__isnull=False, determined_on__isnull=True)
# Also of an agency that no such law binds, whose due_on is NULL.
_AGENCY_TO_MOVE = _UNANSWERED & Q(waiting_on_us_since__isnull=True)

# What lies in an agency's portal, where answers appear that nobody mails. (Also the condition of
# an index: it has to read the same.)
IN_A_PORTAL = Q(method="portal") | Q(portal_number__gt="")


def _literal(text: str) -> RawSQL:
    """A text in the statement itself: SQLite knows no expression of an index by its parameters."""
    return RawSQL(f"'{text}'", [])


# How far a request is. One expression with an index on it: of each value the database knows how
# many there are. From four conditions at once it would guess a hundredth of them, and sort them
# all rather than walk along an index.
PHASE = Case(
    When(is_open=False, then=_literal("closed")),
    When(received_on=None, then=_literal("not_sent")),
    When(determined_on__isnull=False, then=_literal("answered")),
    When(waiting_on_us_since__isnull=False, then=_literal("waiting_on_us")),
    When(due_on=None, then=_literal("no_statutory_date")),
    default=_literal("agency_to_move"),
    output_field=CharField(),
)

_NOT_SENT, _ANSWERED, _WAITING_ON_US, _NO_STATUTORY_DATE, _AGENCY_HAS_A_DATE = (
    Q(Exact(PHASE, phase))
    for phase in (
        *("not_sent", "answered", "waiting_on_us", "no_statutory_date"),
        "agency_to_move",
    )
)

SILENT_AFTER = 14  # days without a word, after which an acknowledged request counts as silent
PORTAL_REST = 7  # days after the last entry, until a portal should be looked at again


def standing_conditions(on: date) -> dict[Standing, Q]:
    """Of each standing, which requests stand so on the day `on`; of one request one is true."""
    past_every_reading = _AGENCY_HAS_A_DATE & Q(latest_arguable_on__lt=on)
    return {
        Standing.CLOSED: Q(is_open=False),
        Standing.NOT_SENT: _NOT_SENT & Q(sent_on__isnull=True),
        Standing.NO_RECEIPT: _NOT_SENT & Q(sent_on__isnull=False),
        Standing.ANSWERED: _ANSWERED,
        Standing.WAITING_ON_US: _WAITING_ON_US,
        Standing.NO_STATUTORY_DATE: _NO_STATUTORY_DATE,
        Standing.NOT_YET_DUE: _AGENCY_HAS_A_DATE & Q(due_on__gt=on),
        Standing.DUE_TODAY: _AGENCY_HAS_A_DATE & Q(due_on=on),
        # The few whose latest date is still to come, not the many that were due: another index.
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
        return self.filter(_AGENCY_HAS_A_DATE, due_on__lt=on)

    def due_within(self, *, days: int, on: date) -> RecordsRequestQuerySet:
        """Not answered, and due from `on` to `days` days later, both included."""
        return self.filter(_AGENCY_HAS_A_DATE, due_on__range=(on, days_after(on, days)))

    def extension_running(self, *, on: date) -> RecordsRequestQuerySet:
        """Extended, not determined, and the extended date is not past."""
        return self.filter(_AGENCY_HAS_A_DATE, extension_days__gt=0, due_on__gte=on)

    def silent_since_acknowledgement(self, *, on: date) -> RecordsRequestQuerySet:
        """Acknowledged, not determined, and for `SILENT_AFTER` days nothing more was heard. What
        we answered on the way begins the silence anew; a note or a follow-up does not."""
        since = days_after(on, -SILENT_AFTER)
        return self.filter(_AGENCY_TO_MOVE, status=Status.ACKNOWLEDGED, silent_since__lte=since)

    def portals_to_look_at(self, *, on: date) -> RecordsRequestQuerySet:
        """In a portal, not determined, and nothing on the timeline for `PORTAL_REST` days. Who
        looked and found nothing records a note."""
        since = days_after(on, -PORTAL_REST)
        return self.filter(_UNANSWERED, IN_A_PORTAL, last_event_on__lte=since)

    def not_yet_sent(self) -> RecordsRequestQuerySet:
        """Logged, and still to be sent."""
        return self.filter(_NOT_SENT, status=Status.LOGGED)

    def receipt_unknown(self) -> RecordsRequestQuerySet:
        """Sent, but the clock has not started: no day of receipt is known."""
        return self.filter(_NOT_SENT).exclude(status=Status.LOGGED)

    def waiting_on_us(self) -> RecordsRequestQuerySet:
        """The agency asked something (clarification, fee) and we have not answered."""
        return self.filter(_OPEN, waiting_on_us_since__isnull=False).exclude(
            status__in=SETTLED_STATUSES
        )

    def estimate_passed(self, *, on: date) -> RecordsRequestQuerySet:
        """The agency's own estimate of availability is past and the records are not all here."""
        return self.filter(_OPEN, estimated_on__lt=on).exclude(status__in=SETTLED_STATUSES)
