"""Many requests in one step, at the door: choose, look, do it once, undo."""

import re
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import ROLE_PERMISSIONS, Permission, Role
from requests_app.domain.reminders.models import OwnReminder
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.event_kinds import EventKind, Status
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.upkeep.bulk.models import BulkAction, BulkKind
from requests_app.staff_site import chosen
from tests.builders import NOW, TODAY, a_person, a_request, an_event
from tests.staff_site.doors import errors, signed_in, texts

pytestmark = pytest.mark.django_db
BULK = "/staff/requests/bulk/"
SENT = {"kind": "sent", "on": "6/9", "note": ""}


def unsent(count: int = 3, **values: Any) -> list[RecordsRequest]:
    return [a_request(sent_on=None, **values) for _ in range(count)]


def address(requests: list[RecordsRequest], **query: Any) -> str:
    return f"{BULK}?{urlencode({'chosen': [one.pk for one in requests], **query}, doseq=True)}"


def confirmed(client: Client, where: str, typed: dict[str, Any]) -> Any:
    """Looks, then sends what the look carries on, as a browser would."""
    looked = client.post(where, typed)
    assert looked.status_code == 200, texts(looked)
    return client.post(where, carried_on(looked), follow=True)


def carried_on(looked: Any) -> dict[str, str]:
    page = looked.content.decode()
    form = page[page.index('name="requests"') - 2000 :]
    found = re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', form)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_round_is_looked_at_recorded_and_taken_back(staff: Client) -> None:
    requests = unsent()
    a_request()
    where = address(requests, back="/staff/requests/?tab=unsent")
    looked = staff.post(where, SENT)
    assert not BulkAction.objects.exists()
    assert "Record “Sent” of Tue 9 Jun 2026" in texts(looked)
    assert "Do it on 3 requests" in texts(looked)
    done = staff.post(where, carried_on(looked), follow=True)
    assert done.redirect_chain[-1][0] == "/staff/requests/?tab=unsent"
    assert "Recorded “Sent” of Tue 9 Jun 2026 on 3 requests." in texts(done)
    assert RecordsRequest.objects.filter(due_on=TODAY).count() == 4
    undo = re.search(r'action="([^"]+/undo/)"', done.content.decode())[1]
    back = staff.post(undo, follow=True)
    assert "Taken back on 3 requests." in texts(back)
    assert RecordsRequest.objects.filter(status=Status.LOGGED).count() == 3
    assert "taken back already" in texts(staff.post(undo, follow=True))


def test_a_second_click_on_the_button_does_it_once(staff: Client) -> None:
    requests = unsent()
    where = address(requests)
    sent = carried_on(staff.post(where, SENT))
    for _ in range(2):
        assert staff.post(where, sent).status_code == 302
    assert BulkAction.objects.count() == 1
    assert [one.events.count() for one in requests] == [1, 1, 1]


def test_what_moves_days_of_receipt_is_counted_and_ticked_before_it_is_done(
    staff: Client,
) -> None:
    requests = [a_request() for _ in range(2)]  # by mail: received on the day they were sent
    where = address([*requests, a_request(method="post")])
    looked = staff.post(where, {"kind": "delivered", "on": "6/16", "note": ""})
    words = "This moves the receipt of 2 requests, and the due date of 2 of them."
    assert words in texts(looked) and "Do it on 3 requests" in texts(looked)
    sent = carried_on(looked)
    unticked = staff.post(where, sent)
    assert f"{words} Nothing was done: tick that it is meant." in texts(unticked)
    assert not BulkAction.objects.exists()
    assert staff.post(where, sent | {"moves_seen": words}).status_code == 302
    moved = RecordsRequest.objects.filter(received_on=date(2026, 6, 16), due_on=date(2026, 6, 26))
    assert moved.count() == 3


def test_what_moves_nothing_is_not_asked_about(staff: Client) -> None:
    for typed in (SENT, {"kind": "delivered", "on": "6/9", "note": ""}):
        requests = unsent(2) if typed is SENT else [a_request()]
        looked = staff.post(address(requests), typed)
        assert "moves_seen" not in texts(looked)
        assert staff.post(address(requests), carried_on(looked)).status_code == 302


TYPED = {
    BulkKind.EVENT: SENT,
    BulkKind.ASSIGN: {"assignee": "{person}"},
    BulkKind.ADD_TAG: {"tag": "Urgent"},
    BulkKind.REMOVE_TAG: {"old_tag": "{tag}"},
    BulkKind.REMIND: {"due_on": "in 3 weeks", "note": "Ask again", "person": "{person}"},
}


