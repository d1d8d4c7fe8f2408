"""The door's half of the throttle: where a request comes from, and the page that says when to try
again. django-axes calls the first four by their names (settings); the rule is in the room."""

from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from requests_app.domain.sign_in import throttle
from requests_app.domain.sign_in.attempts import failed_to_sign_in
from tracker import real_address

UNKNOWN_ADDRESS = "0.0.0.0"
TOO_MANY_REQUESTS = 429


def counted_by(request: Any, credentials: dict[str, Any] | None = None) -> list[Any]:
    return throttle.counted_by(_typed_name(request, credentials))


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    return throttle.counted_name(_typed_name(request, credentials))


def counted_address(request: HttpRequest) -> str:
    """What failures are counted by: a household has many IPv6 addresses to go on to."""
    return real_address.household_of(request) or UNKNOWN_ADDRESS


def locked_page(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    """Says when whoever failed too often may try again."""
    return too_soon(request, _typed_name(request, credentials)) or response or HttpResponse()


def address_of(request: HttpRequest) -> str:
    """The address that the request came from, in full: for the list of sessions and the audit."""
    return real_address.address_of(request) or UNKNOWN_ADDRESS


def too_soon(request: HttpRequest, name: str) -> HttpResponse | None:
    """The page for `name` when the next try has to wait, else None."""
    now = timezone.now()
    until = throttle.locked_until(name, address=counted_address(request), at=now)
    if until is None:
        return None
    context = {"until": until, "failures": throttle.MOST_FAILURES}
    answer = render(request, "registration/locked.html", context, status=TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(int((until - now).total_seconds()) + 1)
    return answer


def count_failure(request: HttpRequest, name: str) -> None:
    """A code, a passkey or an old password was wrong; one that somebody signs in with or confirms
    is counted by django-axes itself."""
    AxesProxyHandler.user_login_failed(
        sender=__name__, credentials={"username": name}, request=request
    )


def forgive(name: str) -> None:
    """What was counted under `name` is over."""
    AxesProxyHandler.reset_attempts(username=throttle.counted_name(name))


def keep_failure(request: HttpRequest, *, username: str, step: str) -> None:
    """Puts a failure that was counted on record."""
    failed_to_sign_in(
        username=username,
        step=step,
        is_locked=bool(getattr(request, "axes_locked_out", False)),
        address=address_of(request),
        at=timezone.now(),
    )


def _typed_name(request: Any, credentials: dict[str, Any] | None) -> str:
    if credentials:
        return str(credentials.get("username") or "")
    return str(request.POST.get("username", "")) if isinstance(request, HttpRequest) else ""
