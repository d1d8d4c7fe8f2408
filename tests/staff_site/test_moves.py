"""The page of a move, and the hand-over to the worker of what does not fit into one chunk."""

from datetime import date

import pytest
from django.test import Client
from kombu.exceptions import OperationalError

from requests_app import tasks
from requests_app.domain.accounts.roles import Role
from requests_app.domain.request_log import moving
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.statute_book.operations import enter_version
from requests_app.domain.upkeep import moves
from requests_app.domain.upkeep.models import DatesMove
from requests_app.staff_site import law_page
from tests.builders import BUSINESS_DAYS, NOW, TODAY, a_person, a_request, an_agency
from tests.staff_site.doors import looked_at_and_confirmed, signed_in, texts

pytestmark = pytest.mark.django_db
NEW = "/staff/law/holidays/new/"
MOURNING = {"on": "6/22", "name": "Mourning", "appointed_by": "governor", "source": "Order 1"}
TUESDAY = date(2026, 6, 23)


@pytest.fixture
def lead(db: None) -> Client:
    return signed_in(Role.LEAD)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Two requests are a chunk; each time the worker is told is kept here, and it does nothing."""
    for module in (moving, moves):
        monkeypatch.setattr(module, "CHUNK", 2)
    calls: list[str] = []
    monkeypatch.setattr(tasks.carry_on_moving, "delay", lambda: calls.append("told"))
    return calls


def page_of(move: DatesMove) -> str:
    return f"/staff/law/moves/{move.pk}/"


def due_dates() -> list[date | None]:
    return list(RecordsRequest.objects.order_by("pk").values_list("due_on", flat=True))


def test_a_finished_move_shows_what_it_moved(lead: Client) -> None:
    request = a_request()
    looked_at_and_confirmed(lead, NEW, MOURNING)
    page = texts(signed_in(Role.READER).get(page_of(DatesMove.objects.get())))
    assert "Mon 22 Jun 2026 is a holiday: Mourning, appointed by the Governor (Order 1)." in page
    assert "<strong>1</strong> moved of 1 request looked at." in page
    assert f"begun by {lead.person}" in page
    assert f'<a href="/staff/requests/{request.pk}/">{request.number}</a>' in page
    assert (
        '<td data-label="What moved">Due Tue 23 Jun 2026 instead of Mon 22 Jun 2026.</td>' in page
    )
    for word in ("<progress", "hx-get", "hx-trigger"):
        assert word not in page


def test_an_unfinished_move_shows_how_far_it_is_and_watches(lead: Client) -> None:
    numbers = {"total": 41_280, "looked_at": 16_000, "moved": 312}
    move = DatesMove.objects.create(what="A law.", started_at=NOW, **numbers)
    page = texts(lead.get(page_of(move)))
    assert "16,000 of 41,280 requests looked at, 312 moved." in page
    assert '<progress id="how-far" value="16000" max="41280">' in page
    assert f'hx-get="{page_of(move)}" hx-trigger="every 2s"' in page
    assert "No request moved yet." in page
    assert "You may leave this page; it goes on by itself." in page


def test_a_move_that_is_watched_to_its_end_loads_the_page_anew(lead: Client) -> None:
    move = DatesMove.objects.create(what="A law.", started_at=NOW, total=9)
    watching = {"HX-Request": "true"}
    assert "HX-Refresh" not in lead.get(page_of(move), headers=watching)
    move.finished_at = NOW
    move.save()
    assert lead.get(page_of(move), headers=watching)["HX-Refresh"] == "true"
    assert "HX-Refresh" not in lead.get(page_of(move))


def test_a_move_without_a_person_is_the_products_own(lead: Client) -> None:
    move = DatesMove.objects.create(what="Tables.", started_at=NOW, finished_at=NOW)
    page = texts(lead.get(page_of(move)))
    assert "<strong>0</strong> moved of 0 requests looked at." in page
    assert "begun by Tenth Day" in page and "No request moved." in page


def test_only_the_first_are_listed_of_many(lead: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(law_page, "REQUESTS_SHOWN", 2)
    for _ in range(3):
        a_request()
    looked_at_and_confirmed(lead, NEW, MOURNING)
    address = page_of(DatesMove.objects.get())
    page = texts(lead.get(address))
    assert "The first 2 of 3; each has its entry on its own page." in page
    numbers = list(RecordsRequest.objects.order_by("pk").values_list("number", flat=True))
    second = texts(lead.get(address, {"page": "2"}))
    assert [number in page for number in numbers] == [True, True, False]
    assert [number in second for number in numbers] == [False, False, True]


def test_a_preview_says_that_dates_are_still_moving(lead: Client) -> None:
    moving = {"what": "A law is in force.", "total": 41_280, "looked_at": 16_000}
    move = DatesMove.objects.create(**moving, started_at=NOW)
    page = texts(lead.post(NEW, MOURNING))
    assert "“A law is in force.” has looked at 16,000 of 41,280 requests." in page
    assert page_of(move) in page
    DatesMove.objects.update(finished_at=NOW)
    assert "Dates are still moving" not in texts(lead.post(NEW, MOURNING))


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 18])
def test_a_move_that_is_none_leads_nowhere(lead: Client, pk: str) -> None:
    assert lead.get(f"/staff/law/moves/{pk}/").status_code == 404


def test_more_than_a_chunk_is_handed_to_the_worker(lead: Client, told: list[str]) -> None:
    for _ in range(5):
        a_request()
    done = looked_at_and_confirmed(lead, NEW, MOURNING)
    move = DatesMove.objects.get()
    assert done.redirect_chain == [(page_of(move), 302)]
    assert "Holiday entered. The dates are moving; you may leave this page." in texts(done)
    assert "2 of 5 requests looked at, 2 moved." in texts(done)
    assert (told, due_dates()) == (["told"], [TUESDAY] * 2 + [TODAY] * 3)
    tasks.carry_on_moving()
    assert due_dates() == [TUESDAY] * 5
    assert "<strong>5</strong> moved of 5 requests looked at." in texts(lead.get(page_of(move)))
    assert told == ["told"]


def test_a_request_that_a_move_has_not_reached_says_what_the_list_shows(
    lead: Client, told: list[str]
) -> None:
    for _ in range(3):
        a_request()
    looked_at_and_confirmed(lead, NEW, MOURNING)
    first, *_, last = RecordsRequest.objects.order_by("pk")
    behind = "A change of the rules is on its way to this request: lists and reminders still go by"
    page = texts(lead.get(f"/staff/requests/{last.pk}/"))
    assert f"{behind} Mon 22 Jun 2026. This page counts by the rules of now." in page
    assert behind not in texts(lead.get(f"/staff/requests/{first.pk}/"))
    tasks.carry_on_moving()
    assert behind not in texts(lead.get(f"/staff/requests/{last.pk}/"))


def test_a_request_whose_arguable_dates_are_on_their_way_says_so_too(lead: Client) -> None:
    request, without = a_request(), a_request()
    RecordsRequest.objects.filter(pk=request.pk).update(latest_arguable_on=date(2026, 6, 24))
    nothing = {"due_on": None, "earliest_arguable_on": None, "latest_arguable_on": None}
    RecordsRequest.objects.filter(pk=without.pk).update(**nothing)
    page = texts(lead.get(f"/staff/requests/{request.pk}/"))
    assert "Mon 22 Jun 2026, arguable from Mon 22 Jun 2026 to Wed 24 Jun 2026. This" in page
    assert "still go by no date." in texts(lead.get(f"/staff/requests/{without.pk}/"))


def test_a_request_without_a_date_is_not_behind(lead: Client) -> None:
    tribal = a_request(agency=an_agency(level="tribal", records_law="none"))
    unsent = a_request(sent_on=None)
    for request in (tribal, unsent):
        assert "on its way to this request" not in texts(lead.get(f"/staff/requests/{request.pk}/"))


def test_a_chunk_that_holds_all_asks_no_worker(lead: Client, told: list[str]) -> None:
    a_request()
    done = looked_at_and_confirmed(lead, NEW, MOURNING)
    assert "It moved the dates of 1 request." in texts(done)
    assert told == []


def test_a_closure_and_its_removal_are_handed_over_too(lead: Client, told: list[str]) -> None:
    agency = an_agency()
    for _ in range(3):
        a_request(agency=agency)
    closure = {"on": "6/22", "reason": "Fire", "source": "Notice"}
    looked_at_and_confirmed(lead, f"/staff/agencies/{agency.pk}/closures/", closure)
    tasks.carry_on_moving()
    assert due_dates() == [TUESDAY] * 3
    done = looked_at_and_confirmed(lead, f"/staff/closures/{agency.closures.get().pk}/remove/")
    assert "Closure taken out. The dates are moving" in texts(done)
    assert due_dates() == [TODAY] * 2 + [TUESDAY]
    tasks.carry_on_moving()
    assert (due_dates(), told) == ([TODAY] * 3, ["told", "told"])


def test_a_law_is_taken_back_while_it_still_moves(lead: Client, told: list[str]) -> None:
    """What the first move has not reached stays where it is; what it reached goes back."""
    for _ in range(5):
        a_request()
    version = enter_version(details=BUSINESS_DAYS, by=a_person(), at=NOW)
    page = f"/staff/law/versions/{version.pk}/"
    done = lead.post(f"{page}enact/", {"begins": "6/1", "seen": "1"}, follow=True)
    assert "In force from Mon 1 Jun 2026. The dates are moving" in texts(done)
    assert due_dates() == [date(2026, 6, 24)] * 2 + [TODAY] * 3
    lead.post(f"{page}take-back/", {"seen": "2"})
    tasks.carry_on_moving()
    assert due_dates() == [TODAY] * 5
    assert not DatesMove.objects.filter(finished_at=None).exists()


def test_without_a_broker_the_change_stands_and_the_worker_finds_it(
    lead: Client, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(tasks.carry_on_moving, "delay", refuse)
    for _ in range(3):
        a_request()
    done = looked_at_and_confirmed(lead, NEW, MOURNING)
    assert "2 of 3 requests looked at" in texts(done)
    tasks.carry_on_moving()
    assert due_dates() == [TUESDAY] * 3
