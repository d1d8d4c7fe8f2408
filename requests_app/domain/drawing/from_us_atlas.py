"""Makes `california.json` from the county boundaries of the npm package `us-atlas`. Run once:

    npm pack us-atlas@3.0.1 && tar xf us-atlas-3.0.1.tgz
    python -m requests_app.domain.drawing.from_us_atlas package/counties-10m.json > \\
        requests_app/domain/drawing/california.json

The package is the cartographic boundary file of the US Census Bureau, 2017 edition (public domain),
as TopoJSON: a border that two counties share is one arc, so that thinning it leaves no slit.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

Point = tuple[float, float]
Ring = list[Point]

CALIFORNIA = "06"  # FIPS
WIDTH = 1000  # of the drawing; a unit is about a kilometre
LEAST_TRIANGLE = 4.0  # square units: a corner that encloses less is left out
ENOUGH = 110  # units that the longest number takes
LEAST_ISLAND = 30.0  # square units: smaller islands are left out, never a county's only land
# The equal-area projection that the state uses (EPSG:3310), on a sphere.
SOUTH, NORTH, MIDDLE = math.radians(34), math.radians(40.5), math.radians(-120)


def projected(longitude: float, latitude: float) -> Point:
    """Degrees to the plane, y downwards, in radii of the earth. (Snyder 1987, p. 100)"""
    n = (math.sin(SOUTH) + math.sin(NORTH)) / 2
    c = math.cos(SOUTH) ** 2 + 2 * n * math.sin(SOUTH)
    radius = math.sqrt(c - 2 * n * math.sin(math.radians(latitude))) / n
    angle = n * (math.radians(longitude) - MIDDLE)
    return radius * math.sin(angle), radius * math.cos(angle)


def arcs_of(topology: dict) -> list[Ring]:
    """The arcs in degrees: each is a first position and the steps from there."""
    (across, up), (left, bottom) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((x * across + left, y * up + bottom))
        found.append(points)
    return found


def thinned(points: Ring) -> Ring:
    """Without the corners that enclose least, ends kept (Visvalingam and Whyatt 1993)."""
    kept = list(points)
    while len(kept) > 4:
        sizes = [area([kept[i - 1], kept[i], kept[i + 1]]) for i in range(1, len(kept) - 1)]
        least = min(sizes)
        if least >= LEAST_TRIANGLE:
            break
        del kept[sizes.index(least) + 1]
    return kept


def area(ring: Ring) -> float:
    around = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in around)) / 2


def ring_of(numbers: Iterable[int], arcs: dict[int, Ring]) -> Ring:
    """A closed line from its arcs; ~n is arc n backwards."""
    ring: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring[:-1]


def path_of(rings: list[Ring]) -> str:
    """Whole numbers, each step from the last corner: the shortest way to write it."""
    written = []
    for ring in rings:
        corners = [(round(x), round(y)) for x, y in ring]
        steps = [
            f"{x - left} {y - top}"
            for (left, top), (x, y) in pairwise(corners)
            if (x, y) != (left, top)
        ]
        written.append(f"M{corners[0][0]} {corners[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
    return "".join(written)


def place_for_words(ring: Ring) -> tuple[int, int, int]:
    """(x, y, room): where a line of text has enough room, as near to the middle as may be."""
    lowest, highest = min(y for _, y in ring), max(y for _, y in ring)
    middle = (lowest + highest) / 2
    found: list[tuple[float, float, float, float]] = []
    for height in range(math.ceil(lowest) + 14, math.floor(highest) - 13, 3):
        above, at, below = (_spans(ring, height + off) for off in (-12, 0, 12))
        for left, right in at:
            beside = [_around((left + right) / 2, line) for line in (above, below)]
            start = max([left, *(one[0] for one in beside)])
            end = min([right, *(one[1] for one in beside)])
            found.append(
                (min(end - start, ENOUGH), -abs(height - middle), (start + end) / 2, height)
            )
    room, _, x, y = max(found, default=(0, 0, sum(x for x, _ in ring) / len(ring), middle))
    return round(x), round(y), max(0, round(room))


def _spans(ring: Ring, y: float) -> list[Point]:
    """Where the horizontal line at `y` is inside the ring."""
    cuts = sorted(
        (x2 - x1) * (y - y1) / (y2 - y1) + x1
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)
        if (y1 > y) != (y2 > y)
    )
    return list(zip(cuts[::2], cuts[1::2], strict=True))


def _around(x: float, spans: list[Point]) -> Point:
    return next(((left, right) for left, right in spans if left <= x <= right), (x, x))


def counties_of(topology: dict) -> dict:
    """`{"width", "height", "counties": {name: {"path", "x", "y", "room"}}}` of California."""
    outlines = {
        one["properties"]["name"]: one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
        for one in topology["objects"]["counties"]["geometries"]
        if one["id"][:2] == CALIFORNIA
    }
    lines = [ring for shapes in outlines.values() for shape in shapes for ring in shape]
    used = {number if number >= 0 else ~number for line in lines for number in line}
    arcs = on_the_sheet(
        {number: arc for number, arc in enumerate(arcs_of(topology)) if number in used}
    )
    found = {name: county_of(outlines[name], arcs) for name in sorted(outlines)}
    return {
        "about": "US Census Bureau, cartographic boundary file, counties, 2017 (public domain);"
        " npm us-atlas 3.0.1 (ISC, see LICENSE-us-atlas.txt); made by from_us_atlas.py",
        "width": WIDTH,
        "height": math.ceil(max(y for arc in arcs.values() for _, y in arc)),
        "counties": found,
    }


def on_the_sheet(degrees: dict[int, Ring]) -> dict[int, Ring]:
    """Projected, `WIDTH` wide from (0, 0), and thinned."""
    plane = {number: [projected(*point) for point in arc] for number, arc in degrees.items()}
    flat = [point for arc in plane.values() for point in arc]
    left, top = min(x for x, _ in flat), min(y for _, y in flat)
    scale = WIDTH / (max(x for x, _ in flat) - left)
    return {
        number: thinned([((x - left) * scale, (y - top) * scale) for x, y in arc])
        for number, arc in plane.items()
    }


def county_of(shapes: list, arcs: dict[int, Ring]) -> dict:
    rings = [ring_of(ring, arcs) for shape in shapes for ring in shape]
    rings.sort(key=area, reverse=True)
    kept = [rings[0], *(ring for ring in rings[1:] if area(ring) >= LEAST_ISLAND)]
    x, y, room = place_for_words(rings[0])
    return {"path": path_of(kept), "x": x, "y": y, "room": room}


if __name__ == "__main__":
    json.dump(counties_of(json.loads(Path(sys.argv[1]).read_text("utf-8"))), sys.stdout, indent=0)
