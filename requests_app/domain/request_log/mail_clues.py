"""What the words of a mail point to: numbers, kinds of event, dates, fees. Tables; proposals only.

Nothing here decides: a person looks at each and may change it. `why` says what was read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from dateutil import parser

from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.mail_text import UNREADABLE, own_words

LOOKED_AT = 20_000  # characters of a letter; what comes after is attachments pasted in


@dataclass(frozen=True, slots=True)
class Clue:
    """value: what is proposed. why: what it was read from, in words."""

    value: str
    why: str


# Name of the portal -> how its numbers are written. Two-part numbers are common (telephones,
# years), so the bare form counts only behind a word that makes it a number of a request.
PORTAL_NUMBERS = (
    ("GovQA", re.compile(r"(?<![\w-])([A-Z]\d{6}-\d{6})(?![\w-])")),
    ("NextRequest", re.compile(r"nextrequest\.com/requests/(\d{2}-\d{1,6})(?!\d)", re.IGNORECASE)),
    ("NextRequest", re.compile(
        r"(?:request|record|reference|nextrequest|pra|cpra)s?(?:\s+(?:number|no\.?|id))?"
        r"\s*[:#]{0,2}\s*#?\s*(\d{2}-\d{1,6})(?![\d-])", re.IGNORECASE)),
    ("NextRequest", re.compile(r"(?<![\w#])#(\d{2}-\d{1,6})(?![\d-])")),
    ("the agency", re.compile(r"(?<![\w-])((?:C?PRA|PRR|CPR)[ #-]?\d{2,4}-\d{1,6})(?![\d-])")),
)  # fmt: skip
OUR_NUMBER = re.compile(r"(?<![\w-])TD-\d{4}-\d{4,8}(?!\d)")

# In order: where words of two rows stand in one letter, the first says more. A letter that
# releases records may thank for the request; none that thanks releases.
PHRASES: tuple[tuple[K, str], ...] = (
    (K.DETERMINATION_NO_RECORDS, r"no (?:responsive|such) (?:records|documents)"
        r"|(?:do|does|did) not (?:have|possess|locate|maintain) any (?:responsive )?(?:records|docu)"
        r"|no (?:records|documents) (?:responsive|were (?:found|located)|exist)"),
    (K.DETERMINATION_IN_PART, r"den(?:y|ied|ying) in part|in part and den|portions? (?:of .{1,60} )?"
        r"(?:is|are|have been|were) (?:exempt|withheld|redacted)|disclosable in part"),
    (K.DETERMINATION_DENIED, r"(?:request is|request has been|hereby|must be|are|is) den(?:ied|ying)"
        r"|we (?:must )?(?:deny|decline)|(?:records|documents) (?:are|is) exempt from disclosure"),
    (K.EXTENSION_NOTICE, r"unusual circumstances|(?:14|fourteen)(?:\s*\(14\))?[- ](?:calendar |day|"
        r"additional)|exten(?:d|ding|sion of) (?:the )?(?:time|deadline|response)"
        r"|extension of (?:up to )?(?:14|fourteen)|7922\.535\s*\([bc]\)"),
    (K.FEE_ASKED, r"(?:invoice|deposit|payment) (?:of|is|for|due|required)|estimated cost"
        r"|fees? (?:of|is|are|will|for)|(?:please )?(?:pay|remit)\b"),
    (K.CLARIFICATION_ASKED, r"clarif(?:y|ication)|could you (?:please )?(?:specify|narrow)"
        r"|need (?:more|additional|further) information|please (?:specify|narrow|describe)"),
    (K.PARTIAL_RELEASE, r"(?:first|initial|partial|rolling) (?:release|production|set|batch)"
        r"|some of the (?:records|documents)"),
    (K.FULL_RELEASE, r"(?:records|documents?) (?:have|has) been (?:released|uploaded|produced)"
        r"|(?:attached|enclosed)(?: please find)?(?: are| is)? (?:the |all )?(?:responsive |requested )?"
        r"(?:records|documents)|documents? released|records (?:are|is) (?:now )?available"),
    (K.PORTAL_CLOSED, r"(?:request|case|ticket)\b.{0,40}\b(?:has been|is|was|now) closed"
        r"|(?:have|has) closed (?:your|this|the) request"),
    (K.DETERMINATION_DISCLOSABLE, r"determined that (?:.{0,80})disclosable|(?:has|have|possess(?:es)?|"
        r"located) (?:.{0,20})?(?:responsive|disclosable) (?:records|documents)"),
    (K.ESTIMATE_GIVEN, r"(?:estimate|anticipate|expect)s? (?:that )?.{0,80}(?:available|complete|by)"),
    (K.ACKNOWLEDGED, r"(?:received|receipt of) (?:your|the|a) .{0,40}request|acknowledg"
        r"|thank you for (?:your|submitting|contacting)|request .{0,30}(?:has been|was) (?:received|"
        r"submitted|opened)"),
)  # fmt: skip
_PHRASES = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in PHRASES)

# Key of a ground in the law -> how notices put it.
_GROUNDS = (
    ("voluminous", r"voluminous"),
    ("consultation", r"consult"),
    ("held_elsewhere", r"(?:field|other|separate) (?:facilit|establishment|office|location)"),
    ("compiling", r"compile data|computer program|programming"),
)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    rf"\b(?:(?:{_MONTHS})[a-z]*\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}"
    r"|\d{4}-\d{2}-\d{2})\b",
    re.IGNORECASE,
)
_FEE = re.compile(r"\$\s?\d[\d,]{0,12}(?:\.\d{2})?")
_SECTION = re.compile(r"(?:§§?|\bsections?|\bsec\.)\s*(\d{3,5}(?:\.\d{1,4})?(?:\([a-z0-9]{1,3}\))*)",
                      re.IGNORECASE)  # fmt: skip


def portal_numbers(subject: str, text: str) -> list[Clue]:
    """Numbers that an agency's portal gave, the subject's first; each once."""
    found: dict[str, Clue] = {}
    for place, words in (("the subject", subject), ("the text", text[:LOOKED_AT])):
        for portal, pattern in PORTAL_NUMBERS:
            for match in pattern.finditer(words):
                found.setdefault(
                    match[1], Clue(match[1], f"from {place}: {portal} number {match[1]}")
                )
    return list(found.values())


def our_numbers(subject: str, text: str) -> list[Clue]:
    """Our own numbers, wherever they stand, quoted letters included; each once."""
    found: dict[str, Clue] = {}
    for place, words in (("the subject", subject), ("the text", text[:LOOKED_AT])):
        for match in OUR_NUMBER.finditer(words):
            found.setdefault(match[0], Clue(match[0], f"from {place}: our number {match[0]}"))
    return list(found.values())


def event_kinds(subject: str, text: str) -> list[Clue]:
    """Kinds of event (`value` of `EventKind`) that the sender's own words point to, likeliest
    first."""
    words = _words(subject, text)
    found = ((kind, pattern.search(words)) for kind, pattern in _PHRASES)
    return [Clue(kind.value, f"from the words “{match[0]}”") for kind, match in found if match]


def details_of(kind: K, subject: str, text: str, *, on: date) -> dict[str, Clue]:
    """Proposals for the fields that are `kind`'s own. `on`: the day of the mail."""
    words = _words(subject, text)
    proposed = {
        "names_on": lambda: _named_date(words, on=on),
        "ground": lambda: _ground(words),
        "amount": lambda: _first(_FEE, words),
        "exemptions": lambda: _sections(words),
    }
    found = {field: propose() for field, propose in proposed.items()}
    return {field: clue for field, clue in found.items() if clue}


