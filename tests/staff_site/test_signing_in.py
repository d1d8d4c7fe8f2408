"""The way in: password, second factor, and no way past either."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client
from fido2.utils import websafe_encode

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.sign_in import throttle
from requests_app.domain.sign_in.factors import reset_second_factor
from requests_app.domain.sign_in.models import OpenSession
from requests_app.domain.upkeep.people import amend_person
from tests.builders import NOW, PASSWORD, a_person
from tests.domain.sign_in.doing import code_of, verbs, with_app
from tests.staff_site.doors import a_passkey, errors, signed_in, texts

pytestmark = pytest.mark.django_db
SECOND = "/sign-in/second-step/"
SET_UP = "/staff/account/second-factor/"
LATER = NOW + timedelta(minutes=1)
CLOSED = ["/staff/", "/admin/", "/admin/requests_app/agency/", "/staff/people/", "/staff/account/"]


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(LATER, tick=False) as moment:
        yield moment


@pytest.fixture
def required(settings: Any) -> None:
    """As where DEBUG is off."""
    settings.SECOND_FACTOR_REQUIRED = True


def give_password(client: Client, person: Person, password: str = PASSWORD, **more: str) -> Any:
    typed = {"username": person.username, "password": password}
    return client.post("/sign-in/", typed | more)


def is_in(client: Client) -> bool:
    return client.get("/staff/").status_code == 200


def test_a_password_alone_opens_nothing_of_who_has_a_second_factor(client: Client) -> None:
    person = a_person(Role.ADMINISTRATOR)
    secret, _ = with_app(person)
    assert give_password(client, person, next="/staff/requests/").url == SECOND
    for address in CLOSED:
        assert client.get(address).url.startswith(("/sign-in/?", "/admin/login/?")), address
    typed = {"username": person.username, "password": PASSWORD}
    assert client.get("/admin/login/").url.startswith("/sign-in/?")
    assert client.post("/admin/login/", typed).url.startswith("/sign-in/?")
    assert not is_in(client)
    answer = client.post(SECOND, {"code": code_of(secret, LATER)})
    assert answer.url == "/staff/requests/" and is_in(client)
    entry = AuditEntry.objects.get(verb="signed in")
    assert entry.details == {"how": "authenticator app", "address": "127.0.0.1"}
    assert OpenSession.objects.get().session_key == client.session.session_key


def test_a_recovery_code_opens_as_well(client: Client) -> None:
    person = a_person()
    _, [code, *_] = with_app(person)
    give_password(client, person)
    assert client.post(SECOND, {"code": code}).url == "/staff/"
    assert verbs(person)[-2:] == ["used recovery code", "signed in"]


@pytest.mark.parametrize(
    "typed",
    [{"code": "000000"}, {"code": ""}, {"code": "\x00"}, {"code": "9" * 10_000}, {},
     {"passkey": ""}, {"passkey": "{}"}, {"passkey": "[]"}, {"passkey": "x" * 30_000},
     {"passkey": '{"id": 1, "rawId": [], "response": "x", "type": null}'},
     {"passkey": "[" * 15_000}],
)  # fmt: skip
def test_what_is_no_second_factor_opens_nothing(client: Client, typed: dict[str, str]) -> None:
    person = a_person()
    with_app(person)
    give_password(client, person)
    assert client.post(SECOND, typed).status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("change", ["ten minutes", "password", "switched off"])
def test_the_second_step_is_for_who_gave_the_password_just_now(
    client: Client, change: str, now: Any
) -> None:
    person = a_person()
    _, [code, *_] = with_app(person)
    give_password(client, person)
    if change == "ten minutes":
        now.shift(601)
    elif change == "password":
        person.set_password("another quite long one")
        person.save()
    else:
        Person.objects.filter(pk=person.pk).update(is_active=False)
    assert client.post(SECOND, {"code": code}).url == "/sign-in/"
    assert not is_in(client)


def test_wrong_passwords_have_to_wait_and_are_on_record(client: Client, now: Any) -> None:
    person = a_person()
    answers = [give_password(client, person, "wrong").status_code for _ in range(5)]
    assert answers == [200] * 4 + [429]
    locked = give_password(client, person)
    assert "Try again at 10:16" in texts(locked) and locked["Retry-After"]
    assert verbs(person) == ["sign-in failed"] * 4 + ["sign-in locked"]
    now.shift(14 * 60)
    assert give_password(client, person).status_code == 429
    now.shift(61)
    assert give_password(client, person).url == "/staff/"
    assert PASSWORD not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize("typed", [" pat ", "ｐａｔ"])
def test_a_name_counts_however_it_is_typed(client: Client, typed: str) -> None:
    person = a_person(username="pat")
    for _ in range(6):
        answer = client.post("/sign-in/", {"username": typed, "password": "wrong"})
    assert answer.status_code == 429 and "Try again at 10:16" in texts(answer)
    assert verbs(person) == ["sign-in failed"] * 4 + ["sign-in locked"]


def test_the_old_password_is_not_found_out_by_trying_either(client: Client) -> None:
    person = a_person()
    give_password(client, person)
    new = {"new_password1": "another quite long one", "new_password2": "another quite long one"}
    for _ in range(5):
        answer = client.post("/password/", new | {"old_password": "wrong"})
    assert answer.status_code == 429
    assert client.post("/password/", new | {"old_password": PASSWORD}).status_code == 429
    assert verbs(person)[-1] == "sign-in locked"


def test_nothing_that_was_typed_is_kept_with_a_failure(client: Client) -> None:
    person, inside = a_person(), signed_in()
    with_app(person)
    give_password(client, person, "nearly my own")
    give_password(client, person)
    client.post(SECOND, {"code": "secret-on-paper"})
    new = {"new_password1": "the next one of mine", "new_password2": "the next one of mine"}
    inside.post("/password/", new | {"old_password": "nearly the old one"})
    inside.post(f"{SET_UP}password/", {"password": "nearly right"})
    kept = str(list(AccessAttempt.objects.values()))
    assert AccessAttempt.objects.count() == 3
    for typed in ("nearly", "secret", "the next one", person.username, inside.person.username):
        assert typed not in kept


@pytest.mark.parametrize("before", ["", " ", "\xa0", "\0"])
def test_nobody_is_locked_out_of_the_second_step_by_typing_its_name(
    client: Client, before: str
) -> None:
    person = a_person()
    secret, _ = with_app(person)
    name = before + throttle.second_step_name(person.username)
    for _ in range(5):
        Client().post("/sign-in/", {"username": name, "password": "wrong"})
    give_password(client, person)
    assert client.post(SECOND, {"code": code_of(secret, LATER)}).url == "/staff/"


def test_the_settings_say_what_the_rule_says(settings: Any) -> None:
    assert settings.AXES_FAILURE_LIMIT == throttle.MOST_FAILURES
    assert settings.AXES_COOLOFF_TIME == throttle.COOL_OFF


def test_nobody_is_locked_out_from_elsewhere(client: Client) -> None:
    person = a_person()
    for _ in range(6):
        give_password(client, person, "wrong")
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert give_password(elsewhere, person).url == "/staff/"


def test_another_address_of_the_same_household_has_to_wait_too(client: Client) -> None:
    person = a_person()
    for number in range(5):
        give_password(Client(REMOTE_ADDR=f"2001:db8:1:2::{number}"), person, "wrong")
    assert give_password(Client(REMOTE_ADDR="2001:db8:1:2:3:4:5:6"), person).status_code == 429
    assert give_password(Client(REMOTE_ADDR="2001:db8:1:3::1"), person).url == "/staff/"
    assert OpenSession.objects.get().address == "2001:db8:1:3::1"


def test_addresses_of_a_socket_of_both_kinds_are_told_apart(client: Client) -> None:
    person = a_person()
    for _ in range(5):
        give_password(Client(REMOTE_ADDR="::ffff:198.51.100.7"), person, "wrong")
    assert give_password(Client(REMOTE_ADDR="::ffff:198.51.100.8"), person).url == "/staff/"
    assert OpenSession.objects.get().address == "198.51.100.8"


def test_wrong_codes_have_to_wait_from_wherever_they_come(client: Client) -> None:
    person = a_person()
    secret, _ = with_app(person)
    for number in range(5):
        elsewhere = Client(REMOTE_ADDR=f"198.51.100.{number}")
        give_password(elsewhere, person)
        answer = elsewhere.post(SECOND, {"code": "000000"})
    assert answer.status_code == 429
    give_password(client, person)
    assert client.post(SECOND, {"code": code_of(secret, LATER)}).status_code == 429
    assert verbs(person)[-1] == "sign-in locked"


@pytest.mark.parametrize(
    ("behind", "said", "counted"),
    [(False, "203.0.113.9", "127.0.0.1"), (True, "203.0.113.9", "203.0.113.9"),
     (True, "203.0.113.9, 198.51.100.1", "198.51.100.1"), (True, "nonsense", "127.0.0.1"),
     (True, "", "127.0.0.1")],
)  # fmt: skip
def test_behind_a_proxy_the_address_it_adds_counts(
    client: Client, settings: Any, behind: bool, said: str, counted: str
) -> None:
    settings.PROXY_COUNT = int(behind)
    client.post(
        "/sign-in/",
        {"username": a_person().username, "password": "wrong"},
        headers={"x-forwarded-for": said},
    )
    assert AuditEntry.objects.get(verb="sign-in failed").details["address"] == counted


def test_a_name_that_nobody_has_is_not_kept(client: Client) -> None:
    client.post("/sign-in/", {"username": "my-secret-password", "password": "x"})
    entry = AuditEntry.objects.get()
    assert entry.verb == "sign-in failed" and "secret" not in str(entry.__dict__)


@pytest.mark.parametrize("role", Role)
def test_who_needs_a_second_factor_sees_nothing_before(role: Role, required: None) -> None:
    client = Client()
    give_password(client, a_person(role))
    if role in (Role.READER, Role.STAFF):
        assert is_in(client)
        return
    for address in CLOSED:
        for answer in (client.get(address), client.post(address)):
            assert (answer.status_code, answer.url) == (302, SET_UP)
    page = texts(client.get(SET_UP))
    assert "Your role needs one" in page and 'href="/staff/account/"' not in page


@pytest.mark.parametrize("address", ["/staff/", "/admin/", "/staff/people/"])
def test_a_site_below_a_path_is_as_closed(address: str, required: None) -> None:
    """Whatever the web server, or a visitor through it, says the path is."""
    lead = signed_in(Role.LEAD)
    assert lead.get(address, SCRIPT_NAME="/below").url == SET_UP
    person = signed_in(must_change_password=True)
    assert person.get(address, SCRIPT_NAME="/below").url == "/password/"


def test_setting_one_up_opens_the_rest(client: Client, required: None) -> None:
    give_password(client, a_person(Role.LEAD))
    page = client.get(f"{SET_UP}app/")
    assert "<svg" in page.content.decode() and "no-store" in page["Cache-Control"]
    answer = client.post(f"{SET_UP}app/", {"code": code_of(page.context["secret"], LATER)})
    assert len(answer.context["codes"]) == 10 and "no-store" in answer["Cache-Control"]
    assert is_in(client) and client.get("/admin/").status_code == 200
    assert client.post(f"{SET_UP}app/remove/", follow=True).status_code == 200
    assert is_in(client)  # it was the last one, and stays


def test_a_session_that_did_not_show_it_is_over(required: None) -> None:
    client = signed_in(Role.LEAD)
    with_app(client.person)
    assert client.get("/staff/").url == "/sign-in/"
    assert "_auth_user_id" not in client.session


def test_a_factor_that_was_removed_does_not_count_in_a_higher_role(
    client: Client, required: None
) -> None:
    person, boss = a_person(), a_person(Role.ADMINISTRATOR)
    secret, _ = with_app(person)
    give_password(client, person)
    client.post(SECOND, {"code": code_of(secret, LATER)})
    client.post(f"{SET_UP}app/remove/")
    assert is_in(client)
    amend_person(
        person=person, first_name="Pat", last_name="Lee", email=person.email, role=Role.LEAD,
        is_active=True, by=boss, at=LATER,
    )  # fmt: skip
    assert not is_in(client)
    give_password(client, person)
    assert client.get("/staff/").url == SET_UP


def test_who_lost_it_is_out_and_sets_up_another(client: Client, required: None) -> None:
    person, boss = a_person(Role.LEAD), a_person(Role.ADMINISTRATOR)
    secret, _ = with_app(person)
    give_password(client, person)
    client.post(SECOND, {"code": code_of(secret, LATER)})
    assert is_in(client)
    reset_second_factor(person=person, by=boss, at=LATER)
    assert not is_in(client)
    give_password(client, person)
    assert client.get("/staff/").url == SET_UP


def test_a_quarter_of_an_hour_later_the_password_is_asked_for(client: Client, now: Any) -> None:
    person = a_person()
    give_password(client, person)
    assert client.get(f"{SET_UP}passkey/").status_code == 200
    now.shift(16 * 60)
    asked = client.get(f"{SET_UP}passkey/")
    assert asked.url == f"{SET_UP}password/?next=%2Fstaff%2Faccount%2Fsecond-factor%2Fpasskey%2F"
    assert errors(client.post(asked.url, {"password": "wrong"}))
    assert client.post(asked.url, {"password": PASSWORD}).url == f"{SET_UP}passkey/"
    assert client.get(f"{SET_UP}passkey/").status_code == 200


SAID = {"type": "webauthn.create", "challenge": "eA", "origin": "http://testserver"}
CUT_OFF = {"id": "eA", "rawId": "eA", "type": "public-key", "response": {
    "clientDataJSON": websafe_encode(json.dumps(SAID).encode()), "attestationObject": "oQ",
}}  # fmt: skip


@pytest.mark.parametrize(
    "answer",
    ["{}", "x", "[]", '{"id": "x", "response": {}}', "[" * 15_000, json.dumps(CUT_OFF)],
)
def test_a_passkey_that_is_none_is_not_added(client: Client, answer: str) -> None:
    give_password(client, a_person())
    client.get(f"{SET_UP}passkey/")
    page = client.post(f"{SET_UP}passkey/", {"passkey": answer, "name": "laptop"})
    assert "could not be read" in texts(page)


def test_a_passkey_of_somebody_else_is_not_there(client: Client) -> None:
    give_password(client, a_person())
    other = a_passkey(a_person())
    assert client.post(f"{SET_UP}passkey/{other.pk}/remove/").status_code == 404


def test_signing_out_takes_the_row_from_either_site() -> None:
    for address in ("/sign-out/", "/admin/logout/"):
        client, person = Client(), a_person(Role.LEAD)
        give_password(client, person)
        client.post(address)
        assert not OpenSession.objects.exists() and verbs(person)[-1] == "signed out"
        assert not is_in(client)
