from itertools import product

import pytest

from requests_app.domain.deadlines.standings import Standing
from requests_app.domain.request_log.event_kinds import EventKind, Status, allowed_after
from requests_app.domain.request_log.next_steps import next_step


@pytest.mark.parametrize(("standing", "status"), list(product(Standing, Status)))
def test_a_request_always_says_what_to_do(standing, status) -> None:
    step = next_step(standing=standing, status=status)
    assert step.words.endswith(".")


def test_a_letter_under_way_waits_for_its_proof_of_delivery() -> None:
    step = next_step(standing=Standing.NOT_SENT, status=Status.AWAITING)
    assert step.kind == EventKind.DELIVERED
    assert "proof of delivery" in step.words


@pytest.mark.parametrize("standing", [Standing.NOT_SENT, Standing.ANSWERED])
def test_a_denial_is_looked_at_even_where_no_receipt_is_known(standing) -> None:
    assert "exemptions" in next_step(standing=standing, status=Status.DENIED).words


def test_a_question_stays_open_under_an_extension() -> None:
    step = next_step(standing=Standing.WAITING_ON_US, status=Status.EXTENDED)
    assert step.kind == EventKind.CLARIFICATION_ANSWERED


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
