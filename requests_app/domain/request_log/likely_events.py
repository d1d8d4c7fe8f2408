"""What is likely to have happened next, so that the usual event is one press away."""

from collections.abc import Sequence

from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.event_kinds import Status, allowed_after
from requests_app.domain.request_log.occasions import no_occasion

OFFERED = 6

_ANSWERS = (K.DETERMINATION_DISCLOSABLE, K.DETERMINATION_NO_RECORDS, K.DETERMINATION_DENIED)
_RECORDS = (K.PARTIAL_RELEASE, K.FULL_RELEASE)
_LIKELY: dict[Status, tuple[K, ...]] = {
    Status.LOGGED: (K.SENT, K.NOTE, K.WITHDRAWN),
    Status.AWAITING: (K.ACKNOWLEDGED, K.EXTENSION_NOTICE, *_ANSWERS, K.FOLLOW_UP_SENT),
    Status.ACKNOWLEDGED: (K.EXTENSION_NOTICE, *_ANSWERS, K.FOLLOW_UP_SENT),
    Status.EXTENDED: (*_ANSWERS, K.DETERMINATION_IN_PART, K.FOLLOW_UP_SENT),
    Status.CLARIFYING: (K.CLARIFICATION_ANSWERED, K.EXTENSION_NOTICE, *_ANSWERS),
    Status.FEE_ASKED: (K.FEE_CONTESTED, K.FEE_PAID, K.FEE_WAIVED, *_RECORDS),
    Status.RECORDS_PROMISED: (*_RECORDS, K.ESTIMATE_GIVEN, K.ESTIMATE_CHANGED, K.FOLLOW_UP_SENT),
    Status.PARTLY_RELEASED: (
        *(*_RECORDS, K.ESTIMATE_GIVEN, K.ESTIMATE_CHANGED, K.FOLLOW_UP_SENT, K.PORTAL_CLOSED),
    ),
    Status.RELEASED: (K.CLOSED, K.FOLLOW_UP_SENT, K.NOTE),
    Status.DENIED: (K.FOLLOW_UP_SENT, K.LAWSUIT, *_RECORDS, K.CLOSED),
    Status.NO_RECORDS: (K.CLOSED, K.FOLLOW_UP_SENT, K.NOTE),
    Status.PORTAL_CLOSED: (K.FOLLOW_UP_SENT, K.REOPENED, *_RECORDS, K.CLOSED),
    Status.IN_COURT: (K.NOTE, *_RECORDS, K.CLOSED),
    Status.WITHDRAWN: (K.REOPENED, K.NOTE),
    Status.CLOSED: (K.REOPENED, K.NOTE, *_RECORDS),
}


def likely_events(status: Status, *, first: K | None, before: Sequence[K]) -> tuple[K, ...]:
    """At most `OFFERED` kinds that can happen in `status`; `first`: that of the next step;
    `before`: the kinds that stand on the timeline, oldest first."""
    kinds = dict.fromkeys([*([first] if first else []), *_LIKELY[status]])
    can_be = [k for k in kinds if allowed_after(status, k) and not no_occasion(k, before)]
    return tuple(can_be[:OFFERED])
