"""California's counties as a map: a shade for a number, hatching for none.

The outlines are `california.json`; `from_us_atlas.py` says where they come from.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from requests_app.domain.drawing.media import File, Medium, hatchings
from requests_app.domain.drawing.numbers import safe
from requests_app.domain.drawing.rows import Bar, Region, Way
from requests_app.domain.drawing.scales import Class, Scale, classes, scale_for

FILE = Path(__file__).with_name("california.json")
LETTER = 15.0  # units, of a number on the map
THIN = 'vector-effect="non-scaling-stroke"'
A_KEY = 24.0  # px in a file
BEYOND = "shade-5 is-outlier"
HATCHED = {"gap": 6, "none": 12, "rest": 6}  # px between the lines of a swatch


class UnknownCounty(ValueError):
    """A name that the map does not have: its figure would be lost without a word."""


@dataclass(frozen=True, slots=True)
class County:
    """`path` is of an SVG; a text of `room` units fits around (x, y)."""

    name: str
    path: str
    x: int
    y: int
    room: int


@dataclass(frozen=True, slots=True)
class Outlines:
    width: int
    height: int
    counties: dict[str, County]


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend: what it looks like, what it means, how many counties."""

    css: str
    words: str
    count: int
    ways: tuple[Way, ...] = ()


@cache
def california() -> Outlines:
    """The 58 counties by name. Read once."""
    read = json.loads(FILE.read_text("utf-8"))
    counties = {name: County(name, **place) for name, place in read["counties"].items()}
    return Outlines(read["width"], read["height"], counties)


def complete(regions: Iterable[Region]) -> list[Region]:
    """All 58 in alphabetical order; one that is not given is not listed. Raises `UnknownCounty`."""
    known = california().counties
    given = {region.name: region for region in regions}
    if strange := sorted(given.keys() - known.keys()):
        raise UnknownCounty(f"The map of California has no county {', '.join(strange)}.")
    return [given.get(name) or Region(name, None, is_listed=False) for name in known]


def scale(regions: Sequence[Region]) -> Scale:
    """Whose cut ones are far beyond all others."""
    return scale_for(_bars(regions))


def note(regions: Sequence[Region]) -> str:
    """ "Los Angeles is far beyond the others: its ≥ 7,197 is 44 times the next largest, 163." """
    return (
        scale_for(_bars(regions))
        .note.replace("The bar for ", "")
        .replace(" is cut", " is far beyond the others")
    )


def _bars(regions: Sequence[Region]) -> list[Bar]:
    return [
        Bar(region.name, region.value, qualifier=region.qualifier, href=region.passport)
        for region in regions
    ]


def shades(regions: Sequence[Region]) -> list[Class]:
    """The classes of the many: one far beyond them is in none."""
    scale = scale_for(_bars(regions))
    values = [region.value for region in regions if region.value is not None]
    return classes(value for value in values if not scale.is_cut(value))


def css_of(region: Region, found: Sequence[Class]) -> str:
    """ "shade-0" (a zero) to "shade-5", `BEYOND` past all classes; without a number the hatching,
    "gap", or "none" where nobody is listed."""
    value = region.value
    if value is None:
        return "gap" if region.is_listed else "none"
    if value <= 0:
        return "shade-0"
    return next((f"shade-{c.shade}" for c in found if c.least <= value <= c.most), BEYOND)


def keys(regions: Sequence[Region]) -> list[Key]:
    """The legend, the darkest shade first; only what is on the map."""
    found = shades(regions)
    by_css: dict[str, list[Region]] = {}
    for region in regions:
        by_css.setdefault(css_of(region, found), []).append(region)
    words = {
        BEYOND: "; ".join(f"{r.name}: {r.number}" for r in by_css.get(BEYOND, [])),
        **{f"shade-{c.shade}": c.range for c in reversed(found)},
        "shade-0": "reported zero",
        "gap": "listed, without a number",
        "none": "not in this source: no figure, not a zero",
    }
    ways = {BEYOND: scale(regions).ways}
    return [
        Key(css, said, len(by_css[css]), ways.get(css, ()))
        for css, said in words.items()
        if css in by_css
    ]


