"""The name of a file from outside, as it can be shown."""

import re
import unicodedata


def safe_name(name: str) -> str:
    """A name to show: no path, no control or direction-changing characters, 255 characters. A
    browser sends a quotation mark in a name as %22, and nothing else so."""
    last = re.split(r"[/\\]", name)[-1].replace("%22", '"')
    kept = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cn"})
    return kept.strip()[-255:] or "unnamed"
