"""What a log may not hold: the passwords of addresses, and paths that are their own password."""

import re

HIDDEN = "…"
# Below these the rest of a path is a secret: whoever has it needs no account.
SECRET_BEGINNINGS = ("/mail/", "/calendars/", "/invitation/", "/password/new/")
# A signed token or a random one, wherever else it stands in a path.
LONGEST_SEGMENT = 40

_SECRET_PATH = re.compile(rf"({'|'.join(map(re.escape, SECRET_BEGINNINGS))})[^\s\"'<>)\]]+")
_PASSWORD = re.compile(r"(\b[a-z][a-z0-9+.]*://)[^\s/@\"']+@")
_SIGNED = re.compile(r"/[\w=-]*(?::[\w=-]+){2,}")  # as django.core.signing joins its parts


def path_in_log(path: str) -> str:
    """`path` (of a request, no query) without what would let a reader of the log in."""
    for beginning in SECRET_BEGINNINGS:
        if path.startswith(beginning):
            return beginning + HIDDEN
    parts = path.split("/")
    return "/".join(HIDDEN if len(part) > LONGEST_SEGMENT else part for part in parts)


def redacted(text: str, *, secrets: tuple[str, ...] = ()) -> str:
    """Any text of a log without secret paths, passwords in addresses, and the given `secrets`."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN)
    text = _SECRET_PATH.sub(rf"\1{HIDDEN}", text)
    return _SIGNED.sub(f"/{HIDDEN}", _PASSWORD.sub(rf"\1{HIDDEN}@", text))
