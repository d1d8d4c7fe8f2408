"""Upright bars: inside the frame, in the order of their values, a gap never as a zero."""

from itertools import combinations, pairwise
from xml.etree import ElementTree

from hypothesis import given

from requests_app.domain.drawing import columns
from requests_app.domain.drawing.columns import GROUND, HEAD, drawn, placed
from requests_app.domain.drawing.media import File, Page
from requests_app.domain.drawing.rows import Bar
from requests_app.domain.drawing.scales import Scale, scale_for
from tests.domain.drawing.rows import ROWS


def parsed(rows, medium=None) -> ElementTree.Element:
    inside = drawn(rows, scale_for(rows), medium or File(600))
    return ElementTree.fromstring(f"<svg>{inside}</svg>")


def uncut(rows) -> Scale:
    """Of the longest, whatever becomes of the others."""
    longest = max((float(bar.value) for bar in rows if bar.value), default=0.0)
    return Scale(longest, longest)


@given(ROWS)
def test_every_bar_stands_inside_the_frame(rows) -> None:
    found, gaps = placed(rows, scale_for(rows))
    for one in (*found, *gaps):
        assert one.left >= 0 and one.left + one.wide <= 1.000001
    for column in found:
        assert HEAD - 0.001 <= column.top <= GROUND
        assert column.top + column.tall == GROUND


@given(ROWS)
def test_no_two_bars_lie_over_each_other(rows) -> None:
    found, gaps = placed(rows, uncut(rows))
    in_order = sorted([*found, *gaps], key=lambda one: one.left)
    for one, following in pairwise(in_order):
        assert one.left + one.wide <= following.left + 1e-9


@given(ROWS)
def test_heights_are_in_the_order_of_values(rows) -> None:
    found, _ = placed(rows, scale_for(rows))
    for one, other in combinations(found, 2):
        if one.bar.value < other.bar.value:
            assert one.tall <= other.tall
        if one.bar.value == 0 < other.bar.value:
            assert one.tall == 0 < other.tall


@given(ROWS)
def test_a_gap_is_never_a_bar_and_a_value_never_a_gap(rows) -> None:
    found, gaps = placed(rows, scale_for(rows))
    assert [c.bar for c in found] == [bar for bar in rows if bar.value is not None]
    in_gaps = [bar for gap in gaps for bar in gap.bars]
    assert in_gaps == [bar for bar in rows if bar.value is None]
    assert all(gap.words == bar.said for gap in gaps for bar in gap.bars)


@given(ROWS)
def test_every_value_has_its_text_and_every_gap_its_words(rows) -> None:
    svg = parsed(rows)
    written = [text.text or "" for text in svg.iter("text")]
    values = [bar.said for bar in rows if bar.value is not None]
    assert all(written.count(said) >= values.count(said) for said in values)
    together = " ".join(written)
    assert all(word in together for gap in placed(rows, uncut(rows))[1]
               for word in gap.words.split())  # fmt: skip


def test_neighbours_without_a_number_for_one_reason_are_one_band() -> None:
    rows = [Bar("2018", None, "no figure"), Bar("2019", None, "no figure"),
            Bar("2020", None, "withheld"), Bar("2021", 3)]  # fmt: skip
    assert [len(gap.bars) for gap in placed(rows, uncut(rows))[1]] == [2, 1]
    assert [text.text for text in parsed(rows).iter("text")].count("no figure") == 1


def test_a_zero_is_a_mark_on_the_ground_line() -> None:
    (ring,) = parsed([Bar("2020", 0), Bar("2021", 4)], Page()).iter("circle")
    assert (ring.get("class"), float(ring.get("cy", 0))) == ("bar-zero", GROUND + 0.5)


def test_less_than_none_is_not_drawn_as_a_zero() -> None:
    svg = parsed([Bar("2020", -12), Bar("2021", 4)], Page())
    assert not list(svg.iter("circle"))
    assert "−12" in [text.text for text in svg.iter("text")]


def test_at_least_ends_open_and_about_ends_softly() -> None:
    rows = [Bar("a", 5), Bar("b", 5, qualifier="at_least"), Bar("c", 5, qualifier="about")]
    svg = parsed(rows, Page())
    sides = [line for line in svg.iter("line") if line.get("class") == "bar-open"]
    assert len({line.get("x1") for line in sides}) == 2
    assert all(float(line.get("y2", 0)) == HEAD - columns.OPENING for line in sides)
    fading = [rect.get("opacity") for rect in svg.iter("rect") if rect.get("opacity")]
    assert fading == ["0.8", "0.6", "0.4", "0.2"]


def test_a_cut_bar_is_broken_and_the_others_are_not() -> None:
    svg = parsed([Bar("2017", 143), Bar("2018", 150), Bar("2023", 7275)], Page())
    assert len([path for path in svg.iter("path") if path.get("class") == "bar-break"]) == 1
