"""How an agency's name is folded so that two spellings of it compare equal."""

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def folded(name: str) -> str:
    """`name` without case, accents, punctuation and repeated blanks ("L.A. PD" -> "la pd").

    Dots and apostrophes vanish, other punctuation parts words. Abbreviations are left as they
    are: guessing that "Co" is "County" is for a person to confirm.
    """
    decomposed = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    return _NOT_A_WORD.sub(" ", plain.replace(".", "").replace("'", "").replace("’", "")).strip()
