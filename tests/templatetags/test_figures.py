"""Figures as they may be quoted."""

from decimal import Decimal

import pytest

from requests_app.domain.drawing.numbers import UnknownQualifier
from requests_app.domain.misuse_data.vocabulary import Answer, Qualifier
from requests_app.templatetags import figures


@pytest.mark.parametrize(
    ("value", "qualifier", "words"),
    [
        (7275, "", "7,275"),
        (0, "exact", "0"),
        (586, "at_least", "≥\u00a0586"),
        (20, "more than", ">\u00a020"),
        (17, "about", "≈\u00a017"),
        (Decimal("17.50"), "", "17.50"),
        (Decimal("7635.00"), "", "7,635"),
        (-3, "", "−3"),
    ],
)
def test_a_figure_keeps_its_qualifier(value: float, qualifier: str, words: str) -> None:
    assert figures.figure(value, qualifier) == words


@pytest.mark.parametrize("qualifier", Qualifier)
def test_every_qualifier_has_a_mark(qualifier: Qualifier) -> None:
    bare = qualifier is Qualifier.EXACT
    assert (figures.figure(5, qualifier) == "5") is bare


@pytest.mark.parametrize("answer", Answer)
def test_every_answer_has_words(answer: Answer) -> None:
    assert figures.answer_words(answer.value) == answer.label


def test_an_unknown_answer_is_refused_by_name() -> None:
    with pytest.raises(figures.UnknownAnswer, match="'zero' is no answer"):
        figures.answer_words("zero")


def test_silence_is_never_a_zero() -> None:
    assert figures.figure(None) == "did not report"


def test_a_qualifier_without_a_mark_is_refused_by_name() -> None:
    with pytest.raises(UnknownQualifier, match="'roughly' has no mark"):
        figures.figure(5, "roughly")


@pytest.mark.parametrize(
    ("value", "before", "words"),
    [(7275, 147, "+7,128"), (83, 100, "−17"), (5, 5, "no change"), (5, None, ""), (None, 5, "")],
)
def test_change_from_one_year_to_the_next(value: int, before: int, words: str) -> None:
    assert figures.change(value, before) == words


def test_a_source_dot_says_where_it_leads_and_escapes_what_sources_call_themselves() -> None:
    dot = figures.source_dot("/figures/4/", '<b>"DOJ"</b>')
    assert 'href="/figures/4/"' in dot
    assert 'aria-label="Source: &lt;b&gt;&quot;DOJ&quot;&lt;/b&gt;"' in dot
    assert "is-conflict" not in dot
    assert "Sources disagree: KTLA" in figures.source_dot("/figures/5/", "KTLA", conflict=True)
