from datetime import date
from itertools import product

import pytest

from requests_app.domain.deadlines.standings import Standing
from requests_app.domain.request_log.event_kinds import (
    CLOSED_STATUSES,
    EventKind,
    Status,
    allowed_after,
    status_after,
)
from requests_app.domain.request_log.next_steps import next_step


@pytest.mark.parametrize(("standing", "status"), list(product(Standing, Status)))
@pytest.mark.parametrize("day", [None, date(2026, 7, 6)])
def test_a_request_always_says_what_to_do_and_what_it_offers_can_be_recorded(
    standing, status, day
) -> None:
    step = next_step(standing=standing, status=status, extended_to=day, estimate_passed=day)
    assert step.words.endswith(".")
    assert step.kind is None or allowed_after(status, step.kind)
    is_closed = standing == Standing.CLOSED or status in CLOSED_STATUSES
    assert (step.kind is None) is is_closed


def test_a_running_extension_says_until_when() -> None:
    for status in (Status.EXTENDED, Status.ACKNOWLEDGED):
        step = next_step(standing=Standing.NOT_YET_DUE, status=status, extended_to=date(2026, 7, 6))
        assert step.words.startswith("The extension runs until Mon 6 Jul 2026")
    late = next_step(standing=Standing.LATE, status=Status.EXTENDED, extended_to=date(2026, 7, 6))
    assert "overdue letter" in late.words


def test_an_estimate_that_is_past_is_named_until_the_records_are_here() -> None:
    past = {"standing": Standing.ANSWERED, "estimate_passed": date(2026, 6, 1)}
    promised = next_step(status=Status.RECORDS_PROMISED, **past)
    assert "estimate of Mon 1 Jun 2026 is past" in promised.words
    assert promised.kind == EventKind.FOLLOW_UP_SENT
    assert "estimate" not in next_step(status=Status.RELEASED, **past).words


@pytest.mark.parametrize("status", [Status.ACKNOWLEDGED, Status.EXTENDED])
def test_who_has_written_has_received(status) -> None:
    step = next_step(standing=Standing.NO_RECEIPT, status=status)
    assert "has written" in step.words
    assert step.kind == EventKind.DELIVERED


@pytest.mark.parametrize("status", [Status.CLARIFYING, Status.FEE_ASKED])
def test_a_question_is_answered_even_where_no_receipt_is_known(status) -> None:
    assert next_step(standing=Standing.NO_RECEIPT, status=status) == next_step(
        standing=Standing.WAITING_ON_US, status=status
    )


def test_a_letter_under_way_waits_for_its_proof_of_delivery() -> None:
    step = next_step(standing=Standing.NO_RECEIPT, status=Status.AWAITING)
    assert step.kind == EventKind.DELIVERED
    assert "proof of delivery" in step.words


@pytest.mark.parametrize("standing", [Standing.NO_RECEIPT, Standing.ANSWERED])
def test_a_denial_is_looked_at_even_where_no_receipt_is_known(standing) -> None:
    assert "exemptions" in next_step(standing=standing, status=Status.DENIED).words


@pytest.mark.parametrize("later", [EventKind.ACKNOWLEDGED, EventKind.EXTENSION_NOTICE])
@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        (EventKind.CLARIFICATION_ASKED, EventKind.CLARIFICATION_ANSWERED),
        (EventKind.FEE_ASKED, EventKind.FEE_CONTESTED),
    ],
)
def test_the_step_is_that_of_the_open_question_whatever_came_in_since(asked, kind, later) -> None:
    status = status_after([EventKind.SENT, asked, later])
    assert next_step(standing=Standing.WAITING_ON_US, status=status).kind == kind


@pytest.mark.parametrize("status", [Status.CLARIFYING, Status.FEE_ASKED])
def test_what_waits_on_us_asks_for_our_answer(status) -> None:
    step = next_step(standing=Standing.WAITING_ON_US, status=status)
    assert step.kind is not None
    assert allowed_after(status, step.kind)


def test_silence_is_never_called_denied() -> None:
    step = next_step(standing=Standing.NO_RESPONSE, status=Status.AWAITING)
    assert "denied" not in step.words.lower()
    assert "overdue letter" in step.words


def test_an_overdue_letter_is_worded_only_beyond_every_reading() -> None:
    late = {Standing.LATE, Standing.NO_RESPONSE}
    for standing in Standing:
        words = next_step(standing=standing, status=Status.AWAITING).words
        assert ("overdue letter" in words) is (standing in late)
