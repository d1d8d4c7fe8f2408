"""The day of receipt follows the timeline; somebody who moves it is told so before it is saved."""

from collections.abc import Iterable
from datetime import date

from requests_app.domain.request_log.dates import ImpossibleDate, check_not_before, shown
from requests_app.domain.request_log.event_kinds import UNSENT_KINDS, EventKind
from requests_app.domain.request_log.models import (
    INSTANT_METHODS,
    Event,
    ReceivedBasis,
    RecordsRequest,
)
from requests_app.domain.request_log.recompute import standing_events


class ReceiptMoves(Exception):
    """What was to be recorded moves the known day of receipt, and with it the due date; nothing
    was recorded. receipt: the day to have seen, as ISO writes it ("none" where there is none)."""

    def __init__(self, message: str, receipt: str):
        self.receipt = receipt
        super().__init__(message)


# The kinds of event that the days of sending and receipt follow.
RECEIPT_KINDS = frozenset({EventKind.SENT, EventKind.DELIVERED})


def settle_receipt(records_request: RecordsRequest, events: Iterable[Event] | None = None) -> None:
    """The days of sending and receipt follow the standing events of them. `events`: the whole
    timeline where it is not stored so.

    Raises `ImpossibleDate` where the receipt would come before the sending, or where the sending
    moves past what answers it.
    """
    standing = standing_events(records_request.events.all() if events is None else events)
    days: dict[str, date] = {}
    for event in standing:
        days.setdefault(event.kind, event.on)
    sent, delivered = days.get(EventKind.SENT), days.get(EventKind.DELIVERED)
    by_sending = records_request.received_basis in {"", ReceivedBasis.SENT_DATE}
    taken_back = records_request.received_basis == ReceivedBasis.DELIVERY_PROOF and not delivered
    was_sent_on, records_request.sent_on = records_request.sent_on, sent
    if delivered and sent:
        records_request.received_on = delivered
        records_request.received_basis = ReceivedBasis.DELIVERY_PROOF
    elif sent is None or by_sending or taken_back:
        instant = records_request.method in INSTANT_METHODS
        records_request.received_on = sent if instant else None
        records_request.received_basis = ReceivedBasis.SENT_DATE if sent and instant else ""
    receipt = records_request.received_on
    check_not_before("on", "Receipt", receipt, earlier=sent, what="the day it was sent")
    if sent != was_sent_on:
        check_sent_first(sent, standing, field="on", label="On")


def check_sent_first(
    sent_on: date | None, standing: Iterable[Event], *, field: str, label: str
) -> None:
    """No answer lies before the sending. Raises `ImpossibleDate`. standing: the events that stand,
    oldest first."""
    first = next((event for event in standing if event.kind not in UNSENT_KINDS), None)
    if first is None or (sent_on is not None and sent_on <= first.on):
        return
    what = f"“{first.get_kind_display()}” of {shown(first.on)}"
    if sent_on is None:
        raise ImpossibleDate(field, f"{what} rests on the sending: take that back first.")
    raise ImpossibleDate(field, f"{label}: {what} cannot come before the sending.")


def check_receipt_seen(
    records_request: RecordsRequest,
    *,
    received_on: date | None,
    due_on: date | None,
    seen: str | None,
) -> None:
    """Raises `ReceiptMoves` where a receipt known before is another one now, unless it is the one
    that was `seen` (None: nobody looked). received_on, due_on: as they were."""
    now = records_request.received_on
    receipt = now.isoformat() if now else "none"
    if seen in {None, receipt} or received_on in {None, now}:
        return
    moved = [_moved("the receipt", received_on, now)]
    if due_on != records_request.due_on:
        moved.append(_moved("the due date", due_on, records_request.due_on))
    raise ReceiptMoves(f"This moves {' and '.join(moved)}.", receipt)


def _moved(what: str, was: date | None, now: date | None) -> str:
    return f"{what} from {shown(was) if was else 'none'} to {shown(now) if now else 'none'}"
