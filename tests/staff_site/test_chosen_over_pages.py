"""What is ticked on one page of the list is still chosen on the next one, without JavaScript."""

import re

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.staff_site.kept import MOST_KEPT, let_go, read_ids
from requests_app.staff_site.paging import PAGE_SIZE
from tests.builders import a_person, a_request, an_agency
from tests.staff_site.doors import signed_in, texts

pytestmark = pytest.mark.django_db
LIST, TURN, BULK = "/staff/requests/", "/staff/requests/page/", "/staff/requests/bulk/"
SENT = {"kind": "sent", "on": "6/9", "note": ""}


@pytest.fixture
def two_pages(db: None) -> list[RecordsRequest]:
    """More requests than a page shows, none sent, in the order of the list."""
    agency, by = an_agency(), a_person()
    return [a_request(agency=agency, by=by, sent_on=None) for _ in range(PAGE_SIZE + 3)]


def form_of(page: str) -> list[tuple[str, str]]:
    """What the form over the list sends: its hidden fields and the boxes that are ticked."""
    form = page[page.index('<form id="listed"') :]
    form = form[: form.index("</form>")]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return hidden + re.findall(r'name="(chosen)" value="(\d+)" checked', form)


def turned(client: Client, page: str, *ticked: int) -> str:
    """The next page, as its button asks for it with more rows ticked."""
    at = re.search(r'name="page" value="([^"]+)" formaction', page)[1]
    pairs = [*form_of(page), *(("chosen", str(pk)) for pk in ticked), ("page", at)]
    query: dict[str, list[str]] = {}
    for name, value in pairs:
        query.setdefault(name, []).append(value)
    response = client.get(TURN, query, follow=True)
    assert response.status_code == 200
    return texts(response)


def test_the_ticked_come_along_and_one_step_changes_them_all(staff: Client, two_pages) -> None:
    first = texts(staff.get(LIST, {"tab": "unsent"}))
    assert "on other pages" not in first
    second = turned(staff, first, two_pages[0].pk, two_pages[7].pk)
    assert "2 chosen on other pages" in second
    assert "Choose more on the next page" not in second
    pairs = [pair for pair in form_of(second) if pair[0] == "chosen"]
    chosen = [*pairs, ("chosen", str(two_pages[-1].pk))]
    page = staff.get(BULK, {"chosen": [value for _, value in chosen]})
    assert page.context["chosen"].ids == tuple(two_pages[n].pk for n in (0, 7, -1))


def test_on_their_own_page_they_are_ticked_and_can_be_let_go_one_by_one(
    staff: Client, two_pages
) -> None:
    ids = [two_pages[0].pk, two_pages[-1].pk]
    page = texts(staff.get(LIST, {"kept": f"{ids[0]}-{ids[1]}"}))
    assert "1 chosen on other pages" in page
    assert ("chosen", str(ids[0])) in form_of(page)
    unticked = [pair for pair in form_of(page) if pair != ("chosen", str(ids[0]))]
    assert read_ids(value for name, value in unticked if name == "chosen") == (ids[1],)


def test_all_are_let_go_by_one_link(staff: Client, two_pages) -> None:
    page = texts(staff.get(LIST, {"tab": "unsent", "kept": str(two_pages[-1].pk)}))
    link = re.search(r'href="([^"]*)" aria-label="Let go of the 1 chosen', page)[1]
    assert link == "?tab=unsent"


def test_they_stay_while_the_list_is_filtered_and_sorted(staff: Client, two_pages) -> None:
    kept = str(two_pages[-1].pk)
    page = texts(staff.get(LIST, {"kept": kept}))
    assert f'<input type="hidden" name="kept" value="{kept}">' in page
    assert f"?kept={kept}&sort=agency" in page


def test_more_than_an_address_holds_are_not_kept_and_that_is_said(staff: Client, db) -> None:
    ids = range(1, MOST_KEPT + 20)
    response = staff.get(TURN, {"list": "tab=all", "chosen": [str(pk) for pk in ids]})
    assert response.url == f"{LIST}?tab=all&kept={'-'.join(map(str, ids[:MOST_KEPT]))}"
    assert f"The first {MOST_KEPT} chosen are kept" in texts(staff.get(response.url))


def test_after_the_step_nothing_is_chosen_any_more(staff: Client, two_pages) -> None:
    back = f"{LIST}?tab=unsent&kept={two_pages[-1].pk}"
    where = f"{BULK}?chosen={two_pages[0].pk}&back={back.replace('&', '%26')}"
    looked = texts(staff.post(where, SENT))
    key = re.search(r'name="form_key" value="([^"]+)"', looked)[1]
    done = staff.post(where, {**SENT, "requests": str(two_pages[0].pk), "form_key": key})
    assert done.url == f"{LIST}?tab=unsent"


@pytest.mark.parametrize("kept", ["", "-", "x", "-5", "1-1-x-2", "9" * 40, "1%00", "²", "1--2"])
def test_an_odd_choice_in_an_address_is_read_as_far_as_it_goes(staff: Client, kept: str) -> None:
    assert staff.get(LIST, {"kept": kept}).status_code == 200


def test_a_reader_is_offered_nothing_to_choose(two_pages) -> None:
    reader = signed_in(Role.READER)
    page = texts(reader.get(LIST, {"kept": str(two_pages[-1].pk)}))
    assert "chosen on other pages" not in page
    assert "formaction" not in page


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("/staff/requests/", "/staff/requests/"),
        ("/staff/requests/?kept=1-2", "/staff/requests/"),
        ("/staff/requests/?tab=all&kept=1&q=a+b", "/staff/requests/?tab=all&q=a+b"),
    ],
)
def test_an_address_without_the_choice_is_otherwise_the_same(address: str, left: str) -> None:
    assert let_go(address) == left
