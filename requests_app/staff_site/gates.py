"""What stands between a signed-in person and the closed pages: a second factor where the role
needs one, the password once more where accounts are changed; and the note of when each session was
last seen."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.sign_in.factors import has_second_factor, role_needs_second_factor
from requests_app.domain.sign_in.sessions import SEEN_AFTER_SECONDS, see_session
from requests_app.staff_site.entering import SECOND_FACTOR, SEEN_AT, ask_password
from requests_app.staff_site.throttling import address_of

Answer = Callable[[HttpRequest], HttpResponse]
CLOSED = ("/staff/", "/admin/")
PEOPLE = "/admin/requests_app/person/"


class SecondFactorMiddleware:
    """Whoever must have a second factor sees nothing but the pages that set one up, until they
    have. A session that has not shown one which was set up elsewhere meanwhile is over."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user if request.path.startswith(CLOSED) else None
        if not settings.SECOND_FACTOR_REQUIRED or not isinstance(person, Person):
            return self.get_response(request)
        if request.session.get(SECOND_FACTOR) or not role_needs_second_factor(person):
            return self.get_response(request)
        if has_second_factor(person):
            logout(request)
            return redirect(settings.LOGIN_URL)
        if request.path.startswith(reverse("staff:second_factor")):
            return self.get_response(request)
        return redirect("staff:second_factor")


class PeopleMiddleware:
    """Whoever changes accounts on the review site gave their password a moment ago, as on the staff
    site's own pages of people."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """After the page's token was looked at: what has none is refused, not asked about."""
        if request.method != "POST" or not request.path.startswith(PEOPLE):
            return None
        person = request.user
        if isinstance(person, Person) and person.may(Permission.MANAGE_PEOPLE):
            return ask_password(request, then=request.path)
        return None


class LastSeenMiddleware:
    """Notes now and then that a session is in use. One that no sign-in opened has no row."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(CLOSED) and request.user.is_authenticated:
            seen, now = request.session.get(SEEN_AT), timezone.now()
            if seen is not None and now.timestamp() - seen > SEEN_AFTER_SECONDS:
                request.session[SEEN_AT] = now.timestamp()
                key = request.session.session_key or ""
                see_session(session_key=key, address=address_of(request), at=now)
        return self.get_response(request)
