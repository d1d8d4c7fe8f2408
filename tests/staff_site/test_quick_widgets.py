"""The quick controls print what Django's own would, for anything that can be typed or chosen."""

import pytest
from django import forms
from django.test.html import parse_html
from hypothesis import given
from hypothesis import strategies as st

from requests_app.staff_site.forms.quick_widgets import QuickSelect, QuickTextInput

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=8)
VALUES = st.one_of(st.none(), TEXT, st.integers())
ATTRS = st.dictionaries(
    st.sampled_from(["id", "aria-invalid", "autofocus", "disabled", "placeholder"]),
    st.one_of(st.booleans(), TEXT),
)
CHOICES = st.lists(st.tuples(st.one_of(TEXT, st.integers()), TEXT), max_size=6)


@given(value=VALUES, attrs=ATTRS)
def test_a_text_input_is_djangos(value: str | int | None, attrs: dict) -> None:
    ours, theirs = QuickTextInput(attrs), forms.TextInput(attrs)
    assert ours.render("due_to", value) == theirs.render("due_to", value)


@given(choices=CHOICES, value=VALUES, attrs=ATTRS)
def test_a_select_is_djangos_but_for_white_space(choices: list, value: object, attrs: dict) -> None:
    ours = QuickSelect(choices=choices).render("kind", value, attrs)
    theirs = forms.Select(choices=choices).render("kind", value, attrs)
    assert parse_html(ours) == parse_html(theirs)


@pytest.mark.parametrize("value", ["", "b", "nothing of it"])
def test_a_fixed_table_is_printed_as_its_choices_are(value: str) -> None:
    pairs = (("", "Any"), ("a", "First <of> them"), ("b", "Second"), ("b", "Second again"))
    fixed = QuickSelect(table=pairs).render("kind", value)
    assert fixed == QuickSelect(choices=pairs).render("kind", value)
    assert fixed.count(" selected") == (value in ("", "b"))
