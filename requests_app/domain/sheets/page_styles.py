"""What the tags inside a cell of a web page, or between its tables, do to its text: it may be
raised, struck through, or hidden."""

import re

from requests_app.domain.sheets.refusals import FileRefused
from requests_app.domain.sheets.set_apart import apart, raised

MOST_OPEN = 200  # tags inside one another, from the first that does anything
_HIDDEN_STYLE = re.compile(
    r"(display\s*:\s*none|visibility\s*:\s*(hidden|collapse))", re.IGNORECASE
)
_RAISED_STYLE = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_APART = {"del", "s", "strike", "sub"}
# They have no end.
_VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr", "param"),
}
HIDDEN, RAISED, APART = "hidden", "raised", "apart"


def is_hidden(given: dict[str, str | None]) -> bool:
    """Whether a tag's attributes hide what is in it."""
    return "hidden" in given or _HIDDEN_STYLE.search(given.get("style") or "") is not None


class StyledText:
    """Told of tags and texts in their order; says what of the texts is read. hides: whether what
    is hidden is left out; hidden: how many texts were. is_excels: the page was written by Excel,
    which hides the end of a text that is wider than its column: it is of the text."""

    def __init__(self, *, hides: bool = False, is_excels: bool = False):
        self.hidden = 0
        self._hides, self._is_excels = hides, is_excels
        self._open: list[tuple[str, str]] = []  # tag, and what it does
        self._raised: list[str] | None = None

    def begin(self, tag: str, given: dict[str, str | None]) -> None:
        """A tag begins. Raises `FileRefused` for more inside one another than any cell has."""
        does = self._what(tag, given)
        if tag in _VOID or not (does or self._open):
            return
        if len(self._open) == MOST_OPEN:
            if not self._hides:
                return
            raise FileRefused("too_much", f"More than {MOST_OPEN} tags stand in one another.")
        self._open.append((tag, does))
        if does == RAISED and self._raised is None:
            self._raised = []

    def end(self, tag: str) -> str:
        """A tag ends, and with it those that were opened in it: the text that is told by it."""
        if tag not in (name for name, _ in self._open):
            return ""
        while self._open.pop()[0] != tag:
            pass
        return "" if self._is(RAISED) else self.rest()

    def text(self, text: str) -> str:
        """What is read of `text` now."""
        if self._is(HIDDEN) and self._is_excels:
            return apart(text) if any(map(str.isdigit, text)) else text
        if self._is(HIDDEN):
            self.hidden += bool(text.strip())
            return ""
        if self._raised is not None:
            self._raised.append(text)
            return ""
        return apart(text) if self._is(APART) else text

    def rest(self) -> str:
        """Raised text that is yet to be told, where its tag was never ended."""
        text, self._raised = "".join(self._raised or ()), None
        return raised(text) if text else ""

    def _is(self, what: str) -> bool:
        return any(does == what for _, does in self._open)

    def _what(self, tag: str, given: dict[str, str | None]) -> str:
        if self._hides and is_hidden(given):
            return HIDDEN
        if tag == "sup" or _RAISED_STYLE.search(given.get("style") or ""):
            return RAISED
        return APART if tag in _APART else ""
