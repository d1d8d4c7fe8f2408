"""The addresses of the site. Each door lists its own."""

from django.contrib import admin
from django.contrib.auth import views as accounts
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path

from requests_app.health import healthz
from requests_app.staff_site.views.account import change_own_password

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "sign-in/",
        accounts.LoginView.as_view(
            template_name="registration/sign_in.html", redirect_authenticated_user=True
        ),
        name="sign_in",
    ),
    path("sign-out/", login_not_required(accounts.LogoutView.as_view()), name="sign_out"),
    path("password/", change_own_password, name="password_change"),
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("staff/", include("requests_app.staff_site.urls")),
    path("calendars/", include("requests_app.staff_site.urls_calendars")),
    path("mail/", include("requests_app.staff_site.urls_mail_links")),
    path("", include("requests_app.public_site.urls")),
]

handler400 = "tracker.error_pages.bad_request"
handler404 = "tracker.error_pages.not_found"