@pytest.mark.parametrize("kind", BulkKind)
def test_each_kind_goes_its_way_through_the_pages(staff: Client, kind: BulkKind) -> None:
    requests, person = unsent(), a_person()
    tag = requests[0].tags.create(name="Old")
    requests[1].tags.add(tag)
    requests[2].tags.add(tag)
    known = {"person": person.pk, "tag": tag.pk}
    typed = {name: value.format(**known) for name, value in TYPED[kind].items()}
    where = address(requests, do=kind.value)
    assert staff.get(where).status_code == 200
    assert "on 3 requests." in texts(confirmed(staff, where, typed))
    assert BulkAction.objects.get().kind == kind
    assert len(BulkAction.objects.get().items) == 3
    if kind == BulkKind.REMIND:
        assert {one.due_on for one in OwnReminder.objects.all()} == {date(2026, 7, 13)}
    page = texts(staff.get(f"{BULK}{BulkAction.objects.get().pk}/"))
    assert "Take it back" in page and requests[0].number in page


def test_the_look_names_who_is_left_out_and_why(staff: Client) -> None:
    sent, (new,) = a_request(), unsent(1)
    looked = staff.post(address([sent, new]), SENT)
    page = texts(looked)
    assert "1: Sent already." in page and sent.number in page
    assert "Do it on 1 request" in page
    nothing = texts(staff.post(address([sent]), SENT))
    assert "None of the chosen requests can be changed so." in nothing
    assert "Do it on" not in nothing


def test_what_somebody_else_did_meanwhile_is_said_and_looked_at_again(staff: Client) -> None:
    requests = unsent()
    where = address(requests)
    seen = carried_on(staff.post(where, SENT))
    an_event(requests[1], EventKind.SENT, TODAY)
    again = staff.post(where, seen)
    assert again.status_code == 200
    assert f"nothing was done: {requests[1].number}" in texts(again)
    assert not BulkAction.objects.exists()
    staff.post(where, carried_on(again))
    assert BulkAction.objects.get().request_ids() == [requests[0].pk, requests[2].pk]


def test_all_of_a_list_are_those_that_it_shows(staff: Client) -> None:
    campaign = save_campaign(
        campaign=None, name="Round", reporting_year=2025, lead=None, text="", by=None, at=NOW
    )
    ours = unsent(campaign=campaign)
    unsent()
    a_request(campaign=campaign)
    page = staff.get(f"/staff/campaigns/{campaign.pk}/").content.decode()
    link = re.search(r'href="(/staff/requests/bulk/[^"]+)"', page)[1].replace("&amp;", "&")
    chosen_page = staff.get(link)
    assert set(chosen_page.context["chosen"].ids) == {one.pk for one in ours}
    assert chosen_page.context["form"].initial["kind"] == "sent"
    done = confirmed(staff, link, SENT)
    assert done.redirect_chain[-1][0] == f"/staff/campaigns/{campaign.pk}/"
    assert campaign.records_requests.filter(status=Status.LOGGED).count() == 0
    assert RecordsRequest.objects.filter(status=Status.LOGGED).count() == 3
    assert "as sent" not in texts(staff.get(f"/staff/campaigns/{campaign.pk}/"))


def test_a_list_that_is_too_long_gives_its_first_and_says_so(staff: Client, monkeypatch) -> None:
    monkeypatch.setattr(chosen, "MOST_AT_ONCE", 2)
    requests = unsent()
    page = staff.get(f"{BULK}?all=1&list={'tab=unsent&sort=number'.replace('&', '%26')}")
    assert page.context["chosen"].ids == (requests[0].pk, requests[1].pk)
    assert "The list is longer" in texts(page)


def test_the_list_offers_it(staff: Client) -> None:
    requests = unsent()
    page = staff.get("/staff/requests/?tab=unsent").content.decode()
    assert re.findall(r'name="chosen" value="(\d+)"', page) == [str(one.pk) for one in requests]
    assert 'name="list" value="tab=unsent"' in page
    assert "Do something with all 3 of this list" in page


@pytest.mark.parametrize(
    ("kind", "typed", "field"),
    [
        ("event", {"kind": "sent", "on": "tomorrow"}, "on"),
        ("event", {"kind": "extension_notice", "on": "today"}, "kind"),
        ("event", {"kind": "sent", "on": "soon"}, "on"),
        ("assign", {"assignee": "0"}, "assignee"),
        ("add_tag", {"tag": "!!!"}, "tag"),
        ("add_tag", {"tag": "x" * 41}, "tag"),
        ("remove_tag", {"old_tag": ""}, "old_tag"),
        ("remind", {"due_on": "yesterday", "note": "x", "person": "0"}, "due_on"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    staff: Client, kind: str, typed: dict[str, str], field: str
) -> None:
    response = staff.post(address(unsent(1), do=kind), typed)
    assert response.status_code == 422
    assert field in errors(response)


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "\\evil", "x:y"])
def test_the_way_back_leads_nowhere_else(staff: Client, back: str) -> None:
    done = confirmed(staff, address(unsent(1), back=back), SENT)
    assert done.redirect_chain[-1][0] == "/staff/requests/"


