"""Outlines from the Census Bureau's file: borders kept together, islands and corners let go."""

import json

from requests_app.domain.drawing.from_us_atlas import (
    LEAST_TRIANGLE,
    WIDTH,
    area,
    counties_of,
    path_of,
    place_for_words,
    projected,
    thinned,
)
from requests_app.domain.drawing.maps import FILE

# Two counties side by side that share arc 1, and one of another state.
TOPOLOGY = {
    "transform": {"scale": [1, 1], "translate": [-122, 36]},
    "arcs": [
        [[1, 0], [-1, 0], [0, 2], [1, 0]],
        [[1, 0], [0, 2]],
        [[1, 2], [1, 0], [0, -2], [-1, 0]],
        [[5, 5], [1, 0], [0, 1], [-1, -1]],
    ],
    "objects": {
        "counties": {
            "geometries": [
                {"id": "06001", "type": "Polygon", "arcs": [[0, ~1]],
                 "properties": {"name": "West"}},
                {"id": "06003", "type": "MultiPolygon", "arcs": [[[1, 2]]],
                 "properties": {"name": "East"}},
                {"id": "32001", "type": "Polygon", "arcs": [[3]], "properties": {"name": "Nevada"}},
            ]
        }
    },
}  # fmt: skip


def test_only_california_is_taken_and_fills_the_width() -> None:
    found = counties_of(TOPOLOGY)
    assert list(found["counties"]) == ["East", "West"]
    assert found["width"] == WIDTH
    assert "public domain" in found["about"]


def test_the_shared_border_has_the_same_corners_on_both_sides() -> None:
    def corners(path: str) -> set[tuple[int, int]]:
        start, steps = path.rstrip("z").removeprefix("M").split("l")
        x, y = map(int, start.split())
        numbers = list(map(int, steps.replace("-", " -").split()))
        met = {(x, y)}
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            met.add((x, y))
        return met

    east, west = (place["path"] for place in counties_of(TOPOLOGY)["counties"].values())
    assert len(corners(east) & corners(west)) == 2


def test_small_corners_go_and_the_ends_stay() -> None:
    line = [(0.0, 0.0), (50.0, 0.05), (100.0, 0.0), (100.0, 80.0), (0.0, 80.0), (0.0, 1.0)]
    kept = thinned(line)
    assert (kept[0], kept[-1]) == (line[0], line[-1])
    assert (50.0, 0.05) not in kept and (100.0, 80.0) in kept
    assert area([(0, 0), (50, 0.05), (100, 0)]) < LEAST_TRIANGLE


def test_words_have_their_place_in_the_middle() -> None:
    assert place_for_words([(0.0, 0.0), (90.0, 0.0), (90.0, 100.0), (0.0, 100.0)]) == (45, 50, 90)


def test_a_path_is_written_in_steps() -> None:
    assert path_of([[(0, 0), (10, 0), (10, 5.2)]]) == "M0 0l10 0 0 5z"


def test_north_is_up_and_west_is_left() -> None:
    (x, y), (east, _), (_, north) = (projected(-120, 37), projected(-119, 37), projected(-120, 38))
    assert (x, east > x, north < y) == (0.0, True, True)


def test_the_file_says_where_it_is_from() -> None:
    assert "us-atlas 3.0.1" in json.loads(FILE.read_text("utf-8"))["about"]
    assert FILE.with_name("LICENSE-us-atlas.txt").exists()
