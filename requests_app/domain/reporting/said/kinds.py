"""What an agency can have said about a year, and the causes it can have given: two tables."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices


class SaidKind(TextChoices):
    CAUSE = "cause", "Cause"
    STATEMENT = "statement", "Statement"
    DISCIPLINE = "discipline", "Discipline"
    CORRECTION = "correction", "Corrective action"


class Cause(TextChoices):
    """Why the misuse happened, as the agency gives it."""

    CONCEALED_CARRY = "concealed_carry", "concealed-carry checks"
    CURIOSITY = "curiosity", "personal curiosity"
    IMMIGRATION = "immigration", "immigration enforcement"
    SHARED_PASSWORD = "shared_password", "shared password"
    OTHER = "other", "another cause"


@dataclass(frozen=True, slots=True)
class SaidKindRow:
    """what: what is entered. claimed: how it is introduced, so that it stays the agency's claim and
    never becomes ours."""

    what: str
    claimed: str


SAID_KINDS: Mapping[SaidKind, SaidKindRow] = {
    SaidKind.CAUSE: SaidKindRow("Why it happened, as the agency gives it.", "gave as the cause"),
    SaidKind.STATEMENT: SaidKindRow("What it stated, word for word.", "stated"),
    SaidKind.DISCIPLINE: SaidKindRow(
        "What it says became of those responsible.", "says that it disciplined"
    ),
    SaidKind.CORRECTION: SaidKindRow(
        "What it says it changed: programs updated, staff retrained.", "says that it changed"
    ),
}
