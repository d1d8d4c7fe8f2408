"""Logging a request: the agency by whatever people type, dates that cannot be, second clicks."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.models import RecordsRequest
from tests.builders import a_person, a_request, an_agency
from tests.staff_site.doors import a_directory_entry, errors, texts

pytestmark = pytest.mark.django_db
LOG = "/staff/requests/log/"


def typed(**values: Any) -> dict[str, Any]:
    return {
        "agency_text": "Fresno Police Department",
        "reporting_year": "2025",
        "subject": "Records of CLETS misuse",
        "method": "email",
        "sent_on": "6/9",
        **values,
    }


@pytest.fixture
def fresno(db: None) -> Agency:
    return a_directory_entry()


def test_the_page_offers_last_year_and_oneself(staff: Client) -> None:
    form = staff.get(LOG).context["form"]
    assert form["reporting_year"].value() == 2025
    assert form["assignee"].value() == staff.person.pk
    assert uuid.UUID(str(form["form_key"].value()))


def test_a_request_is_logged_with_its_date(staff: Client, fresno: Agency) -> None:
    response = staff.post(LOG, typed(agency=fresno.pk, assignee=staff.person.pk), follow=True)
    made = RecordsRequest.objects.get()
    assert response.redirect_chain == [(f"/staff/requests/{made.pk}/", 302)]
    assert (made.agency, made.due_on, made.assignee) == (fresno, date(2026, 6, 22), staff.person)
    assert f"Logged as {made.number}." in texts(response)
    assert f'action="/staff/requests/{made.pk}/discard/"' in texts(response)
    assert AuditEntry.objects.get(verb="logged request").actor == staff.person


@pytest.mark.parametrize(
    "words",
    [
        "Fresno Police Department", "fresno police department", "FRESNO P.D.", "Fresno PD",
        "CA0100500", "ca0100500", "Fresno Pol",
    ],
)  # fmt: skip
def test_without_a_chosen_id_the_words_decide(staff: Client, fresno: Agency, words: str) -> None:
    an_agency("Oakland Police Department")
    staff.post(LOG, typed(agency_text=words, agency=""))
    assert RecordsRequest.objects.get().agency == fresno


def test_what_is_typed_wins_over_an_id_left_from_before(staff: Client, fresno: Agency) -> None:
    oakland = an_agency("Oakland Police Department")
    staff.post(LOG, typed(agency_text="Oakland Police Department", agency=fresno.pk))
    assert RecordsRequest.objects.get().agency == oakland


def test_of_two_of_one_name_the_chosen_one_is_meant(staff: Client) -> None:
    an_agency("Ross Police Department", county="Marin")
    other = an_agency("Ross Police Department", county="Fresno")
    staff.post(LOG, typed(agency_text="Ross Police Department", agency=other.pk))
    assert RecordsRequest.objects.get().agency == other


@pytest.mark.parametrize("left_over", ["999999", "abc", "\x00", "9" * 40])
def test_an_id_of_nothing_leaves_the_words(staff: Client, fresno: Agency, left_over: str) -> None:
    staff.post(LOG, typed(agency=left_over))
    assert RecordsRequest.objects.get().agency == fresno


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        ("Ross Police Department", "Which one? Ross Police Department"),
        ("Police", "Ross Police Department; Fresno Police Department. Write the whole name"),
        ("Atlantis Police", "No agency in the directory is called “Atlantis Police”"),
        ("!!!", "No agency in the directory"),
        ("", "This field is required."),
        ("x" * 201, "at most 200 characters"),
        ("Fresno\x00", "Null characters are not allowed."),
    ],
)
def test_words_that_do_not_decide_are_kept_and_answered(
    staff: Client, fresno: Agency, words: str, advice: str
) -> None:
    an_agency("Ross Police Department", county="Marin")
    an_agency("Ross Police Department", county="Fresno")
    response = staff.post(LOG, typed(agency_text=words, portal_number="W-17"))
    assert advice in errors(response)["agency_text"][0]
    assert response.context["form"]["agency_text"].value() == words
    assert 'value="W-17"' in texts(response)
    assert not RecordsRequest.objects.exists()


def test_many_answers_name_the_first_and_say_that_there_are_more(staff: Client) -> None:
    for letter in "abcdefghij":
        an_agency(f"{letter} Sheriff")
    (advice,) = errors(staff.post(LOG, typed(agency_text="Sheriff")))["agency_text"]
    assert (
        "a Sheriff; b Sheriff" in advice and " and more. " in advice and "j Sheriff" not in advice
    )


IMPOSSIBLE = [
    ({"sent_on": "6/23"}, "sent_on", "Tue 23 Jun 2026 is in the future"),
    ({"sent_on": "tomorrow"}, "sent_on", "is in the future"),
    ({"sent_on": "0202-06-09"}, "sent_on", "the year 0202 is outside 1990–2100"),
    ({"sent_on": "1989-12-31"}, "sent_on", "the year 1989 is outside"),
    ({"sent_on": "30 February"}, "sent_on", "is not a date that we can read"),
    ({"sent_on": "soon"}, "sent_on", "“soon” is not a date that we can read"),
    ({"sent_on": "\x00"}, "sent_on", "is not a date that we can read"),
    ({"received_on": "6/8"}, "received_on", "is before the day it was sent (Tue 9 Jun 2026)"),
    ({"received_on": "2026-06-23"}, "received_on", "is in the future"),
    ({"sent_on": "", "received_on": "0202-01-01"}, "received_on", "the year 0202"),
    ({"claimed_received_on": "6/8"}, "claimed_received_on", "is before the day it was sent"),
    ({"claimed_received_on": "7/1"}, "claimed_received_on", "is in the future"),
    ({"agency_due_on": "6/1"}, "agency_due_on", "is before the day it was sent"),
    ({"agency_due_on": "3026-06-22"}, "agency_due_on", "the year 3026 is outside"),
    ({"reporting_year": "202"}, "reporting_year", "greater than or equal to 1990"),
    ({"reporting_year": "9" * 30}, "reporting_year", "less than or equal to 2100"),
    ({"method": "pigeon"}, "method", "pigeon is not one of the available choices"),
    ({"subject": ""}, "subject", "This field is required."),
    ({"subject": "a\x00b"}, "subject", "Null characters"),
    ({"subject": "x" * 10_000}, "subject", "at most 300 characters"),
    ({"portal_number": "x" * 101}, "portal_number", "at most 100 characters"),
    ({"assignee": "0"}, "assignee", "not one of the available choices"),
    ({"campaign": "\x00"}, "campaign", "Null characters are not allowed"),
    ({"form_key": "no key"}, "form_key", "valid UUID"),
]


@pytest.mark.parametrize(("values", "field", "why"), IMPOSSIBLE)
def test_what_cannot_be_is_refused_beside_its_field(
    staff: Client, fresno: Agency, values: dict, field: str, why: str
) -> None:
    response = staff.post(LOG, typed(portal_number="W-17", received_basis="") | values)
    assert why in errors(response)[field][0]
    form = response.context["form"]
    assert {name: form[name].value() for name in values} == values
    assert form["agency_text"].value() == "Fresno Police Department"
    assert 'id="id_' + field in texts(response) or form[field].is_hidden
    assert not RecordsRequest.objects.exists()


def test_a_second_click_logs_nothing_new(staff: Client, fresno: Agency) -> None:
    key = str(uuid.uuid4())
    first, second = (staff.post(LOG, typed(form_key=key)) for _ in range(2))
    assert RecordsRequest.objects.get().form_key == key
    assert first.url == second.url


def test_not_sent_yet_has_no_date(staff: Client, fresno: Agency) -> None:
    response = staff.post(LOG, typed(sent_on=""), follow=True)
    assert RecordsRequest.objects.get().due_on is None
    assert "Not sent yet" in texts(response)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "Mon 22 Jun 2026"),
        ({"sent_on": "6/23"}, "is in the future"),
        ({"sent_on": ""}, "not yet"),
        ({"agency_text": ""}, "Choose an agency"),
        ({"sent_on": "nonsense", "reporting_year": "x", "subject": "\x00"}, "is not a date"),
    ],
)
def test_the_dates_are_read_back_before_saving(
    staff: Client, fresno: Agency, values: dict, said: str
) -> None:
    response = staff.get(f"{LOG}preview/", typed() | values)
    assert response.status_code == 200
    assert said in texts(response)
    assert not RecordsRequest.objects.exists()


def test_a_request_that_may_be_the_same_is_named(staff: Client, fresno: Agency) -> None:
    other = a_request(agency=fresno)
    assert other.number in texts(staff.get(f"{LOG}preview/", typed()))


def test_undo_takes_back_what_was_just_logged(staff: Client, fresno: Agency) -> None:
    staff.post(LOG, typed())
    made = RecordsRequest.objects.get()
    response = staff.post(f"/staff/requests/{made.pk}/discard/", follow=True)
    assert f"{made.number} was taken back, and lies in the bin." in texts(response)
    assert not RecordsRequest.objects.exists()
    assert AuditEntry.objects.filter(verb="discarded request").exists()


@pytest.fixture
def renamed(fresno: Agency) -> Agency:
    fresno.succeeded_by, fresno.succession = an_agency("City of Fresno Police"), "renamed"
    fresno.closed_on = date(2026, 6, 1)
    fresno.save()
    return fresno


def test_that_an_agency_has_ended_is_said_before_it_is_logged(
    staff: Client, renamed: Agency
) -> None:
    assert "renamed to City of Fresno Police on Mon 1 Jun 2026" in texts(
        staff.get(f"{LOG}preview/", typed())
    )
    page = staff.post(LOG, typed())
    assert "Nothing was logged yet" in texts(page) and not RecordsRequest.objects.exists()
    staff.post(LOG, typed(ended_seen=str(renamed.pk)))
    assert RecordsRequest.objects.get().agency == renamed


def test_its_successor_is_asked_instead_with_what_was_typed(staff: Client, renamed: Agency) -> None:
    successor = Agency.objects.get(name="City of Fresno Police")
    page = staff.post(LOG, typed(instead=successor.pk, subject="Kept words"))
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value()}
    assert values["subject"] == "Kept words" and not RecordsRequest.objects.exists()
    page = staff.post(LOG, values)
    assert page.status_code == 302, errors(page)
    assert RecordsRequest.objects.get().agency == successor


def test_what_was_sent_while_it_stood_is_logged_at_once(staff: Client, renamed: Agency) -> None:
    staff.post(LOG, typed(sent_on="5/29"))
    assert RecordsRequest.objects.get().agency == renamed


def test_an_ended_agency_that_was_seen_stays_seen_when_it_is_asked_already(
    staff: Client, renamed: Agency
) -> None:
    a_request(agency=renamed)
    page = staff.post(LOG, typed(ended_seen=str(renamed.pk)))
    assert "this agency is asked already" in texts(page)
    assert f'name="ended_seen" value="{renamed.pk}"' in texts(page)


def test_the_page_of_an_ended_agency_offers_its_successor(staff: Client, renamed: Agency) -> None:
    successor = renamed.succeeded_by
    assert successor
    page = texts(staff.get(f"/staff/agencies/{renamed.pk}/"))
    assert f"{LOG}?agency={successor.pk}" in page and f"{LOG}?agency={renamed.pk}" not in page
    opened = staff.get(LOG, {"agency": successor.pk}).context["form"]
    assert opened["agency_text"].value() == "City of Fresno Police"


@pytest.mark.parametrize("odd", ["abc", "9" * 40, "\x00"])
def test_an_odd_agency_in_the_address_is_none(staff: Client, odd: str) -> None:
    assert not staff.get(LOG, {"agency": odd}).context["form"]["agency"].value()


def test_whoever_can_record_nothing_is_not_offered(staff: Client) -> None:
    reader, gone = a_person(Role.READER), a_person(is_active=False)
    offered = set(staff.get(LOG).context["form"].fields["assignee"].queryset)
    assert staff.person in offered and not offered & {reader, gone}
