"""A cell that a spreadsheet would run is written so that it does not (OWASP, "CSV Injection")."""

import re

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NEGATIVE_NUMBER = re.compile(r"-\d[\d,]*(\.\d+)?")


def guarded(text: str) -> str:
    """`text` with an apostrophe before it where a spreadsheet would run it; "-12" stays "-12"."""
    if text.startswith(_FORMULA_BEGINS) and not _NEGATIVE_NUMBER.fullmatch(text):
        return "'" + text
    return text
