"""A few words around what was looked for, as parts that say of themselves whether they are it."""

import re
from dataclasses import dataclass

from requests_app.domain.request_log.words import Term, plain

BEFORE, LENGTH = 60, 240  # characters
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Part:
    """Some text; `is_hit`: it is what was looked for. Never markup: a template escapes it."""

    text: str
    is_hit: bool


@dataclass(frozen=True)
class Excerpt:
    """parts: together a line of text. cut_before, cut_after: there is more of it there."""

    parts: tuple[Part, ...]
    cut_before: bool
    cut_after: bool

    def __str__(self) -> str:
        return "".join(part.text for part in self.parts)


def excerpt_of(text: str, terms: list[Term]) -> Excerpt:
    """The place of `text` with the most of the words of `terms`, at most `LENGTH` characters.

    Where none of them is found (it stands further in than was read), the beginning.
    """
    spans = list(_spans(text, terms))
    start = _best_start(spans)
    start = _at_a_blank(text, start) if start else 0
    end = min(start + LENGTH, len(text))
    parts, place = [], start
    for begin, stop, _ in spans:
        if begin < place or stop > end:
            continue
        parts += [Part(_line(text[place:begin]), False), Part(text[begin:stop], True)]
        place = stop
    parts.append(Part(_line(text[place:end]), False))
    kept = tuple(part for part in parts if part.text)
    return Excerpt(kept, cut_before=start > 0, cut_after=end < len(text))


def _spans(text: str, terms: list[Term]) -> list[tuple[int, int, str]]:
    """Where words of the terms stand: begin, end, and the word that was asked for."""
    whole = {word for term in terms for word in term.words}
    begun = tuple(term.words[-1] for term in terms if term.begun)
    found = []
    for match in _WORD.finditer(text):
        word = plain(match[0])
        asked = word if word in whole else next((b for b in begun if word.startswith(b)), None)
        if asked:
            found.append((match.start(), match.end(), asked))
    return found


def _best_start(spans: list[tuple[int, int, str]]) -> int:
    """Where the excerpt begins that has the most different words; the first of equals."""
    best, most, first = 0, 0, 0
    for index, (begin, _, _) in enumerate(spans):
        first = max(first, index)
        while first < len(spans) and spans[first][1] <= begin + LENGTH - BEFORE:
            first += 1
        different = len({asked for _, _, asked in spans[index:first]})
        if different > most:
            best, most = begin, different
    return max(best - BEFORE, 0)


def _at_a_blank(text: str, start: int) -> int:
    """The beginning of the word after `start`, if there is one soon."""
    blank = re.compile(r"\s+").search(text, start, start + BEFORE)
    return blank.end() if blank else start


def _line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
