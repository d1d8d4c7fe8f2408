"""Parts of a whole: side by side without a hole, the rest hatched."""

from dataclasses import replace
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.drawing import stacks
from requests_app.domain.drawing.media import Page
from requests_app.domain.drawing.rows import Part, Stack
from requests_app.domain.drawing.stacks import segments, whole

A_PART = st.builds(
    Part, st.text("abc ", max_size=9), st.none() | st.integers(0, 999), st.just("shade-2")
)
PARTS = st.lists(A_PART, max_size=9).map(tuple)
REST = st.none() | st.builds(Part, st.just("not accounted"), st.integers(1, 99), st.just("rest"))
STACKS = st.builds(Stack, st.just("2016"), PARTS, REST, st.sampled_from(["", "More is stated."]))


@given(st.lists(STACKS, max_size=6))
def test_segments_follow_each_other_inside_the_frame(rows) -> None:
    full = whole(rows)
    for stack in rows:
        at = 0.0
        for one in segments(stack, full):
            assert abs(one.start - at) < 1e-9
            at = one.start + one.share
        assert at + (stacks.TORN if stack.torn else 0) <= 1.000001


@given(st.lists(STACKS, min_size=1, max_size=6))
def test_lengths_are_as_the_values_over_all_stacks(rows) -> None:
    full = whole(rows)
    for stack in rows:
        for one in segments(stack, full):
            assert abs(one.share * full - float(one.part.value)) < 1e-6


@given(STACKS)
def test_what_has_no_number_has_no_length_and_is_said(stack) -> None:
    drawn = [one.part for one in segments(stack, whole([stack]))]
    assert all(part.value for part in drawn)
    assert all(part.name in stack.said for part in stack.parts)


@given(st.lists(STACKS, max_size=5), st.sampled_from([f"shade-{n}" for n in range(6)]))
def test_in_a_file_every_stack_has_its_label_and_its_words(rows, css) -> None:
    coloured = [
        replace(row, parts=tuple(replace(part, css=css) for part in row.parts)) for row in rows
    ]
    inside, height = stacks.in_file(coloured, 880)
    texts = list(ElementTree.fromstring(f"<svg>{inside}</svg>").iter("text"))
    written = " ".join(text.text or "" for text in texts)
    assert all(stack.label in written for stack in coloured)
    assert all(word in written for stack in coloured for word in stack.said.split())
    assert all(float(text.get("y", 0)) <= height for text in texts)


def test_the_rest_is_hatched_and_named() -> None:
    rest = Part("of 117 with misuse found not accounted for", 17, "rest")
    stack = Stack("2016", (Part("no action", 100, "shade-0"),), rest)
    svg = ElementTree.fromstring(f"<svg>{stacks.strip(stack, 117, Page('p'))}</svg>")
    assert [r.get("width") for r in svg.iter("rect") if r.get("fill") == "url(#p-hatch)"] == [
        "14.53%"
    ]
    assert stack.said.endswith("17 of 117 with misuse found not accounted for")
