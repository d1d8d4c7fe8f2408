"""Recording what happened, correcting it, taking it back: through the page of a request."""

import re
import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.event_kinds import EVENT_RULES, RECORDABLE, EventKind
from requests_app.domain.request_log.models import Event, RecordsRequest
from tests.builders import TODAY, a_request, an_agency, an_event
from tests.staff_site.doors import errors, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(db: None) -> RecordsRequest:
    return a_request()


def happened(client: Client, request: RecordsRequest, kind: str, **values: Any) -> Any:
    typed = {"kind": kind, "on": "6/15", "in_writing": "on", **values}
    return client.post(f"/staff/requests/{request.pk}/record/", typed)


@pytest.mark.parametrize("kind", RECORDABLE)
def test_each_kind_is_recorded_through_the_page(
    staff: Client, request_: RecordsRequest, kind: EventKind
) -> None:
    if kind == EventKind.REOPENED:
        an_event(request_, EventKind.CLOSED, date(2026, 6, 12))
    if kind == EventKind.SENT:
        request_ = a_request(sent_on=None)
    if asked := EVENT_RULES[kind].answers:
        an_event(request_, asked, date(2026, 6, 12))
    if kind == EventKind.ESTIMATE_CHANGED:
        given = {"names_on": date(2026, 6, 29)}
        an_event(request_, EventKind.ESTIMATE_GIVEN, date(2026, 6, 12), **given)
    rule = EVENT_RULES[kind]
    extra = {"names_on": "6/30"} if rule.needs_date else {}
    extra |= {"ground": "voluminous"} if rule.needs_ground else {}
    if kind == EventKind.DELIVERED:
        extra |= {"receipt_seen": "2026-06-15"}  # it moves day 0
    response = happened(staff, request_, kind, note="As the letter says.", **extra)
    assert response.status_code == 302
    event = Event.objects.get(kind=kind, on=date(2026, 6, 15))
    assert (event.note, event.recorded_by) == ("As the letter says.", staff.person)
    request_.refresh_from_db()
    assert rule.status is None or request_.status == rule.status
    page = texts(staff.get(response.url))
    assert f"Recorded: {kind.label}." in page and "As the letter says." in page
    assert f'action="/staff/events/{event.pk}/take-back/"' in page
    assert AuditEntry.objects.filter(verb="recorded event")[0].actor == staff.person


def test_an_extension_moves_the_date(staff: Client, request_: RecordsRequest) -> None:
    happened(staff, request_, "extension_notice", names_on="July 3", ground="voluminous")
    request_.refresh_from_db()
    assert (request_.extension_days, str(request_.due_on)) == (14, "2026-07-06")


REFUSED = [
    ({"on": "6/23"}, "on", "is in the future"),
    ({"on": "6/8"}, "on", "is before the day it was sent (Tue 9 Jun 2026)"),
    ({"on": "0202-06-15"}, "on", "the year 0202"),
    ({"on": ""}, "on", "This field is required."),
    ({"on": "a while ago"}, "on", "is not a date that we can read"),
    ({"kind": "estimate_given"}, "names_on", "an estimate has a date"),
    ({"kind": "estimate_given", "names_on": "6/14"}, "names_on", "is before the notice"),
    ({"kind": "extension_notice", "names_on": "3026-01-01"}, "names_on", "the year 3026"),
    ({"kind": "reopened"}, "kind", "cannot be recorded while the request is “Awaiting"),
    ({"kind": "correction"}, "kind", "not one of the available choices"),
    ({"kind": "zzz"}, "kind", "not one of the available choices"),
    ({"kind": ""}, "kind", "This field is required."),
    ({"ground": "because"}, "ground", "not one of the available choices"),
    ({"amount": "x" * 61}, "amount", "at most 60 characters"),
    ({"amount": "$\x00"}, "amount", "Null characters"),
    ({"note": "a\x00b"}, "note", "Null characters"),
    ({"form_key": "\x00"}, "form_key", "Enter a valid UUID."),
]


@pytest.mark.parametrize(("values", "field", "why"), REFUSED)
def test_what_cannot_be_comes_back_with_what_was_typed(
    staff: Client, request_: RecordsRequest, values: dict, field: str, why: str
) -> None:
    typed = {"kind": "acknowledged", "note": "A long note.", "amount": "$12"} | values
    response = happened(staff, request_, **typed)
    assert response.status_code == 422
    assert why in errors(response, "event_form")[field][0]
    form = response.context["event_form"]
    assert {name: form[name].value() for name in typed} == typed
    assert request_.events.count() == 1
    assert "Nothing was saved." in texts(response)


