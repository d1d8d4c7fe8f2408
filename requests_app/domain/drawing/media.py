"""Where a picture is shown: on a page, whose stylesheet colours it, or alone in a file.

On a page lengths across are in per cent, without a viewBox: text keeps its size on a phone. In a
file they are numbers, and the colours stand in it; no style sheet is needed, which the content
policy of our own address would refuse.
"""

from __future__ import annotations

from dataclasses import dataclass

SANS = "Public Sans, system-ui, Segoe UI, Helvetica, Arial, sans-serif"
SERIF = "Source Serif 4, Iowan Old Style, Georgia, serif"
PAPER, INK, MUTED, RULE, HAIRLINE = "#fffdf8", "#1d1a15", "#5f584b", "#8f8675", "#dad3c4"
CALM, LATE = "#3f5663", "#b32614"

# The light colours of static/css/tokens.css, class by class; a test compares them.
LOOKS: dict[str, str] = {
    "paper": f'fill="{PAPER}"',
    "bar": f'fill="{CALM}"',
    "bar-open": f'stroke="{CALM}" stroke-width="2"',
    "bar-zero": f'fill="{PAPER}" stroke="{INK}" stroke-width="1.5"',
    "bar-break": f'fill="{PAPER}"',
    "bar-axis": f'fill="{RULE}"',
    "hatch-line": f'stroke="{RULE}" stroke-width="1"',
    "gap-edge": f'fill="none" stroke="{RULE}" stroke-width="1" stroke-dasharray="2 3"',
    "bar-label": f'fill="{INK}" font-size="13"',
    "bar-value": f'fill="{INK}" font-size="13" font-weight="600"',
    "bar-words": f'fill="{MUTED}" font-size="13" font-style="italic" font-family="{SERIF}"'
    f' stroke="{PAPER}" stroke-width="4" paint-order="stroke"',
    "muted": f'fill="{MUTED}" font-size="13"',
    "title": f'fill="{INK}" font-size="24" font-weight="600" font-family="{SERIF}"',
    "caption": f'fill="{INK}" font-size="15" font-weight="600" font-family="{SERIF}"',
    "part-number": f'fill="{PAPER}" font-size="12" font-weight="600"',
    "part-number on-pale": f'fill="{INK}" font-size="12" font-weight="600"',
    "county-number": f'fill="{PAPER}" font-size="25" font-weight="600"',
    "county-number on-pale": f'fill="{INK}" font-size="25" font-weight="600"',
}
# From paper to ink-blue; `shade-0` is a zero, which is a number.
SHADES = ("#fffdf8", "#dfe6e8", "#b4c3c9", "#839ca7", "#587381", "#2b4250")
LOOKS["shade-5 is-outlier"] = f'fill="{SHADES[5]}" stroke="{LATE}" stroke-width="3"'
LOOKS |= {
    f"shade-{n}": f'fill="{shade}" stroke="{RULE}" stroke-width="1"'
    for n, shade in enumerate(SHADES)
}


@dataclass(frozen=True)
class Page:
    """`hatch` and `faint` are the ids of the two hatchings; `name` tells those of one picture from
    those of the next on the same page."""

    name: str = "picture"

    @property
    def hatch(self) -> str:
        return f"{self.name}-hatch"

    @property
    def faint(self) -> str:
        return f"{self.name}-faint"

    def look(self, css: str) -> str:
        return f'class="{css}"'

    def across(self, share: float) -> str:
        """0.125 -> "12.5%"."""
        return f"{100 * share:.2f}%"


@dataclass(frozen=True)
class File:
    """`width` px across, from `left`."""

    width: float
    left: float = 0.0
    hatch: str = "hatch"
    faint: str = "faint"

    def look(self, css: str) -> str:
        return LOOKS[css]

    def across(self, share: float) -> str:
        return f"{self.width * share:.1f}"


Medium = Page | File


def hatchings(medium: Medium, times: int = 1) -> str:
    """The two hatchings: close for a gap with a name, wide for nothing known; `times` as wide."""
    line = medium.look("hatch-line")
    return (
        f'<defs><pattern id="{medium.hatch}" width="6" height="6" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45) scale({times})"><path d="M0 0V6" {line}/></pattern>'
        f'<pattern id="{medium.faint}" width="14" height="14" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(-45) scale({times})"><path d="M0 0V14" {line}/></pattern></defs>'
    )
