"""How agencies put what happened: one row a wording, and how portals write their numbers.

The rows are in order: where two stand in one letter, the first says more. A letter that releases
records may thank for the request; none that only thanks releases anything.
"""

import re

from requests_app.domain.request_log.event_kinds import EventKind as K

_RECORDS = r"(?:records|documents)"
# A number that may stand behind "request": "TD-2026-0004", "no. 26-1234", "#R000123-060926".
_NUMBER = r"(?:,? \(?(?:no\.?|number|#)? ?#?[\w-]{0,20}\d[\w-]{0,20}\)?,?)?"
PHRASES: tuple[tuple[K, str], ...] = (
    (K.DETERMINATION_NO_RECORDS, rf"\bno (?:responsive|such) {_RECORDS}"),
    (K.DETERMINATION_NO_RECORDS, rf"\bno {_RECORDS} (?:responsive|were (?:found|located)|exist)"),
    (K.DETERMINATION_NO_RECORDS, r"\b(?:do|does|did) not (?:have|possess|locate|maintain) any "
                                 rf"(?:responsive )?{_RECORDS}"),
    (K.DETERMINATION_IN_PART, r"\bden(?:y|ied|ying) in part\b"),
    (K.DETERMINATION_IN_PART, r"\bin part and den"),
    (K.DETERMINATION_IN_PART, r"\bdisclosable in part\b"),
    (K.DETERMINATION_IN_PART, r"\bportions? (?:of .{1,60} )?(?:is|are|have been|were) "
                              r"(?:exempt|withheld|redacted)"),
    (K.DETERMINATION_DENIED, rf"\brequest{_NUMBER} (?:is|was|has been)(?: hereby)? denied\b"),
    (K.DETERMINATION_DENIED, r"\b(?:must be|hereby) den(?:ied|ying)"),
    (K.DETERMINATION_DENIED, r"\bwe (?:must |hereby )?(?:deny|decline)\b"),
    (K.DETERMINATION_DENIED, rf"\b{_RECORDS} (?:are|is) exempt from disclosure"),
    (K.EXTENSION_NOTICE, r"\bunusual circumstances\b"),
    (K.EXTENSION_NOTICE, r"\b(?:14|fourteen)(?: \(14\))?[- ](?:calendar |additional )?day"),
    (K.EXTENSION_NOTICE, r"\bexten(?:d|ding|sion of) (?:the |our )?(?:time|deadline|response)"),
    (K.FEE_ASKED, r"\bestimated cost\b"),
    (K.FEE_ASKED, r"\b(?:invoice|deposit|payment) (?:of|is|for|due|required)\b"),
    (K.FEE_ASKED, r"\bfees? (?:of|is|are|will|for)\b"),
    (K.CLARIFICATION_ASKED, r"\bclarif(?:y|ication)\b"),
    (K.CLARIFICATION_ASKED, r"\bneed (?:more|additional|further) information\b"),
    (K.CLARIFICATION_ASKED, r"\bplease (?:specify|narrow|describe)\b"),
    (K.PARTIAL_RELEASE, r"\b(?:first|initial|partial|rolling) (?:release|production|set|batch)\b"),
    (K.FULL_RELEASE, rf"\b(?:{_RECORDS}|document) (?:have|has) been (?:released|uploaded)"),
    (K.FULL_RELEASE, r"\b(?:attached|enclosed)(?: please find)?(?: are| is)? (?:the |all )?"
                     rf"(?:responsive |requested )?{_RECORDS}"),
    (K.FULL_RELEASE, r"\bdocuments? released\b"),
    (K.PORTAL_CLOSED, r"\b(?:request|case|ticket)\b.{0,40}\b(?:has been|is|was|now) closed\b"),
    (K.PORTAL_CLOSED, r"\b(?:have|has) closed (?:your|this|the) request\b"),
    (K.DETERMINATION_DISCLOSABLE, r"\bdetermined that .{0,80}\bdisclosable\b"),
    (K.DETERMINATION_DISCLOSABLE, r"\b(?:has|have|possess|possesses|located) .{0,20}"
                                  rf"(?:responsive|disclosable) {_RECORDS}"),
    (K.ESTIMATE_GIVEN, r"\b(?:estimate|anticipate|expect)s? .{0,80}\b(?:available|complete|by)\b"),
    (K.ACKNOWLEDGED, r"\b(?:received|receipt of) (?:your|the|a) .{0,40}\brequest"),
    (K.ACKNOWLEDGED, r"\backnowledg"),
    (K.ACKNOWLEDGED, r"\bthank you for (?:your|submitting|contacting)\b"),
    (K.ACKNOWLEDGED, r"\brequest .{0,30}\b(?:has been|was) (?:received|submitted|opened)\b"),
)  # fmt: skip

# Name of the portal -> how its numbers are written. Numbers in two parts are common (telephones,
# spans of years): a bare one counts only behind a word that makes it a request's.
PORTAL_NUMBERS = (
    ("GovQA", r"(?<![\w-])([A-Z]\d{6}-\d{6})(?![\w-])"),
    ("NextRequest", r"(?i:nextrequest\.com/requests/)(\d{2}-\d{1,6})(?!\d)"),
    ("NextRequest", r"(?i:(?:request|record|reference|nextrequest|pra|cpra)s?"
                    r"(?: (?:number|no\.?|id))?)[ :#]{1,4}(\d{2}-\d{1,6})(?![\d-])"),
    ("NextRequest", r"(?<![\w#])#(\d{2}-\d{1,6})(?![\d-])"),
    ("the agency", r"(?<![\w-])((?:C?PRA|PRR|CPR)[ #-]?\d{2,4}-\d{1,6})(?![\d-])"),
)  # fmt: skip

# Key of a ground in the law -> how notices put it.
GROUNDS = (
    ("voluminous", r"\bvoluminous\b"),
    ("consultation", r"\bconsult"),
    ("held_elsewhere", r"\b(?:field|other|separate) (?:facilit|establishment|office|location)"),
    ("compiling", r"\bcompile data\b|\bcomputer program"),
)

PHRASE_PATTERNS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in PHRASES)
NUMBER_PATTERNS = tuple((portal, re.compile(form)) for portal, form in PORTAL_NUMBERS)
GROUND_PATTERNS = tuple((key, re.compile(words, re.IGNORECASE)) for key, words in GROUNDS)
