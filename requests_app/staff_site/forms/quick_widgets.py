"""Controls of filters, put together without templates.

Django renders every option of a select by a template of its own; the 120 options over a list
would cost more than the list. What comes out is the same to the letter but for white space.
"""

from functools import lru_cache
from typing import Any

from django import forms
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Pairs = tuple[tuple[str, str], ...]


class QuickTextInput(forms.TextInput):
    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """`<input type="text">` with the value as typed."""
        shown = self.format_value(value)
        return format_html(
            '<input type="{}" name="{}"{}{}>',
            self.input_type,
            name,
            mark_safe("") if shown is None else format_html(' value="{}"', shown),
            _attributes(self.build_attrs(self.attrs, attrs)),
        )


class QuickSelect(forms.Select):
    """For one choice of a flat list: groups of options are Django's own `Select`'s business.

    table: the options, where they are always the same.
    """

    def __init__(self, *, table: Pairs = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.table = table

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """`<select>` with the first option that has the value selected."""
        pairs = self.table or tuple((str(value), str(label)) for value, label in self.choices)
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            _attributes(self.build_attrs(self.attrs, attrs)),
            _options(pairs, self.format_value(value)[0]),
        )


class QuickSelectMultiple(forms.SelectMultiple):
    """For any number of choices of a flat list."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """`<select multiple>` with the options that have one of the values selected."""
        attributes = self.build_attrs(self.attrs, {**(attrs or {}), "multiple": True})
        wanted = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (one, mark_safe(" selected" * (str(one) in wanted)), label)
                for one, label in self.choices
            ),
        )
        return format_html(
            '<select name="{}"{}>{}</select>', name, _attributes(attributes), options
        )


# Keyed by all that it prints, so that it cannot grow stale.
@lru_cache(maxsize=256)
def _options(pairs: Pairs, wanted: str) -> SafeString:
    """The options; the first that is `wanted` is selected."""
    values = [value for value, _ in pairs]
    at = values.index(wanted) if wanted in values else None
    return mark_safe(
        "".join(
            f'<option value="{escape(value)}"{" selected" * (number == at)}>'
            f"{escape(label)}</option>"
            for number, (value, label) in enumerate(pairs)
        )
    )


def _attributes(attrs: dict[str, Any]) -> SafeString:
    """As Django's attrs.html: True stands alone, False is left out."""
    return mark_safe(
        "".join(
            f" {conditional_escape(name)}"
            if value is True
            else f' {conditional_escape(name)}="{conditional_escape(value)}"'
            for name, value in attrs.items()
            if value is not False
        )
    )
