"""What a cell says. Pure: text in, an answer out, and nothing is ever turned into 0.

Blank, "-" and "N/A" say nothing that can be relied on: they are unclear. "None" says that there
is none, without a count. Only a written 0 (or the word zero) is a reported zero.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from requests_app.domain.misuse_data.reading.beside import Beside, beside
from requests_app.domain.misuse_data.vocabulary import Answer, Qualifier, Unit


@dataclass(frozen=True, eq=False)  # told apart as it is: it is asked for a million times
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
LISTED = Understood(Answer.LISTED_AS_NONE)
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

# "Reported: 0", "Total: 12": what stands before the number says only that it is one.
_SAYS_NOTHING = re.compile(r"\A(?:reported|number|count|total|answer|value)\s*[:=]\s*")
_IN_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
# "two (2)", as letters write it; "none (0)" writes the 0.
_TWICE = re.compile(r"(?P<words>[a-z]+)\s*\((?P<number>\d+)\)")

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
_UNIT_WORDS = {str(unit.value): str(unit.value) for unit in Unit if unit is not Unit.UNKNOWN} | {
    "complaint": "complaints",
    "investigation": "investigations",
    "violation": "violations",
    "query": "queries",
    "person": "persons",
    "people": "persons",
    "employee": "persons",
    "employees": "persons",
    "officer": "persons",
    "officers": "persons",
    "deputy": "persons",
    "deputies": "persons",
}
# Words after a number that name no unit of ours and leave it the number that it is.
_PLAIN_WORDS = {"case", "cases", "incident", "incidents", "reported", "total", "time", "times"}
_MINUS = str.maketrans({"−": "-", "﹣": "-", "－": "-"})


def understand(raw: str) -> Understood:
    """What `raw` (a cell as it was written) says.

    A text that is a number with something before or after it that changes the number
    ("3 of 5", "<5", "5-10", "1.234,5"), or that stands beside words not known to leave it what it
    is ("0 (did not report)"), is unclear: a person has to look. So is one of more than
    `LONGEST_READ` characters.
    """
    if len(raw) > LONGEST_READ:
        return UNCLEAR
    text = _SAYS_NOTHING.sub("", _plain(raw), count=1) if ":" in raw or "=" in raw else _plain(raw)
    if (twice := _TWICE.fullmatch(text)) and _says_the_same(twice):
        text = twice["number"]
    # Not "misuse_data.measures.plain_words": a sign or a comma matters here.
    words = re.sub(r"[^a-z ]", "", text.replace("-", " ")).strip()
    if words and not any(c.isdigit() for c in text):
        return _said_in_words(re.sub(r" +", " ", words))
    found = _CELL.fullmatch(text)
    if found is None:
        return UNCLEAR
    rest = found["rest"].strip()
    unit_hint = "percent" if found["percent"] else ""
    value, qualifier = Decimal(found["number"].replace(",", "")), _qualifier(found)
    if rest in _UNIT_WORDS:
        unit_hint = unit_hint or _UNIT_WORDS[rest]
    elif rest and rest not in _PLAIN_WORDS:
        near = beside(rest)
        if not near.is_known and not _says_again(near, value):
            return UNCLEAR
        if near.qualifier and qualifier not in (Qualifier.EXACT, near.qualifier):
            return UNCLEAR  # "about 10 (minimum)": two things at once
        qualifier = near.qualifier or qualifier
    is_plain_zero = value == 0 and qualifier == Qualifier.EXACT
    return Understood(
        answer=Answer.REPORTED_ZERO if is_plain_zero else Answer.REPORTED,
        qualifier=qualifier,
        value=abs(value) if value == 0 else value,
        unit_hint=unit_hint,
        note="" if rest in _UNIT_WORDS else _beside_the_number(raw, rest),
    )


def answered(understood: Understood, answer: str) -> Understood:
    """What a cell says beside a column that gives the answer in our own words, as our files do.

    It is followed where the cell itself has no number; a number is never taken away by it.
    """
    silent = {Answer.LISTED_AS_NONE, Answer.DID_NOT_REPORT, Answer.WITHHELD, Answer.UNREADABLE}
    if understood.value is None and answer in silent:
        return Understood(Answer(answer), note=understood.note)
    return understood


def _says_the_same(twice: re.Match[str]) -> bool:
    number = 0 if twice["words"] in _LISTED_AS_NONE else _IN_WORDS.get(twice["words"])
    return number == int(twice["number"])


def _says_again(near: Beside, value: Decimal) -> bool:
    """ "12 (twelve)", "0 (none)", "20 (cases)": the number, or a word that may follow it."""
    if near.says in _PLAIN_WORDS or near.says in _UNIT_WORDS.keys() - {"percent"}:
        return True
    number = 0 if near.says in _LISTED_AS_NONE else _IN_WORDS.get(near.says)
    return number is not None and number == value


def _plain(raw: str) -> str:
    """`raw` in lower case with ordinary digits, minus signs and blanks, without invisible marks.

    A raised or circled figure ("12¹") is a footnote mark, not a digit: folding it like any
    compatible character would read 121. A fraction ("1½") is no mark: it makes another number.
    """
    plain = []
    for character in raw.translate(_MINUS):
        category = unicodedata.category(character)
        if category == "Nd":
            plain.append(str(unicodedata.digit(character)))
        elif category == "No":
            is_fraction = unicodedata.decomposition(character).startswith("<fraction>")
            plain.append("/" if is_fraction else "*")
        elif category not in {"Cf", "Mn"}:
            plain.append(unicodedata.normalize("NFKC", character))
    return " ".join("".join(plain).lower().split())


def _said_in_words(words: str) -> Understood:
    if words in _IN_WORDS:
        value = Decimal(_IN_WORDS[words])
        return Understood(Answer.REPORTED if value else Answer.REPORTED_ZERO, value=value)
    if words in _LISTED_AS_NONE:
        return LISTED
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
