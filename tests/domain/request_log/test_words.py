"""What somebody types becomes words before any database sees it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.request_log.excerpts import LENGTH, excerpt_of
from requests_app.domain.request_log.words import (
    LONGEST_WORD,
    MOST_TERMS,
    Term,
    as_fts5,
    as_tsquery,
    indexed_words,
    terms_of,
    words_of,
)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("fresno denied", [Term(("fresno",)), Term(("denied",), begun=True)]),
        ("denied ", [Term(("denied",))]),
        ("JOSÉ", [Term(("jose",), begun=True)]),
        ("TD-2026-0042", [Term(("td", "2026", "0042"), begun=True)]),
        ('"in part" x', [Term(("in", "part")), Term(("x",))]),
        ('"not closed', [Term(("not", "closed"))]),
        ("sustain* findings ", [Term(("sustain",), begun=True), Term(("findings",))]),
        ("L.A. PD", [Term(("l", "a")), Term(("pd",), begun=True)]),
        ("a a a ", [Term(("a",))]),
        ("", []),
        ("!!! & | <-> : * ()", []),
        ("\x00'\\", []),
    ],
)
def test_what_is_typed_is_read_as_terms(typed: str, terms: list[Term]) -> None:
    assert terms_of(typed) == terms


def test_a_text_without_end_has_few_terms() -> None:
    assert len(terms_of(" ".join(f"w{n}" for n in range(10_000)))) == MOST_TERMS
    assert words_of("x" * 10_000) == ["x" * LONGEST_WORD]


@given(st.text())
def test_only_letters_and_digits_reach_a_database(typed: str) -> None:
    for term in terms_of(typed):
        assert all(word.isalnum() and word == word.lower() for word in term.words)
        assert len(as_tsquery([term])) > 0 and len(as_fts5([term])) > 0


def test_the_agency_stands_beside_the_text() -> None:
    assert indexed_words("Fresno PD", "Denied, in part") == "~fresno:1 ~pd:2 denied:1 in:2 part:3"


def test_a_text_of_a_million_different_words_stays_below_what_postgresql_takes() -> None:
    text = " ".join(f"word{number}" for number in range(1_000_000))
    assert len(indexed_words("", text)) < 3_000_000


def marked(text: str, typed: str) -> str:
    parts = excerpt_of(text, terms_of(typed)).parts
    return "".join(f"[{part.text}]" if part.is_hit else part.text for part in parts)


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("The request was denied in part.", "denied", "The request was [denied] in part."),
        ("José wrote\n\n  twice", "jose wri", "[José] wrote twice"),
        ("José wrote\n\n  twice", "jose wro", "[José] [wrote] twice"),
        ("a department", "art", "a department"),
        ("<b>denied</b>", "denied", "<b>[denied]</b>"),
        ("", "x", ""),
    ],
)
def test_an_excerpt_marks_whole_words(text: str, typed: str, shown: str) -> None:
    assert marked(text, typed) == shown


def test_an_excerpt_is_where_the_most_of_the_words_are() -> None:
    text = "denied once. " + "filler words go on " * 100 + "denied because exempt. " + "end " * 100
    excerpt = excerpt_of(text, terms_of("denied exempt"))
    assert "denied because exempt" in str(excerpt)
    assert excerpt.cut_before and excerpt.cut_after and len(str(excerpt)) <= LENGTH


@given(st.text(), st.text())
def test_any_text_has_an_excerpt_for_anything_typed(text: str, typed: str) -> None:
    assert len(str(excerpt_of(text, terms_of(typed)))) <= LENGTH
