"""What keeps the doors closed besides the role: how a request comes, and who one is by now."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import resolve, reverse

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.models import RecordsRequest
from tests.builders import PASSWORD, a_person
from tests.staff_site.doors import a_world, signed_in
from tests.test_access import (
    ADMINISTRATOR,
    AREAS,
    EVERY,
    LEAD,
    READER,
    TABLE,
    address_of,
    answer,
    expected,
    rows_of,
)

pytestmark = pytest.mark.django_db
ONLY_POSTED = [n for n, row in TABLE.items() if row.method == "post"]


def traces() -> tuple[int, ...]:
    """What a change would have left behind."""
    return AuditEntry.objects.count(), RecordsRequest.objects.count(), *_versions()


def _versions() -> list[int]:
    return [request.version for request in RecordsRequest.objects.order_by("pk")]


def test_what_changes_things_is_not_fetched() -> None:
    world, client = a_world(), signed_in(ADMINISTRATOR)
    before = traces()
    answers = {name: client.get(address_of(name, world)).status_code for name in ONLY_POSTED}
    assert answers == dict.fromkeys(ONLY_POSTED, 405)
    assert traces() == before


@pytest.mark.parametrize("area", AREAS)
def test_nothing_is_posted_without_the_token_of_a_page(area: str) -> None:
    world, client = a_world(), Client(enforce_csrf_checks=True)
    client.force_login(a_person(ADMINISTRATOR))
    before = traces()
    names = [name for name, row in rows_of(area).items() if row.page_token]
    answers = {name: client.post(address_of(name, world)).status_code for name in names}
    assert answers == dict.fromkeys(answers, 403)
    assert traces() == before


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("address", ["/staff/", "/staff/requests/log/", "/admin/", "/staff/x/"])
def test_a_password_for_one_use_is_changed_before_anything_else(role: Role, address: str) -> None:
    client = signed_in(role, must_change_password=True)
    for response in (client.get(address), client.post(address)):
        assert (response.status_code, response.url) == (302, "/password/")
    assert client.get("/password/").status_code == 200
    assert client.post("/sign-out/").status_code == 302


@pytest.mark.parametrize("address", ["/staff/", "/admin/", "/password/"])
def test_a_deactivated_person_is_out_in_an_open_session(address: str) -> None:
    client = signed_in(ADMINISTRATOR)
    assert client.get(address).status_code == 200
    type(client.person).objects.filter(pk=client.person.pk).update(is_active=False)
    response = client.get(address, follow=True)
    assert response.redirect_chain[-1][0].startswith("/sign-in/")


def test_a_role_taken_away_is_gone_in_an_open_session() -> None:
    client = signed_in(LEAD)
    assert client.get("/staff/campaigns/new/").status_code == 200
    type(client.person).objects.filter(pk=client.person.pk).update(role=READER)
    assert client.get("/staff/campaigns/new/").status_code == 403


@pytest.mark.parametrize("pk", [0, 999_999, 2**31, 2**63, 10**30])
@pytest.mark.parametrize("name", [n for n in EVERY if "pk" in str(EVERY[n].pattern)])
def test_what_is_not_there_is_a_404_however_large_its_number(name: str, pk: int) -> None:
    converter, *others = EVERY[name].pattern.converters
    given = {"step": uuid4(), "number": 1, "person_pk": 1}
    rest = {other: given.get(other, "overdue") for other in others}
    address = reverse(name, kwargs={converter: pk, **rest})
    assert answer(signed_in(ADMINISTRATOR), TABLE[name].method, address).status_code == 404


@pytest.mark.parametrize("role", Role)
def test_no_link_or_button_leads_to_a_closed_door(role: Role) -> None:
    world, client, dead = a_world(), signed_in(role), set()
    for name, row in rows_of("staff:").items():
        if row.method == "post" or expected(row, role) != 200:
            continue
        page = client.get(address_of(name, world))
        if not page.headers["Content-Type"].startswith("text/html"):
            continue  # a file
        # A form without an action sends to its own page, which is open.
        for found in re.findall(r'(?:href|action|hx-get)="(/[^"#]*)', page.content.decode()):
            target = resolve(found.partition("?")[0]) if not found.startswith("/static/") else None
            lowest = target and TABLE[target.view_name].lowest
            if isinstance(lowest, Role) and list(Role).index(role) < list(Role).index(lowest):
                dead.add((name, target.view_name))
    assert dead == set(), "(page, where its link leads)"


def test_whoever_was_signed_out_is_told_that_nothing_was_saved() -> None:
    world, client = a_world(), Client()
    page = reverse("staff:request", args=[world.request.pk]) + "?tab=files"
    sent = client.post(
        reverse("staff:record_event", args=[world.request.pk]),
        {"kind": "note", "note": "an hour of work"},
        headers={"referer": f"http://testserver{page}"},
    )
    shown = client.get(sent.url)
    assert "signed out, so nothing was saved" in shown.content.decode()
    assert ">an hour of work</textarea>" in shown.content.decode()
    assert shown.context["next"] == page
    assert "nothing was saved" not in client.get(client.get(page).url).content.decode()
    client.post("/sign-in/", {"username": a_person().username, "password": PASSWORD})
    assert "an hour of work" not in str(dict(client.session))


@pytest.mark.parametrize("name", ["password", "new_password1", "code"])
def test_a_password_that_came_too_late_is_kept_and_shown_nowhere(name: str) -> None:
    client = Client()
    secret = "correct horse battery staple"
    sent = client.post(reverse("staff:confirm_password"), {name: secret, "note": "so many words"})
    assert secret not in str(dict(client.session))
    shown = client.get(sent.url).content.decode()
    assert "so many words" in shown and secret not in shown


def test_a_page_that_asks_for_a_part_keeps_what_was_typed_when_nobody_is_signed_in() -> None:
    at = "http://testserver/staff/requests/log/?agency=3"
    headers = {"hx-request": "true", "hx-current-url": at}
    response = Client().get(reverse("staff:preview_request"), headers=headers)
    assert response["HX-Retarget"] == "#signed-out"
    page = response.content.decode()
    assert "What you typed is still here" in page
    assert "?next=/staff/requests/log/%3Fagency%3D3" in page
