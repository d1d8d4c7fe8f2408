"""Who gets in: every staff view names the one permission it needs, and every view that a mail
leads to the purpose that its link was signed for."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.reminders.links import READ, LinkBroken, LinkRefused, Purpose

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


def by_link(purpose: Purpose) -> Callable[[View], View]:
    """Lets anybody through who has a link that was signed for `purpose`, signed in or not; the
    view gets what it says. Others get a page that tells them why not.

    The purpose is left on the view (`view.purpose`), where a test over the URL tree reads it.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, token: str) -> HttpResponseBase:
            try:
                return view(request, READ[purpose](token, on=timezone.localdate()))
            except LinkRefused as refusal:
                status = 404 if isinstance(refusal, LinkBroken) else 410
                context = {"refusal": refusal}
                return render(request, "staff/mail_links/refused.html", context, status=status)

        guarded.purpose = purpose  # type: ignore[attr-defined]
        # Nobody keeps the answer: it is as the database is now.
        return never_cache(guarded)

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
