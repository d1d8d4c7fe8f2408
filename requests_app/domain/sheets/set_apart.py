"""Text that a cell sets apart from the rest of it: raised, lowered or struck through.

Put together without what sets them apart, "7" and a raised "1" would read 71, and "9" struck
through beside "3" would read 93.
"""

import re

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_DIGITS = re.compile(r"\d{1,2}(?:\s*,\s*\d{1,2})*", re.ASCII)
_LETTER = re.compile(r"[a-z]", re.ASCII | re.IGNORECASE)


def raised(text: str) -> str:
    """The mark that raised `text` is: "¹", "¹,²", "[a]". What is no mark ("st") stays as it is,
    but with a digit in it stands apart."""
    bare = text.strip().strip("()[]").strip()
    if _DIGITS.fullmatch(bare):
        return "".join(bare.split()).translate(_RAISED)
    if _LETTER.fullmatch(bare):
        return f"[{bare}]"
    return apart(text) if any(map(str.isdigit, text)) else text


def apart(text: str) -> str:
    """`text` as no part of what stands before and after it."""
    return f" {text} "
