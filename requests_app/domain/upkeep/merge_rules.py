"""What becomes of each thing that hangs on an agency when its entry is merged into another one.

One row for every foreign key to an agency; a test finds the keys by themselves and fails for one
that has no row here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.db import models

from requests_app.domain.agencies.models import Agency


class Fate(StrEnum):
    MOVES = "moves"
    STAYS = "stays"  # a record of what was done to the entry itself


@dataclass(frozen=True)
class Rule:
    """same: the fields that, beside the agency, no two rows may share: where both entries have the
    same, one of the two is left, as `why` says. noun: what the preview calls one of them."""

    fate: Fate
    noun: str
    same: tuple[str, ...] = ()
    why: str = ""


MOVES, STAYS = Fate.MOVES, Fate.STAYS
RULES = {
    "recordsrequest.agency": Rule(MOVES, "request"),
    "ori.agency": Rule(MOVES, "ORI"),
    "alias.agency": Rule(MOVES, "other name", ("folded_name",), "The one that stays has it."),
    "contact.agency": Rule(
        MOVES, "contact", ("kind", "value"), "One is left, with the later confirmation."
    ),
    "closure.agency": Rule(
        MOVES, "closure", ("on",), "The one that stays keeps its own reason and source."
    ),
    "adoptedholiday.agency": Rule(
        MOVES, "adopted holiday", ("holiday",), "The one that stays keeps its own source."
    ),
    "annualduty.agency": Rule(
        MOVES, "1 February duty", ("reporting_year",), "The one that has an answer is left."
    ),
    "figure.agency": Rule(MOVES, "figure"),
    "agency.parent": Rule(MOVES, "part"),
    "agency.succeeded_by": Rule(MOVES, "predecessor"),
    "agency.merged_into": Rule(MOVES, "entry merged earlier"),
    "datesmove.agency": Rule(STAYS, "move of dates"),
    "agencymerge.kept": Rule(STAYS, "merge"),
    "agencymerge.gone": Rule(STAYS, "merge"),
}


def keys_to_agency() -> Iterator[tuple[str, type[models.Model], str]]:
    """(key of `RULES`, model, field) of every foreign key to an agency; histories left out."""
    for model in apps.get_models():
        if hasattr(model, "instance_type"):  # a history keeps what was
            continue
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is Agency:
                yield f"{model._meta.model_name}.{field.name}", model, field.name


def movable() -> Iterator[tuple[Rule, type[models.Model], str]]:
    """What goes along, in the order of the table. Raises `KeyError` for a key that has no rule."""
    found = {key: (RULES[key], model, field) for key, model, field in keys_to_agency()}
    yield from (found[key] for key in RULES if RULES[key].fate == MOVES)
