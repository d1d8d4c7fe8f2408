"""How a heading or a remark is read: by its words, whatever the marks around them."""

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
_UNSEEN = {"Mn", "Mc", "Me", "Cf"}  # marks upon a letter, and what only formats


def plain_words(text: str) -> str:
    """`text` in lower case without accents, punctuation, repeated blanks and unseen characters
    (of no width, soft hyphens, marks of direction)."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if unicodedata.category(c) not in _UNSEEN).lower()
    return _NOT_A_WORD.sub(" ", plain.replace("’", "").replace("'", "")).strip()
