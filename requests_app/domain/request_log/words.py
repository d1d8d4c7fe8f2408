"""Words as the search knows them, on both databases: letters and digits, without case and accents.

What somebody typed never reaches a database as it is: it becomes words first, so that no mark in
it can be read as an operator.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

MOST_TERMS = 12
LONGEST_WORD = 60  # characters; PostgreSQL takes 2 KB
LONGEST_QUERY = 400  # characters
SHORTEST_BEGINNING = 2  # of a word that is not finished: one letter begins too many

_WORD = re.compile(r"[^\W_]+")
_TYPED = re.compile(r'"([^"]*)"?|(\S+)')
# PostgreSQL counts positions to here and takes this much of one text.
_LAST_POSITION = 16_000
_MOST_BYTES = 900_000
# Before a word of the agency's name, which stands beside the text and not in it.
BESIDE = "~"


def plain(text: str) -> str:
    """`text` without case and accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def words_of(text: str) -> list[str]:
    """The words of `text`, in order. A word of more than `LONGEST_WORD` letters is cut."""
    return [match[:LONGEST_WORD] for match in _WORD.findall(plain(text))]


@dataclass(frozen=True)
class Term:
    """Words that have to stand in this order, the last of them perhaps only begun."""

    words: tuple[str, ...]
    begun: bool = False


def terms_of(typed: str) -> list[Term]:
    """What was typed as terms, all of which have to be found. Empty where it has no word.

    "in quotes" and what is written together (TD-2026-0042) is one term. The last word may be only
    begun, as may any with an asterisk behind it.
    """
    typed = typed[:LONGEST_QUERY]
    terms = []
    for match in _TYPED.finditer(typed):
        words = words_of(match[1] or match[2] or "")
        if not words:
            continue
        last = match.end() == len(typed) and match[2] is not None
        asks = last or match[0].endswith("*")
        terms.append(Term(tuple(words), begun=asks and len(words[-1]) >= SHORTEST_BEGINNING))
    return list(dict.fromkeys(terms))[:MOST_TERMS]


def indexed_words(heading: str, text: str) -> str:
    """The words of both as PostgreSQL's `tsvector` is written; no longer than it takes."""
    return " ".join(_placed(heading, text))


def _placed(heading: str, text: str) -> Iterator[str]:
    for position, word in enumerate(words_of(heading), start=1):
        yield f"{BESIDE}{word}:{position}"
    seen: set[str] = set()
    size = 0
    for position, word in enumerate(words_of(text), start=1):
        if position > _LAST_POSITION and word in seen:
            continue
        size += len(word.encode()) + 8
        if size > _MOST_BYTES:
            return
        seen.add(word)
        yield f"{word}:{min(position, _LAST_POSITION)}"


def as_tsquery(terms: list[Term]) -> str:
    """PostgreSQL's way to ask for all terms: each beside or in the text, one at least in it."""
    if len(terms) == 1:
        return _following(terms[0], "")
    anywhere = [f"({_following(term, '')} | {_following(term, BESIDE)})" for term in terms]
    inside = " | ".join(_following(term, "") for term in terms)
    return " & ".join([*anywhere, f"({inside})"])


def _following(term: Term, mark: str) -> str:
    words = [f"'{mark}{word}'" for word in term.words]
    if term.begun:
        words[-1] += ":*"
    return f"({' <-> '.join(words)})"


def as_fts5(terms: list[Term]) -> str:
    """SQLite's way to ask for the same."""
    phrases = [f'"{" ".join(term.words)}"{" *" if term.begun else ""}' for term in terms]
    inside = " OR ".join(f"text : {phrase}" for phrase in phrases)
    return f"({' AND '.join(phrases)}) AND ({inside})"
