"""The words of a day strip stay inside it and clear of each other, whatever the dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.deadlines.counting import due_date
from requests_app.domain.deadlines.days import days_of
from requests_app.templatetags._strip_drawing import FOLD, LETTER, PHONE_FOLD, draw_rows

UP, DOWN = 9, 3  # px of a 12 px letter above and below the line it stands on
# Px a letter of the widest label, measured in the face that they are set in (bold, 12 px).
WIDEST = 6.93


@dataclass(frozen=True)
class Box:
    what: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        beside = self.right <= other.left or other.right <= self.left
        return not beside and self.top < other.bottom and other.top < self.bottom


def words(svg: str) -> Iterator[Box]:
    """Each label with the room that its letters may take."""
    label = (
        r'<text class="strip-label [^"]*" x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)">([^<]+)<'
    )
    for x, y, anchor, text in re.findall(label, svg):
        length = len(text) * WIDEST
        left = float(x) - {"start": 0, "middle": length / 2, "end": length}[anchor]
        yield Box(text, left, float(y) - UP, left + length, float(y) + DOWN)


def marks(svg: str) -> Iterator[Box]:
    """The squares, and the ticks of arguable dates above them."""
    for x, y in re.findall(r'<rect class="cell[^"]*" x="([\d.]+)" y="([\d.]+)" width="20"', svg):
        yield Box("square", float(x), float(y), float(x) + 20, float(y) + 20)
    for x, y in re.findall(r'<path class="tick" d="M([\d.]+) ([\d.]+)v6"', svg):
        yield Box("tick", float(x) - 1, float(y), float(x) + 1, float(y) + 6)


@given(
    received=st.dates(date(2019, 1, 1), date(2028, 12, 31)),
    law=st.sampled_from(["cpra", "foia"]),
    extension=st.sampled_from([0, 14]),
    today=st.integers(0, 80),
    answered=st.one_of(st.none(), st.integers(0, 80)),
)
def test_no_label_leaves_the_strip_or_covers_another(
    received: date, law: str, extension: int, today: int, answered: int | None
) -> None:
    due = due_date(received, law=law, extension_days=extension if law == "cpra" else 0)
    on = received + timedelta(days=today)
    told = None if answered is None else received + timedelta(days=answered)
    days = days_of(due, on=on, determined_on=told if told and told <= on else None)
    for fold in (FOLD, PHONE_FOLD):
        svg = draw_rows(days, "", fold, "strip-drawn")
        width, height = (float(n) for n in re.findall(r'viewBox="0 0 (\d+) (\d+)"', svg)[0])
        labels = list(words(svg))
        assert labels
        for one in labels:
            assert 0 <= one.left <= one.right <= width, one
            assert 0 <= one.top <= one.bottom <= height, one
        for one, other in combinations([*labels, *marks(svg)], 2):
            assert one.what in {"square", "tick"} or not one.meets(other), (one, other)


def test_a_letter_is_given_more_room_than_the_widest_takes() -> None:
    assert LETTER > WIDEST
