"""Today: what needs somebody now, and lists that agree with it."""

from datetime import date

import pytest
from django.test import Client

from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.staff_site.views.today import GROUPS, SHOWN
from tests.builders import TODAY, a_request, an_event
from tests.staff_site.doors import texts
from tests.staff_site.test_request_list import one_of_each

pytestmark = pytest.mark.django_db
K = EventKind
OLD = date(2026, 5, 1)


def everything() -> None:
    """One in every standing, and what a standing alone does not tell."""
    one_of_each()
    promised = a_request(sent_on=OLD, portal_number="estimate")
    an_event(promised, K.DETERMINATION_DISCLOSABLE, date(2026, 5, 4))
    an_event(promised, K.ESTIMATE_GIVEN, date(2026, 5, 4), names_on=date(2026, 6, 1))
    asked = a_request(sent_on=OLD, portal_number="fee_after_determination")
    an_event(asked, K.DETERMINATION_DISCLOSABLE, date(2026, 5, 4))
    an_event(asked, K.FEE_ASKED, date(2026, 5, 20), amount="$40")


EXPECTED = {
    "no_response": {"no_response"},
    "late": {"late"},
    "arguably_late": {"arguably_late"},
    "waiting": {"waiting_on_us", "fee_after_determination"},
    "soon": {"not_yet_due", "due_today"},
    "estimate": {"estimate"},
    "not_sent": {"not_sent"},
}


def test_each_group_has_its_rows(staff: Client) -> None:
    everything()
    groups = staff.get("/staff/").context["groups"]
    found = {shown.group.key: {row.request.portal_number for row in shown.rows} for shown in groups}
    assert found == EXPECTED


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.key)
def test_the_list_behind_a_group_holds_the_same(staff: Client, group) -> None:
    everything()
    response = staff.get("/staff/requests/" + group.address)
    found = {row.request.portal_number for row in response.context["rows"]}
    assert found == EXPECTED[group.key]
    totals = {s.group.key: s.total for s in staff.get("/staff/").context["groups"]}
    assert totals[group.key] == response.context["total"]


def test_mine_are_mine(staff: Client) -> None:
    a_request(sent_on=OLD, portal_number="theirs")
    a_request(sent_on=OLD, portal_number="mine", assignee=staff.person)
    response = staff.get("/staff/", {"whose": "mine"})
    (shown,) = response.context["urgent"]
    assert [row.request.portal_number for row in shown.rows] == ["mine"]
    assert f"assignee={staff.person.pk}" in texts(response)
    assert "theirs" not in texts(response)


def test_a_long_group_shows_the_first_and_leads_to_all(staff: Client) -> None:
    for _ in range(SHOWN + 1):
        a_request(sent_on=OLD)
    response = staff.get("/staff/")
    (shown,) = response.context["urgent"]
    assert (len(shown.rows), shown.total.number) == (SHOWN, SHOWN + 1)
    assert f"All {SHOWN + 1}" in texts(response)


def test_an_empty_log_and_a_quiet_day_say_so(staff: Client) -> None:
    assert "No request is logged yet" in texts(staff.get("/staff/"))
    request = a_request(sent_on=OLD)
    an_event(request, K.CLOSED, TODAY)
    assert "Nothing is due, late or waiting on us" in texts(staff.get("/staff/"))


def test_each_row_has_its_next_step(staff: Client) -> None:
    a_request(sent_on=OLD)
    assert "send the overdue letter" in texts(staff.get("/staff/"))


@pytest.mark.parametrize("role", ["reader", "staff"])
def test_the_sample_is_named_on_the_page_and_removed_by_who_may(staff: Client, role: str) -> None:
    RecordsRequest.objects.filter(pk=a_request(sent_on=OLD).pk).update(is_sample=True)
    type(staff.person).objects.update(role=role)
    page = texts(staff.get("/staff/"))
    assert "Sample workspace" in page
    assert "Remove the sample" not in page
    type(staff.person).objects.update(role="administrator")
    assert "Remove the sample" in texts(staff.get("/staff/"))
