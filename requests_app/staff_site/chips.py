"""What is set over a list, in words, each with the address that takes it away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.forms import ChoiceField, Form
from django.http import QueryDict

from requests_app.domain.deadlines.words import short_day
from requests_app.staff_site.request_filter import RequestFilter


@dataclass(frozen=True)
class Chip:
    """words: "Standing: Late". without: the query without it."""

    words: str
    without: str


def chips_of(chosen: RequestFilter, query: QueryDict) -> list[Chip]:
    """One chip a filter that is set and could be read, in the order of the filters."""
    chosen.errors  # noqa: B018 (asking for them reads the form)
    return list(_chips(chosen.form, query))


def _chips(form: Form, query: QueryDict) -> Iterator[Chip]:
    for name, value in form.cleaned_data.items():
        label = form.fields[name].label
        if isinstance(value, list):
            for one in value:
                rest = [other for other in query.getlist(name) if other != one]
                yield Chip(f"{label}: {_words(form, name, one)}", _with(query, name, rest))
        elif value not in (None, ""):
            yield Chip(f"{label}: {_words(form, name, value)}", _with(query, name, []))


def _words(form: Form, name: str, value: Any) -> str:
    if isinstance(value, date):
        return f"{short_day(value)} {value.year}"
    field = form.fields[name]
    if isinstance(field, ChoiceField):
        choices: Any = field.choices
        return next((str(label) for key, label in choices if str(key) == str(value)), "")
    return str(value).strip()


def _with(query: QueryDict, name: str, values: list[str]) -> str:
    changed = query.copy()
    changed.setlist(name, values)
    changed.pop("page", None)
    return "?" + changed.urlencode()
