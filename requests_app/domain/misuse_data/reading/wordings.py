"""What a file counts, in its own words: each wording is understood once."""

from collections.abc import Mapping

from requests_app.domain.misuse_data.measures import measure_named
from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.misuse_data.reading.proposed import Counted
from requests_app.domain.sheets.refusals import FileRefused
from requests_app.domain.sheets.remembered import Remembered

MOST_WORDINGS = 500


class Wordings:
    """The measures that one file speaks of. units: measure key -> unit. `by_words[words]` is the
    measure that the words themselves mean."""

    def __init__(self, units: Mapping[str, str]):
        self._units = units
        self._known: dict[tuple[str, str], Counted] = {}
        self.by_words: Remembered[str, Counted] = Remembered(
            lambda words: self.meaning(words, measure_named(words))
        )

    def meaning(self, words: str, key: str) -> Counted:
        """What is counted under these words, as the measure `key`. Raises `FileRefused` for the
        one wording too many."""
        known = self._known.get((words, key))
        if known is None:
            if len(self._known) >= MOST_WORDINGS:
                raise FileRefused(
                    "too_many_measures",
                    f"The file counts more than {MOST_WORDINGS} different things: the column that"
                    " is taken for what is counted holds something else.",
                )
            number = len(self._known)
            known = Counted(words, key, str(self._units[key]), number, key == Measure.UNMAPPED)
            self._known[words, key] = known
        return known
