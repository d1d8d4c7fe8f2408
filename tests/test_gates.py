"""The drawn table of who gets in, the typed one and the answers are one; and a door that nobody
spoke of is closed."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from requests_app.domain.accounts.roles import Role
from requests_app.domain.request_log.file_states import set_file_state
from requests_app.domain.request_log.models import Attachment
from requests_app.management import access
from tests.builders import NOW, a_person
from tests.staff_site.doors import World, a_world, browser_of, signed_in, taken_back
from tests.test_access import (
    ADMINISTRATOR,
    EVERY,
    PEOPLE,
    READER,
    STAFF,
    TABLE,
    address_of,
    answer,
    expected,
)

pytestmark = pytest.mark.django_db
DRAWN = {row.name: row for row in access.rows()}
IN, REFUSED, SIGN_IN = access.IN, access.REFUSED, access.SIGN_IN
# It says 403 to a question that names no field.
ASKED_WITHOUT_A_QUESTION = {"admin:autocomplete"}
# It lets in whoever works here, and then whom the mail was to.
ASKS_THE_THING = {"staff:send_mail_again"}
BAD_NUMBERS = ["x", "-1", "1.5", "0x1", "1e3", "٣", "%00", "..%2f..", "9" * 4_000, "1%0d%0aX:y"]


def typed(name: str, role: Role | None) -> str:
    """What the table typed by hand says, in the words of the drawn one."""
    row = TABLE[name]
    if role is None and isinstance(row.lowest, Role):
        return SIGN_IN
    if name in ASKS_THE_THING:
        return IN
    is_refused = expected(row, role) == 403
    if name in ASKED_WITHOUT_A_QUESTION:
        is_refused = role not in DRAWN[name].roles
    return REFUSED if is_refused else IN


def test_the_drawn_table_is_the_typed_one() -> None:
    assert set(DRAWN) == set(EVERY)
    told = {(name, role): row.answer(role) for name, row in DRAWN.items() for role in PEOPLE}
    wrong = {key: (said, typed(*key)) for key, said in told.items()}
    assert (
        {key: pair for key, pair in wrong.items() if pair[0] != pair[1]}
        == {
            # It may use the admin site in general; this one says in the model's page what it asks.
        }
    )


@pytest.mark.parametrize("name", [n for n, row in TABLE.items() if row.method == "post"])
def test_the_drawn_table_says_what_only_a_button_sends(name: str) -> None:
    # The review site's own views have a method that asks the model's page; they say it themselves.
    assert DRAWN[name].methods == ("GET, POST" if name == "admin:logout" else "POST")


def forgotten(request: HttpRequest) -> HttpResponse:
    """A view of which nobody said who may open it."""
    return HttpResponse("a secret")


def urls_with_a_forgotten_view() -> type:
    from tracker import urls

    patterns = [path("staff/forgotten/", forgotten, name="forgotten"), *urls.urlpatterns]
    return type("urls", (), {"urlpatterns": patterns, "handler404": urls.handler404})


def test_a_view_of_which_nobody_spoke_is_closed_and_cannot_be_drawn(settings: Any) -> None:
    settings.ROOT_URLCONF = urls_with_a_forgotten_view()
    answered = Client().get("/staff/forgotten/")
    assert (answered.status_code, answered["Location"]) == (
        302,
        "/sign-in/?next=/staff/forgotten/",
    )
    with pytest.raises(access.NobodySaid, match="forgotten"):
        list(access.rows())


def test_a_switched_off_account_is_none_at_every_address() -> None:
    world, person = a_world(), a_person(ADMINISTRATOR)
    wrong = {}
    for name, row in TABLE.items():
        with taken_back():
            client = browser_of(person)
            type(person).objects.filter(pk=person.pk).update(is_active=False)
            answered = answer(client, row.method, address_of(name, world))
            if answered.status_code != expected(row, None):
                wrong[name] = (answered.status_code, expected(row, None))
    assert wrong == {}


def malformed(name: str, bad: str) -> str:
    """The address with something that is no id in the place of each of its parts."""
    return "/" + re.sub(r"<[^>]+>|\(\?P<.+?>.+?\)", bad, DRAWN[name].address)


WITH_PARTS = [name for name in EVERY if "<" in DRAWN[name].address]


@pytest.mark.parametrize("role", PEOPLE)
def test_what_is_no_id_is_not_found_by_anybody(role: Role | None) -> None:
    """Never a 500; and what a role may not open is not told apart from what it is."""
    client = signed_in(role) if role else Client()
    wrong = {}
    for place, name in enumerate(WITH_PARTS):
        for method, bad in zip(("get", "post"), BAD_NUMBERS[place % 9 :], strict=False):
            status = getattr(client, method)(malformed(name, bad)).status_code
            if status not in (302, 301, 403, 404, 405):
                wrong[name, bad, method] = status
    assert wrong == {}


def told(response: Any, address: str) -> tuple[int, str]:
    """What an answer tells, apart from the token of its page and the address itself."""
    page = b"".join(response) if response.streaming else response.content
    text = re.sub(r"\b\w{64}\b", "", page.decode("utf-8", "replace"))
    text += response.headers.get("Location", "")
    return response.status_code, text.replace(address, "-")


MISSING = 987_654_321
BY_NUMBER = [
    name for name in EVERY if re.findall("<.*?>", DRAWN[name].address) == ["<int:pk>"]
]  # fmt: skip


@pytest.mark.parametrize("role", PEOPLE)
def test_a_closed_door_says_the_same_of_what_is_there_and_what_is_not(role: Role | None) -> None:
    world, client, wrong = a_world(), signed_in(role) if role else Client(), {}
    for name in BY_NUMBER:
        row = TABLE[name]
        if typed(name, role) == IN and row.lowest is not None:
            continue
        if row.lowest is None and row.status != 404:
            continue
        there, missing = address_of(name, world), reverse(name, args=[MISSING])
        with taken_back():
            first = told(getattr(client, row.method)(there), there)
            second = told(getattr(client, row.method)(missing), missing)
        if first[0] != second[0] or (role and first != second):
            wrong[name] = (first[0], second[0])
    assert wrong == {}


OTHERS = ["staff:open_view", "staff:rename_view", "staff:replace_view", "staff:delete_view",
          "staff:restore_view", "staff:mail_draft", "staff:revoke_calendar",
          "staff:undo_wishes"]  # fmt: skip
FILES = ["staff:attachment", "staff:view_attachment", "staff:show_attachment",
         "staff:show_page", "staff:redact_attachment", "staff:release_attachment",
         "staff:transcription", "staff:type_table", "staff:settle_transcription",
         "staff:import_attachment", "staff:names"]  # fmt: skip


def of_others(world: World) -> None:
    """Closes what the world has of its own: a saved view that is not shared, a restricted file."""
    type(world.view).objects.filter(pk=world.view.pk).update(is_shared=False)
    set_file_state(
        attachment=world.attachment,
        state=Attachment.State.RESTRICTED,
        was=world.attachment.state,
        reason="Personal data",
        by=world.campaign.lead,
        at=NOW,
    )


@pytest.mark.parametrize("role", [READER, STAFF])
def test_not_yours_is_told_like_not_there(role: Role) -> None:
    world, client, wrong = a_world(), signed_in(role), {}
    of_others(world)
    for name in [*OTHERS, *FILES]:
        there, missing = address_of(name, world), reverse(name, kwargs=missing_of(name))
        send = getattr(client, TABLE[name].method)
        with taken_back():
            first, second = told(send(there), there), told(send(missing), missing)
        if first != second or first[0] not in (403, 404):
            wrong[name] = (first[0], second[0])
    assert wrong == {}


def missing_of(name: str) -> dict[str, int]:
    return dict.fromkeys(EVERY[name].pattern.converters, MISSING)
