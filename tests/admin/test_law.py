"""What moves dates, on the review site: closures are saved twice, laws and holidays looked at."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import AdoptedHoliday, Closure
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log import moving
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.statute_book.models import AppointedHoliday, LawVersion
from requests_app.domain.upkeep import moves
from requests_app.domain.upkeep.models import DatesMove
from tests.admin.pages import add, address, wrong
from tests.builders import TODAY, a_request, an_agency
from tests.staff_site.doors import a_world, signed_in, texts

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 6, 23)
SENTENCE = "Moves 1 open request, 1 of them from due today to not yet due."


@pytest.fixture
def reviewer(db: None) -> Client:
    return signed_in(Role.REVIEWER)


@pytest.fixture
def request_(db: None) -> RecordsRequest:
    """Received on Tue 9 Jun, due on Mon 22 Jun 2026, which is today."""
    return a_request()


def closure(request: RecordsRequest, **values: str) -> dict[str, str]:
    typed = {"on": "2026-06-22", "reason": "Furlough", "source": "Resolution 12"}
    return {"agency": str(request.agency_id)} | typed | values


def due_on(request: RecordsRequest) -> date | None:
    request.refresh_from_db()
    return request.due_on


def seen(response: Any) -> str:
    """What the page carries of what was looked at."""
    return response.context["adminform"].form["seen"].value() or ""


def entered(client: Client, typed: dict[str, str]) -> Any:
    looked = add(client, Closure, **typed)
    again = typed | {"seen": seen(looked)}
    return client.post(address(Closure, "add"), again, follow=True)


def test_the_first_save_says_what_would_move_and_saves_nothing(
    reviewer: Client, request_: RecordsRequest
) -> None:
    looked = add(reviewer, Closure, **closure(request_))
    why = f"{SENTENCE} Nothing is saved yet: save again to enter it."
    assert wrong(looked) == {"on": [why]}
    assert 'value="Resolution 12"' in texts(looked)
    assert (due_on(request_), Closure.objects.count()) == (TODAY, 0)
    assert not DatesMove.objects.exists()


def test_the_second_save_enters_it_and_moves(reviewer: Client, request_: RecordsRequest) -> None:
    done = entered(reviewer, closure(request_))
    assert "Requests whose dates moved: 1 in all." in texts(done)
    assert (due_on(request_), Closure.objects.get().on) == (TUESDAY, TODAY)
    assert request_.events.get(kind=EventKind.DATES_MOVED).recorded_by == reviewer.person
    assert AuditEntry.objects.get(verb="entered closure").actor == reviewer.person


def test_another_day_or_office_is_looked_at_again(
    reviewer: Client, request_: RecordsRequest
) -> None:
    looked = add(reviewer, Closure, **closure(request_))
    other = an_agency()
    for changed in ({"on": "2026-06-23"}, {"agency": str(other.pk)}):
        typed = closure(request_) | changed | {"seen": seen(looked)}
        again = reviewer.post(address(Closure, "add"), typed)
        assert "Moves no date of any request. Nothing is saved yet" in texts(again)
    assert not Closure.objects.exists()


def test_what_moves_by_now_is_looked_at_again(reviewer: Client, request_: RecordsRequest) -> None:
    """A second request came between the look and the save."""
    looked = add(reviewer, Closure, **closure(request_))
    a_request(agency=request_.agency)
    typed = closure(request_) | {"seen": seen(looked)}
    again = reviewer.post(address(Closure, "add"), typed)
    assert "Moves 2 open requests, 2 of them from due today" in texts(again)
    assert not Closure.objects.exists()


@pytest.mark.parametrize("odd", ["x", "\x00", "9" * 10_000, "<b>", "1 2026-06-22: "])
def test_a_look_that_was_none_saves_nothing(
    reviewer: Client, request_: RecordsRequest, odd: str
) -> None:
    response = reviewer.post(address(Closure, "add"), closure(request_) | {"seen": odd})
    assert response.status_code == 200
    assert not Closure.objects.exists()


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"agency": ""}, "agency", "This field is required."),
        ({"agency": "999999"}, "agency", "valid choice"),
        ({"agency": "\x00"}, "agency", "Null characters"),
        ({"on": ""}, "on", "This field is required."),
        ({"on": "soon"}, "on", "Enter a valid date."),
        ({"on": "0202-06-22"}, "on", "the year 0202 is outside 1990–2100"),
        ({"on": "9999-12-31"}, "on", "the year 9999 is outside"),
        ({"reason": ""}, "reason", "This field is required."),
        ({"reason": "x" * 201}, "reason", "at most 200"),
        ({"source": ""}, "source", "This field is required."),
        ({"source": "x" * 301}, "source", "at most 300"),
        ({"source": "a\x00"}, "source", "Null characters"),
    ],
)
def test_a_closure_that_cannot_be_is_refused_beside_its_field(
    reviewer: Client, request_: RecordsRequest, values: dict[str, str], field: str, why: str
) -> None:
    typed = closure(request_) | values
    response = add(reviewer, Closure, **typed)
    assert any(why in one for one in wrong(response)[field])
    form = response.context["adminform"].form
    assert {name: form[name].value() for name in typed} == typed
    assert not Closure.objects.exists()


def test_a_closure_that_is_known_is_refused(reviewer: Client, request_: RecordsRequest) -> None:
    entered(reviewer, closure(request_))
    response = add(reviewer, Closure, **closure(request_, reason="Fire"))
    assert "is entered as closed on Mon 22 Jun 2026 already" in wrong(response)["on"][0]
    assert Closure.objects.count() == 1


def test_a_closure_is_not_changed(reviewer: Client, request_: RecordsRequest) -> None:
    entered(reviewer, closure(request_))
    url = address(Closure, "change", Closure.objects.get().pk)
    assert 'name="_save"' not in texts(reviewer.get(url))
    assert reviewer.post(url, closure(request_, on="2026-06-23")).status_code == 403
    assert Closure.objects.get().on == TODAY


def test_deleting_is_looked_at_then_moves_back(reviewer: Client, request_: RecordsRequest) -> None:
    entered(reviewer, closure(request_))
    url = address(Closure, "delete", Closure.objects.get().pk)
    assert "Moves 1 open request, 1 of them from not yet due to due today." in texts(
        reviewer.get(url)
    )
    assert due_on(request_) == TUESDAY
    done = reviewer.post(url, {"post": "yes"}, follow=True)
    assert "Requests whose dates moved: 1 in all." in texts(done)
    assert (due_on(request_), Closure.objects.count()) == (TODAY, 0)
    assert AuditEntry.objects.get(verb="removed closure").actor == reviewer.person
    assert reviewer.post(url, {"post": "yes"}).status_code in (302, 404)
    assert AuditEntry.objects.filter(verb="removed closure").count() == 1


def test_what_became_of_a_deleted_closure_is_still_read(
    reviewer: Client, request_: RecordsRequest
) -> None:
    entered(reviewer, closure(request_))
    pk = Closure.objects.get().pk
    reviewer.post(address(Closure, "delete", pk), {"post": "yes"})
    page = texts(reviewer.get(address(Closure, "history", pk)))
    assert "closed on 2026-06-22: Furlough" in page
    assert page.index("Deleted") < page.index("Created")
    assert str(reviewer.person) in page


def test_a_reader_and_staff_neither_enter_nor_delete(request_: RecordsRequest) -> None:
    entered(signed_in(Role.REVIEWER), closure(request_))
    pk = Closure.objects.get().pk
    for role in (Role.READER, Role.STAFF):
        client = signed_in(role)
        for page, args in (("add", []), ("delete", [pk])):
            answer = client.post(address(Closure, page, *args), {"post": "yes"})
            assert answer.status_code in (302, 403)
    assert Closure.objects.count() == 1


def test_more_than_a_chunk_says_that_the_others_follow(
    reviewer: Client, request_: RecordsRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (moving, moves):
        monkeypatch.setattr(module, "CHUNK", 2)
    for _ in range(2):
        a_request(agency=request_.agency)
    done = entered(reviewer, closure(request_))
    assert "Requests whose dates moved: 2 so far; the others follow." in texts(done)


LOOKED_AT = [AdoptedHoliday, AppointedHoliday, DatesMove, LawVersion]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEAD, Role.ADMINISTRATOR])
@pytest.mark.parametrize("model", LOOKED_AT, ids=lambda model: model.__name__)
def test_laws_holidays_and_moves_are_looked_at_here(model: Any, role: Role) -> None:
    a_world()
    client, found = signed_in(role), model.objects.order_by("pk")[0]
    url, before = address(model, "change", found.pk), model.objects.count()
    page = texts(client.get(url))
    assert 'name="_save"' not in page and "deletelink" not in page
    assert client.post(url, {"name": "x"}).status_code == 403
    assert client.post(address(model, "delete", found.pk), {"post": "yes"}).status_code == 403
    assert client.post(address(model, "add"), {}).status_code == 403
    assert model.objects.count() == before
    assert client.get(address(model, "history", found.pk)).status_code == 200
