from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from requests_app.admin.base import person_may
from requests_app.domain.accounts.roles import Permission


class ReviewSite(AdminSite):
    """Django's admin, entered through the product's own sign-in and by role."""

    site_header = "Tenth Day review"
    site_title = "Tenth Day review"
    index_title = "What can be reviewed"
    site_url = "/staff/"

    def has_permission(self, request: HttpRequest) -> bool:
        return person_may(request, Permission.USE_ADMIN_SITE)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
