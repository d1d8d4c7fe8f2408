"""The map: all 58 counties by the names of the directory, no gap in the colour of a number."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.domain.agencies.kinds import COUNTIES
from requests_app.domain.drawing import maps
from requests_app.domain.drawing.media import File, Page
from requests_app.domain.drawing.rows import Region

REGIONS = st.dictionaries(
    st.sampled_from(COUNTIES), st.none() | st.integers(0, 9_000), max_size=58
).map(lambda given: maps.complete([Region(name, value) for name, value in given.items()]))


def parsed(regions, medium=None) -> ElementTree.Element:
    return ElementTree.fromstring(f"<svg>{maps.drawn(regions, medium or Page('m'))}</svg>")


def test_the_map_has_the_counties_of_the_directory() -> None:
    assert sorted(maps.california().counties) == sorted(COUNTIES)
    assert Path(maps.FILE).stat().st_size < 150_000


def test_every_county_is_inside_the_frame_and_its_number_inside_the_county() -> None:
    whole = maps.california()
    for county in whole.counties.values():
        x, y = map(int, re.match(r"M(-?\d+) (-?\d+)", county.path).groups())
        assert 0 <= x <= whole.width and 0 <= y <= whole.height
        assert 0 <= county.x <= whole.width and 0 <= county.y <= whole.height
        assert county.path.endswith("z")


def test_a_name_that_is_no_county_is_not_lost_silently() -> None:
    with pytest.raises(maps.UnknownCounty, match="Atlantis"):
        maps.complete([Region("Atlantis", 3)])


@settings(max_examples=20)  # each draws 58 outlines
@given(REGIONS)
def test_each_county_is_drawn_once_with_its_name_and_answer(regions) -> None:
    titles = [title.text for title in parsed(regions).iter("title")]
    assert sorted(titles) == sorted(f"{one.name}: {one.said}" for one in regions)


@settings(max_examples=20)  # each draws 58 outlines
@given(REGIONS)
def test_a_gap_is_hatched_and_never_in_the_shade_of_a_number(regions) -> None:
    svg = parsed(regions)
    by_name = {region.name: region for region in regions}
    for group in svg.iter("g"):
        region = by_name[group.find("title").text.split(":")[0]]
        hatched = [p for p in group.iter("path") if (p.get("fill") or "").startswith("url(#m-")]
        shades = {p.get("class") for p in group.iter("path") if p.get("class")}
        assert bool(hatched) == (region.value is None)
        if region.value is None or region.value == 0:
            assert shades == {"shade-0"}
        else:
            assert "shade-0" not in shades


@settings(max_examples=20)  # each draws 58 outlines
@given(REGIONS)
def test_the_legend_counts_every_county_once(regions) -> None:
    assert sum(key.count for key in maps.keys(regions)) == 58


def test_a_county_far_beyond_has_a_line_of_its_own() -> None:
    numbers = dict(zip(COUNTIES, range(1, 31), strict=False)) | {"Los Angeles": 6789}
    regions = maps.complete([Region(name, value) for name, value in numbers.items()])
    first, second, *_ = maps.keys(regions)
    assert (first.words, first.count) == ("Los Angeles: 6,789", 1)
    assert second.words == "26–30"
    assert maps.note(regions) == (
        "Los Angeles is far beyond the others: its 6,789 is 226 times the next largest, 30."
    )


def test_on_a_page_each_leads_to_its_own_and_in_a_file_nowhere() -> None:
    regions = maps.complete([Region(name, 1, href=f"/{name}/") for name in COUNTIES])
    links = {a.get("aria-label"): a.get("href") for a in parsed(regions).iter("a")}
    assert links["Los Angeles: 1"] == "/Los Angeles/"
    assert len(links) == 58
    assert not list(parsed(regions, File(600)).iter("a"))