@pytest.mark.parametrize(
    "query", ["", "chosen=x", "chosen=", "chosen=999999", f"chosen={'9' * 30}", "all=1&list=tab"]
)
def test_nothing_chosen_says_so(staff: Client, query: str) -> None:
    page = staff.get(f"{BULK}?{query}")
    assert page.status_code == 200
    seen = staff.post(f"{BULK}?{query}", SENT)
    assert "None of the chosen requests" in texts(seen)


@pytest.mark.parametrize("sent", ["", "x,y", "999999", ",".join("1" * 30)])
def test_made_up_ids_change_nothing(staff: Client, sent: str) -> None:
    (request,) = unsent(1)
    response = staff.post(address([request]), SENT | {"requests": sent, "form_key": ""})
    assert response.status_code in (200, 302)
    request.refresh_from_db()
    assert request.sent_on is None or str(request.pk) in sent


@pytest.mark.parametrize("kind", BulkKind)
def test_each_kind_asks_for_what_the_single_one_asks(kind: BulkKind, monkeypatch) -> None:
    staff, (request,) = signed_in(), unsent(1)
    action = BulkAction.objects.create(kind=kind, what="Once", items={}, at=NOW)
    kept = ROLE_PERMISSIONS[Role.STAFF] - {Permission.RECORD_EVENTS}
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.STAFF, kept)
    closed = kind in (BulkKind.EVENT, BulkKind.REMIND)
    where, status = address([request], do=kind.value), 403 if closed else 200
    assert staff.get(where).status_code == status
    assert (f"do={kind.value}" in texts(staff.get(address([request])))) is not closed
    typed = SENT if kind == BulkKind.EVENT else {"tag": "Urgent"}
    assert (staff.post(where, typed | {"requests": str(request.pk)}).status_code == 403) is closed
    assert ("Take it back" in texts(staff.get(f"{BULK}{action.pk}/"))) is not closed
    assert staff.post(f"{BULK}{action.pk}/undo/").status_code == (403 if closed else 302)
    action.refresh_from_db()
    assert (action.undone_at is None) is closed


def test_who_only_reads_sees_what_was_done_and_no_button() -> None:
    staff, reader = signed_in(), signed_in(Role.READER)
    confirmed(staff, address(unsent()), SENT)
    page = texts(reader.get(f"{BULK}{BulkAction.objects.get().pk}/"))
    assert "Recorded “Sent”" in page and "Take it back" not in page


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("tab=all&due_from=foo", "Due from: "),
        ("sent_from=2026-06-09&sent_to=2026-06-01", "Mon 1 Jun 2026 is before Tue 9 Jun 2026"),
    ],
)
def test_all_of_a_list_that_cannot_be_read_is_nothing(staff: Client, query: str, why: str) -> None:
    a_request()
    listed = texts(staff.get(f"/staff/requests/?{query}"))
    assert "Do something with all" not in listed and "Do something with the chosen" in listed
    for door in (staff.get, staff.post):
        where = f"{BULK}?{urlencode({'all': 1, 'list': query})}"
        response = door(where, SENT if door == staff.post else None, follow=True)
        assert response.redirect_chain == [("/staff/requests/", 302)]
        assert "Nothing is chosen: a filter of the list could not be read." in texts(response)
        assert why in texts(response)
    assert not BulkAction.objects.exists()


def test_a_span_that_ends_before_it_begins_is_said_beside_its_end(staff: Client) -> None:
    form = (
        staff.get("/staff/requests/?due_from=2026-06-09&due_to=2026-06-01").context["filter"].form
    )
    assert "nothing lies between" in form.errors["due_to"][0]


def test_what_is_not_there_is_not_counted_as_chosen(staff: Client) -> None:
    assert "No request is chosen" in texts(staff.get(f"{BULK}?chosen=99999"))
    request = a_request()
    page = staff.get(f"{BULK}?chosen=99999&chosen={request.pk}")
    assert page.context["chosen"].ids == (request.pk,)


def test_an_answer_that_nothing_asked_for_is_left_out_of_many(staff: Client) -> None:
    asked, unasked = a_request(), a_request()
    an_event(asked, EventKind.FEE_ASKED, date(2026, 6, 12), amount="$3")
    typed = {"kind": "fee_paid", "on": "6/15", "note": ""}
    seen = staff.post(address([asked, unasked]), typed).context["seen"]
    assert seen.changed == [asked]
    assert seen.left_out == {"Nothing to answer: no “Fee asked” is open then.": [unasked]}
