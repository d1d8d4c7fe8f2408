"""One huge value flattens neither bars nor the classes of the map."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.drawing.rows import Bar
from requests_app.domain.drawing.scales import CUT, classes, scale_for

VALUES = st.lists(st.integers(-3, 20_000), max_size=80)


@given(VALUES)
def test_the_classes_hold_every_number_above_zero_once(values) -> None:
    found = classes(values)
    for value in values:
        holding = [one for one in found if one.least <= value <= one.most]
        assert len(holding) == (1 if value > 0 else 0)
    assert sum(one.count for one in found) == sum(value > 0 for value in values)


def test_the_longest_bar_is_not_cut_because_it_is_no_whole_number() -> None:
    scale = scale_for([Bar("A", Decimal("33.3")), Bar("B", Decimal("20"))])
    assert (scale.note, scale.is_cut(Decimal("33.3"))) == ("", False)


@given(VALUES)
def test_the_classes_rise_and_the_last_is_the_darkest(values) -> None:
    found = classes(values)
    assert len(found) <= 5
    assert [one.shade for one in found] == list(range(6 - len(found), 6))
    assert all(one.most < following.least for one, following in pairwise(found))


@given(st.lists(st.integers(1, 100_000), min_size=25, max_size=80, unique=True))
def test_different_numbers_are_spread_evenly(values) -> None:
    counts = [one.count for one in classes(values)]
    assert len(counts) == 5
    assert max(counts) - min(counts) <= 1


def test_one_huge_number_leaves_the_others_their_shades() -> None:
    shades = {one.shade: one.range for one in classes([*range(1, 11), 6789])}
    assert len(shades) == 5
    assert shades[5] == "10–6,789"


@given(VALUES)
def test_what_is_not_cut_is_to_scale(values) -> None:
    rows = [Bar(str(n), value) for n, value in enumerate(values)]
    scale = scale_for(rows)
    for value in values:
        if value > 0 and not scale.is_cut(value):
            assert abs(scale.share(value) - value / scale.full) < 1e-9
            assert not scale.note or scale.share(value) <= 1 / CUT + 1e-9
    cut = [bar for bar in rows if scale.is_cut(bar.value)]
    assert bool(cut) == bool(scale.note)
    assert all(bar.said in scale.note for bar in cut)
