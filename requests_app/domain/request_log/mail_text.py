"""Text out of mails: character sets, HTML, and what of a mail are its sender's own words."""

import re
import unicodedata
from contextlib import suppress
from email.errors import MessageError
from html import unescape

MOST_TEXT = 1_000_000  # characters; what is longer is no letter
# What reading damaged input raises inside the standard library's parsers.
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError,
              RuntimeError, MessageError)  # fmt: skip

# Python's own notations; one of them takes hours over a megabyte.
_NOT_OF_MAILS = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"})
_SKIPPED = frozenset({"script", "style", "head", "title", "template"})
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "table", "h1", "h2", "h3", "h4", "hr", "ul",
                     "ol", "blockquote", "pre", "dt", "dd"})  # fmt: skip
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
# Where a reply begins to repeat what it answers.
_QUOTE_BEGINS = re.compile(
    r"^\s*(-{2,}\s*(original message|forwarded message)|_{10,}\s*$"
    r"|(?:>\s*)*On\b.{4,200}\bwrote:\s*$|\*?From:\*?\s.{0,200}$)",
    re.IGNORECASE,
)
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})


def one_line(text: str, most: int = 300) -> str:
    """`text` to show in one line: no line break, control or direction-changing character."""
    blank = " ".join(text[: most * 4].split())
    return "".join(c for c in blank if unicodedata.category(c) not in _UNSEEN)[:most].strip()


def decoded(content: bytes, charset: str) -> tuple[str, bool]:
    """The text of `content`, and whether it was read as it said (`charset` may be wrong)."""
    if charset and charset.lower().replace("_", "-") not in _NOT_OF_MAILS:
        with suppress(*UNREADABLE):
            return content.decode(charset), True
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8"), charset.lower() in {"", "us-ascii", "ascii"}
    # Every byte means something here, and what offices send is this if it is not UTF-8.
    return content.decode("cp1252", errors="replace"), False


def text_of_html(html: str) -> str:
    """The words of an HTML body, a block a line.

    Each look for an end either moves on or is the last: the standard library's parser goes over
    what is never closed again and again, which takes hours over a megabyte.
    """
    html = html[:MOST_TEXT]
    small = html.lower() if len(html.lower()) == len(html) else html
    found: list[str] = []
    at = 0
    while (start := html.find("<", at)) >= 0:
        found.append(html[at:start])
        at = _after_tag(small, start, found)
    found.append(html[at:])
    return tidy(unescape("".join(found)))


def _after_tag(small: str, start: int, found: list[str]) -> int:
    """Where the text goes on behind the tag, comment or script that begins at `start`."""
    if small.startswith("<!--", start):
        return _behind(small, "-->", start)
    name = _NAME.match(small, start)
    if name is None:
        found.append("<")
        return start + 1
    if name[1] in _SKIPPED:
        return _behind(small, ">", _behind(small, f"</{name[1]}", start))
    if name[1] in _BLOCKS:
        found.append("\n")
    return _behind(small, ">", start)


def _behind(text: str, mark: str, start: int) -> int:
    end = text.find(mark, start)
    return len(text) if end < 0 else end + len(mark)


def tidy(text: str) -> str:
    """Lines without blanks around them, at most one empty line between two; whole characters."""
    text = text.encode("utf-8", errors="replace").decode()
    lines = [" ".join(line.replace("\x00", "").split()) for line in text.splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip()


def own_words(text: str) -> str:
    """What the sender wrote: up to the first line that begins to quote, without quoted lines.

    Our own letter, quoted below an answer, speaks of extensions and denials as well.
    """
    own: list[str] = []
    for line in text.splitlines():
        if own and _QUOTE_BEGINS.match(line):
            break
        if not line.lstrip().startswith(">"):
            own.append(line)
    return "\n".join(own).strip()
