"""The nav line: links to places, and plain text for the place one is in."""

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission

register = template.Library()

# A page that hangs under a place, by the URL name it has. A page that is missing here names its
# place itself, with `place` in its context.
UNDER: dict[str, str] = {
    "request": "requests",
    "log_request": "requests",
    "campaign": "campaigns",
    "agency": "agencies",
    "import": "returned_data",
    "release": "returned_data",
    "year": "tallies",
}


@register.filter
def may(person: object, permission: str) -> bool:
    """Whether a button is shown: `{% if user|may:"log_requests" %}`. The view asks again."""
    return isinstance(person, Person) and person.may(Permission(permission))


def place_of(context: Context) -> str:
    """The place a page is in: `place` in the context, else from the URL it was found by."""
    if "place" in context:
        return str(context["place"])
    match = getattr(context.get("request"), "resolver_match", None)
    name = (match.url_name or "") if match else ""
    return UNDER.get(name, name)


@register.simple_tag(takes_context=True)
def place_link(context: Context, url_name: str, words: str, key: str = "") -> SafeString:
    """A link to a place; on the place's own page plain text, on one under it a marked link.

    `url_name` is namespaced ("staff:requests"); `key` is the shortcut that clicks the link.
    """
    url = reverse(url_name)
    shortcut = format_html(' data-key="{}"', key) if key else ""
    if place_of(context) != url_name.rpartition(":")[2]:
        return format_html('<a href="{}"{}>{}</a>', url, shortcut, words)
    if getattr(context.get("request"), "path", "") == url:
        return format_html('<span aria-current="page">{}</span>', words)
    return format_html('<a href="{}"{} aria-current="true">{}</a>', url, shortcut, words)
