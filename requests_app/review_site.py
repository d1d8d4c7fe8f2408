"""The site that the review pages hang on.

Not inside `admin/`: Django makes the site when that package is first imported, and a site whose
class has to be found in the same package is made a second time, without what was registered.
"""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission


class ReviewSite(AdminSite):
    """Django's admin, entered through the product's own sign-in and by role."""

    site_header = "Tenth Day review"
    site_title = "Tenth Day review"
    index_title = "What can be reviewed"
    site_url = "/staff/"

    def has_permission(self, request: HttpRequest) -> bool:
        person = request.user
        return isinstance(person, Person) and person.may(Permission.USE_ADMIN_SITE)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponse:
        """One page changes passwords: it also lifts the mark of a one-time password."""
        return redirect("password_change")
