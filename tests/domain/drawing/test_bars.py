"""Lying bars: their length, their ends, their gaps."""

from xml.etree import ElementTree

from hypothesis import given

from requests_app.domain.drawing import bars
from requests_app.domain.drawing.media import File, Page
from requests_app.domain.drawing.rows import Bar
from requests_app.domain.drawing.scales import scale_for
from tests.domain.drawing.rows import ROWS


def strip(bar: Bar, rows: list[Bar], medium=None) -> ElementTree.Element:
    inside = bars.strip(bar, scale_for(rows), medium or File(100))
    return ElementTree.fromstring(f"<svg>{inside}</svg>")


def end_of(svg: ElementTree.Element) -> float:
    rects = [rect for rect in svg.iter("rect") if rect.get("opacity") is None]
    return max((float(r.get("x", 0)) + float(r.get("width", 0)) for r in rects), default=0.0)


@given(ROWS)
def test_bars_stay_in_their_strip_in_the_order_of_values(rows) -> None:
    valued = sorted((bar for bar in rows if bar.value is not None), key=lambda bar: bar.value)
    ends = [end_of(strip(Bar(bar.label, bar.value), rows)) for bar in valued]
    assert ends == sorted(ends)
    assert all(end <= 100 for end in ends)


@given(ROWS)
def test_a_gap_is_hatched_and_nothing_else_is(rows) -> None:
    for bar in rows:
        hatched = [r for r in strip(bar, rows).iter("rect") if "url" in (r.get("fill") or "")]
        assert bool(hatched) == (bar.value is None)


def test_a_zero_is_a_ring() -> None:
    svg = strip(Bar("a", 0), [Bar("a", 0), Bar("b", 4)], Page())
    assert [ring.get("class") for ring in svg.iter("circle")] == ["bar-zero"]
    assert not list(svg.iter("rect"))


def test_less_than_none_has_no_mark() -> None:
    assert not list(strip(Bar("a", -3), [Bar("a", -3), Bar("b", 4)]))


@given(ROWS)
def test_in_a_file_every_row_has_its_name_and_its_number(rows) -> None:
    inside, height = bars.in_file(rows, scale_for(rows), 880)
    texts = list(ElementTree.fromstring(f"<svg>{inside}</svg>").iter("text"))
    assert [text.text for text in texts[1::2]] == [bar.said for bar in rows]
    assert all(float(text.get("y", 0)) <= height for text in texts)
