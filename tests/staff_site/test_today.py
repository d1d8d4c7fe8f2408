"""Today: what needs somebody now, and lists that agree with it."""

from datetime import date, timedelta

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.reminders.own import finish
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.staff_site.today_groups import GROUPS
from requests_app.staff_site.views.today import SHOWN
from tests.builders import NOW, TODAY, a_request, an_event
from tests.staff_site.doors import an_own_reminder, signed_in, texts
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
    extended = a_request(sent_on=date(2026, 6, 9), portal_number="extended")
    an_event(extended, K.EXTENSION_NOTICE, date(2026, 6, 18), names_on=date(2026, 7, 3),
             ground="voluminous")  # fmt: skip
    a_request(sent_on=OLD, portal_number="receipt", method="post")
    asked = a_request(sent_on=OLD, portal_number="fee_after_determination")
    an_event(asked, K.DETERMINATION_DISCLOSABLE, date(2026, 5, 4))
    an_event(asked, K.FEE_ASKED, date(2026, 5, 20), amount="$40")


# A portal number names each request here: all of them count as lying in a portal.
UNDETERMINED = {"no_response", "late", "arguably_late", "waiting_on_us", "due_today",
                "not_yet_due", "no_statutory_date", "extended"}  # fmt: skip
EXPECTED = {
    "no_response": {"no_response"},
    "late": {"late"},
    "arguably_late": {"arguably_late"},
    "waiting": {"waiting_on_us", "fee_after_determination"},
    "soon": {"not_yet_due", "due_today"},
    "estimate": {"estimate"},
    "silent": {"late"},
    "portals": UNDETERMINED - {"extended"},
    "extended": {"extended"},
    "unsent": {"not_sent"},
    "receipt": {"receipt", "no_receipt"},
}


def test_each_group_has_its_rows(staff: Client) -> None:
    everything()
    groups = staff.get("/staff/").context["groups"]
    found = {shown.group.key: {row.request.portal_number for row in shown.rows} for shown in groups}
    assert found == EXPECTED


@pytest.mark.parametrize("whose", ["all", "mine", "campaigns"])
@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.key)
def test_the_list_behind_a_group_holds_the_same(staff: Client, group, whose: str) -> None:
    everything()
    led = save_campaign(
        campaign=None, name="Mine", reporting_year=2025, lead=staff.person, text="",
        by=staff.person, at=NOW,
    )  # fmt: skip
    RecordsRequest.objects.update(campaign=led, assignee=staff.person)
    everything()
    groups = staff.get("/staff/", {"whose": whose}).context["groups"]
    (shown,) = [one for one in groups if one.group == group]
    response = staff.get("/staff/requests/" + shown.address)
    rows = list(response.context["rows"])
    assert {row.request.portal_number for row in rows} == EXPECTED[group.key]
    assert len(rows) == len(EXPECTED[group.key]) * (2 if whose == "all" else 1)
    assert shown.total == response.context["total"]


def test_mine_are_mine(staff: Client) -> None:
    a_request(sent_on=OLD, portal_number="theirs")
    a_request(sent_on=OLD, portal_number="mine", assignee=staff.person)
    response = staff.get("/staff/", {"whose": "mine"})
    for shown in response.context["urgent"]:
        assert [row.request.portal_number for row in shown.rows] == ["mine"]
    assert f"assignee={staff.person.pk}" in texts(response)
    assert "theirs" not in texts(response)


@pytest.mark.parametrize(
    ("whose", "expected"),
    [("all", {"mine", "theirs", "led"}), ("mine", {"mine"}), ("campaigns", {"led"})],
)
def test_own_reminders_that_are_due(staff: Client, whose: str, expected: set[str]) -> None:
    led = save_campaign(
        campaign=None, name="Mine", reporting_year=2025, lead=staff.person, text="",
        by=staff.person, at=NOW,
    )  # fmt: skip
    request = a_request(assignee=staff.person)
    an_own_reminder(request, note="mine", person=staff.person)
    an_own_reminder(request.agency, note="theirs")
    an_own_reminder(a_request(campaign=led), note="led")
    an_own_reminder(request, note="to come", person=staff.person, due_on=TODAY + timedelta(1))
    done = an_own_reminder(request, note="done", person=staff.person)
    finish(reminder=done, by=staff.person, at=NOW)
    context = staff.get("/staff/", {"whose": whose}).context
    assert {one.note for one in context["own_reminders"]} == expected
    assert context["own_total"].number == len(expected)


def test_a_long_group_shows_the_first_and_leads_to_all(staff: Client) -> None:
    for _ in range(SHOWN + 1):
        a_request(sent_on=OLD)
    response = staff.get("/staff/")
    shown = response.context["urgent"][0]
    assert (len(shown.rows), shown.total.number) == (SHOWN, SHOWN + 1)
    assert f"All {SHOWN + 1}" in texts(response)


def test_an_empty_log_and_a_quiet_day_say_so(staff: Client) -> None:
    assert "No request is logged yet" in texts(staff.get("/staff/"))
    request = a_request(sent_on=OLD)
    an_event(request, K.CLOSED, TODAY)
    assert "Nothing is due, late or waiting on us" in texts(staff.get("/staff/"))


def test_each_row_has_its_next_step_and_the_way_to_its_form(staff: Client) -> None:
    request = a_request(sent_on=OLD)
    page = texts(staff.get("/staff/"))
    assert "send the overdue letter" in page
    assert f'href="/staff/requests/{request.pk}/?record=follow_up_sent#record"' in page
    form = staff.get(f"/staff/requests/{request.pk}/?record=note").context["event_form"]
    assert form.initial["kind"] == "note"


def test_a_portal_is_looked_at_and_a_note_gives_it_a_rest(staff: Client) -> None:
    request = a_request(sent_on=date(2026, 6, 12), method="portal")
    page = texts(staff.get("/staff/"))
    assert f"/staff/requests/{request.pk}/?record=note#record" in page
    an_event(request, K.NOTE, TODAY, note="Nothing new.")
    assert "?record=note" not in texts(staff.get("/staff/"))


@pytest.mark.parametrize("address", ["/staff/", "/staff/requests/"])
def test_who_only_reads_is_offered_nothing_to_record_or_to_choose(address: str) -> None:
    a_request(sent_on=OLD)
    page = texts(signed_in(Role.READER).get(address))
    assert "?record=" not in page and 'name="chosen"' not in page


@pytest.mark.parametrize("role", ["reader", "staff"])
def test_the_sample_is_named_on_the_page_and_removed_by_who_may(staff: Client, role: str) -> None:
    RecordsRequest.objects.filter(pk=a_request(sent_on=OLD).pk).update(is_sample=True)
    type(staff.person).objects.update(role=role)
    page = texts(staff.get("/staff/"))
    assert "Sample workspace" in page
    assert "Remove the sample" not in page
    type(staff.person).objects.update(role="administrator")
    assert "Remove the sample" in texts(staff.get("/staff/"))
