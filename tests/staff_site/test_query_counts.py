"""No page asks the database more often because there is more to show."""

import itertools
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency, Alias, Closure, Contact, Ori
from requests_app.domain.misuse_data.quoting.operations import keep_quotes
from requests_app.domain.misuse_data.quoting.telling import record_telling
from requests_app.domain.misuse_data.quoting.tying import tie_quote
from requests_app.domain.reminders.feeds import make_feed
from requests_app.domain.reminders.models import FeedKind, Reminder
from requests_app.domain.reporting.answers import Answer, Teller
from requests_app.domain.reporting.found import Evidence, Reported, record_answers
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.reporting.operations import open_for
from requests_app.domain.reporting.said.kinds import SaidKind
from requests_app.domain.reporting.said.operations import Words, ask_for_comment, enter_said
from requests_app.domain.request_log.attachments import attach_redacted_copy
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.columns import COLUMNS
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.letters.fields import Sender
from requests_app.domain.request_log.letters.kinds import LetterKind
from requests_app.domain.request_log.letters.operations import record_letter
from requests_app.domain.request_log.models import Campaign, Event, RecordsRequest, SavedView, Tag
from requests_app.domain.statute_book.models import AppointedHoliday, LawVersion
from requests_app.domain.statute_book.operations import enter_version
from requests_app.domain.upkeep.bulk.changes import Tagging
from requests_app.domain.upkeep.bulk.models import BulkAction
from requests_app.domain.upkeep.bulk.operations import do_in_bulk
from requests_app.domain.upkeep.law_changes import appoint_holiday
from requests_app.domain.upkeep.merging import merge_agencies
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
from tests.domain.misuse_data.figures import a_claim
from tests.staff_site.doors import (
    a_failed_mail,
    a_mail,
    a_reminder,
    a_reminder_mail,
    an_own_reminder,
    signed_in,
    wishes_of,
)

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


EVERYTHING = "/staff/requests/?tab=all&sort=-tags&cols=" + ",".join(COLUMNS)


@pytest.mark.parametrize("address", ["/staff/", "/staff/?whose=mine", "/staff/?whose=campaigns",
                                     "/staff/requests/", "/staff/requests/bulk/?all=1",
                                     "/staff/own-reminders/?whose=all",
                                     "/staff/requests/?q=police&tab=all", EVERYTHING])  # fmt: skip
def test_lists_of_requests(staff: Client, address: str) -> None:
    def more() -> None:
        campaign = a_campaign(f"Round {RecordsRequest.objects.count()}")
        Campaign.objects.filter(pk=campaign.pk).update(lead=staff.person)
        request = an_old_request(assignee=staff.person, campaign=campaign)
        for about in (request, campaign, request.agency):
            an_own_reminder(about)
        request.tags.create(name=request.number)
        do_in_bulk(change=Tagging("Round"), requests=[request.pk], by=a_person(), at=NOW)
        an_event(an_old_request(campaign=None), EventKind.FEE_ASKED, TODAY)

    grows_not(staff, address, more)


@pytest.mark.parametrize("number", [3, 55])
def test_the_list_asks_few_times(staff: Client, number: int) -> None:
    for _ in range(number):
        an_old_request()
    assert asked(staff, "/staff/requests/") <= 7


def test_a_look_at_many_and_the_doing(staff: Client) -> None:
    counts = []
    for number in (1, 3, 20):
        ids = [str(a_request(sent_on=None).pk) for _ in range(number)]
        where = f"/staff/requests/bulk/?{'&'.join(f'chosen={pk}' for pk in ids)}"
        typed = {"kind": "sent", "on": "6/9"}
        with CaptureQueriesContext(connection) as looked:
            staff.post(where, typed)
        with CaptureQueriesContext(connection) as done:
            staff.post(where, typed | {"requests": ",".join(ids), "form_key": str(uuid.uuid4())})
        action = BulkAction.objects.latest("pk")
        page = asked(staff, f"/staff/requests/bulk/{action.pk}/")
        with CaptureQueriesContext(connection) as undone:
            staff.post(f"/staff/requests/bulk/{action.pk}/undo/")
        counts.append((len(looked), len(done), page, len(undone)))
    assert counts[1] == counts[2]


def test_a_tab_for_a_view_is_no_query(staff: Client) -> None:
    def more() -> None:
        view = {"owner": staff.person, "name": str(SavedView.objects.count()), "created_at": NOW}
        SavedView.objects.create(**view)
        Tag.objects.create(name=f"Tag {Tag.objects.count()}")
        a_campaign(f"Round {Campaign.objects.count()}")

    grows_not(staff, "/staff/requests/", more)


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
        an_own_reminder(request)
        request.tags.create(name=f"Tag {number}")
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
    [
        "/staff/agencies/",
        "/staff/agencies/?q=police",
        "/staff/agencies/?contact=none",
        "/staff/agencies/options/?agency_text=p",
    ],
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
        bills = [replace(BUSINESS_DAYS, act=f"{house} of {day}") for house in ("AB", "SB")]
        version, _ = [enter_version(details=bill, by=a_person(), at=NOW) for bill in bills]
        LawVersion.objects.filter(pk=version.pk).update(state="in_force", in_force_from=day)
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
        request, year = a_request(agency=agency), next(years)
        Closure.objects.create(
            agency=agency, on=TODAY + timedelta(days=year), reason="x", source="y"
        )
        Alias.objects.create(agency=agency, name=f"Name {request.pk}")
        Contact.objects.create(agency=agency, kind="email", value=f"{request.pk}@example.org")
        AnnualDuty.objects.create(
            agency=agency, reporting_year=year, due_on=TODAY, answer="unknown"
        )

    grows_not(staff, f"/staff/agencies/{agency.pk}/", more)


