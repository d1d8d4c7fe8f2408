"""The addresses of the site. Each door lists its own."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path

from requests_app.health import healthz
from requests_app.staff_site.views import invited, sign_in
from requests_app.staff_site.views.account import change_own_password

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", login_not_required(sign_in.sign_in), name="sign_in"),
    path(
        "sign-in/second-step/", login_not_required(sign_in.second_step), name="sign_in_second_step"
    ),
    path("sign-out/", login_not_required(sign_in.SignOut.as_view()), name="sign_out"),
    path("invitation/<str:token>/", login_not_required(invited.invitation_page), name="invitation"),
    path("password/", change_own_password, name="password_change"),
    path(
        "password/forgotten/", login_not_required(invited.forgotten_page), name="password_forgotten"
    ),
    path(
        "password/new/<str:token>/",
        login_not_required(invited.new_password_page),
        name="password_new",
    ),
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("staff/", include("requests_app.staff_site.urls")),
    path("calendars/", include("requests_app.staff_site.urls_calendars")),
    path("mail/", include("requests_app.staff_site.urls_mail_links")),
    path("", include("requests_app.public_site.urls")),
]

handler400 = "tracker.error_pages.bad_request"
handler404 = "tracker.error_pages.not_found"
