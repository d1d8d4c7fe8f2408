"""Text out of mails: character sets, HTML, and what of a mail are its sender's own words."""

import re
import unicodedata
from contextlib import suppress
from html.parser import HTMLParser

MOST_TEXT = 1_000_000  # characters; what is longer is no letter
# What reading damaged input raises inside the standard library's parsers.
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError,
              RuntimeError)  # fmt: skip

# Python's own notations; one of them takes hours over a megabyte.
_NOT_OF_MAILS = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined"})
_SKIPPED = frozenset({"script", "style", "head", "title", "template"})
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "table", "h1", "h2", "h3", "h4", "hr", "ul",
                     "ol", "blockquote", "pre", "dt", "dd"})  # fmt: skip
_TAG = re.compile(r"<[^<>]*>")
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


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _SKIPPED:
            self._inside.append(tag)
        elif tag in _BLOCKS:
            self.found.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            self._inside.remove(tag)
        elif tag in _BLOCKS:
            self.found.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.found.append(data)


def text_of_html(html: str) -> str:
    """The words of an HTML body, a block a line; what no parser takes, without its tags."""
    parser = _Words()
    try:
        parser.feed(html[:MOST_TEXT])
        parser.close()
        words = "".join(parser.found)
    except UNREADABLE:
        words = _TAG.sub(" ", html[:MOST_TEXT])
    return tidy(words)


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
