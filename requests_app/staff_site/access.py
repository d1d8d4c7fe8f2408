"""Who gets in: every staff view names the one permission it needs."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission

View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request of somebody who is signed in: what `may` lets through."""

    user: Person


def may(permission: Permission) -> Callable[[View], View]:
    """Lets a signed-in person with `permission` through; sends others to sign in or to a 403.

    The permission is left on the view (`view.permission`), where the test over the whole
    URL tree reads it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not isinstance(request.user, Person):
                return redirect_to_login(_readable_address(request))
            if not request.user.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def _readable_address(request: HttpRequest) -> str:
    """Where to go on after signing in: a form was sent from a page, and that one can be read."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    page = urlsplit(request.headers.get("Referer", ""))
    return page.path if page.netloc == request.get_host() else reverse("staff:today")


class PasswordChangeMiddleware:
    """Whoever holds a one-time password changes it before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        closed = request.path.startswith(("/staff/", "/admin/"))
        if closed and isinstance(person, Person) and person.must_change_password:
            return redirect(reverse("password_change"))
        return self.get_response(request)