def drawn(regions: Sequence[Region], medium: Medium) -> str:
    """The inside of an SVG with the viewBox of `california()`; a link for each that has one."""
    found = shades(regions)
    places = california().counties
    # Who is far beyond comes last: its edge lies over its neighbours'.
    in_order = sorted(regions, key=lambda region: css_of(region, found) == BEYOND)
    paths = "".join(_county(places[r.name], r, css_of(r, found), medium) for r in in_order)
    numbers = "".join(_number(places[r.name], r, css_of(r, found), medium) for r in regions)
    return hatchings(medium, times=2) + paths + numbers


def _county(place: County, region: Region, css: str, medium: Medium) -> str:
    said = safe(f"{region.name}: {region.said}")
    if css in ("gap", "none"):
        hatch = medium.hatch if css == "gap" else medium.faint
        # The paper first: hatching alone would be met by a pointer on its lines only.
        shape = (
            f'<path {medium.look("shade-0")} {THIN} d="{place.path}"/>'
            f'<path fill="url(#{hatch})" {THIN} d="{place.path}"/>'
        )
    else:
        shape = f'<path {medium.look(css)} {THIN} d="{place.path}"/>'
    if not region.href or isinstance(medium, File):  # a file leaves the site it would lead to
        return f"<g><title>{said}</title>{shape}</g>"
    return f'<a href="{safe(region.href)}" aria-label="{said}"><title>{said}</title>{shape}</a>'


def _number(place: County, region: Region, css: str, medium: Medium) -> str:
    """The number on the county, where there is room for it."""
    words = region.number
    if not words or len(words) * LETTER > place.room:
        return ""
    look = medium.look(
        "county-number" if css in ("shade-4", "shade-5", BEYOND) else "county-number on-pale"
    )
    return (
        f'<text {look} x="{place.x}" y="{place.y + 9}" text-anchor="middle" '
        f'pointer-events="none" aria-hidden="true">{safe(words)}</text>'
    )


def in_file(regions: Sequence[Region], width: float) -> tuple[str, float]:
    """(SVG, height): the map, the legend to the right of it, where the desert is another state."""
    whole, medium = california(), File(width)
    scale = 0.62 * width / whole.width
    lines = [f'<g transform="scale({scale:.4f})">{drawn(regions, medium)}</g>']
    for number, key in enumerate(keys(regions)):
        y = 12 + number * A_KEY
        at = f'transform="translate({0.6 * width:g} {y:g})"'
        lines.append(f"<g {at}>{swatch(key.css, medium)}</g>")
        counties = "county" if key.count == 1 else "counties"
        lines.append(
            f'<text {medium.look("bar-label")} x="{0.6 * width + 32:g}" y="{y + 12:g}">'
            f"{safe(key.words)} · {key.count} {counties}</text>"
        )
    return "".join(lines), scale * whole.height


SWATCH = (22, 14)  # px


def swatch(css: str, medium: Medium) -> str:
    """The inside of an SVG of `SWATCH`: a shade, or the hatching by its lines."""
    wide, tall = SWATCH
    if css not in HATCHED:
        return f'<rect {medium.look(css)} width="{wide}" height="{tall}"/>'
    lines = "".join(
        f"M{max(0, k - tall)} {min(k, tall)}L{min(k, wide)} {max(0, k - wide)}"
        for k in range(6, wide + tall, HATCHED[css])
    )
    turned = f' transform="matrix(-1 0 0 1 {wide} 0)"' if css == "none" else ""
    return (
        f'<rect {medium.look("shade-0")} width="{wide}" height="{tall}"/>'
        f'<path {medium.look("hatch-line")} d="{lines}"{turned}/>'
    )