def _words(subject: str, text: str) -> str:
    return " ".join(f"{subject}\n{own_words(text)}"[:LOOKED_AT].split())


def _first(pattern: re.Pattern[str], words: str) -> Clue | None:
    found = pattern.search(words)
    return Clue(found[0], f"from the words “{found[0]}”") if found else None


def _ground(words: str) -> Clue | None:
    for key, pattern in _GROUNDS:
        if found := re.search(pattern, words, re.IGNORECASE):
            return Clue(key, f"from the words “{found[0]}”")
    return None


def _named_date(words: str, *, on: date) -> Clue | None:
    """The last date after the mail's own: a notice names the old date first, then the new one."""
    later = [(day, text) for day, text in _dates(words) if day > on]
    if not later:
        return None
    day, text = max(later)
    return Clue(day.isoformat(), f"from the words “{text}”")


def _dates(words: str) -> Iterator[tuple[date, str]]:
    for match in _DATE.finditer(words):
        try:
            yield parser.parse(match[0], default=datetime(2000, 1, 1)).date(), match[0]  # noqa: DTZ001
        except UNREADABLE:
            continue


def _sections(words: str) -> Clue | None:
    """The sections cited, but for those that only say how long an answer may take."""
    found = dict.fromkeys(match[1] for match in _SECTION.finditer(words))
    cited = [one for one in found if not one.startswith(("7922.535", "7922.540", "6253", "6250"))]
    if not cited:
        return None
    listed = "; ".join(f"§ {one}" for one in cited[:12])
    return Clue(listed, "from the sections that the mail cites")
