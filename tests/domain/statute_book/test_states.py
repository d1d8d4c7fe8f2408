"""What becomes of a bill: every step from every state."""

from itertools import product

import pytest

from requests_app.domain.statute_book.states import (
    TRANSITIONS,
    Step,
    StepNotPossible,
    VersionState,
    check_step,
)

LEADS = {
    ("pending", "enact"): "in_force",
    ("pending", "drop"): "dropped",
    ("in_force", "take_back"): "pending",
    ("dropped", "take_up"): "pending",
}


def test_every_step_is_in_the_table() -> None:
    assert set(TRANSITIONS) == set(Step)


@pytest.mark.parametrize(("state", "step"), list(product(VersionState, Step)))
def test_a_step_leads_from_one_state_to_one_other(state: VersionState, step: Step) -> None:
    leads_to = LEADS.get((state.value, step.value))
    if leads_to:
        assert check_step(step, state) == leads_to
        return
    with pytest.raises(StepNotPossible, match=f"this is “{state.label}”"):
        check_step(step, state)
