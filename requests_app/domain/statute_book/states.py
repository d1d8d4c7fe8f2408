"""What becomes of a bill that is entered here: one table of states, one of steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import TextChoices


class VersionState(TextChoices):
    """Only what is in force counts; nothing leaves `pending` by itself."""

    PENDING = "pending", "Pending"
    IN_FORCE = "in_force", "In force"
    DROPPED = "dropped", "Dropped"


class Step(TextChoices):
    ENACT = "enact", "Enact"
    TAKE_BACK = "take_back", "Take the enactment back"
    DROP = "drop", "Drop"
    TAKE_UP = "take_up", "Take up again"


@dataclass(frozen=True, slots=True)
class Transition:
    """sentence: what the step means, as the table in docs/ says it."""

    before: VersionState
    after: VersionState
    sentence: str


TRANSITIONS: Mapping[Step, Transition] = MappingProxyType(
    {
        Step.ENACT: Transition(
            VersionState.PENDING,
            VersionState.IN_FORCE,
            "A lead gives the day from which it is in force; requests received since then move.",
        ),
        Step.TAKE_BACK: Transition(
            VersionState.IN_FORCE,
            VersionState.PENDING,
            "It was not enacted after all, or from another day; the dates move back.",
        ),
        Step.DROP: Transition(
            VersionState.PENDING, VersionState.DROPPED, "The bill failed or was vetoed."
        ),
        Step.TAKE_UP: Transition(
            VersionState.DROPPED, VersionState.PENDING, "It was dropped by mistake, or lives again."
        ),
    }
)


class StepNotPossible(Exception):
    """The version is not in the state that the step starts from."""


def check_step(step: Step, state: VersionState) -> VersionState:
    """The state that `step` leads to from `state`; raises `StepNotPossible`."""
    transition = TRANSITIONS[step]
    if state != transition.before:
        raise StepNotPossible(
            f"“{step.label}” starts from “{transition.before.label}”, and this is “{state.label}”."
        )
    return transition.after
