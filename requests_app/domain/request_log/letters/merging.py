"""Merge fields: `{agency}` in a text becomes the agency's name. A replacer, no language.

`{{` and `}}` are braces that mean themselves. What is put in for a field is never read again, so
that nothing in it can be a field.
"""

import re
from collections.abc import Collection, Mapping

_MARKS = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
_BRACES = {"{{": "{", "}}": "}"}
LONGEST_SHOWN = 40  # characters of an unknown field


class TextNotMergeable(ValueError):
    """A text whose merge fields cannot be filled in; says which and why."""

    field = "text"


class UnknownField(TextNotMergeable):
    """There is no merge field of that name."""


class LoneBrace(TextNotMergeable):
    """A brace that opens or closes nothing."""


def merge(text: str, values: Mapping[str, str]) -> str:
    """`text` with its fields filled in. Raises `UnknownField` and `LoneBrace`."""
    return _MARKS.sub(lambda found: _put_in(found, values), text)


def check_fields(text: str, known: Collection[str]) -> None:
    """Raises what `merge` would, for a text that is kept to be merged later."""
    merge(text, dict.fromkeys(known, ""))


def escaped(text: str) -> str:
    """`text` so that merging leaves it as it is."""
    return text.replace("{", "{{").replace("}", "}}")


def _put_in(found: re.Match[str], values: Mapping[str, str]) -> str:
    written = found[0]
    if written in _BRACES:
        return _BRACES[written]
    if found[1] is None:
        around = found.string[found.start() : found.start() + 20].split("\n")[0]
        raise LoneBrace(
            f"A single brace at “{around}”: a field is written {{agency}}, and a brace that means "
            "itself twice, {{ or }}."
        )
    name = found[1].strip()
    if name not in values:
        listed = ", ".join(f"{{{one}}}" for one in values)
        raise UnknownField(
            f"There is no field {{{found[1][:LONGEST_SHOWN]}}}. Known: {listed}. A brace that "
            "means itself is written twice: {{ or }}."
        )
    return values[name]
