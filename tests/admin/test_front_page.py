"""The front page: what waits, with a link to exactly that list; empty, it says so."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requests_app.domain.accounts.roles import Role
from requests_app.domain.upkeep.waiting import QUEUES, Queue
from tests.admin.pages import MODELS
from tests.builders import NOW
from tests.domain.misuse_data.figures import a_claim
from tests.domain.upkeep.test_waiting import FILLED
from tests.staff_site.doors import signed_in, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(db: None) -> Client:
    return signed_in(Role.LEAD)


def row(client: Client, queue: Queue):
    return client.get("/admin/").context["queues"][list(Queue).index(queue)]


def test_where_nothing_waits_each_queue_says_so(lead: Client) -> None:
    page = texts(lead.get("/admin/"))
    for queue in QUEUES.values():
        assert queue.words.nothing in page and queue.words.why not in page


@pytest.mark.parametrize("queue", list(FILLED))
def test_a_count_leads_to_exactly_the_list_that_it_counts(lead: Client, queue: Queue) -> None:
    FILLED[queue][0]()
    found = row(lead, queue)
    assert found.waiting.number == 1
    listed = lead.get(found.address)
    assert listed.status_code == 200
    assert listed.context["cl"].result_count == 1
    assert list(listed.context["cl"].result_list) == list(QUEUES[queue].rows(NOW))


def test_contradictions_lead_to_the_comparison_that_shows_them(lead: Client) -> None:
    a_claim(7, source="A paper")
    a_claim(9, source="Another")
    found = row(lead, Queue.CONFLICTS)
    assert (found.waiting.number, found.address) == (1, "/staff/compare/")
    assert len(lead.get(found.address).context["conflicts"]) == 1


def test_what_waits_is_told_by_day_and_with_what_to_do(lead: Client) -> None:
    FILLED[Queue.RESTRICTED][0]()
    page = texts(lead.get("/admin/"))
    assert QUEUES[Queue.RESTRICTED].words.why in page and "Mon 22 Jun 2026" in page


def test_a_reviewer_is_shown_no_quarantine_and_cannot_ask_for_it() -> None:
    FILLED[Queue.QUARANTINED][0]()
    reviewer = signed_in(Role.REVIEWER)
    assert "quarantine" not in texts(reviewer.get("/admin/"))
    listed = reviewer.get("/admin/requests_app/attachment/?waits=quarantined")
    assert list(listed.context["cl"].result_list) == []


@pytest.mark.parametrize("value", ["nonsense", "mails", "\x00", "releases' --"])
def test_a_queue_of_something_else_filters_nothing(lead: Client, value: str) -> None:
    FILLED[Queue.RELEASES][0]()
    listed = lead.get("/admin/requests_app/release/", {"waits": value})
    assert listed.status_code in (200, 302)


def test_the_front_page_costs_the_same_whatever_waits(lead: Client) -> None:
    lead.get("/admin/")
    with CaptureQueriesContext(connection) as queries:
        lead.get("/admin/")
    assert len(queries) <= 3 + 2 * len(QUEUES)
    tables = [model._meta.db_table for model in MODELS]
    counts = [one["sql"] for one in queries if "COUNT(*)" in one["sql"]]
    assert [sql for sql in counts if any(t in sql for t in tables) and "LIMIT" not in sql] == []
