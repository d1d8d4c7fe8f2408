"""The page of the search, and the box in the head of every page."""

import pytest

from requests_app.domain.agencies.models import Ori
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.search import REQUESTS_A_PAGE
from tests.builders import TODAY, a_request, an_agency, an_event
from tests.staff_site.doors import texts

pytestmark = pytest.mark.django_db
SEARCH = "/staff/search/"


@pytest.fixture
def fresno(db):
    return a_request(agency=an_agency("Fresno Police Department"), portal_number="25-4471")


def test_what_is_found_is_marked_under_its_request(staff, fresno) -> None:
    an_event(fresno, EventKind.NOTE, TODAY, note="Called <b>the captain</b>")
    page = staff.get(SEARCH, {"q": "captain"}).content.decode()
    assert "Called &lt;b&gt;the <mark>captain</mark>&lt;/b&gt;" in page
    assert f'href="/staff/requests/{fresno.pk}/"' in page and "What happened" in page


def test_an_agency_is_listed_before_its_requests(staff, fresno) -> None:
    page = texts(staff.get(SEARCH, {"q": "fresno"}))
    assert f'href="/staff/agencies/{fresno.agency_id}/"' in page
    assert page.index("<h2>Agencies</h2>") < page.index("<h2>Requests</h2>")


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Look for words"), ("   ", "Look for words"), ("&|!", "Look for words"),
     ("nowhere", "Nothing found")],
)  # fmt: skip
def test_an_empty_page_says_what_to_do(staff, typed, words) -> None:
    assert words in texts(staff.get(SEARCH, {"q": typed}))


def test_a_number_typed_in_the_head_leads_straight_to_its_request(staff, fresno) -> None:
    Ori.objects.create(agency=fresno.agency, code="CA0100500")
    for typed, place in (
        (fresno.number, f"/staff/requests/{fresno.pk}/"),
        ("25-4471 ", f"/staff/requests/{fresno.pk}/"),
        ("ca0100500", f"/staff/agencies/{fresno.agency_id}/"),
    ):
        assert staff.get(SEARCH, {"q": typed, "go": "1"}).url == place
        assert staff.get(SEARCH, {"q": typed}).status_code == 200
    assert staff.get(SEARCH, {"q": "fresno", "go": "1"}).status_code == 200


def test_the_box_of_every_page_asks_the_search(staff) -> None:
    page = staff.get("/staff/").content.decode()
    assert 'action="/staff/search/"' in page and '<input type="hidden" name="go" value="1">' in page


def test_older_requests_are_a_page_away(staff) -> None:
    agency = an_agency("Kern County Sheriff")
    first, *_ = [a_request(agency=agency) for _ in range(REQUESTS_A_PAGE + 1)]
    page = staff.get(SEARCH, {"q": "kern", "go": "1"})
    before = page.context["page"].before
    assert f"?q=kern&before={before}" in texts(page).replace("&amp;", "&")
    assert first.number in texts(staff.get(SEARCH, {"q": "kern", "before": before}))
    assert "That was all" in texts(staff.get(SEARCH, {"q": "kern", "before": first.pk}))


def test_one_may_look_among_files_alone(staff, fresno) -> None:
    assert fresno.number not in texts(staff.get(SEARCH, {"q": "fresno", "kind": "file"}))
    assert fresno.number in texts(staff.get(SEARCH, {"q": "fresno", "kind": "nonsense"}))
