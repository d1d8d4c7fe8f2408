"""How a heading or a remark is read: by its words, whatever the marks around them."""

import re
import unicodedata

_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


def plain_words(text: str) -> str:
    """`text` in lower case without accents, punctuation and repeated blanks."""
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    return _NOT_A_WORD.sub(" ", plain.replace("’", "").replace("'", "")).strip()
