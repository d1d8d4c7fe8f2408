"""Who gets in where: every address of the site against every role, drawn for docs/access.md.

Closed by default: a view of the staff site names its permission, a page of the review site asks
by its model, and what is open to others stands in `OPEN` below. An address without any of these
is an error, so that nobody adds one without saying who may open it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from inspect import getclosurevars
from pathlib import Path
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import ROLE_PERMISSIONS, Permission, Role
from requests_app.management.tables import table

FILE = Path(__file__).resolve().parents[2] / "docs" / "access.md"
IN, REFUSED, SIGN_IN = "in", "refused", "to sign-in"
ANYBODY, SIGNED_IN = "anybody", "anybody who is signed in"
LINK = "a link that was signed for it ({})"
# What names no permission of its own: who may open it, and why that is right.
OPEN: dict[str, str] = {
    "sign_in": ANYBODY,
    "sign_in_second_step": "the password, given a moment ago",
    "sign_out": ANYBODY,
    "invitation": (MAILED := "a link that a mail brought, once"),
    "password_forgotten": ANYBODY,
    "password_new": MAILED,
    "password_change": SIGNED_IN,
    "healthz": ANYBODY,
    "calendars:feed": "a secret address, which its owner revokes",
    "admin:logout": ANYBODY,
    "admin:login": (NOBODY := "nobody: there is one sign-in"),
}
PUBLIC, ADMIN = "public:", "admin:"
# What somebody without an account gets there, where it is not let in.
ANONYMOUS = {SIGNED_IN: SIGN_IN, NOBODY: SIGN_IN}
ANY = "GET, POST"


class NobodySaid(Exception):
    """An address about which nobody said who may open it."""


@dataclass(frozen=True)
class Row:
    """One address. roles: those whom it lets in; anonymous: what somebody without an account
    gets."""

    name: str
    address: str
    methods: str
    asks: str
    roles: frozenset[Role]
    anonymous: str

    def answer(self, role: Role | None) -> str:
        """What somebody of this role gets; None: who has no account, or a switched-off one."""
        if role is None:
            return self.anonymous
        return IN if role in self.roles else REFUSED


HEAD = ["Address", "Method", "Asks for", "Without an account", *(role.title() for role in Role)]
INTRODUCTION = """# Who gets in where

Drawn from the code by `manage.py draw_tables`; `make check` compares the two, and
`tests/test_access.py` what the site answers with a table typed by hand.

*in*: the address answers (what it does there still hangs on the thing itself: a restricted file,
somebody else's saved view, a release that waits for a second person). *refused*: 403. *to
sign-in*: 302. Somebody whose account is switched off has none, in open sessions as well. What
nobody may see answers like what is not there: 404."""


def drawn() -> str:
    """The whole document, in Markdown."""
    parts = [INTRODUCTION]
    found = list(rows())
    for title, spaces in AREAS.items():
        held = [row for row in found if row.name.rpartition(":")[0] in spaces]
        parts.append(f"## {title}\n\n{table(HEAD, map(_cells, held))}")
    return "\n\n".join(parts) + "\n"


AREAS = {
    "The public site": {"public"},
    "Signing in, links and watchers": {"", "mail_links", "calendars"},
    "The staff site": {"staff"},
    "The review site": {"admin"},
}


def _cells(row: Row) -> list[str]:
    answers = [row.answer(role) for role in (None, *Role)]
    return [f"`/{row.address}`", row.methods, row.asks, *answers]


def rows() -> Iterator[Row]:
    """Every address of the site, in the order of the URL tree. Raises `NobodySaid`."""
    for name, address, view in addresses(get_resolver().url_patterns):
        yield _row(name, address, view)


def addresses(
    patterns: Iterable[Any], space: str = "", before: str = ""
) -> Iterator[tuple[str, str, Any]]:
    """(name, address, view) of all that has a name. Django's admin ends with an address for all
    that is none and redirects the bare one of a thing; they have no names and show nothing."""
    for pattern in patterns:
        address = before + str(pattern.pattern).strip("^$")
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner, address)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield space + pattern.name, address, pattern.callback


def _row(name: str, address: str, view: Any) -> Row:
    methods = methods_of(view)
    if permission := getattr(view, "permission", None):
        return Row(name, address, methods, permission, _roles_with(permission), SIGN_IN)
    if purpose := getattr(view, "purpose", None):
        return Row(name, address, methods, LINK.format(purpose), frozenset(Role), IN)
    if name in OPEN or name.startswith(PUBLIC):
        asks = OPEN.get(name, ANYBODY)
        roles = frozenset() if asks == NOBODY else frozenset(Role)
        return Row(name, address, methods, asks, roles, ANONYMOUS.get(asks, IN))
    if name.startswith(ADMIN):
        return _review_row(name, address)
    raise NobodySaid(
        f"{name} (/{address}) says nowhere who may open it: give its view @may, or add a row to "
        "OPEN in requests_app/management/access.py."
    )


def _roles_with(permission: Permission) -> frozenset[Role]:
    return frozenset(role for role in Role if permission in ROLE_PERMISSIONS[role])


def _review_row(name: str, address: str) -> Row:
    """A page of a model asks the model's own page of the review site; another asks for the site."""
    for model, page in admin.site._registry.items():
        start = f"{ADMIN}{model._meta.app_label}_{model._meta.model_name}_"
        if name.startswith(start):
            asked = name.removeprefix(start)
            roles = frozenset(role for role in Role if _lets_in(page, asked, role))
            return Row(name, address, ANY, f"{model._meta.verbose_name}: {asked}", roles, SIGN_IN)
    asked_for = Permission.USE_ADMIN_SITE
    return Row(name, address, ANY, asked_for, _roles_with(asked_for), SIGN_IN)


def _lets_in(page: admin.ModelAdmin, asked: str, role: Role) -> bool:
    request = HttpRequest()
    request.user = Person(role=role)
    if not admin.site.has_permission(request):
        return False
    if asked == "add":
        return page.has_add_permission(request)
    if asked == "delete":
        return page.has_delete_permission(request)
    return page.has_view_or_change_permission(request)


def methods_of(view: Any) -> str:
    """The methods that a view takes, as its decorators say; "GET, POST" where they say nothing."""
    layer = view
    while layer is not None:
        if handlers := getattr(layer, "view_class", None):
            return ", ".join(m.upper() for m in handlers.http_method_names if m in ("get", "post"))
        said = getclosurevars(layer).nonlocals.get("request_method_list")
        if said is not None:
            return ", ".join(method for method in said if method != "HEAD")
        layer = getattr(layer, "__wrapped__", None)
    return ANY
