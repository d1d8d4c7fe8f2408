"""Between the password and the open door: who still has to show a second factor, and what a
session remembers of how it was opened.

What the session keeps: `second_step` (whose second factor is asked for), `second_factor` (it was
shown), `proved_at` (when the password was), `seen_at` (when its row was last written).
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from requests_app.domain.accounts.models import Person
from requests_app.domain.sign_in.passkeys import Place
from requests_app.domain.sign_in.sessions import open_session
from requests_app.domain.sign_in.throttle import second_step_name
from requests_app.staff_site.access import UNSAVED
from requests_app.staff_site.throttling import address_of, forgive

SECOND_STEP, SECOND_FACTOR, PROVED_AT, SEEN_AT = (
    "second_step",
    "second_factor",
    "proved_at",
    "seen_at",
)
SECOND_STEP_SECONDS = 600
PROVED_FOR_SECONDS = 900
# A form that is opened has so much of them left: else it would be asked when it is filled in.
FILLED_IN_SECONDS = 300
PASSWORD_ALONE = "password alone"
TOO_LATE = (
    "Nothing is saved: your password was given too long ago. Give it, then do it once more; what "
    "you had typed has to be typed again."
)


def place_of(request: HttpRequest) -> Place:
    """Where the browser is, as its passkeys see it."""
    host = request.get_host()
    return Place(host.rpartition(":")[0] if ":" in host else host, f"{request.scheme}://{host}")


def ask_second_step(request: HttpRequest, person: Person, *, goes_to: str) -> HttpResponse:
    """The password was right; nobody is signed in before the second factor was."""
    request.session.cycle_key()
    request.session[SECOND_STEP] = {
        "person": person.pk,
        "password": person.get_session_auth_hash(),
        "until": timezone.now().timestamp() + SECOND_STEP_SECONDS,
        "goes_to": goes_to,
    }
    return redirect("sign_in_second_step")


def whose_second_step(request: HttpRequest) -> Person | None:
    """Who gave their password here a moment ago: still active, and still with that password."""
    asked: dict[str, Any] = request.session.get(SECOND_STEP) or {}
    if not asked or asked["until"] < timezone.now().timestamp():
        return None
    person = Person.objects.filter(pk=asked["person"], is_active=True).first()
    return person if person and person.get_session_auth_hash() == asked["password"] else None


def let_in(request: HttpRequest, person: Person, *, how: str, goes_to: str) -> HttpResponse:
    """Signs the person in, with the session's row and the audit's entry, and sends them on."""
    now, by_factor = timezone.now(), how != PASSWORD_ALONE
    if request.user.is_authenticated:  # as somebody else, whose session this was
        logout(request)
    for over in (SECOND_STEP, UNSAVED):
        request.session.pop(over, None)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    remember(request, now, by_factor=by_factor)
    open_session(
        person=person,
        session_key=request.session.session_key or "",
        how=how,
        agent=request.headers.get("User-Agent", ""),
        address=address_of(request),
        at=now,
    )
    forgive(second_step_name(person.username))
    return redirect(goes_to)


def remember(request: HttpRequest, at: datetime, *, by_factor: bool) -> None:
    """What later requests of the session ask for."""
    request.session[SECOND_FACTOR] = by_factor
    request.session[PROVED_AT] = request.session[SEEN_AT] = at.timestamp()


def ask_password(request: HttpRequest, *, then: str = "") -> HttpResponse | None:
    """Off to confirm the password, unless that was done within the last quarter of an hour: who
    finds a browser open must not be able to add or take a second factor, nor to make or raise an
    account. then: the page to go on to; this one if it is not said."""
    is_sent = request.method == "POST"
    good_for = PROVED_FOR_SECONDS - (0 if is_sent else FILLED_IN_SECONDS)
    if timezone.now().timestamp() - request.session.get(PROVED_AT, 0) < good_for:
        return None
    if is_sent:
        messages.warning(request, TOO_LATE)
    answer = redirect("staff:confirm_password")
    answer["Location"] += "?" + urlencode({"next": then or request.get_full_path()})
    return answer


def safe_next(request: HttpRequest, default: str) -> str:
    """Where the address says to go on to, when that is here; else `default`. A path: a bare word
    would be taken for the name of a view."""
    said = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(
        said, {request.get_host()}, require_https=request.is_secure()
    )
    return said if own and said.startswith("/") else default
