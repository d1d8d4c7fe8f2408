"""What stands between a signed-in person and the closed pages: a password of their own, a second
factor where the role needs one, the password once more where accounts are changed; and the note of
when each session was last seen."""

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
# The pages of people on the review site, by name, and those of them with something to fill in.
PEOPLE = "admin:requests_app_person_"
PEOPLE_FORMS = (f"{PEOPLE}add", f"{PEOPLE}change")


def is_closed(request: HttpRequest) -> bool:
    """Whether the address leads to the staff or the review site. Asked of `path_info`, by which
    views are found: `path` begins with whatever the web server takes the site to lie below."""
    return request.path_info.startswith(CLOSED)


class NotKeptMiddleware:
    """No cache keeps an answer of the staff site, nor the browser of a machine that others use: it
    is as the database is now, and for one person. A view may say otherwise."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path_info.startswith("/staff/"):
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class PasswordChangeMiddleware:
    """Whoever holds a one-time password changes it before anything else."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user if is_closed(request) else None
        if isinstance(person, Person) and person.must_change_password:
            return redirect("password_change")
        return self.get_response(request)


class SecondFactorMiddleware:
    """Whoever must have a second factor sees nothing but the pages that set one up, until they
    have. A session that has not shown one which was set up elsewhere meanwhile is over."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user if is_closed(request) else None
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
    site's own pages of people: it is asked for before a form is filled in, and again where that
    took too long."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """After the page's token was looked at: what has none is refused, not asked about."""
        page = request.resolver_match.view_name if request.resolver_match else ""
        changes = page.startswith(PEOPLE) and request.method == "POST"
        if not changes and page not in PEOPLE_FORMS:
            return None
        person = request.user
        if isinstance(person, Person) and person.may(Permission.MANAGE_PEOPLE):
            return ask_password(request)
        return None


class LastSeenMiddleware:
    """Notes now and then that a session is in use. One that no sign-in opened has no row."""

    def __init__(self, get_response: Answer):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if is_closed(request) and request.user.is_authenticated:
            seen, now = request.session.get(SEEN_AT), timezone.now()
            if seen is not None and now.timestamp() - seen > SEEN_AFTER_SECONDS:
                request.session[SEEN_AT] = now.timestamp()
                key = request.session.session_key or ""
                see_session(session_key=key, address=address_of(request), at=now)
        return self.get_response(request)
