"""Filling in merge fields: what comes out, and what is refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.request_log.letters.fields import FIELDS
from requests_app.domain.request_log.letters.merging import (
    LoneBrace,
    TextNotMergeable,
    UnknownField,
    check_fields,
    escaped,
    merge,
)
from requests_app.domain.request_log.letters.texts import STARTING_TEXT

VALUES = {name: f"<{name} {{x}}>" for name in FIELDS}  # a value with braces of its own
plain = st.text(st.characters(exclude_characters="{}"))
fields = st.sampled_from(sorted(FIELDS))


@given(st.lists(st.tuples(plain, fields)), plain)
def test_any_text_with_known_fields_is_filled_in(parts: list[tuple[str, str]], end: str) -> None:
    text = "".join(f"{words}{{{name}}}" for words, name in parts) + end
    assert merge(text, VALUES) == "".join(words + VALUES[name] for words, name in parts) + end


@given(st.text(st.sampled_from("{}ab \n")))
def test_ordinary_text_comes_through_escaping_as_it_was(text: str) -> None:
    assert merge(escaped(text), VALUES) == text


@given(st.text(st.sampled_from("{}agency _:!.0")))
def test_a_text_is_filled_in_whole_or_refused_by_name(text: str) -> None:
    try:
        merged = merge(text, {"agency": "Fresno"})
    except TextNotMergeable:
        return
    assert "{agency}" not in merged or "{{agency}}" in text


@pytest.mark.parametrize("text", ["{agencies}", "{}", "{agency.name}", "{agency!r}", "{0}",
                                  "{agency:>9}", "{__class__}", "{{{agencies}}}"])  # fmt: skip
def test_an_unknown_field_is_named_with_those_that_are_known(text: str) -> None:
    with pytest.raises(UnknownField) as refusal:
        check_fields(text, FIELDS)
    assert text.strip("{}") in str(refusal.value)
    assert FIELDS and all(f"{{{name}}}" in str(refusal.value) for name in FIELDS)


@pytest.mark.parametrize("text", ["{agency", "agency}", "a { b", "{{agency}", "{{{agency}}"])
def test_a_brace_alone_is_refused(text: str) -> None:
    with pytest.raises(LoneBrace):
        check_fields(text, FIELDS)


def test_a_long_unknown_field_does_not_fill_the_page() -> None:
    with pytest.raises(UnknownField) as refusal:
        check_fields(f"{{{'x' * 10_000}}}", FIELDS)
    assert len(str(refusal.value)) < 700


def test_blanks_inside_a_field_do_no_harm() -> None:
    assert merge("{ agency }", VALUES) == VALUES["agency"]


def test_the_starting_text_is_in_order() -> None:
    check_fields(STARTING_TEXT, FIELDS)
    assert "{agency}" in STARTING_TEXT
    assert "{year}" in STARTING_TEXT
