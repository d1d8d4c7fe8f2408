"""How a source's words are told to mean a measure, and the measures in the database.

Different measures count different things; nothing in the product adds or ranks across them.
"""

from __future__ import annotations

import re

from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.misuse_data.starting_measures import STARTING_MEASURES
from requests_app.domain.sheets.words import plain_words

_KEY_BY_WORDS: dict[str, str] = {
    plain_words(words): measure.key
    for measure in STARTING_MEASURES
    if measure.key != Measure.UNMAPPED
    for words in (measure.key, measure.name, *measure.words)
}
_SAYS_NOTHING = re.compile(r"^(?:(?:total )?(?:number|no|count) of |of )?(?:clets )?")


def measure_named(text: str) -> str:
    """The key of the measure that `text` names; `unmapped` when no measure is called that.

    "# of CLETS Invest." is "Invest.": that it is a number and about CLETS, all columns are.
    """
    words = plain_words(text)
    if words not in _KEY_BY_WORDS:
        words = _SAYS_NOTHING.sub("", words)
    return _KEY_BY_WORDS.get(words, Measure.UNMAPPED)


def ensure_measures() -> dict[str, Measure]:
    """Every measure by its key; creates those of the starting table that are missing.

    What somebody has edited since is left as it is.
    """
    known = {measure.key: measure for measure in Measure.objects.all()}
    for position, starting in enumerate(STARTING_MEASURES, start=1):
        if starting.key not in known:
            known[starting.key] = Measure.objects.create(
                key=starting.key,
                name=starting.name,
                unit=starting.unit,
                definition=starting.definition,
                is_outcome=starting.is_outcome,
                position=position * 10,
            )
    return known


def units_by_measure() -> dict[str, str]:
    """Measure key -> unit, without creating what is missing yet."""
    starting = {measure.key: str(measure.unit) for measure in STARTING_MEASURES}
    return starting | dict(Measure.objects.values_list("key", "unit"))
