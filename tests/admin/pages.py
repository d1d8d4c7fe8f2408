"""Filling in the pages of the review site as a browser would."""

from html.parser import HTMLParser
from typing import Any

from django.contrib import admin
from django.test import Client
from django.urls import reverse

MODELS = sorted(admin.site._registry, key=lambda model: model.__name__)


class _Form(HTMLParser):
    """The controls of the page's main form, with their values."""

    def __init__(self, name: str):
        super().__init__()
        self.name, self.inside = name, False
        self.values: dict[str, str] = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        if tag == "form":
            self.inside = found.get("id") == self.name
        if not self.inside:
            return
        name = found.get("name", "")
        if tag == "input" and name and found.get("type") not in ("submit", "file"):
            if found.get("type") != "checkbox":
                self.values[name] = found.get("value", "")
            elif "checked" in found:
                self.values[name] = found.get("value", "on")  # as a browser sends it
        elif tag == "select":
            self._select = name
            self.values.setdefault(name, "")
        elif tag == "option" and "selected" in found:
            self.values[self._select] = found.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.values[name] = ""

    def handle_data(self, data: str) -> None:
        if self.inside and self._area:
            self.values[self._area] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        if tag == "form":
            self.inside = False


def address(model: type, page: str, *args: Any) -> str:
    return reverse(f"admin:requests_app_{model._meta.model_name}_{page}", args=args)  # type: ignore[attr-defined]


def controls(client: Client, model: type, url: str) -> dict[str, str]:
    """What the form of a page holds."""
    response = client.get(url)
    assert response.status_code == 200
    form = _Form(f"{model._meta.model_name}_form")  # type: ignore[attr-defined]
    form.feed(response.content.decode())
    return form.values


def change(client: Client, obj: Any, **values: Any) -> Any:
    """Opens the change page, changes some fields, saves."""
    url = address(type(obj), "change", obj.pk)
    return client.post(url, controls(client, type(obj), url) | values)


def add(client: Client, model: type, **values: Any) -> Any:
    """Opens the page for a new one, fills some fields, saves."""
    url = address(model, "add")
    return client.post(url, controls(client, model, url) | values)


def wrong(response: Any) -> dict[str, list[str]]:
    """What the page says is wrong, by field."""
    form = response.context["adminform"].form
    return {name: list(found) for name, found in form.errors.items()}
