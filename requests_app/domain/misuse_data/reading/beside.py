"""What stands beside a number in its cell, in brackets or after a semicolon. Pure.

Only what is known to leave the number what it is, is a note: a footnote's mark, a word of its
standing ("preliminary"), where to look ("see note 2"). A few words say how the number is meant
("minimum"). Whatever else stands there ("did not report", "in thousands", "or fewer") may
contradict the number, and which of the two holds nobody can tell from the cell.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from requests_app.domain.misuse_data.vocabulary import Qualifier


class Beside(NamedTuple):
    """is_known: whether the number is still what it says. qualifier: how it is meant, where the
    words say that. says: the words themselves, without what encloses them; "" for a mark."""

    is_known: bool
    qualifier: Qualifier | None = None
    says: str = ""


_UNKNOWN = Beside(is_known=False)
_MARK = r"[*†‡§#]+(?:, ?[*†‡§#]+)*"
# A letter further on in the alphabet may be a unit or an answer: "(k)" thousands, "(n)" no.
_LETTER = r"[a-jpr]|i{1,3}|iv|vi{0,3}"
# A number is a mark in square brackets alone: "12 (3)" may as well be two counts.
_FOOTNOTE = re.compile(
    rf"{_MARK}|\({_MARK}\)|\[{_MARK}\]|\[\d{{1,2}}[a-j]?\]|\((?:{_LETTER})\)|\[(?:{_LETTER})\]"
)
_ENCLOSED = re.compile(r"\(([^()\[\]]*)\)|\[([^()\[\]]*)\]|;\s*([^;]*)", re.DOTALL)
_LOOK = (
    r"(?:notes?|footnotes?|fn|comments?|remarks?|letters?|memos?|e-?mails?|legend|attachments?"
    r"|attached|appendix|enclosed|enclosure|below|above|page|tab|sheet|narrative|explanation)"
)
_NOTE = re.compile(
    # Where to look.
    rf"(?:please )?see (?:(?:the|our|also|cover|attached) ){{0,2}}{_LOOK}(?: {_LOOK})?"
    r"(?: (?:no )?(?:\d{1,2}|[a-j])| (?:of|dated) [\d/]{6,10})?"
    r"|(?:note|footnote|fn) (?:\d{1,2}|[a-j])"
    # The number's own standing.
    r"|(?:preliminary|provisional|revised|corrected|updated|amended|final|sic|as reported"
    r"|as (?:revised|corrected|updated|amended)|self reported)(?: (?:figure|number|count|data))?"
    # Who they are, which counts nothing else.
    r"|(?:the )?same (?:officer|ofcr|person|employee|individual|deputy)"
    # How many of those counted are not decided yet: a part of them, and no other number of them.
    r"|(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten) (?:still |are |is )?"
    r"(?:pending|ongoing|under investigation|under review)"
)
_MEANT = {
    Qualifier.AT_LEAST: {"minimum", "min", "at least", "or more", "a minimum", "and counting"},
    Qualifier.ABOUT: {
        "about", "approx", "approximate", "approximately", "estimate", "estimated", "est",
        "an estimate", "roughly", "circa", "ca",
    },
}  # fmt: skip
_QUALIFIERS = {words: meant for meant, all_words in _MEANT.items() for words in all_words}


def beside(rest: str) -> Beside:
    """What `rest`, the end of a cell behind its number in lower case, does to the number."""
    if _FOOTNOTE.fullmatch(rest):
        return Beside(is_known=True)
    enclosed = _ENCLOSED.fullmatch(rest)
    if enclosed is None:
        return _UNKNOWN
    words = " ".join((enclosed[1] or enclosed[2] or enclosed[3] or "").strip(" .:,").split())
    plain = " ".join(re.sub(r"[.,:#-]", " ", words).split())
    if plain in _QUALIFIERS:
        return Beside(is_known=True, qualifier=_QUALIFIERS[plain], says=plain)
    return Beside(is_known=_NOTE.fullmatch(plain) is not None, says=plain)
