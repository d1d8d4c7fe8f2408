"""What we write for spreadsheets: no cell of ours is run as a formula."""

import re

# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
_FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What most texts do not begin with is asked first, of a cell of millions.
FORMULA_CHARACTERS = frozenset({*_FORMULA_BEGINS, "'"})
_NEGATIVE_NUMBER = re.compile(r"-\d[\d,]*(\.\d+)?")


def guarded(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would run it; "-12" stays "-12".

    So has a text that was written with one: else it could not be told from ours.
    """
    plain = text.lstrip("'")
    if plain.startswith(_FORMULA_BEGINS) and not _NEGATIVE_NUMBER.fullmatch(plain):
        return "'" + text
    return text


def unguarded(text: str) -> str:
    """`text` as it was before `guarded`: a file of ours that comes back means what it did."""
    return text[1:] if text[:1] == "'" and guarded(text[1:]) == text else text
