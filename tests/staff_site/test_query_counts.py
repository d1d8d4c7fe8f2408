"""No page asks the database more often because there is more to show."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency, Alias, Closure, Contact, Ori
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_attachment, an_event
from tests.staff_site.doors import a_mail, a_reminder

pytestmark = pytest.mark.django_db


def asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def grows_not(client: Client, address: str, more: Callable[[], object]) -> None:
    """One of everything is there: ten more of it cost no more queries."""
    more()
    client.get(address)  # what is kept between requests is warm now
    before = asked(client, address)
    for _ in range(10):
        more()
    assert asked(client, address) == before


def a_campaign(name: str = "Round") -> Campaign:
    by = a_person(Role.LEAD)
    return save_campaign(
        campaign=None, name=name, reporting_year=2025, lead=by, text="", by=by, at=NOW
    )


def an_old_request(**values: object) -> RecordsRequest:
    request = a_request(sent_on=date(2026, 5, 1), **values)
    Ori.objects.create(agency=request.agency, code=f"CA{request.pk:07d}")
    return request


@pytest.mark.parametrize("address", ["/staff/", "/staff/?whose=mine", "/staff/requests/",
                                     "/staff/requests/?q=police&tab=all"])  # fmt: skip
def test_lists_of_requests(staff: Client, address: str) -> None:
    def more() -> None:
        an_old_request(assignee=staff.person)
        an_event(an_old_request(campaign=None), EventKind.FEE_ASKED, TODAY)

    grows_not(staff, address, more)


def test_the_list_asks_few_times(staff: Client) -> None:
    for _ in range(3):
        an_old_request()
    assert asked(staff, "/staff/requests/") <= 6


def history(request: RecordsRequest) -> Callable[[], None]:
    days = iter(range(400))

    def more() -> None:
        number = next(days)
        event = an_event(request, EventKind.NOTE, TODAY, note=str(number))
        event.recorded_by = a_person()
        event.save()
        an_attachment(request, f"a,b,c\n1,2,{number}\n")
        day = TODAY + timedelta(days=number)
        a_reminder(request, recipient=a_person(), speaks_of=day)
        Closure.objects.create(agency=request.agency, on=day, reason="x", source="y")
        Ori.objects.create(agency=request.agency, code=f"CA1{number:06d}")

    return more


def test_the_page_of_a_request(staff: Client) -> None:
    request = a_request()
    grows_not(staff, f"/staff/requests/{request.pk}/", history(request))


def test_thirty_events_are_asked_for_like_three(staff: Client) -> None:
    counts = []
    for number in (3, 30):
        request = a_request()
        for _ in range(number):
            an_event(request, EventKind.NOTE, TODAY)
        counts.append(asked(staff, f"/staff/requests/{request.pk}/"))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "address",
    ["/staff/agencies/", "/staff/agencies/?q=police", "/staff/agencies/options/?agency_text=p"],
)
def test_the_directory(staff: Client, address: str) -> None:
    def more() -> None:
        request = an_old_request()
        Alias.objects.create(agency=request.agency, name="Another name")

    grows_not(staff, address, more)


def test_the_page_of_an_agency(staff: Client) -> None:
    agency = an_agency()

    def more() -> None:
        request = a_request(agency=agency)
        Closure.objects.create(
            agency=agency, on=TODAY + timedelta(days=request.pk), reason="x", source="y"
        )
        Alias.objects.create(agency=agency, name=f"Name {request.pk}")
        Contact.objects.create(agency=agency, kind="email", value=f"{request.pk}@example.org")
        AnnualDuty.objects.create(
            agency=agency, reporting_year=1990 + request.pk, due_on=TODAY, answer="unknown"
        )

    grows_not(staff, f"/staff/agencies/{agency.pk}/", more)


def test_campaigns_and_one_of_them(staff: Client) -> None:
    campaign = a_campaign()

    def more() -> None:
        request = an_old_request(campaign=campaign)
        an_old_request(campaign=a_campaign(f"Round {request.pk}"))

    grows_not(staff, "/staff/campaigns/", more)
    grows_not(staff, f"/staff/campaigns/{campaign.pk}/", more)


def test_the_board_of_1_february(staff: Client) -> None:
    def more() -> None:
        AnnualDuty.objects.create(
            agency=an_agency(), reporting_year=2025, due_on=TODAY, answered_by=a_person()
        )

    grows_not(staff, "/staff/1-february/", more)
    assert Agency.objects.count() == 11


def test_the_ledger(staff: Client) -> None:
    def more() -> None:
        reminder = a_reminder(a_request(), recipient=a_person())
        a_mail(f"{reminder.pk}.eml")

    grows_not(staff, "/staff/reminders/", more)


def test_forms_with_people_and_campaigns(staff: Client) -> None:
    grows_not(staff, "/staff/requests/log/", lambda: a_campaign(f"Round {a_request().pk}"))
