"""The list of requests: every tab and filter gives its rows; odd addresses give a page."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Ori
from requests_app.domain.deadlines.standings import Standing
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.columns import COLUMNS
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import RecordsRequest, Tag
from requests_app.staff_site.paging import PAGE_SIZE, CappedCount, page_of
from requests_app.staff_site.request_list import RequestList
from requests_app.templatetags.request_cells import CELLS
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event
from tests.staff_site.doors import texts

pytestmark = pytest.mark.django_db
LIST = "/staff/requests/"
K = EventKind


def shown(client: Client, **query: Any) -> set[str]:
    """The portal numbers in the list: each request here has one that says how it stands."""
    response = client.get(LIST, query)
    assert response.status_code == 200
    return {row.request.portal_number.lower() for row in response.context["rows"]}


def one_of_each() -> None:
    """Requests in every standing on 22 June, named by it."""

    def named(name: str, sent: date | None, *events: tuple[EventKind, date], **more: Any) -> None:
        request = a_request(sent_on=sent, portal_number=name, **more)
        for kind, on in events:
            an_event(request, kind, on)

    old, recent = date(2026, 5, 1), date(2026, 6, 15)
    named("not_sent", None)
    named("no_receipt", recent, method="post")
    named("not_yet_due", recent)
    named("due_today", date(2026, 6, 9))
    named("arguably_late", date(2026, 6, 8), claimed_received_on=date(2026, 6, 12))
    named("late", old, (K.ACKNOWLEDGED, date(2026, 5, 4)))
    named("no_response", old)
    named("waiting_on_us", old, (K.CLARIFICATION_ASKED, date(2026, 5, 4)))
    named("answered", old, (K.DETERMINATION_DISCLOSABLE, date(2026, 5, 4)))
    named("closed", old, (K.CLOSED, date(2026, 5, 4)))
    named("no_statutory_date", old, agency=an_agency(level="tribal", records_law="none"))


LATE = {"arguably_late", "late", "no_response"}
EVERY = {standing.value for standing in Standing}


@pytest.mark.parametrize(
    ("tab", "expected"),
    [
        ("open", EVERY - {"closed"}),
        ("late", LATE),
        ("soon", {"not_yet_due", "due_today"}),
        ("us", {"waiting_on_us"}),
        ("estimate", set()),
        ("closed", {"closed"}),
        ("all", EVERY),
        ("", EVERY - {"closed"}),
        ("zzz", EVERY - {"closed"}),
    ],
)
def test_each_tab_has_its_rows(staff: Client, tab: str, expected: set[str]) -> None:
    one_of_each()
    assert shown(staff, tab=tab) == expected


@pytest.mark.parametrize("standing", Standing)
def test_each_standing_is_found_by_its_name(staff: Client, standing: Standing) -> None:
    one_of_each()
    assert shown(staff, tab="all", standing=standing.value) == {standing.value}
    rows = staff.get(LIST, {"tab": "all", "standing": standing.value}).context["rows"]
    assert rows[0].standing == standing


@pytest.fixture
def two(db: None) -> dict[str, RecordsRequest]:
    """Two requests that differ in all that can be filtered."""
    lead = a_person(Role.LEAD)
    campaign = save_campaign(
        campaign=None, name="Round", reporting_year=2025, lead=lead, text="", by=lead, at=NOW
    )
    oakland = an_agency("Oakland Police Department", county="Alameda")
    marin = an_agency("Marin County Sheriff", county="Marin", kind="sheriff", level="county")
    a = a_request(agency=oakland, portal_number="a", campaign=campaign, subject="Misuse 100%")
    Ori.objects.create(agency=oakland, code="CA0109900")
    b = a_request(
        agency=marin, portal_number="B", sent_on=date(2026, 6, 15), subject="Queries_x",
        method="portal", assignee=None, reporting_year=2024,
    )  # fmt: skip
    an_event(b, K.ACKNOWLEDGED, date(2026, 6, 16))
    return {"a": a, "b": b}


FILTERS = [
    ("status", "awaiting", {"a"}),
    ("status", "acknowledged", {"b"}),
    ("agency", "oakland", {"a"}),
    ("agency", "sheriff marin", {"b"}),
    ("kind", "sheriff", {"b"}),
    ("county", "Alameda", {"a"}),
    ("ori", "ca01", {"a"}),
    ("year", "2024", {"b"}),
    ("method", "portal", {"b"}),
    ("on_portal", "yes", {"a", "b"}),
    ("on_portal", "no", set()),
    ("portal", "B", {"b"}),
    ("portal", "c", set()),
    ("assignee", "nobody", {"b"}),
    ("assignee", "me", set()),
    ("sent_from", "6/10", {"b"}),
    ("sent_to", "6/10", {"a"}),
    ("due_from", "6/23", {"b"}),
    ("due_to", "today", {"a"}),
    ("due_from", "1990-01-01", {"a", "b"}),
    ("q", "Oakland", {"a"}),
    ("q", "TD-2026-", {"a", "b"}),
    ("q", "misuse", {"a"}),
    ("q", "%", set()),
    ("q", "_", set()),
    ("q", "A", {"a", "b"}),
    ("q", "nothing at all", set()),
    ("q", "!!!", set()),
    ("q", "'; drop table requests_app_recordsrequest; --", set()),
]


@pytest.mark.parametrize(("name", "value", "expected"), FILTERS)
def test_each_filter_gives_its_rows(
    staff: Client, two: dict, name: str, value: str, expected: set[str]
) -> None:
    assert shown(staff, **{name: value}) == expected
    assert staff.get(LIST, {name: value}).context["total"].number == len(expected)


def test_campaign_and_assignee_and_number(staff: Client, two: dict) -> None:
    a = two["a"]
    assert shown(staff, campaign=a.campaign_id) == {"a"}
    assert shown(staff, assignee=a.assignee_id) == {"a"}
    assert staff.get(LIST, {"q": a.number.lower()}).url == f"/staff/requests/{a.pk}/"
    assert shown(staff, q=a.number.lower(), assignee=a.assignee_id) == {"a"}
    assert shown(staff, q="oakland", county="Marin") == set()


def test_me_is_whoever_looks(staff: Client, two: dict) -> None:
    RecordsRequest.objects.filter(pk=two["b"].pk).update(assignee=staff.person)
    assert shown(staff, assignee="me") == {"b"}


def test_a_request_has_all_of_the_tags(staff: Client, two: dict) -> None:
    urgent, court = Tag.objects.create(name="Urgent"), Tag.objects.create(name="Court")
    two["a"].tags.add(urgent, court)
    two["b"].tags.add(urgent)
    assert shown(staff, tags=urgent.pk) == {"a", "b"}
    assert shown(staff, tags=[urgent.pk, court.pk]) == {"a"}


def test_a_bad_filter_leaves_the_others_at_work(staff: Client, two: dict) -> None:
    response = staff.get(LIST, {"county": "Marin", "sent_from": "nonsense"})
    assert [row.request for row in response.context["rows"]] == [two["b"]]
    assert [chip.words for chip in response.context["chips"]] == ["County: Marin"]
    assert response.context["further_open"]


def test_what_is_set_is_named_with_a_way_to_take_it_away(staff: Client, two: dict) -> None:
    typed = {"standing": "due_today", "sent_to": "6/10", "assignee": "nobody", "sort": "-due"}
    chips = {c.words: c.without for c in staff.get(LIST, typed).context["chips"]}
    assert list(chips) == [
        "Standing: Due today", "Assignee: Nobody", "Sent to: Wed 10 Jun 2026",
    ]  # fmt: skip
    assert chips["Assignee: Nobody"] == "?standing=due_today&sent_to=6%2F10&sort=-due"


@pytest.mark.parametrize("typed", ["gx-77", "GX-77", "Gx-77"])
def test_a_number_that_one_request_has_leads_to_it(staff: Client, two: dict, typed: str) -> None:
    RecordsRequest.objects.filter(pk=two["a"].pk).update(portal_number="GX-77", is_open=False)
    assert staff.get(LIST, {"q": typed}).url == f"/staff/requests/{two['a'].pk}/"


def test_a_number_that_several_have_lists_them(staff: Client, two: dict) -> None:
    RecordsRequest.objects.update(portal_number="GX-77")
    assert len(staff.get(LIST, {"q": "gx-77"}).context["rows"]) == 2


def test_columns_are_chosen_by_boxes_or_by_an_address(staff: Client, two: dict) -> None:
    for cols in (["who", "number", "zzz"], "number,who"):
        page = staff.get(LIST, {"cols": cols})
        assert [column.key for column in page.context["columns"]] == ["number", "who"]
        assert page.content.decode().count('<th scope="col"') == 2


def test_every_column_is_shown_and_says_what_it_is_of(staff: Client, two: dict) -> None:
    two["a"].tags.create(name="Court & press")
    page = texts(staff.get(LIST, {"cols": ",".join(COLUMNS), "sort": "-tags"}))
    for words in ("Round", "CA0109900", "Court & press", "Alameda", "Sheriff", "Portal", "2024"):
        assert words in page
    assert set(CELLS) == set(COLUMNS)


def test_the_list_keeps_what_an_address_says_in_its_forms(staff: Client, two: dict) -> None:
    page = staff.get(LIST, {"cols": "agency,due", "sort": "-due", "tab": "all", "q": "Oakland"})
    page = page.content.decode()
    assert '<input type="hidden" name="cols" value="agency,due">' in page
    assert '<input type="hidden" name="q" value="Oakland">' in page


def test_who_left_can_still_be_filtered_by(staff: Client, two: dict) -> None:
    left = two["a"].assignee
    type(left).objects.filter(pk=left.pk).update(is_active=False)
    assert shown(staff, assignee=left.pk) == {"a"}


NAMES = [
    "q", "status", "standing", "agency", "kind", "county", "campaign", "assignee",
    "due_from", "due_to", "sent_from", "sent_to", "ori", "year", "method", "on_portal", "portal",
    "tags", "page", "sort", "tab", "cols", "view", "nothing",
]  # fmt: skip
ODD = [
    "", " ", "zzz", "\x00", "a\x00b", "-1", "0", "9" * 30, "%", "x" * 10_000, "a " * 5_000, "٣",
    "0202-01-01", "9999-12-31", "<script>", "[]", "null", "1e9", "\ud7ff\U0010ffff",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("address", [LIST, "/staff/agencies/"])
def test_an_odd_value_in_the_address_gives_a_page(
    staff: Client, two: dict, name: str, address: str
) -> None:
    answers = {value[:9]: staff.get(address, {name: value}).status_code for value in ODD}
    assert answers == dict.fromkeys(answers, 200)


@pytest.mark.parametrize(
    "name",
    ["due_from", "due_to", "sent_from", "status", "standing", "kind", "county", "year", "method",
     "on_portal", "campaign", "assignee", "tags"],
)  # fmt: skip
def test_a_filter_that_cannot_be_read_says_so_and_filters_nothing(
    staff: Client, two: dict, name: str
) -> None:
    response = staff.get(LIST, {name: "nonsense"})
    assert name in response.context["filter"].form.errors
    assert len(response.context["rows"]) == 2
    assert "nonsense" in texts(response)


def test_a_typed_filter_is_shown_again_escaped(staff: Client) -> None:
    page = staff.get(LIST, {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page


@pytest.mark.parametrize("sort", [*COLUMNS, *(f"-{key}" for key in COLUMNS), "", "zzz"])
def test_each_order_gives_all_rows_once(staff: Client, sort: str) -> None:
    one_of_each()
    response = staff.get(LIST, {"tab": "all", "sort": sort})
    rows = [row.request for row in response.context["rows"]]
    assert {row.portal_number for row in rows} == EVERY and len(rows) == len(EVERY)
    if sort.lstrip("-") in {"sent", "due"}:
        days = [getattr(row, f"{sort.lstrip('-')}_on") for row in rows]
        known = [day for day in days if day]
        assert known == sorted(known, reverse=sort.startswith("-"))


def test_pages_follow_each_other_without_gap_or_repetition(staff: Client) -> None:
    agency = an_agency()
    for number in range(PAGE_SIZE + 3):
        RecordsRequest.objects.create(
            number=f"TD-2026-{number:04d}", agency=agency, reporting_year=2025, subject="x",
            method="email", created_at=NOW, due_on=TODAY, earliest_arguable_on=TODAY,
            latest_arguable_on=TODAY,
        )  # fmt: skip
    first = staff.get(LIST).context
    second = staff.get(LIST, {"page": first["page_obj"].next}).context
    seen = [row.request.pk for page in (first, second) for row in page["rows"]]
    assert [len(page["rows"]) for page in (first, second)] == [PAGE_SIZE, 3]
    assert len(set(seen)) == PAGE_SIZE + 3
    assert (first["page_obj"].previous, second["page_obj"].next) == ("", "")


@pytest.mark.parametrize("typed", [None, "", "0", "-1", "abc", "1.5", "٣x", "9" * 7])
def test_a_page_that_is_no_number_is_the_first(typed: str | None) -> None:
    a_request()
    assert page_of(RecordsRequest.objects.order_by("pk"), typed).number == 1


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0"), (1000, "1,000"), (1001, "more than 1,000")]
)
def test_a_count_stops_at_its_cap(number: int, words: str) -> None:
    assert str(CappedCount(number)) == words


def test_a_list_too_long_to_count_is_changed_as_a_whole_in_plain_words(
    staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_request()
    assert "Do something with all 1 of this list" in texts(staff.get(LIST))
    monkeypatch.setattr(RequestList, "total", lambda self, page: CappedCount(1001))
    assert "Do something with all of this list (more than 1,000)" in texts(staff.get(LIST))
