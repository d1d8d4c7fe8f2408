"""What stands on every page around the tables: running heads, feet, numbers of pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from requests_app.domain.sheets.pdf.columns import phrases_of
from requests_app.domain.sheets.pdf.lines import TextLine

AT_EDGE = 3  # lines from the top or the bottom of a page
SAME_HEIGHT = 4.0  # points
_PAGE_NUMBER = re.compile(
    r"(page|p\.|pg\.?)\s*\d+(\s*(of|/)\s*\d+)?|\d+\s*(of|/)\s*\d+|[-–—]\s*\d+\s*[-–—]",
    re.IGNORECASE,
)
NUMBER = "#"

Page = Sequence[TextLine]


def without_furniture(pages: Sequence[Page]) -> tuple[list[list[TextLine]], list[str]]:
    """The lines of each page without what is repeated, and what that was, each once.

    A running head stays where it stands first: there it is the title. A row of a table is never
    taken for furniture: what has two texts is one, unless one of them numbers the page.
    """
    repeated = _repeated(pages)
    kept: list[list[TextLine]] = []
    said: dict[str, str] = {}
    for page in pages:
        kept.append([])
        for place, line in enumerate(page):
            mark = repeated.get(id(line))
            is_title = place < AT_EDGE and mark not in said and NUMBER not in (mark or "")
            if mark is None or is_title:
                kept[-1].append(line)
            if mark is not None:
                said.setdefault(mark, line.text)
    return kept, list(said.values())


def _repeated(pages: Sequence[Page]) -> dict[int, str]:
    """By the identity of each line that is furniture, what it has in common with its like."""
    alike: dict[tuple[str, int], list[tuple[int, TextLine]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for place, line in enumerate(page):
            if min(place, len(page) - 1 - place) < AT_EDGE and (mark := _mark(line, number)):
                alike[mark, round(line.top / SAME_HEIGHT)].append((number, line))
    return {
        id(line): mark
        for (mark, _), lines in alike.items()
        if mark == NUMBER or len({number for number, _ in lines}) > 1
        for _, line in lines
    }


def _mark(line: TextLine, page: int) -> str:
    """Its words with the page's number left out; empty for what may be a row of a table."""
    texts = [" ".join(word.text for word in phrase) for phrase in phrases_of(line)]
    marked = [NUMBER if _PAGE_NUMBER.fullmatch(text) else text for text in texts]
    if len(texts) == 1 and texts[0].isdecimal() and len(texts[0]) < 5:
        # A number by itself counts the pages when it goes up with them.
        return f"{NUMBER}{int(texts[0]) - page}"
    return " ".join(marked) if len(texts) == 1 or NUMBER in marked else ""
