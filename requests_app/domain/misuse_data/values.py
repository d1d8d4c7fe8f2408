"""What a cell says. Pure: text in, an answer out, and nothing is ever turned into 0.

Blank, "-" and "N/A" say nothing that can be relied on: they are unclear. "None" says that there
is none, without a count. Only a written 0 (or the word zero) is a reported zero.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from requests_app.domain.misuse_data.vocabulary import Answer, Qualifier, Unit


@dataclass(frozen=True)
class Understood:
    """One cell as understood. `value` is None unless a number was reported.

    `unit_hint` is "percent" for `17%`, a unit's word for `20 investigations`, else blank.
    `note` is what stood beside the number in the cell.
    """

    answer: Answer
    qualifier: Qualifier = Qualifier.EXACT
    value: Decimal | None = None
    unit_hint: str = ""
    note: str = ""


UNCLEAR = Understood(Answer.UNREADABLE)
# Characters. Nobody writes a count at such length, and the patterns below take time that grows with
# the square of it.
LONGEST_READ = 500

_LISTED_AS_NONE = {
    "none",
    "nil",
    "none found",
    "no cases",
    "no incidents",
    "no misuse",
    "no violations",
    "no investigations",
}
# "None reported" stays unclear on purpose: it may mean none, or that nobody reported.
_DID_NOT_REPORT = {
    "did not report",
    "didnt report",
    "dnr",
    "not reported",
    "no report",
    "no report received",
    "no response",
    "failed to report",
    "not submitted",
    "report not received",
}
_WITHHELD = {"withheld", "redacted", "confidential", "exempt", "refused", "denied"}

_AT_LEAST = r">=|≥|at least|no fewer than|no less than|not less than|minimum(?: of)?"
_MORE_THAN = r">|more than|over|upwards of"
_ABOUT = (
    r"~|≈|about|approximately|approx\.?|nearly|almost|around|roughly|circa|ca\.?|estimated|est\.?"
)
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_CELL = re.compile(
    rf"(?:(?P<at_least>{_AT_LEAST})|(?P<more_than>{_MORE_THAN})|(?P<about>{_ABOUT}))?\s*"
    rf"(?P<number>{_NUMBER})\s*"
    r"(?P<plus>\+|or more)?\s*(?P<percent>%|percent\b|per cent\b)?\s*"
    r"(?P<rest>.*)",
    re.DOTALL,
)
# What may follow a number without making it another number: footnote marks, words in brackets or
# after a semicolon. A second number there ("12 (3)") makes the cell unclear.
_FOOTNOTE = re.compile(r"[*†‡§#]+|\[\w{1,3}\]|[(\[][^)\]]*[a-z][^)\]]*[)\]]|;\s*[a-z].*", re.DOTALL)
_UNIT_WORDS = {str(unit.value): str(unit.value) for unit in Unit if unit is not Unit.UNKNOWN} | {
    "complaint": "complaints",
    "investigation": "investigations",
    "violation": "violations",
    "query": "queries",
    "person": "persons",
    "people": "persons",
}
_MINUS = str.maketrans({"−": "-", "﹣": "-", "－": "-"})


def understand(raw: str) -> Understood:
    """What `raw` (a cell as it was written) says.

    A text that is a number with something before or after it that changes the number
    ("3 of 5", "<5", "5-10", "1.234,5") is unclear: a person has to look. So is one of more than
    `LONGEST_READ` characters.
    """
    if len(raw) > LONGEST_READ:
        return UNCLEAR
    text = _plain(raw)
    # Not "misuse_data.measures.plain_words": a sign or a comma matters here.
    words = re.sub(r"[^a-z ]", "", text.replace("-", " ")).strip()
    if words and not any(c.isdigit() for c in text):
        return _said_in_words(re.sub(r" +", " ", words))
    found = _CELL.fullmatch(text)
    if found is None:
        return UNCLEAR
    rest = found["rest"].strip()
    unit_hint = "percent" if found["percent"] else ""
    if rest in _UNIT_WORDS:
        unit_hint = unit_hint or _UNIT_WORDS[rest]
    elif rest and not _FOOTNOTE.fullmatch(rest):
        return UNCLEAR
    value = Decimal(found["number"].replace(",", ""))
    qualifier = _qualifier(found)
    is_plain_zero = value == 0 and qualifier == Qualifier.EXACT
    return Understood(
        answer=Answer.REPORTED_ZERO if is_plain_zero else Answer.REPORTED,
        qualifier=qualifier,
        value=abs(value) if value == 0 else value,
        unit_hint=unit_hint,
        note="" if rest in _UNIT_WORDS else _beside_the_number(raw, rest),
    )


def _plain(raw: str) -> str:
    """`raw` in lower case with ordinary digits, minus signs and blanks, without invisible marks.

    A raised or circled figure ("12¹") is a footnote mark, not a digit: folding it like any
    compatible character would read 121.
    """
    plain = []
    for character in raw.translate(_MINUS):
        category = unicodedata.category(character)
        if category == "Nd":
            plain.append(str(unicodedata.digit(character)))
        elif category == "No":
            plain.append("*")
        elif category not in {"Cf", "Mn"}:
            plain.append(unicodedata.normalize("NFKC", character))
    return " ".join("".join(plain).lower().split())


def _said_in_words(words: str) -> Understood:
    if words == "zero":
        return Understood(Answer.REPORTED_ZERO, value=Decimal(0))
    if words in _LISTED_AS_NONE:
        return Understood(Answer.LISTED_AS_NONE)
    if words in _DID_NOT_REPORT:
        return Understood(Answer.DID_NOT_REPORT)
    if words in _WITHHELD:
        return Understood(Answer.WITHHELD)
    return UNCLEAR


def _qualifier(found: re.Match[str]) -> Qualifier:
    if found["about"]:
        return Qualifier.ABOUT
    if found["at_least"] or found["plus"]:
        return Qualifier.AT_LEAST
    if found["more_than"]:
        return Qualifier.MORE_THAN
    return Qualifier.EXACT


def _beside_the_number(raw: str, rest: str) -> str:
    """The note as it was written, not as it was folded for reading."""
    if not rest:
        return ""
    start = raw.lower().find(rest)
    written = raw[start:] if start >= 0 else rest
    return written.strip().strip("()[];: ") or written.strip()
