"""Signing in and out, and one's own password."""

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from tests.builders import PASSWORD, a_person
from tests.staff_site.doors import errors, signed_in, texts

pytestmark = pytest.mark.django_db
NEW = "another quite long one"


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str):
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def test_signing_in_leads_to_today_or_where_one_was_going(client: Client) -> None:
    person = a_person()
    asked = client.get("/staff/requests/?q=x")
    assert asked.url == "/sign-in/?next=/staff/requests/%3Fq%3Dx"
    assert sign_in(client, person.username, next="/staff/requests/?q=x").url == (
        "/staff/requests/?q=x"
    )
    assert sign_in(Client(), person.username).url == "/staff/"


@pytest.mark.parametrize(
    "where",
    [
        "//evil.example",
        "https://evil.example/",
        "\x00",
        "javascript:1",
        "x",
        "sign_out",
        "../admin/",
    ],
)
def test_signing_in_leads_nowhere_else(client: Client, where: str) -> None:
    assert sign_in(client, a_person().username, next=where).url == "/staff/"


@pytest.mark.parametrize(
    ("username", "password"),
    [("nobody", PASSWORD), ("", ""), ("{}", "wrong"), ("\x00", PASSWORD), ("{}", "\x00"),
     ("x" * 10_000, "y" * 10_000)],
)  # fmt: skip
def test_a_wrong_name_or_password_says_so_and_no_more(
    client: Client, username: str, password: str
) -> None:
    username = username.format(a_person().username)
    response = sign_in(client, username, password)
    assert response.status_code == 200
    assert errors(response)
    assert response.context["form"]["username"].value() == username
    assert "_auth_user_id" not in client.session


def test_a_deactivated_person_does_not_sign_in(client: Client) -> None:
    assert errors(sign_in(client, a_person(is_active=False).username))


def test_signing_out_is_posted_and_ends_the_session() -> None:
    client = signed_in()
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").url == "/"
    assert client.get("/staff/").status_code == 302


def changed(client: Client, old: str = PASSWORD, new: str = NEW, again: str | None = None):
    typed = {"old_password": old, "new_password1": new, "new_password2": again or new}
    return client.post("/password/", typed, follow=True)


def test_the_first_change_lifts_the_mark_and_keeps_the_session() -> None:
    client = signed_in(must_change_password=True)
    assert "The one you signed in with was for one use." in texts(client.get("/password/"))
    response = changed(client)
    assert response.redirect_chain == [("/staff/", 302)]
    assert "Your password is changed." in texts(response)
    client.person.refresh_from_db()
    assert client.person.check_password(NEW) and not client.person.must_change_password


def test_a_changed_password_ends_the_other_sessions() -> None:
    client, elsewhere = signed_in(), Client()
    elsewhere.force_login(client.person)
    changed(client)
    assert elsewhere.get("/staff/").status_code == 302


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"old": "wrong"}, "old_password"),
        ({"new": "short"}, "new_password2"),
        ({"new": "123456789012345"}, "new_password2"),
        ({"again": "something else entirely"}, "new_password2"),
        ({"new": "a\x00" + NEW}, "new_password1"),
        ({"old": "\x00"}, "old_password"),
    ],
)
def test_what_is_no_good_changes_nothing(typed: dict, field: str) -> None:
    client = signed_in(must_change_password=True)
    response = changed(client, **typed)
    assert field in errors(response)
    client.person.refresh_from_db()
    assert client.person.check_password(PASSWORD) and client.person.must_change_password


def test_the_one_time_password_is_not_kept_as_the_new_one() -> None:
    client = signed_in(must_change_password=True)
    assert errors(changed(client, new=PASSWORD))
    client.person.refresh_from_db()
    assert client.person.must_change_password


@pytest.mark.parametrize("role", Role)
def test_the_menu_leads_to_the_review_site_where_one_may(role: Role) -> None:
    client = signed_in(role)
    page = texts(client.get("/staff/"))
    assert ('href="/admin/"' in page) == (client.get("/admin/").status_code == 200)
