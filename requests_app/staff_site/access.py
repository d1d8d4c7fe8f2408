"""Who gets in: every staff view names the one permission it needs, and every view that a mail
leads to the purpose that its link was signed for."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.reminders.links import READ, LinkBroken, LinkRefused, Purpose

READING = ("GET", "HEAD")
UNSAVED = "unsaved"  # in the session: what was typed into a form that came without a sign-in
MOST_KEPT, LONGEST_KEPT = 12, 10_000  # texts, characters of each
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
                return _signed_out(request)
            if not request.user.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        # Who is signed out is told here, and better than by the middleware that asks every view.
        return login_not_required(guarded)

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
        return login_not_required(never_cache(guarded))

    return decorate


def _signed_out(request: HttpRequest) -> HttpResponse:
    """Off to sign in. Whoever sent a form is told that nothing was saved; a page that asked for a
    part of itself stays as it is, with what was typed into it, and says so."""
    address = _readable_address(request)
    if request.headers.get("HX-Request"):
        response = render(request, "staff/_signed_out.html", {"address": address})
        response["HX-Retarget"] = response["HX-Reselect"] = "#signed-out"
        response["HX-Reswap"] = "outerHTML"
        return response
    answer = redirect_to_login(address)
    if request.method not in READING:
        request.session[UNSAVED] = _words_of(request)
        answer["Location"] += "&unsaved=yes"
    return answer


def _words_of(request: HttpRequest) -> list[str]:
    """The texts that were typed, for the page of signing in to show: a choice is made again in a
    second, words are not. What has no blank in it is a choice, a number or a token; a password
    may have one, and is kept and shown nowhere."""
    names = [name for name in request.POST if not _is_secret(name)]
    values = (value for name in names for value in request.POST.getlist(name))
    return [value[:LONGEST_KEPT] for value in values if " " in value.strip()][:MOST_KEPT]


def _is_secret(name: str) -> bool:
    return "password" in name or name == "code"


def _readable_address(request: HttpRequest) -> str:
    """Where to go on after signing in: a form was sent from a page, and that one can be read."""
    is_part = bool(request.headers.get("HX-Request"))
    if request.method in READING and not is_part:
        return request.get_full_path()
    try:
        page = urlsplit(request.headers.get("HX-Current-URL" if is_part else "Referer", ""))
    except ValueError:  # no browser sends such an address
        return reverse("staff:today")
    if page.netloc != request.get_host():
        return reverse("staff:today")
    return page._replace(scheme="", netloc="", fragment="").geturl()
