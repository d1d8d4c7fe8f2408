"""Your account, and People: what they show, and what their buttons do."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.sign_in.models import ForgottenPassword, Invitation, OpenSession
from requests_app.domain.sign_in.outbox import send_account_mails
from requests_app.domain.sign_in.passwords import reset_token
from requests_app.staff_site.agents import device_of
from tests.builders import PASSWORD, a_person
from tests.domain.sign_in.doing import in_a_session, is_open, with_app
from tests.staff_site.doors import a_mail, an_invitation, errors, signed_in, texts

pytestmark = pytest.mark.django_db
NEW = "another quite long one"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"


def by_password(person: Person, **more: Any) -> Client:
    client = Client(**more)
    client.post("/sign-in/", {"username": person.username, "password": PASSWORD})
    return client


def test_where_one_is_signed_in_is_listed_and_ended() -> None:
    person = a_person()
    here = by_password(person, headers={"user-agent": FIREFOX}, REMOTE_ADDR="2001:db8::1")
    there = by_password(person)
    page = texts(here.get("/staff/account/"))
    assert "Firefox on Windows" in page and "this one" in page and "2001:db8::1" in page
    other = OpenSession.objects.get(session_key=there.session.session_key)
    here.post(f"/staff/account/sessions/{other.pk}/end/")
    assert there.get("/staff/").status_code == 302 and here.get("/staff/").status_code == 200


def test_all_others_are_ended_and_this_one_stays() -> None:
    person = a_person()
    here, *others = [by_password(person) for _ in range(3)]
    here.post("/staff/account/sessions/end/")
    assert [one.get("/staff/").status_code for one in (here, *others)] == [200, 302, 302]


def test_a_session_of_somebody_else_is_not_there() -> None:
    session = in_a_session(a_person())
    client = signed_in(Role.ADMINISTRATOR)
    assert client.post(f"/staff/account/sessions/{session.pk}/end/").status_code == 404
    assert is_open(session)


def test_a_changed_password_leaves_this_session_in_the_list() -> None:
    person = a_person()
    here, there = by_password(person), by_password(person)
    typed = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    here.post("/password/", typed)
    assert there.get("/staff/").status_code == 302
    assert "this one" in texts(here.get("/staff/account/"))
    assert OpenSession.objects.get().session_key == here.session.session_key


@pytest.mark.parametrize(
    ("agent", "words"),
    [(FIREFOX, "Firefox on Windows"), ("", "Unknown program"), ("curl/8.1", "curl/8.1"),
     ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Chrome/142.0 Safari/537.36 Edg/142.0",
      "Edge on Mac")],
)  # fmt: skip
def test_a_browser_in_two_words(agent: str, words: str) -> None:
    assert device_of(agent) == words


def test_people_are_listed_with_what_matters() -> None:
    client = signed_in(Role.ADMINISTRATOR)
    with_app(a_person(first_name="Kim"))
    a_person(Role.LEAD, first_name="Lee", is_active=False)
    page = texts(client.get("/staff/people/"))
    assert "no, and needs one" in page and "switched off" in page
    assert re.search(r"Kim.*?yes.*?never", page, re.DOTALL)


def test_somebody_is_invited_and_opens_the_account(mailoutbox: list[Any]) -> None:
    boss, guest = signed_in(Role.ADMINISTRATOR), Client()
    sent = boss.post("/staff/people/invite/", {"email": "kim@example.org", "role": "staff"})
    assert sent.url == "/staff/people/" and "kim@example.org" in texts(boss.get(sent.url))
    send_account_mails(at=timezone.now())
    link = re.search(r"http\S+?(/invitation/\S+)", mailoutbox[0].body)[1]
    typed = {"username": "kim", "first_name": "Kim", "last_name": "Lee",
             "password1": NEW, "password2": NEW}  # fmt: skip
    assert guest.get(link).url == "/invitation/open/"  # the key is out of the address
    assert guest.post("/invitation/open/", typed).url == "/staff/"
    assert guest.get("/staff/").status_code == 200
    person = Person.objects.get(username="kim")
    assert (person.role, person.email) == ("staff", "kim@example.org")
    again = Client().get(link)
    assert again.status_code == 404 and "was used" in texts(again)


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"password1": "short", "password2": "short"}, "password2"),
     ({"password2": "x"}, "password2"), ({"username": "TAKEN"}, "username"),
     ({"username": "a b"}, "username"), ({"first_name": ""}, "first_name"),
     ({"last_name": "x" * 1000}, "last_name"), ({"username": "\x00"}, "username"),
     ({"password1": "kim@example.org", "password2": "kim@example.org"}, "password2")],
)  # fmt: skip
def test_what_is_no_good_opens_no_account(
    mailoutbox: list[Any], typed: dict[str, str], field: str
) -> None:
    a_person(username="taken")
    a_week = timezone.now() + timedelta(days=7)
    an_invitation(a_person(Role.ADMINISTRATOR), "kim@example.org", expires_at=a_week)
    send_account_mails(at=timezone.now())
    link = re.search(r"/invitation/\S+", mailoutbox[0].body)[0]
    good = {"username": "kim", "first_name": "Kim", "last_name": "Lee",
            "password1": NEW, "password2": NEW}  # fmt: skip
    people = Person.objects.count()
    client = Client()
    client.get(link)
    assert field in errors(client.post("/invitation/open/", good | typed))
    assert Person.objects.count() == people


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"email": "x"}, "email"), ({"email": "a@b.org\nBcc: c@d.org"}, "email"),
     ({"role": "emperor"}, "role"), ({"role": ""}, "role")],
)  # fmt: skip
def test_nobody_is_invited_by_nonsense(typed: dict[str, str], field: str) -> None:
    client = signed_in(Role.ADMINISTRATOR)
    good = {"email": "kim@example.org", "role": "staff"}
    assert field in errors(client.post("/staff/people/invite/", good | typed))
    assert not Invitation.objects.exists()


def test_a_person_is_switched_off_and_is_out() -> None:
    boss, person = signed_in(Role.ADMINISTRATOR), a_person()
    theirs = by_password(person)
    typed = {"first_name": "Kim", "last_name": "Lee", "email": "kim@example.org", "role": "staff"}
    assert boss.post(f"/staff/people/{person.pk}/", typed).url == "/staff/people/"
    person.refresh_from_db()
    assert not person.is_active
    assert theirs.get("/staff/").status_code == 302 and not OpenSession.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["/staff/people/{}/", "/staff/people/{}/reset-second-factor/", "/staff/people/invite/",
     "/admin/requests_app/person/{}/change/", "/admin/requests_app/person/add/",
     "/admin/requests_app/person/"],
)  # fmt: skip
def test_whoever_finds_a_browser_open_changes_no_account(address: str) -> None:
    boss, person = signed_in(Role.ADMINISTRATOR), a_person()
    typed = {"username": "kim", "first_name": "", "last_name": "", "email": "kim@example.org",
             "role": "administrator", "is_active": "on",
             "action": "give_new_passwords", "_selected_action": [person.pk]}  # fmt: skip
    with time_machine.travel(timezone.now() + timedelta(minutes=16), tick=False):
        before = AuditEntry.objects.count()
        asked = boss.post(address.format(person.pk), typed)
        assert asked.url.startswith("/staff/account/second-factor/password/?next=%2F")
        assert AuditEntry.objects.count() == before
        assert "has to be typed again" in texts(boss.get(asked.url))
        boss.post(asked.url, {"password": PASSWORD})
        boss.post(address.format(person.pk), typed)
    if "reset" not in address:  # there is none to take away
        assert AuditEntry.objects.count() > before


@pytest.mark.parametrize(
    "address",
    ["/staff/people/{}/", "/staff/people/invite/", "/admin/requests_app/person/{}/change/",
     "/admin/requests_app/person/add/?_changelist_filters=role%3Dlead"],
)  # fmt: skip
def test_the_password_is_asked_for_before_a_form_is_filled_in(address: str) -> None:
    boss = signed_in(Role.ADMINISTRATOR)
    form = address.format(a_person().pk)
    now = timezone.now()
    with time_machine.travel(now + timedelta(minutes=9), tick=False):
        assert boss.get(form).status_code == 200
    with time_machine.travel(now + timedelta(minutes=11), tick=False):
        asked = boss.get(form)
        assert asked.url.startswith("/staff/account/second-factor/password/?next=%2F")
        assert "Nothing is saved" not in texts(boss.get(asked.url))
        assert boss.post(asked.url, {"password": PASSWORD}).url == form
        assert boss.get(form).status_code == 200


def test_two_administrators_at_one_person_do_not_undo_each_other() -> None:
    boss, person = signed_in(Role.ADMINISTRATOR), a_person()
    address = f"/staff/people/{person.pk}/"
    seen = boss.get(address).context["form"]["seen"].value()
    typed = {"first_name": "Kim", "last_name": "Lee", "email": person.email, "role": "staff"}
    boss.post(address, typed | {"seen": seen})
    response = boss.post(address, typed | {"seen": seen, "is_active": "on"})
    assert response.status_code == 422 and "while you had it open" in texts(response)
    person.refresh_from_db()
    assert not person.is_active


@pytest.mark.parametrize("address", ["/staff/people/", "/admin/requests_app/person/"])
def test_a_list_of_people_asks_for_no_password(address: str) -> None:
    boss = signed_in(Role.ADMINISTRATOR)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        assert boss.get(address).status_code == 200


def test_who_only_reads_of_people_is_asked_for_no_password() -> None:
    client, person = signed_in(Role.REVIEWER), a_person()
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        assert client.get(f"/admin/requests_app/person/{person.pk}/change/").status_code == 200


def test_the_last_administrator_stays() -> None:
    boss = signed_in(Role.ADMINISTRATOR)
    typed = {"first_name": "", "last_name": "", "email": "", "role": "lead", "is_active": "on"}
    response = boss.post(f"/staff/people/{boss.person.pk}/", typed)
    assert response.status_code == 422 and "only administrator" in texts(response)


def test_buttons_of_a_person_and_of_an_invitation() -> None:
    boss, person = signed_in(Role.ADMINISTRATOR), a_person()
    with_app(person)
    theirs, invitation = in_a_session(person), an_invitation(boss.person)
    boss.post(f"/staff/people/{person.pk}/end-sessions/")
    assert not is_open(theirs)
    boss.post(f"/staff/people/{person.pk}/reset-second-factor/")
    assert not hasattr(Person.objects.get(pk=person.pk), "authenticator_app")
    boss.post(f"/staff/people/invitations/{invitation.pk}/again/")
    boss.post(f"/staff/people/invitations/{invitation.pk}/revoke/")
    invitation.refresh_from_db()
    assert invitation.revoked_at


def test_a_forgotten_password_says_the_same_to_everybody() -> None:
    said = []
    for email in (a_person().email, "nobody@example.org"):
        page = texts(Client().post("/password/forgotten/", {"email": email}))
        said.append(page.replace(email, "…"))
    assert re.sub(r"token\S+ value=\S+", "", said[0]) == re.sub(r"token\S+ value=\S+", "", said[1])
    assert ForgottenPassword.objects.count() == 2


def test_a_link_leads_to_a_new_password_and_not_past_the_second_factor() -> None:
    person, client = a_person(), Client()
    with_app(person)
    address = f"/password/new/{reset_token(person)}/"
    opened = client.get(address).url
    typed = {"new_password1": NEW, "new_password2": NEW}
    assert "new_password2" in errors(client.post(opened, typed | {"new_password2": "x"}))
    assert client.post(opened, typed).url == "/sign-in/"
    assert client.get(opened).status_code == 404
    assert client.get("/staff/").status_code == 302
    given = {"username": person.username, "password": NEW}
    assert client.post("/sign-in/", given).url == "/sign-in/second-step/"
    assert client.get(address).status_code == 404


def test_an_invitation_and_a_new_password_may_be_open_in_one_browser(mailoutbox: list[Any]) -> None:
    client, in_a_week = Client(), timezone.now() + timedelta(days=7)
    an_invitation(a_person(Role.ADMINISTRATOR), "kim@example.org", expires_at=in_a_week)
    send_account_mails(at=timezone.now())
    invited = client.get(re.search(r"/invitation/\S+", mailoutbox[0].body)[0]).url
    forgotten = client.get(f"/password/new/{reset_token(a_person())}/").url
    for opened in (invited, forgotten):
        assert client.get(opened).status_code == 200
    assert client.post(forgotten, {"new_password1": NEW, "new_password2": NEW}).status_code == 302
    assert client.get(invited).status_code == 200


def test_a_kept_mail_shows_its_key_to_its_recipient_alone(settings: Any, tmp_path: Any) -> None:
    settings.MAIL_DIR = tmp_path
    text = "From: a@b.org\nTo: {}\nSubject: x\n\nhttp://x/password/new/1-secret/ /invitation/key/"
    person, other = signed_in(), signed_in(Role.ADMINISTRATOR)
    name = a_mail(text=text.format(person.person.email))
    assert "1-secret" in texts(person.get(f"/staff/mails/{name}/"))
    page = texts(other.get(f"/staff/mails/{name}/"))
    assert "1-secret" not in page and "/invitation/kept/" in page
