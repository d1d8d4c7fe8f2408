"""What the words of a mail point to: numbers, kinds of event, dates, fees. Proposals only.

Nothing here decides: a person looks at each and may change it. `why` says what was read.
"""

import re
from dataclasses import dataclass
from datetime import date

from requests_app.domain.request_log.event_kinds import EVENT_RULES, EventKind
from requests_app.domain.request_log.mail_phrases import (
    GROUND_PATTERNS,
    NUMBER_PATTERNS,
    PHRASE_PATTERNS,
)
from requests_app.domain.request_log.mail_text import own_words
from requests_app.domain.request_log.text_dates import dates_in

LOOKED_AT = 20_000  # characters of a letter; what comes after is attachments pasted in
MOST_NUMBERS = 10  # a mail that lists more speaks of none in particular

OUR_NUMBER = re.compile(r"(?<![\w-])TD-\d{4}-\d{4,8}(?!\d)")
_FEE = re.compile(r"\$\s?\d[\d,]{0,12}(?:\.\d{2})?")
_CODE = r"(?:\b(?:gov|evid|pen|veh|civ)[a-z]{0,7}\.? code,? )"
_SECTION = re.compile(
    rf"(?:{_CODE}?(?:§§?|\bsections?|\bsec\.)|{_CODE})"
    r"\s*(\d{3,5}(?:\.\d{1,4})?(?:\([a-z0-9]{1,3}\))*)",
    re.IGNORECASE,
)
# These only say how long an answer may take and what it has to say.
_OF_PROCEDURE = ("7922.535", "7922.540", "6253", "7920")


@dataclass(frozen=True, slots=True)
class Clue:
    """value: what is proposed. why: what it was read from, in words."""

    value: str
    why: str


def portal_numbers(subject: str, text: str) -> list[Clue]:
    """Numbers that an agency's portal gave, the subject's first; each once."""
    found: dict[str, Clue] = {}
    for place, words in (("the subject", subject), ("the text", text[:LOOKED_AT])):
        for portal, pattern in NUMBER_PATTERNS:
            for match in pattern.finditer(words):
                clue = Clue(match[1], f"from {place}: {portal} {match[1]}")
                found.setdefault(match[1], clue)
    return list(found.values())[:MOST_NUMBERS]


def our_numbers(subject: str, text: str) -> list[Clue]:
    """Our own numbers, wherever they stand, quoted letters included; each once."""
    found: dict[str, Clue] = {}
    for place, words in (("the subject", subject), ("the text", text[:LOOKED_AT])):
        for match in OUR_NUMBER.finditer(words):
            found.setdefault(match[0], Clue(match[0], f"from {place}: our number {match[0]}"))
    return list(found.values())[:MOST_NUMBERS]


def event_kinds(subject: str, text: str) -> list[Clue]:
    """Kinds of event (values of `EventKind`) that the sender's own words point to, likeliest
    first; each once."""
    words = _words(subject, text)
    found: dict[str, Clue] = {}
    for kind, pattern in PHRASE_PATTERNS:
        if match := pattern.search(words):
            found.setdefault(kind.value, Clue(kind.value, f"from the words “{match[0]}”"))
    return list(found.values())


def details_of(kind: EventKind, subject: str, text: str, *, on: date) -> dict[str, Clue]:
    """Proposals for the fields that are `kind`'s own. `on`: the day of the mail."""
    words = _words(subject, text)
    proposals = {
        "names_on": _named_date(words, on=on),
        "ground": _ground(words),
        "amount": _fee(words),
        "exemptions": _sections(words),
    }
    asked = EVENT_RULES[kind].asks
    return {field: clue for field, clue in proposals.items() if clue and field in asked}


def _words(subject: str, text: str) -> str:
    return " ".join(f"{subject}\n{own_words(text[:LOOKED_AT])}".split())


def _fee(words: str) -> Clue | None:
    found = _FEE.search(words)
    return Clue(found[0], f"from the words “{found[0]}”") if found else None


def _ground(words: str) -> Clue | None:
    for key, pattern in GROUND_PATTERNS:
        if found := pattern.search(words):
            return Clue(key, f"from the words “{found[0]}”")
    return None


def _named_date(words: str, *, on: date) -> Clue | None:
    """The latest date after the mail's own: a notice names the old date, then the new one."""
    later = [(day, text) for day, text in dates_in(words) if day > on]
    if not later:
        return None
    day, text = max(later)
    return Clue(day.isoformat(), f"from the words “{text}”")


def _sections(words: str) -> Clue | None:
    found: dict[str, str] = {}
    for match in _SECTION.finditer(words):
        if not match[1].startswith(_OF_PROCEDURE):
            found.setdefault(match[1], match[0])
    if not found:
        return None
    cited = list(found.items())[:MOST_NUMBERS]
    listed = "; ".join(f"§ {section}" for section, _ in cited)
    return Clue(listed, f"from the words {', '.join(f'“{read}”' for _, read in cited)}")
