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
from requests_app.domain.request_log.models import Campaign, Event, RecordsRequest
from requests_app.domain.statute_book.models import AppointedHoliday, LawVersion
from requests_app.domain.statute_book.operations import enter_version
from requests_app.domain.upkeep.law_changes import appoint_holiday
from requests_app.domain.upkeep.models import DatesMove
from tests.builders import (
    BUSINESS_DAYS,
    NOW,
    TODAY,
    a_person,
    a_request,
    an_agency,
    an_attachment,
    an_event,
)
from tests.staff_site.doors import a_mail, a_reminder, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(db: None) -> Client:
    return signed_in(Role.LEAD)


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


def the_same_with_30(client: Client, address: str, more: Callable[[], object]) -> None:
    """Three of everything, then thirty: no more queries."""
    counts = []
    for number in (3, 27):
        for _ in range(number):
            more()
        counts.append(asked(client, address))
    assert counts[0] == counts[1]


def test_the_page_of_the_law(lead: Client) -> None:
    numbers = iter(range(1, 400))

    def more() -> None:
        day = TODAY + timedelta(days=next(numbers))
        version = enter_version(details=BUSINESS_DAYS, by=a_person(), at=NOW)
        LawVersion.objects.filter(pk=version.pk).update(state="in_force", in_force_from=day)
        enter_version(details=BUSINESS_DAYS, by=a_person(), at=NOW)
        an_appointed_day(day)
        DatesMove.objects.create(what="A day", by=a_person(), started_at=NOW, finished_at=NOW)

    the_same_with_30(lead, "/staff/law/", more)


def test_a_version_with_what_it_would_move(lead: Client) -> None:
    version = enter_version(details=BUSINESS_DAYS, by=a_person(), at=NOW)
    page = f"/staff/law/versions/{version.pk}/"
    the_same_with_30(lead, f"{page}?begins=2026-06-01", an_extended_request)
    lead.post(f"{page}enact/", {"begins": "2026-06-01", "seen": "1"})
    the_same_with_30(lead, page, an_extended_request)


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_change_that_moves_dates(lead: Client, confirmed: bool) -> None:
    """Looked at it is read alone; confirmed, it writes, and as often for 30 requests as for 3."""
    counts = []
    for number, day in ((3, "2026-06-22"), (30, "2026-06-23")):
        for _ in range(number):
            a_request()
        typed = {"on": day, "name": "x", "appointed_by": "governor", "source": "y"}
        with CaptureQueriesContext(connection) as looked:
            key = lead.post("/staff/law/holidays/new/", typed).context["key"]
        with CaptureQueriesContext(connection) as done:
            lead.post("/staff/law/holidays/new/", typed | {"confirm": key})
        counts.append(len(done if confirmed else looked))
    assert counts[0] == counts[1]


def test_a_closure_with_what_it_would_move(lead: Client) -> None:
    agency = an_agency()
    last_day = date(2026, 6, 30)
    closure = Closure.objects.create(agency=agency, on=last_day, reason="x", source="y")
    days = iter(range(20, 400))

    def more() -> None:
        an_extended_request(agency=agency)
        on = TODAY + timedelta(days=next(days))
        Closure.objects.create(agency=agency, on=on, reason="x", source="y")

    the_same_with_30(lead, f"/staff/closures/{closure.pk}/remove/", more)


def test_the_page_of_a_move(lead: Client) -> None:
    counts = []
    for number, on in ((3, TODAY), (30, TODAY + timedelta(days=1))):
        for _ in range(number):
            a_request()
        move = appoint_holiday(
            on=on, name="x", appointed_by="governor", source="y", by=lead.person, at=NOW
        )
        assert move.moved >= number
        counts.append(asked(lead, f"/staff/law/moves/{move.pk}/"))
    assert counts[0] == counts[1]


def test_the_page_of_a_request_with_30_moves_of_its_dates(lead: Client) -> None:
    request = a_request()

    def more() -> None:
        for kind in (EventKind.NOTE, EventKind.DATES_MOVED):
            Event.objects.create(
                records_request=request, kind=kind, on=TODAY, recorded_at=NOW, note="Moved.",
                recorded_by=a_person(),
            )  # fmt: skip

    the_same_with_30(lead, f"/staff/requests/{request.pk}/", more)


def an_extended_request(**values: object) -> RecordsRequest:
    """With a notice of an extension, which a preview has to read."""
    request = a_request(**values)
    notice = {"names_on": date(2026, 6, 30), "ground": "voluminous"}
    an_event(request, EventKind.EXTENSION_NOTICE, date(2026, 6, 15), **notice)
    return request


def an_appointed_day(on: date) -> AppointedHoliday:
    return AppointedHoliday.objects.create(
        on=on, name="x", appointed_by="governor", source="y", entered_at=NOW
    )


def test_the_page_of_an_agency(staff: Client) -> None:
    agency = an_agency()
    years = iter(range(1990, 2100))

    def more() -> None:
        request = a_request(agency=agency)
        Closure.objects.create(
            agency=agency, on=TODAY + timedelta(days=request.pk), reason="x", source="y"
        )
        Alias.objects.create(agency=agency, name=f"Name {request.pk}")
        Contact.objects.create(agency=agency, kind="email", value=f"{request.pk}@example.org")
        AnnualDuty.objects.create(
            agency=agency, reporting_year=next(years), due_on=TODAY, answer="unknown"
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