def test_what_hangs_on_an_agency_for_those_who_edit_it(lead: Client) -> None:
    agency = an_agency()

    def more() -> None:
        request = a_request(agency=agency)
        an_event(request, EventKind.FEE_ASKED, TODAY)
        Contact.objects.create(agency=agency, kind="email", value=f"{request.pk}@example.org")
        Ori.objects.create(agency=agency, code=f"CA{request.pk:07d}")
        Agency.objects.filter(pk=an_agency().pk).update(parent=agency)
        Agency.objects.filter(pk=an_agency().pk).update(succeeded_by=agency, closed_on=TODAY)
        merge_agencies(gone=an_agency(), kept=agency, by=a_person(Role.LEAD), at=NOW)

    the_same_with_30(lead, f"/staff/agencies/{agency.pk}/", more)


def test_a_merge_with_all_that_it_would_move(lead: Client) -> None:
    gone, kept = an_agency("Fresno Police Dept"), an_agency("Fresno Police Department")
    days, counts = iter(range(400)), []
    for number in (3, 27):
        for _ in range(number):
            a_request(agency=gone)
            a_request(agency=kept)
            on = TODAY + timedelta(days=next(days))
            for agency in (gone, kept):
                Closure.objects.create(agency=agency, on=on, reason="x", source="y")
            Alias.objects.create(agency=gone, name=f"Name {on}")
            Contact.objects.create(agency=gone, kind="email", value=f"{on}@example.org")
        with CaptureQueriesContext(connection) as queries:
            page = f"/staff/agencies/{gone.pk}/merge/"
            lead.post(page, {"agency_text": kept.name, "agency": kept.pk}).context["plan"]
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("page", ["import", "contacts"])
def test_a_file_of_the_directory_is_looked_at(lead: Client, page: str) -> None:
    heads = {
        "import": "name,kind,level,records_law,county,oris,aliases,website,source",
        "contacts": "agency,email",
    }
    counts = []
    for number in (3, 30):
        names = [an_agency().name for _ in range(number)]
        names += [f"Unknown {one}" for one in range(number)]
        end = {"import": ",police,city,none,Fresno,,Also {0},,x", "contacts": ",{0}@example.org"}
        rows = [f"{name}{end[page].format(at)}" for at, name in enumerate(names)]
        file = ContentFile("\n".join([heads[page], *rows]).encode(), name="x.csv")
        with CaptureQueriesContext(connection) as queries:
            assert lead.post(f"/staff/agencies/{page}/", {"file": file}).context["plan"].rows
        counts.append(len(queries))
    assert counts[0] == counts[1]


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
    grows_not(staff, "/staff/1-february/owing/", more)
    grows_not(staff, "/staff/1-february/counties/", more)


def test_the_page_of_an_agencys_year(staff: Client) -> None:
    agency, by = an_agency(), a_person()
    duty = open_for(agency=agency, reporting_year=2024, by=by, at=NOW)
    about = {"agency": agency, "reporting_year": 2024, "by": by, "at": NOW}
    numbers = itertools.count(1)

    def more() -> None:
        request = an_old_request(agency=agency)
        words = Words(SaidKind.STATEMENT, TODAY, text="Words", records_request=request)
        enter_said(words=words, **about)
        ask_for_comment(asked_on=TODAY, asked_by="Pat", question="", **about)
        evidence = Evidence(next(numbers), "A list", Teller.DOJ)
        answers = [Reported(agency.pk, 2024, Answer.REPORTED)]
        record_answers(evidence=evidence, answers=answers, by=by, at=NOW)

    grows_not(staff, f"/staff/1-february/{duty.pk}/", more)


def test_quoted_figures(staff: Client) -> None:
    right = a_claim(24, source="EFF")
    numbers = itertools.count(25)

    def more() -> None:
        claim = a_claim(next(numbers), source=f"Paper {next(numbers)}")
        keep_quotes(claims=[claim], by=None, at=NOW)
        tie_quote(quote=claim.quote, to=right, by=a_person(), at=NOW)
        told = {"told_on": TODAY, "how": "", "correction": None}
        record_telling(quote=claim.quote, **told, by=a_person(), at=NOW)

    grows_not(staff, "/staff/quoted/", more)
    grows_not(staff, f"/staff/figures/{right.pk}/", more)