def test_an_event_before_sending_is_refused_on_one_not_sent(staff: Client) -> None:
    response = happened(staff, a_request(sent_on=None), "delivered")
    assert "delivered after it is sent" in errors(response, "event_form")["on"][0]


def test_a_body_that_no_law_binds_has_no_grounds(staff: Client) -> None:
    tribal = a_request(agency=an_agency(level="tribal", records_law="none"))
    page = staff.get(f"/staff/requests/{tribal.pk}/")
    assert page.context["event_form"].fields["ground"].choices == [("", "None given")]
    assert happened(staff, tribal, "acknowledged").status_code == 302


def test_a_second_click_records_nothing_new(staff: Client, request_: RecordsRequest) -> None:
    key = str(uuid.uuid4())
    for _ in range(2):
        assert happened(staff, request_, "note", form_key=key).status_code == 302
    assert Event.objects.filter(kind="note").count() == 1


def test_each_opening_of_the_page_has_a_key_of_its_own(
    staff: Client, request_: RecordsRequest
) -> None:
    pages = [staff.get(f"/staff/requests/{request_.pk}/") for _ in range(2)]
    first, second = (page.context["event_form"]["form_key"].value() for page in pages)
    assert first and first != second


def test_the_page_proposes_the_next_step(staff: Client) -> None:
    not_sent = a_request(sent_on=None)
    page = staff.get(f"/staff/requests/{not_sent.pk}/")
    assert page.context["event_form"]["kind"].value() == EventKind.SENT


def test_a_correction_stands_beside_what_it_replaces(
    staff: Client, request_: RecordsRequest
) -> None:
    event = an_event(request_, EventKind.ACKNOWLEDGED, date(2026, 6, 15), note="By phone")
    address = f"/staff/events/{event.pk}/correct/"
    assert staff.get(address).context["form"]["note"].value() == "By phone"
    response = staff.post(address, {"kind": "determination_denied", "on": "6/16"}, follow=True)
    new = Event.objects.get(corrects=event)
    assert (new.kind, new.on, new.recorded_by) == (
        "determination_denied", date(2026, 6, 16), staff.person,
    )  # fmt: skip
    request_.refresh_from_db()
    assert (request_.status, request_.determined_on) == ("denied", date(2026, 6, 16))
    assert "Instead of “Acknowledged” of Mon 15 Jun 2026." in texts(response)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"on": "6/23"}, "on"), ({"on": "6/1"}, "on"), ({"kind": "zzz"}, "kind"),
     ({"kind": "estimate_changed"}, "names_on"), ({"note": "\x00"}, "note")],
)  # fmt: skip
def test_a_correction_that_cannot_be_keeps_what_was_typed(
    staff: Client, request_: RecordsRequest, values: dict, field: str
) -> None:
    event = an_event(request_, EventKind.ACKNOWLEDGED, date(2026, 6, 15))
    typed = {"kind": "closed", "on": "6/16", "note": "Better", **values}
    response = staff.post(f"/staff/events/{event.pk}/correct/", typed)
    assert response.status_code == 422
    assert field in errors(response)
    assert {name: response.context["form"][name].value() for name in typed} == typed
    assert not Event.objects.filter(corrects=event).exists()


def test_a_correction_that_moves_the_receipt_says_so_before_it_is_made(
    staff: Client, request_: RecordsRequest
) -> None:
    happened(staff, request_, EventKind.DELIVERED, on="6/9")
    event = Event.objects.get(kind=EventKind.DELIVERED)
    address, typed = f"/staff/events/{event.pk}/correct/", {"kind": "delivered", "on": "6/16"}
    asked = staff.post(address, typed)
    assert asked.status_code == 422
    assert (
        "Nothing was corrected yet. This moves the receipt from Tue 9 Jun 2026 to Tue 16 Jun 2026 "
        "and the due date from Mon 22 Jun 2026 to Fri 26 Jun 2026. Correct it all the same?"
    ) in re.sub("<[^>]+>", "", texts(asked))
    assert not Event.objects.filter(corrects=event).exists()
    other = typed | {"on": "6/17", "receipt_seen": "2026-06-16"}
    assert staff.post(address, other).status_code == 422
    assert staff.post(address, typed | {"receipt_seen": "2026-06-16"}).status_code == 302
    request_.refresh_from_db()
    assert (request_.received_on, request_.due_on) == (date(2026, 6, 16), date(2026, 6, 26))


