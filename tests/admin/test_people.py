"""People: adding one, what they may do, a lost password; and nobody is locked out."""

import pytest
from django.test import Client

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from tests.admin.pages import add, address, change, controls, wrong
from tests.builders import PASSWORD, a_person
from tests.staff_site.doors import a_world, signed_in, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(db: None) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def audit(verb: str) -> AuditEntry:
    return AuditEntry.objects.get(verb=verb)


KIM = {"username": "kim", "first_name": "Kim", "last_name": "Lee", "email": "kim@example.org",
       "role": "reviewer"}  # fmt: skip


def test_a_new_person_has_a_password_that_is_shown_once(administrator: Client) -> None:
    page = texts(administrator.get(add(administrator, Person, **KIM).url))
    (words,) = [line for line in page.splitlines() if "One-time password for kim:" in line]
    password = words.split("One-time password for kim: ")[1].split(" ")[0]
    kim = Person.objects.get(username="kim")
    assert kim.check_password(password) and kim.must_change_password and kim.is_staff
    for url in ("/admin/", address(Person, "changelist"), address(Person, "change", kim.pk),
                address(Person, "history", kim.pk)):  # fmt: skip
        assert password not in texts(administrator.get(url))
    assert password not in str(list(AuditEntry.objects.values()))
    assert audit("added account").actor == administrator.person


@pytest.mark.parametrize(
    ("values", "field"),
    [({"username": ""}, "username"), ({"username": "KIM\x00"}, "username"),
     ({"username": "a b"}, "username"), ({"email": ""}, "email"), ({"email": "kim"}, "email"),
     ({"role": "king"}, "role"), ({"username": "x" * 151}, "username")],
)  # fmt: skip
def test_a_person_who_cannot_be_is_refused(
    administrator: Client, values: dict[str, str], field: str
) -> None:
    response = add(administrator, Person, **KIM | values)
    assert field in wrong(response)
    assert response.context["adminform"].form["last_name"].value() == "Lee"
    assert Person.objects.count() == 1


def test_a_name_is_taken_once(administrator: Client) -> None:
    add(administrator, Person, **KIM)
    assert "already exists" in wrong(add(administrator, Person, **KIM))["username"][0]
    other = add(administrator, Person, **KIM | {"username": "KIM"})
    assert "Somebody here has this name" in wrong(other)["username"][0]


@pytest.mark.parametrize("values", [{"role": "lead"}, {"is_active": ""}])
def test_the_last_administrator_stays(administrator: Client, values: dict[str, str]) -> None:
    me = administrator.person
    response = change(administrator, me, **values)
    assert "is the only administrator" in wrong(response)["__all__"][0]
    me.refresh_from_db()
    assert (me.role, me.is_active) == ("administrator", True)


def test_a_role_is_changed_and_on_record(administrator: Client) -> None:
    person = a_person()
    change(administrator, person, role="lead")
    person.refresh_from_db()
    assert (person.role, person.is_staff) == ("lead", True)
    assert audit("changed role").details["now"]["role"] == "lead"


def test_a_page_that_was_open_too_long_changes_nothing(administrator: Client) -> None:
    person = a_person()
    opened = controls(administrator, Person, address(Person, "change", person.pk))
    change(administrator, person, is_active="")
    response = administrator.post(address(Person, "change", person.pk), opened | {"role": "lead"})
    assert "while you had it open" in wrong(response)["__all__"][0]
    person.refresh_from_db()
    assert (person.role, person.is_active) == ("staff", False)


def new_password(client: Client, person: Person) -> str:
    action = {"action": "give_new_passwords", "_selected_action": [person.pk]}
    return texts(client.post(address(Person, "changelist"), action, follow=True))


def test_an_administrator_gives_a_new_password_to_who_lost_theirs(administrator: Client) -> None:
    person = a_person()
    page = new_password(administrator, person)
    words = page.split(f"One-time password for {person.username}: ")[1].split(" ")[0]
    person.refresh_from_db()
    assert person.check_password(words) and person.must_change_password
    assert words not in str(list(AuditEntry.objects.values()))
    assert AuditEntry.objects.filter(actor=administrator.person, subject_id=person.pk).exists()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEAD])
def test_nobody_else_does(role: Role) -> None:
    person = a_person()
    page = new_password(signed_in(role), person)
    person.refresh_from_db()
    assert "One-time password" not in page
    assert person.check_password(PASSWORD) and not person.must_change_password


@pytest.mark.parametrize(
    "query",
    [
        "person/?password__startswith=md5", "person/?password=x", "person/?password__regex=.",
        "reminder/?recipient__password__startswith=md5", "event/?recorded_by__password__gt=a",
        "campaign/?lead__password__startswith=md5", "auditentry/?actor__password__startswith=m",
        "recordsrequest/?assignee__password__startswith=md5",
    ],
)  # fmt: skip
def test_no_address_reads_out_a_password(query: str) -> None:
    a_world()
    assert signed_in(Role.LEAD).get(f"/admin/requests_app/{query}").status_code == 400


@pytest.mark.parametrize("username", ["kіm", "josé", "ki\u200bm"])
def test_a_lookalike_is_refused_beside_its_field(administrator: Client, username: str) -> None:
    response = add(administrator, Person, **KIM | {"username": username})
    assert wrong(response)["username"]
    assert Person.objects.count() == 1


def test_a_new_person_signs_in_by_what_was_typed(administrator: Client) -> None:
    add(administrator, Person, **KIM | {"username": "ｋｉｍ"})
    assert Person.objects.get(email="kim@example.org").username == "kim"
