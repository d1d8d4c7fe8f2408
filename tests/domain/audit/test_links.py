"""The seal: the same for the same facts, another one for any other."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.audit.links import BEFORE_THE_FIRST, seal_of

AT = datetime(2026, 6, 22, 17, tzinfo=UTC)
ROW = (1, 7, AT, 3, "Ana Ruiz", "published", "release", "12", "CLETS 2024", {"b": 1, "a": "é"})
words = st.text(max_size=5)


def test_the_format_is_fixed() -> None:
    """Who changes this makes every record that was ever sealed unsound."""
    assert seal_of(BEFORE_THE_FIRST, ROW) == (
        "6843ba22ffcf18f64baa4a453dd310b7ced564a2754ac3115425e5b518b25bc4"
    )


def test_the_same_moment_and_details_have_the_same_seal() -> None:
    there = AT.astimezone(ZoneInfo("America/Los_Angeles"))
    same = (*ROW[:2], there, *ROW[3:9], {"a": "é", "b": 1.0})
    assert seal_of(BEFORE_THE_FIRST, same) == seal_of(BEFORE_THE_FIRST, ROW)


@given(st.tuples(words, words, words), st.tuples(words, words, words))
def test_values_do_not_run_into_each_other(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    first = seal_of(BEFORE_THE_FIRST, (*ROW[:4], *one, *ROW[7:]))
    second = seal_of(BEFORE_THE_FIRST, (*ROW[:4], *other, *ROW[7:]))
    assert (first == second) == (one == other)
