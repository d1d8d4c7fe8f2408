"""A version of the law: looked at with its first day, put in force, taken back, dropped.

By AB 1821, ten business days after Tue 9 Jun 2026, without Saturdays, Sundays and Juneteenth
(Fri 19): 10, 11, 12, 15, 16, 17, 18, 22, 23, 24 June. Due on Wed 24 Jun instead of Mon 22 Jun.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.statute_book.models import LawVersion
from requests_app.domain.statute_book.operations import enter_version
from requests_app.domain.upkeep.models import DatesMove
from tests.builders import BUSINESS_DAYS, NOW, TODAY, a_person, a_request, an_agency, an_event
from tests.staff_site.doors import errors, signed_in, texts

pytestmark = pytest.mark.django_db
ENACT = {"begins": "2026-06-01", "seen": "1"}
BAD_DAYS = [
    ("", "This field is required."),
    ("soon", "“soon” is not a date that we can read"),
    ("2026-02-30", "is not a date that we can read"),
    ("0202-06-01", "the year 0202 is outside 1990–2100"),
    ("9999-12-31", "the year 9999 is outside 1990–2100"),
    ("1989-12-31", "the year 1989 is outside"),
    ("2023-01-01", "begins on 2023-01-01 already"),
    ("\x00", "is not a date that we can read"),
    ("9" * 400, "is not a date that we can read"),
]


@pytest.fixture
def lead(db: None) -> Client:
    return signed_in(Role.LEAD)


@pytest.fixture
def reader(db: None) -> Client:
    return signed_in(Role.READER)


@pytest.fixture
def version(db: None) -> LawVersion:
    return enter_version(details=BUSINESS_DAYS, by=a_person(), at=NOW)


def page_of(version: LawVersion, then: str = "") -> str:
    return f"/staff/law/versions/{version.pk}/{then}"


def stands(version: LawVersion) -> tuple[str, date | None, int]:
    version.refresh_from_db()
    return version.state, version.in_force_from, version.version


def due_on(request: RecordsRequest) -> date | None:
    request.refresh_from_db()
    return request.due_on


def enacted(client: Client, version: LawVersion, **values: str) -> Any:
    return client.post(page_of(version, "enact/"), ENACT | values, follow=True)


def test_the_page_lays_the_version_beside_the_law(reader: Client, version: LawVersion) -> None:
    version.added_grounds = [{"words": "a strike", "citation": "(c)(7)"}]
    version.struck_grounds = ["compiling"]
    version.save()
    response = reader.get(page_of(version))
    assert response.context["differences"] == [
        ("Period", "10 calendar days, moved off a day off", "10 business days", True),
        ("Section", "Gov. Code § 7922.535(a)", "Gov. Code § 7922.535(a) (AB 1821)", True),
        ("Extension", "14 calendar days, once", "14 business days, once", True),
        ("Its section", "Gov. Code § 7922.535(b)", "Gov. Code § 7922.535(b) (AB 1821)", True),
    ]
    assert [ground.words for ground in response.context["grounds_added"]] == ["a strike"]
    assert [ground.key for ground in response.context["grounds_struck"]] == ["compiling"]
    assert "It moves no date by itself." in texts(response)


def test_a_version_of_the_past_lies_beside_the_law_of_its_day(
    reader: Client, version: LawVersion
) -> None:
    before = reader.get(page_of(version, "?begins=2022-06-01")).context["differences"]
    assert before[1][1] == "Gov. Code § 6253(c)"


def test_what_it_would_move_is_seen_before_anything_moves(
    reader: Client, version: LawVersion
) -> None:
    request = a_request()
    page = texts(reader.get(page_of(version, "?begins=6/1")))
    assert "Read as Mon 1 Jun 2026." in page
    assert "Moves 1 open request, 1 of them from due today to not yet due." in page
    assert request.number in page and "Wed 24 Jun 2026" in page
    assert "now due today" in page
    assert (due_on(request), stands(version)) == (TODAY, ("pending", None, 1))
    assert not DatesMove.objects.exists()


@pytest.mark.parametrize(("begins", "why"), BAD_DAYS)
def test_a_first_day_that_cannot_be_is_refused_beside_its_field(
    reader: Client, version: LawVersion, begins: str, why: str
) -> None:
    response = reader.get(page_of(version), {"begins": begins})
    assert response.status_code == 422
    assert why in errors(response)["begins"][0]
    assert response.context["form"]["begins"].value() == begins
    assert "preview" not in response.context


@pytest.mark.parametrize(("begins", "why"), BAD_DAYS)
def test_nothing_is_in_force_from_a_day_that_cannot_be(
    lead: Client, version: LawVersion, begins: str, why: str
) -> None:
    done = enacted(lead, version, begins=begins)
    assert done.status_code == 200 and why in texts(done)
    assert stands(version) == ("pending", None, 1)
    assert not DatesMove.objects.exists()


def test_in_force_it_moves_what_was_received_since(lead: Client, version: LawVersion) -> None:
    """Received on Fri 29 May: under the old law still, due on Mon 8 June."""
    request, before = a_request(), a_request(sent_on=date(2026, 5, 29))
    tribe = a_request(agency=an_agency(records_law="none", level="tribal"))
    done = enacted(lead, version)
    assert "In force from Mon 1 Jun 2026. It moved the dates of 1 request." in texts(done)
    assert (due_on(request), due_on(before), due_on(tribe)) == (
        date(2026, 6, 24), date(2026, 6, 8), None,
    )  # fmt: skip
    assert stands(version) == ("in_force", date(2026, 6, 1), 2)
    event = request.events.get(kind=EventKind.DATES_MOVED)
    assert (event.recorded_by, event.on) == (lead.person, TODAY)
    page = texts(lead.get(f"/staff/requests/{request.pk}/"))
    assert "Due Wed 24 Jun 2026 instead of Mon 22 Jun 2026. AB 1821 of 2026 is in force" in page
    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {"enacted law", "moved dates"} <= verbs


def test_the_sentence_says_what_then_moves(lead: Client, version: LawVersion) -> None:
    """Received on Sat 13 Jun: due on Tue 23 Jun, by the bill on the tenth of 15, 16, 17, 18, 22,
    23, 24, 25, 26 and 29 Jun. A closed request moves as well."""
    a_request()
    later, closed = a_request(sent_on=date(2026, 6, 13)), a_request()
    an_event(closed, EventKind.CLOSED, TODAY)
    page = texts(lead.get(page_of(version, "?begins=2026-06-01")))
    assert (
        "Moves 2 open requests, 1 of them from due today to not yet due. 1 closed request as well."
    ) in page
    assert "It moved the dates of 3 requests." in texts(enacted(lead, version))
    assert (due_on(later), due_on(closed)) == (date(2026, 6, 29), date(2026, 6, 24))


def test_from_a_day_ahead_it_moves_nothing_yet(lead: Client, version: LawVersion) -> None:
    request = a_request()
    page = texts(lead.get(page_of(version, "?begins=2027-01-01")))
    assert "Moves no date of any request." in page
    assert "Put it in force from Fri 1 Jan 2027</button>" in page
    done = enacted(lead, version, begins="2027-01-01")
    assert "In force from Fri 1 Jan 2027. It moved the dates of 0 requests." in texts(done)
    assert due_on(request) == TODAY


def test_the_law_page_shows_it_with_its_predecessor_ended(
    lead: Client, version: LawVersion
) -> None:
    enacted(lead, version)
    response = lead.get("/staff/law/")
    first, second = response.context["laws"][:2]
    assert (first[0].valid_from, first[1], first[2]) == (
        date(2026, 6, 1), version, "10 business days",
    )  # fmt: skip
    assert second[0].valid_until == date(2026, 5, 31)
    assert "AB 1821 of 2026 is in force for what is received from Mon 1 Jun 2026" in texts(response)
    assert response.context["pending"] == []


def test_two_versions_cannot_begin_on_one_day(lead: Client, version: LawVersion) -> None:
    enacted(lead, version)
    other = replace(BUSINESS_DAYS, act="SB 2 of 2026")
    second = enter_version(details=other, by=a_person(), at=NOW)
    response = lead.get(page_of(second, "?begins=2026-06-01"))
    assert "begins on 2026-06-01 already" in errors(response)["begins"][0]
    enacted(lead, second)
    assert stands(second) == ("pending", None, 1)


def test_the_second_click_is_told_and_changes_nothing(lead: Client, version: LawVersion) -> None:
    request = a_request()
    enacted(lead, version)
    again = enacted(lead, version, begins="2026-06-09")
    assert "Somebody else changed AB 1821 of 2026 while you had it open; it is “In force” now." in (
        texts(again)
    )
    assert "“Enact” starts from “Pending”" in texts(enacted(lead, version, seen="2"))
    assert stands(version) == ("in_force", date(2026, 6, 1), 2)
    assert (due_on(request), DatesMove.objects.count()) == (date(2026, 6, 24), 1)


@pytest.mark.parametrize("seen", ["", "0", "2", "-1", "x", "²", "1.0", "9" * 400, "\x00"])
@pytest.mark.parametrize("step", ["enact", "take-back", "drop", "take-up"])
def test_what_was_not_seen_is_not_decided(
    lead: Client, version: LawVersion, step: str, seen: str
) -> None:
    done = lead.post(page_of(version, f"{step}/"), ENACT | {"seen": seen}, follow=True)
    assert "Somebody else changed AB 1821 of 2026" in texts(done)
    assert stands(version) == ("pending", None, 1)


def test_taken_back_the_dates_move_back(lead: Client, version: LawVersion) -> None:
    request = a_request()
    enacted(lead, version)
    page = texts(lead.get(page_of(version)))
    assert "Moves 1 open request, 1 of them from not yet due to due today." in page
    assert "Take the enactment back and move the dates" in page
    done = lead.post(page_of(version, "take-back/"), {"seen": "2"}, follow=True)
    assert "Pending again. It moved the dates of 1 request." in texts(done)
    assert (due_on(request), stands(version)) == (TODAY, ("pending", None, 3))
    assert "AB 1821 of 2026 is not in force from Mon 1 Jun 2026 after all." in (
        texts(lead.get(f"/staff/requests/{request.pk}/"))
    )
    again = lead.post(page_of(version, "take-back/"), {"seen": "3"}, follow=True)
    assert "“Take the enactment back” starts from “In force”" in texts(again)
    enacted(lead, version, seen="3", begins="2026-06-09")
    assert due_on(request) == date(2026, 6, 24)


def test_a_dropped_bill_is_kept_and_taken_up_again(lead: Client, version: LawVersion) -> None:
    done = lead.post(page_of(version, "drop/"), {"seen": "1"}, follow=True)
    assert "AB 1821 of 2026 is dropped. It is kept, and can be taken up again." in texts(done)
    assert "Take it up again" in texts(done) and "See what it moves" not in texts(done)
    assert "preview" not in lead.get(page_of(version, "?begins=2026-06-01")).context
    assert "“Enact” starts from “Pending”" in texts(enacted(lead, version, seen="2"))
    done = lead.post(page_of(version, "take-up/"), {"seen": "2"}, follow=True)
    assert "AB 1821 of 2026 is pending again." in texts(done)
    assert stands(version) == ("pending", None, 3)


def test_what_is_in_force_is_not_dropped(lead: Client, version: LawVersion) -> None:
    enacted(lead, version)
    done = lead.post(page_of(version, "drop/"), {"seen": "2"}, follow=True)
    assert "“Drop” starts from “Pending”, and this is “In force”." in texts(done)
    assert stands(version) == ("in_force", date(2026, 6, 1), 2)


def test_a_reader_looks_and_a_lead_decides(
    reader: Client, lead: Client, version: LawVersion
) -> None:
    a_request()
    for words in (">Amend<", "Drop it: the bill failed", "Put it in force from Mon 1 Jun 2026"):
        assert words not in texts(reader.get(page_of(version, "?begins=2026-06-01")))
        assert words in texts(lead.get(page_of(version, "?begins=2026-06-01")))
    assert "A lead puts it in force." in texts(reader.get(page_of(version, "?begins=2026-06-01")))
    enacted(lead, version)
    assert "Take the enactment back" not in texts(reader.get(page_of(version)))
    assert "Take the enactment back" in texts(lead.get(page_of(version)))
    assert enacted(signed_in(Role.REVIEWER), version).status_code == 403
