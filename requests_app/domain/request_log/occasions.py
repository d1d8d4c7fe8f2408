"""What has to stand before an event of some kinds: an answer has its question."""

from collections.abc import Iterable

from requests_app.domain.request_log.event_kinds import EVENT_RULES, EventKind

# A changed estimate is held against the one before it.
_BEFORE = {EventKind.ESTIMATE_CHANGED: EventKind.ESTIMATE_GIVEN}
NEED_OCCASION = frozenset(
    kind for kind in EventKind if EVENT_RULES[kind].answers or kind in _BEFORE
)


def no_occasion(kind: EventKind, before: Iterable[EventKind]) -> str:
    """Why `kind` cannot follow `before`, the kinds that stand before it, oldest first; "" where
    it can. A fee that was contested can be paid or waived all the same: a question is answered
    once in each way."""
    if first := _BEFORE.get(kind):
        return "" if first in before else f"Nothing to change: no “{first.label}” stands before it."
    question = EVENT_RULES[kind].answers
    if question is None:
        return ""
    last = next((one for one in reversed([*before]) if one in {question, kind}), None)
    return "" if last == question else f"Nothing to answer: no “{question.label}” is open then."
