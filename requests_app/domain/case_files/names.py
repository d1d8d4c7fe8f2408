"""Names for files and folders that any system takes, readable and never twice the same."""

import re
import unicodedata

from requests_app.domain.request_log.file_names import safe_name

LONGEST = 120  # bytes of UTF-8; folders stand before it, and some systems count to 255 in all
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def portable(name: str) -> str:
    """`name` as a file's or folder's: no path, no character that a system refuses or hides, its
    ending kept."""
    text = _NOT_ON_WINDOWS.sub("_", unicodedata.normalize("NFC", safe_name(name)))
    text = " ".join(text.split()).strip(". ") or "unnamed"
    if _DEVICES.match(text):
        text = f"_{text}"
    stem, dot, ending = text.rpartition(".")
    if not dot or len(ending) > 10:
        stem, ending = text, ""
    ending = f".{ending}" if ending else ""
    return _cut(stem, LONGEST - len(ending.encode())).rstrip(". ") + ending


def from_title(title: str) -> str:
    """A name of our own making: in "Sheriff's Department/Coroner" the stroke is no path."""
    return portable(re.sub(r"[/\\]", "-", title))


def _cut(text: str, most: int) -> str:
    """As much of it as fits into so many bytes; no character is cut in two."""
    return text.encode()[:most].decode(errors="ignore")


class Names:
    """Gives each name once; to systems that tell no upper from lower case as well."""

    def __init__(self, *taken: str) -> None:
        self._taken = {name.casefold() for name in taken}

    def of(self, name: str) -> str:
        """`name`, made portable; the second one of it is "name (2)"."""
        wanted = portable(name)
        stem, dot, ending = wanted.rpartition(".")
        stem, ending = (stem, dot + ending) if stem else (wanted, "")
        free, number = wanted, 1
        while free.casefold() in self._taken:
            number += 1
            free = f"{stem} ({number}){ending}"
        self._taken.add(free.casefold())
        return free
