"""Walking the pages of a list: whatever the order, each row is met once, there and back."""

import random
from datetime import date, timedelta

import pytest
from django.test import Client

from requests_app.domain.agencies.models import Ori
from requests_app.domain.request_log.columns import COLUMNS
from requests_app.domain.request_log.models import Campaign, RecordsRequest, Tag
from requests_app.staff_site.keyset import KeysetPage, Order, keyset_page
from tests.builders import NOW, TODAY, a_person, an_agency

pytestmark = pytest.mark.django_db
SIZE = 4
SORTS = [f"{way}{key}" for key in COLUMNS for way in ("", "-")]


@pytest.fixture
def many(db: None) -> None:
    """Some thirty requests with few values each, so that most tie, and gaps in all that can be."""
    chance = random.Random(5)
    agencies = [an_agency("A"), an_agency("B", county="", kind="sheriff"), an_agency("C")]
    Ori.objects.create(agency=agencies[0], code="CA0000001")
    people = [None, a_person(), a_person(first_name="", last_name="")]
    rounds = [None, Campaign.objects.create(name="R", reporting_year=2024)]
    days = [None, TODAY, TODAY - timedelta(days=3)]
    tags = [Tag.objects.create(name=name) for name in ("x", "y")]
    for number in range(31):
        due, sent = chance.choice(days), chance.choice(days)
        made = RecordsRequest.objects.create(
            number=f"TD-2026-{number:04d}", agency=chance.choice(agencies), subject="x",
            reporting_year=chance.choice([2024, 2025]), created_at=NOW, due_on=due,
            earliest_arguable_on=due, latest_arguable_on=due, sent_on=sent, received_on=sent,
            method=chance.choice(["email", "post"]), portal_number=chance.choice(["", "R1", "R2"]),
            status=chance.choice(["awaiting", "extended", "released"]),
            assignee=chance.choice(people), campaign=chance.choice(rounds),
            heard_on=chance.choice(days), determined_on=chance.choice(days),
            estimated_on=chance.choice(days),
        )  # fmt: skip
        made.tags.set(chance.sample(tags, chance.randint(0, 2)))


def an_order(sort: str) -> Order:
    column = COLUMNS[sort.removeprefix("-")]
    return Order(sort, column.order(TODAY) if column.order else None, column.has_gaps)


def page_at(sort: str, at: str | None) -> KeysetPage:
    return keyset_page(RecordsRequest.objects.all(), an_order(sort), at, SIZE)


@pytest.mark.parametrize("sort", SORTS)
def test_every_walk_meets_each_row_once_and_in_order(many: None, sort: str) -> None:
    whole = [row.pk for row in an_order(sort).ordered(RecordsRequest.objects.all())]
    there, page = [], page_at(sort, None)
    assert page.previous == ""
    while True:
        there += [row.pk for row in page.rows]
        if not page.next:
            break
        page = page_at(sort, page.next)
    assert there == whole
    back, page = [], page_at(sort, page.last)
    assert page.next == "" and len(page.rows) == SIZE
    while True:
        back = [row.pk for row in page.rows] + back
        if not page.previous:
            break
        page = page_at(sort, page.previous)
    assert back == whole


def test_rows_without_a_value_come_last_either_way(many: None) -> None:
    for sort in ("due", "-due"):
        values = [row.due_on for row in an_order(sort).ordered(RecordsRequest.objects.all())]
        known = [value for value in values if value]
        assert values == known + [None] * (len(values) - len(known))


def test_a_step_forward_and_a_step_back_come_to_the_same_page(many: None) -> None:
    for sort in ("due", "-who", "tags"):
        second = page_at(sort, page_at(sort, None).next)
        third = page_at(sort, second.next)
        assert [r.pk for r in page_at(sort, third.previous).rows] == [r.pk for r in second.rows]


def test_a_place_that_nobody_wrote_is_the_first_page(many: None) -> None:
    first = [row.pk for row in page_at("due", None).rows]
    written = page_at("due", None).next
    other_order = page_at("-due", None).next
    middle = len(written) // 2
    tampered = written[:middle] + ("A" if written[middle] != "A" else "B") + written[middle + 1 :]
    for odd in (tampered, written[:-2], other_order, "2", "a:b", ":", "\x00", "é", "x" * 5000):
        assert [row.pk for row in page_at("due", odd).rows] == first


def test_a_page_whose_rows_are_gone_is_the_first_page(many: None) -> None:
    place = page_at("number", None).next
    RecordsRequest.objects.filter(number__gte="TD-2026-0004").delete()
    assert len(page_at("number", place).rows) == SIZE


def test_the_page_offers_the_ways_there_are(staff: Client, many: None) -> None:
    agency = an_agency()
    RecordsRequest.objects.bulk_create(
        RecordsRequest(number=f"X{n}", agency=agency, reporting_year=2025, subject="x",
                       method="email", created_at=NOW, due_on=date(2026, 7, 1),
                       earliest_arguable_on=date(2026, 7, 1), latest_arguable_on=date(2026, 7, 1))
        for n in range(40)
    )  # fmt: skip
    first = staff.get("/staff/requests/", {"tab": "all"})
    assert "Last</a>" in first.content.decode() and "First</a>" not in first.content.decode()
    last = staff.get("/staff/requests/", {"tab": "all", "page": "last"})
    assert "First</a>" in last.content.decode() and "Last</a>" not in last.content.decode()
    assert str(first.context["total"]) == str(last.context["total"]) == "71"
