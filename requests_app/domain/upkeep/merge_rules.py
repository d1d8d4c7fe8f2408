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
    same, one of the two is left, as `why` says. nouns: what the preview calls them."""

    fate: Fate
    nouns: str
    same: tuple[str, ...] = ()
    why: str = ""


MOVES, STAYS = Fate.MOVES, Fate.STAYS
RULES = {
    "recordsrequest.agency": Rule(MOVES, "Requests"),
    "ori.agency": Rule(MOVES, "ORIs"),
    "alias.agency": Rule(MOVES, "Other names", ("folded_name",), "The one that stays has it."),
    "contact.agency": Rule(
        MOVES, "Contacts", ("kind", "value"), "One is left, with the later confirmation."
    ),
    "closure.agency": Rule(
        MOVES, "Closures", ("on",), "The one that stays keeps its own reason and source."
    ),
    "adoptedholiday.agency": Rule(
        MOVES, "Adopted holidays", ("holiday",), "The one that stays keeps its own source."
    ),
    "annualduty.agency": Rule(
        MOVES, "1 February duties", ("reporting_year",), "The answer that somebody entered is left."
    ),
    "foundanswer.agency": Rule(
        MOVES,
        "Answers of releases",
        ("release_number", "reporting_year"),
        "The one that stays keeps its own.",
    ),
    "said.agency": Rule(MOVES, "What it said about a year"),
    "comment.agency": Rule(MOVES, "Requests for comment"),
    "ownreminder.agency": Rule(MOVES, "Reminders of ours"),
    "figure.agency": Rule(MOVES, "Figures"),
    "swornofficers.agency": Rule(
        MOVES, "Numbers of officers", ("year",), "The one that stays keeps its own number."
    ),
    "confirmedname.returned_by": Rule(
        MOVES, "Names in its files", ("folded_cells",), "What was said of the one that stays holds."
    ),
    "confirmedname.agency": Rule(MOVES, "Names confirmed to mean it"),
    "agency.parent": Rule(MOVES, "Parts of it"),
    "agency.succeeded_by": Rule(MOVES, "Predecessors"),
    "agency.merged_into": Rule(MOVES, "Entries merged into it earlier"),
    "searchedname.agency": Rule(STAYS, "Names in the search"),
    "datesmove.agency": Rule(STAYS, "Moves of dates"),
    "agencymerge.kept": Rule(STAYS, "Merges"),
    "agencymerge.gone": Rule(STAYS, "Merges"),
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