def test_the_sending_is_corrected_to_another_day_and_to_nothing_else(
    staff: Client, request_: RecordsRequest
) -> None:
    an_event(request_, EventKind.ACKNOWLEDGED, date(2026, 6, 12))
    sent = request_.events.get(kind="sent")
    address = f"/staff/events/{sent.pk}/correct/"
    offered = staff.get(address).context["form"].fields["kind"].choices
    assert offered == [("sent", "Sent")]
    assert "kind" in errors(staff.post(address, {"kind": "note", "on": "6/9"}))
    late = errors(staff.post(address, {"kind": "sent", "on": "6/16"}))
    assert late["on"] == ["On: “Acknowledged” of Fri 12 Jun 2026 cannot come before the sending."]
    typed = {"kind": "sent", "on": "6/10", "receipt_seen": "2026-06-10"}
    assert staff.post(address, typed).status_code == 302


def test_what_was_corrected_is_not_corrected_again(staff: Client, request_: RecordsRequest) -> None:
    event = an_event(request_, EventKind.ACKNOWLEDGED, date(2026, 6, 15))
    typed = {"kind": "note", "on": "6/16"}
    staff.post(f"/staff/events/{event.pk}/correct/", typed)
    response = staff.post(f"/staff/events/{event.pk}/correct/", typed)
    assert "has been corrected already" in errors(response)["__all__"][0]
    assert Event.objects.filter(corrects=event).count() == 1


def test_taking_back_undoes_the_event(staff: Client, request_: RecordsRequest) -> None:
    happened(staff, request_, "determination_denied")
    event = Event.objects.get(kind="determination_denied")
    response = staff.post(f"/staff/events/{event.pk}/take-back/", follow=True)
    assert "Taken back: Determination: denied." in texts(response)
    request_.refresh_from_db()
    assert (request_.status, request_.determined_on) == ("awaiting", None)
    again = staff.post(f"/staff/events/{event.pk}/take-back/", follow=True)
    assert "has been corrected already" in texts(again)
    assert Event.objects.filter(corrects=event).count() == 1


def test_the_taking_back_itself_is_not_taken_back(staff: Client, request_: RecordsRequest) -> None:
    happened(staff, request_, "closed")
    event = Event.objects.get(kind="closed")
    staff.post(f"/staff/events/{event.pk}/take-back/")
    correction = Event.objects.get(corrects=event)
    page = texts(staff.get(f"/staff/requests/{request_.pk}/"))
    assert f"/staff/events/{correction.pk}/correct/" not in page


def test_a_timeline_reads_from_the_newest(staff: Client, request_: RecordsRequest) -> None:
    an_event(request_, EventKind.NOTE, TODAY)
    an_event(request_, EventKind.ACKNOWLEDGED, date(2026, 6, 15))
    page = staff.get(f"/staff/requests/{request_.pk}/")
    kinds = [item["event"].kind for item in page.context["timeline"]]
    assert kinds == ["note", "acknowledged", "sent"]


def test_an_old_request_has_a_page_of_sensible_size(staff: Client) -> None:
    old = a_request(sent_on=date(1990, 1, 2))
    page = staff.get(f"/staff/requests/{old.pk}/")
    assert len(page.content) < 200_000


def test_a_ground_that_no_law_knows_any_more_stays_when_its_notice_is_corrected(
    staff: Client,
) -> None:
    request = a_request()
    values = {"names_on": date(2026, 6, 26), "ground": "voluminous"}
    event = an_event(request, EventKind.EXTENSION_NOTICE, date(2026, 6, 12), **values)
    gone = {"ground": "version_9_abc", "ground_words": "a flood in the archive"}
    Event.objects.filter(pk=event.pk).update(**gone)
    address = f"/staff/events/{event.pk}/correct/"
    form = staff.get(address).context["form"]
    assert form["ground"].value() == "version_9_abc"
    assert "a flood in the archive" in texts(staff.get(address))
    typed = {"kind": "extension_notice", "on": "6/15", "names_on": "6/26", "in_writing": "on",
             "ground": "version_9_abc"}  # fmt: skip
    assert staff.post(address, typed).status_code == 302
    corrected = Event.objects.get(corrects=event)
    assert (corrected.ground, corrected.ground_words) == tuple(gone.values())


def test_a_release_after_the_day_that_was_estimated_says_by_how_much(staff: Client) -> None:
    request = a_request()
    an_event(request, EventKind.ESTIMATE_GIVEN, date(2026, 6, 12), names_on=date(2026, 6, 18))
    an_event(request, EventKind.FULL_RELEASE, date(2026, 6, 20))
    page = texts(staff.get(f"/staff/requests/{request.pk}/"))
    assert "<dt>Records released</dt><dd>Sat 20 Jun 2026" in page
    assert "2 days after the day it estimated" in page
