"""What the marks of a file mean: a dash, a blank cell. Pure.

By themselves both are unclear (see `values.py`). A source that explains its dashes has answered all
the same: whoever imports the file says so, for this file alone, and it is kept beside it. A blank
cell is never a zero, whoever says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from requests_app.domain.misuse_data.reading.values import LISTED, Understood, understand
from requests_app.domain.misuse_data.vocabulary import Answer

_DASH = re.compile(r"[-\u2010-\u2015\u2212]{1,3}")
_ANSWERS = {
    Answer.REPORTED_ZERO: Understood(Answer.REPORTED_ZERO, value=Decimal(0)),
    Answer.LISTED_AS_NONE: LISTED,
    Answer.DID_NOT_REPORT: Understood(Answer.DID_NOT_REPORT),
    Answer.WITHHELD: Understood(Answer.WITHHELD),
}
DASH, BLANK = "dash", "blank"
# What each mark may be said to mean.
MEANINGS: dict[str, tuple[Answer, ...]] = {
    DASH: tuple(_ANSWERS),
    BLANK: (Answer.DID_NOT_REPORT, Answer.WITHHELD),
}
WORDS = {DASH: "A dash", BLANK: "A blank cell"}


class MarkRefused(ValueError):
    """A mark cannot be said to mean that; the message names both."""


@dataclass(frozen=True)
class Marks:
    """What was said of a file's marks; None: nothing, they stay unclear. Raises `MarkRefused`."""

    dash: Answer | None = None
    blank: Answer | None = None

    def __post_init__(self) -> None:
        for mark, answer in self._said():
            if answer not in MEANINGS[mark]:
                raise MarkRefused(f"{WORDS[mark]} cannot be said to mean “{answer.label}”.")

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Marks:
        """From mark -> answer, as it is kept in JSON and posted by a form; what is blank was not
        said. Raises `MarkRefused`."""
        if unknown := set(said) - set(MEANINGS):
            raise MarkRefused(f"“{min(unknown)}” is no mark of a file: {', '.join(MEANINGS)}.")
        try:
            return cls(**{mark: Answer(answer) for mark, answer in said.items() if answer})
        except ValueError as error:
            raise MarkRefused(str(error)) from error

    @classmethod
    def kept_in(cls, sheets: Iterable[Mapping[str, Any]]) -> Marks:
        """What was said when a file was read, from what is kept of its sheets."""
        return next((cls.of(said) for one in sheets if (said := one.get("marks"))), NO_MARKS)

    def understand(self, raw: str) -> Understood:
        """What a cell says, by these marks."""
        understood = understand(raw)
        if understood.answer is not Answer.UNREADABLE:
            return understood
        meant = self._meant(raw)
        return _ANSWERS[meant] if meant else understood

    def as_json(self) -> dict[str, str]:
        """mark -> answer, of those that were said."""
        return {mark: answer.value for mark, answer in self._said()}

    def sentences(self) -> list[str]:
        """ "A dash in this file means: reported zero." """
        return [_sentence(mark, answer) for mark, answer in self._said()]

    def said_of(self, raw: str) -> str:
        """The sentence about the mark that `raw` is; empty where it is none."""
        meant = self._meant(raw)
        mark = BLANK if not raw.strip() else DASH
        return _sentence(mark, meant) if meant else ""

    def _meant(self, raw: str) -> Answer | None:
        text = raw.strip()
        if not text:
            return self.blank
        return self.dash if _DASH.fullmatch(text) else None

    def _said(self) -> list[tuple[str, Answer]]:
        pairs = ((DASH, self.dash), (BLANK, self.blank))
        return [(mark, answer) for mark, answer in pairs if answer is not None]


def _sentence(mark: str, answer: Answer) -> str:
    return f"{WORDS[mark]} in this file means: {answer.label}."


NO_MARKS = Marks()
