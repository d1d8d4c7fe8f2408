"""A picture as a file: well-formed whatever it is told, whole in itself, nothing that acts."""

import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given

from requests_app.domain.agencies.kinds import COUNTIES
from requests_app.domain.drawing import maps
from requests_app.domain.drawing.files import svg
from requests_app.domain.drawing.media import LOOKS, SHADES
from requests_app.domain.drawing.numbers import UnknownQualifier, marked
from requests_app.domain.drawing.pictures import Bars, Columns, CountyMap, Note, Picture, Stacks
from requests_app.domain.drawing.rows import Bar, Part, Region, Stack
from tests.domain.drawing.rows import ROWS, TEXTS

SVG = "{http://www.w3.org/2000/svg}"
TOKENS = Path(__file__).resolve().parents[3] / "static" / "css" / "tokens.css"
MAP = CountyMap(tuple(maps.complete([Region("Kern", 3), Region("Inyo", None, "withheld")])))
STACK = Stacks((Stack("2016", (Part("suspended", 3, "shade-3"),), torn="More is stated."),))


def a_picture(*drawings, title="Violations", **values) -> Picture:
    return Picture(
        "key", title, "violations", "2016–2023", "EFF", drawings, ("year",), (),
        as_of=date(2026, 11, 26), **values,
    )  # fmt: skip


def texts(picture: Picture) -> str:
    root = ElementTree.fromstring(svg(picture, "https://example.org/").encode())
    return "\n".join(text.text or "" for text in root.iter(f"{SVG}text"))


@given(ROWS, TEXTS)
def test_any_text_gives_a_well_formed_file(rows, title) -> None:
    picture = a_picture(Columns(tuple(rows)), Bars(tuple(rows), caption=title), title=title)
    root = ElementTree.fromstring(svg(picture).encode())
    assert root.tag == f"{SVG}svg"


def test_it_carries_its_colours_and_nothing_that_acts() -> None:
    rows = (Bar("<script>", 3, href="javascript:1"), Bar("b", None), Bar("c", 0), Bar("d", 900))
    content = svg(a_picture(Columns(rows), Bars(rows), STACK, MAP))
    assert not re.search(r'<script|<style|\sstyle=|\sclass=|href=|\son\w+="', content)
    used = set(re.findall(r"url\(#([\w-]+)\)", content))
    assert used <= set(re.findall(r'<pattern id="([\w-]+)"', content))


def test_it_says_what_of_whom_and_when() -> None:
    said = texts(a_picture(Columns((Bar("2016", 3),)), notes=(Note("Counted per query."),)))
    for words in ("Violations", "violations · 2016–2023", "Source: EFF.", "Counted per query.",
                  "As published on 26 November 2026, https://example.org/"):  # fmt: skip
        assert words in said


@pytest.mark.parametrize(
    "drawing",
    [
        Columns((Bar("2016", None, "withheld"), Bar("2017", 143))),
        Bars((Bar("Kern", 4, qualifier="about"),)),
        STACK,
        MAP,
    ],
)
def test_its_description_tells_the_story(drawing) -> None:  # fmt: skip
    root = ElementTree.fromstring(svg(a_picture(drawing)).encode())
    described = root.find(f"{SVG}desc").text
    assert drawing.words in described
    assert described.endswith("Source: EFF.")
    assert root.get("role") == "img"


def test_nothing_is_drawn_below_the_sheet() -> None:
    rows = tuple(Bar(str(year), year) for year in range(2000, 2012))
    root = ElementTree.fromstring(svg(a_picture(Columns(rows), Bars(rows), MAP)).encode())
    height = float(root.get("height"))
    lowest = [float(text.get("y", 0)) for text in root.findall(f"{SVG}text")]
    assert max(lowest) < height - 20


def test_every_look_is_a_class_of_the_stylesheet_and_has_its_colour() -> None:
    tokens = TOKENS.read_text("utf-8")
    for n, shade in enumerate(SHADES[1:], 1):
        assert f"--shade-{n}: {shade};" in tokens
    light = set(re.findall(r"#[0-9a-f]{6}", tokens.split("@media screen")[0]))
    assert set(re.findall(r"#[0-9a-f]{6}", " ".join(LOOKS.values()))) <= light


def test_all_counties_are_in_the_file_of_the_map() -> None:
    root = ElementTree.fromstring(svg(a_picture(MAP)).encode())
    named = {title.text.split(":")[0] for title in root.iter(f"{SVG}title") if ":" in title.text}
    assert named == set(COUNTIES)


def test_a_qualifier_without_a_mark_is_refused() -> None:
    with pytest.raises(UnknownQualifier, match="roughly"):
        marked(3, "roughly")
