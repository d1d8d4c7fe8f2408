"""One's own account, and the people who work here."""

from django.urls import path

from requests_app.staff_site.views import account, people, second_factor

_SECOND = "account/second-factor/"

urlpatterns = [
    path("account/", account.account_page, name="account"),
    path("account/sessions/<int:pk>/end/", account.end_session_now, name="end_session"),
    path("account/sessions/end/", account.end_other_sessions_now, name="end_other_sessions"),
    path(_SECOND, second_factor.second_factor_page, name="second_factor"),
    path(f"{_SECOND}password/", second_factor.confirm_password_page, name="confirm_password"),
    path(f"{_SECOND}app/", second_factor.add_authenticator_page, name="add_authenticator"),
    path(
        f"{_SECOND}app/remove/", second_factor.remove_authenticator_now, name="remove_authenticator"
    ),
    path(f"{_SECOND}passkey/", second_factor.add_passkey_page, name="add_passkey"),
    path(
        f"{_SECOND}passkey/<int:pk>/remove/",
        second_factor.remove_passkey_now,
        name="remove_passkey",
    ),
    path(f"{_SECOND}codes/", second_factor.make_recovery_codes_now, name="make_recovery_codes"),
    path("people/", people.people_page, name="people"),
    path("people/invite/", people.invite_page, name="invite"),
    path("people/invitations/<int:pk>/again/", people.invite_again_now, name="invite_again"),
    path(
        "people/invitations/<int:pk>/revoke/",
        people.revoke_invitation_now,
        name="revoke_invitation",
    ),
    path("people/<int:pk>/", people.person_page, name="person"),
    path(
        "people/<int:pk>/reset-second-factor/",
        people.reset_second_factor_now,
        name="reset_second_factor",
    ),
    path("people/<int:pk>/end-sessions/", people.end_sessions_now, name="end_sessions"),
]
