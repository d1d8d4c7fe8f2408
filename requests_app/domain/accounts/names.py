"""How people are called here: the name they sign in with, and the one that others read."""

import re
import unicodedata

# Of ASCII alone: what looks like another's name (a Cyrillic "а") is another name.
_USERNAME = re.compile(r"[A-Za-z0-9@.+_-]+")
# What turns the words beside it around (Unicode Standard Annex #9), or has no width at all. Joiners
# are none of it: names in several scripts need them.
_UNSEEN = frozenset("\u061c\u200b\u200e\u200f\u2060\ufeff") | {
    chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
}


class UsernameRefused(ValueError):
    """Nobody could sign in with it, or it could be taken for another's. field: of the forms."""

    field = "username"

    def __init__(self) -> None:
        super().__init__("Letters from a to z, digits and @ . + - _ only.")


def clean_username(text: str) -> str:
    """The name as signing in reads it (NFKC, as Django's `UsernameField`): another form of it would
    be found by nobody. Raises `UsernameRefused`."""
    username = unicodedata.normalize("NFKC", text.strip())
    if not _USERNAME.fullmatch(username):
        raise UsernameRefused
    return username


def clean_name(text: str) -> str:
    """A name with single blanks, without control characters and marks of direction: it is shown
    amid the words of others."""
    seen = (" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join("".join(c for c in seen if c not in _UNSEEN).split())
