"""Standings as badges."""

import pytest

from requests_app.domain.deadlines.standings import Standing
from requests_app.templatetags import standings


def test_every_standing_has_a_class_of_the_stylesheet() -> None:
    assert set(standings.CLASSES) == set(Standing)
    known = {"calm", "soon", "today", "late", "waiting", "done"}
    assert set(standings.CLASSES.values()) <= known


def test_late_standings_and_no_others_wear_the_late_mark() -> None:
    for standing in Standing:
        assert (standings.standing_class(standing) == "late") is standing.is_late


def test_a_badge_has_a_word_as_well_as_a_colour() -> None:
    badge = standings.standing_badge("no_response")
    assert badge == '<span class="standing is-late">No response</span>'


@pytest.mark.parametrize(
    ("days", "css", "word"),
    [
        (4, "calm", "Not yet due"),
        (3, "soon", "Due in 3 days"),
        (1, "soon", "Due tomorrow"),
        (None, "calm", "Not yet due"),
    ],
)
def test_a_near_date_turns_soon(days: int | None, css: str, word: str) -> None:
    badge = standings.standing_badge(Standing.NOT_YET_DUE, days)
    assert badge == f'<span class="standing is-{css}">{word}</span>'


def test_days_left_change_no_other_standing() -> None:
    assert standings.standing_class(Standing.ANSWERED, 1) == "done"


def test_an_unknown_standing_is_refused_by_name() -> None:
    with pytest.raises(standings.UnknownStanding, match="'overdue' is no standing"):
        standings.standing_badge("overdue")