def test_the_ledger(staff: Client) -> None:
    campaign = a_campaign()

    def more() -> None:
        request = a_request(campaign=campaign)
        for state in Reminder.State.values:
            one = a_reminder(request, recipient=a_person(), state=state, stands_in_for=a_person())
            one.mail = a_reminder_mail(one.recipient)
            one.save()
        for about in (request, campaign, request.agency):
            own = an_own_reminder(about)
            a_reminder(request, records_request=None, own_reminder=own, kind="own")
        a_reminder(request, records_request=None, campaign=campaign, recipient=a_person())
        a_mail(f"{request.pk}.eml")

    for tab in ("coming", "waiting", "sent", "not_sent", "mails"):
        grows_not(staff, f"/staff/reminders/?tab={tab}", more)


def test_a_request_with_many_reminders_and_many_people_to_remind(staff: Client) -> None:
    request = a_request()
    for page in (f"/staff/requests/{request.pk}/", "/staff/reminders/wishes/"):
        numbers = iter(range(100))

        def more() -> None:
            on = TODAY + timedelta(days=next(numbers))  # noqa: B023 (asked before the next page)
            a_reminder(request, recipient=a_person(), speaks_of=on, kind="silent")
            wishes_of(a_person(), stand_in=staff.person.pk, away_from=TODAY, away_until=on)

        grows_not(staff, page, more)
        Reminder.objects.all().delete()


def test_mails_that_failed_and_all_that_is_in_one(staff: Client) -> None:
    administrator = signed_in(Role.ADMINISTRATOR)
    mail = a_reminder_mail(staff.person)

    def more() -> None:
        one = a_reminder(a_request(), recipient=staff.person, mail=mail)
        a_failed_mail(a_reminder(one.records_request, recipient=staff.person, kind="silent"))
        a_person(email="")

    grows_not(staff, f"/staff/reminders/mails/{mail.pk}/", more)
    grows_not(administrator, "/staff/reminders/wishes/desk/", more)
    grows_not(staff, "/staff/reminders/wishes/", more)


def test_tomorrows_digest(staff: Client) -> None:
    def more() -> None:
        request = a_request(sent_on=date(2026, 6, 10), assignee=staff.person)
        an_own_reminder(request, person=staff.person)
        a_reminder(a_request(assignee=staff.person), recipient=staff.person, state="planned")

    grows_not(staff, "/staff/reminders/tomorrow/", more)


def test_calendars(lead: Client) -> None:
    made = iter(range(100))

    def more() -> None:
        by = lead.person
        campaign = save_campaign(
            campaign=None, name=f"Round {next(made)}", reporting_year=2025, lead=by, text="",
            by=by, at=NOW,
        )  # fmt: skip
        make_feed(kind=FeedKind.CAMPAIGN, campaign=campaign, by=by, at=NOW)

    grows_not(lead, "/staff/reminders/calendars/", more)


def test_forms_with_people_and_campaigns(staff: Client) -> None:
    grows_not(staff, "/staff/requests/log/", lambda: a_campaign(f"Round {a_request().pk}"))


def test_letters(staff: Client) -> None:
    agency = an_agency()
    request = a_request(sent_on=date(2026, 5, 1), agency=agency)

    def more() -> None:
        other = a_request(sent_on=date(2026, 5, 1), agency=agency)
        an_event(other, EventKind.NOTE, TODAY)
        an_event(request, EventKind.NOTE, TODAY)
        Contact.objects.create(agency=agency, kind="email", value=f"{other.pk}@example.org")

    grows_not(staff, f"/staff/agencies/{agency.pk}/letter/", more)
    grows_not(staff, f"/staff/requests/{request.pk}/letters/overdue/", more)


def test_a_letter_that_names_many(staff: Client) -> None:
    agency = an_agency()
    counts = []
    for number in (1, 10):
        requests = [a_request(sent_on=date(2026, 5, 1), agency=agency) for _ in range(number)]
        letter = record_letter(
            kind=LetterKind.STILL_OWED, requests=requests, subject="x", body="y", at=NOW,
            sender=Sender("Pat", "Us"), by=staff.person,
        )  # fmt: skip
        counts.append(asked(staff, f"/staff/letters/{letter.pk}/"))
    assert counts[0] == counts[1]


def test_the_search(staff: Client) -> None:
    def more() -> None:
        request = a_request()
        an_event(request, EventKind.NOTE, TODAY, note="Called the police captain")
        an_attachment(request, f"a,b,c\n1,2,{request.pk}\n", name="police answer.csv")

    grows_not(staff, "/staff/search/?q=police", more)


def test_the_page_of_a_file_with_many_copies(staff: Client) -> None:
    original = an_attachment(a_request(), "a,b,c\n1,2,3\n")
    numbers = iter(range(100))

    def more() -> None:
        upload = ContentFile(f"a,b,c\n1,2,x{next(numbers)}\n".encode(), name="redacted.csv")
        attach_redacted_copy(
            original=original, upload=upload, may_go_out=True, by=staff.person, at=NOW
        )

    grows_not(staff, f"/staff/files/{original.pk}/view/", more)
