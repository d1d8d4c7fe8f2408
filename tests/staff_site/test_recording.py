"""Recording in two actions with the fields of the kind; two people at once; duplicates."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Event, RecordsRequest
from tests.builders import NOW, TODAY, a_request, an_agency, an_event
from tests.staff_site.doors import errors, signed_in, texts

pytestmark = pytest.mark.django_db
LOG = "/staff/requests/log/"


@pytest.fixture
def request_(db: None) -> RecordsRequest:
    return a_request()


def open_page(client: Client, request: RecordsRequest, **query: Any) -> Any:
    return client.get(f"/staff/requests/{request.pk}/", query)


def filled(page: Any, **values: Any) -> dict[str, Any]:
    """What the form of the page sends."""
    form = page.context["event_form"]
    kept = {name: form[name].value() for name in ("kind", "on", "form_key", "version")}
    return kept | {"in_writing": "on"} | values


def record(client: Client, request: RecordsRequest, typed: dict[str, Any]) -> Any:
    return client.post(f"/staff/requests/{request.pk}/record/", typed)


def fields_shown(page: Any) -> set[str]:
    without_fallback = re.sub(r"<noscript>.*?</noscript>", "", texts(page), flags=re.DOTALL)
    every = {"names_on", "ground", "amount", "exemptions", "deciders", "in_writing"}
    return {name for name in every if f'id="id_{name}"' in without_fallback}


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("acknowledged", set()),
        ("extension_notice", {"names_on", "ground", "in_writing"}),
        ("fee_asked", {"amount"}),
        ("determination_denied", {"exemptions", "deciders", "in_writing"}),
        ("estimate_given", {"names_on"}),
    ],
)
def test_the_form_shows_what_the_kind_needs(
    staff: Client, request_: RecordsRequest, kind: str, fields: set[str]
) -> None:
    page = open_page(staff, request_, record=kind)
    assert page.context["event_form"]["kind"].value() == kind
    assert fields_shown(page) == fields
    swapped = staff.post(f"/staff/requests/{request_.pk}/record/fields/", {"kind": kind})
    assert fields_shown(swapped) == fields
    assert "noscript" not in texts(swapped)


@pytest.mark.parametrize("kind", ["zzz", "correction", "dates_moved", "", "\x00"])
def test_a_kind_that_is_none_leaves_that_of_the_next_step(
    staff: Client, request_: RecordsRequest, kind: str
) -> None:
    form = open_page(staff, request_, record=kind).context["event_form"]
    assert form["kind"].value() in EventKind.values
    address = f"/staff/requests/{request_.pk}/record/fields/"
    assert staff.post(address, {"kind": kind}).status_code == 200


def test_without_javascript_the_other_kinds_fields_are_there_too(
    staff: Client, request_: RecordsRequest
) -> None:
    page = texts(open_page(staff, request_, record="acknowledged"))
    aside = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert all(f'name="{name}"' in aside for name in ("names_on", "amount", "deciders"))


def test_the_likely_kinds_come_first_with_that_of_the_next_step(staff: Client) -> None:
    unsent = a_request(sent_on=None)
    page = open_page(staff, unsent)
    assert page.context["likely"][0] == EventKind.SENT
    assert 'data-kind="sent" aria-current="true"' in texts(page)


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("acknowledged", "amount", "$12"),
        ("note", "names_on", "6/30"),
        ("fee_asked", "ground", "voluminous"),
        ("acknowledged", "exemptions", "§ 7922.000"),
        ("determination_no_records", "deciders", "Ana Rivera, Records Supervisor"),
    ],
)
def test_a_field_that_is_not_the_kind_s_is_refused_and_kept(
    staff: Client, request_: RecordsRequest, kind: str, field: str, value: str
) -> None:
    typed = filled(open_page(staff, request_), kind=kind, **{field: value})
    response = record(staff, request_, typed)
    assert f"“{EventKind(kind).label}” has no " in errors(response, "event_form")[field][0]
    assert field in fields_shown(response)
    assert response.context["event_form"][field].value() == value
    assert request_.events.count() == 1


def test_a_denial_keeps_what_it_cites_and_whom_it_names(
    staff: Client, request_: RecordsRequest
) -> None:
    said = {"exemptions": "§ 7923.600(a)", "deciders": "Ana Rivera, Records Supervisor"}
    record(staff, request_, filled(open_page(staff, request_), kind="determination_denied", **said))
    event = Event.objects.get(kind="determination_denied")
    assert (event.exemptions, event.deciders, event.in_writing) == (*said.values(), True)
    page = open_page(staff, request_)
    assert "Responsible: Ana Rivera, Records Supervisor" in texts(page)
    assert page.context["flags"] == ()


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ({"exemptions": "§ 7923.600"}, ["no_deciders"]),
        ({"deciders": "A. Rivera, Clerk"}, ["no_exemption"]),
        ({"in_writing": False}, ["denial_not_in_writing", "no_exemption", "no_deciders"]),
    ],
)
def test_what_a_denial_does_not_say_is_flagged_with_its_section(
    staff: Client, request_: RecordsRequest, said: dict[str, Any], keys: list[str]
) -> None:
    an_event(request_, EventKind.DETERMINATION_DENIED, date(2026, 6, 15), **said)
    page = open_page(staff, request_)
    assert [flag.key for flag in page.context["flags"]] == keys
    assert "The determination of Mon 15 Jun 2026 " in texts(page)
    assert "§ 79" in page.context["flags"][0].citation


def test_a_correction_shows_and_keeps_the_fields_of_a_denial(
    staff: Client, request_: RecordsRequest
) -> None:
    said = {"exemptions": "§ 7923.600", "deciders": "A. Rivera, Clerk"}
    event = an_event(request_, EventKind.DETERMINATION_DENIED, date(2026, 6, 15), **said)
    page = staff.get(f"/staff/events/{event.pk}/correct/")
    assert fields_shown(page) == {"exemptions", "deciders", "in_writing"}
    assert page.context["form"]["deciders"].value() == "A. Rivera, Clerk"
    typed = {"kind": "determination_in_part", "on": "6/15", "in_writing": "on", **said}
    assert staff.post(f"/staff/events/{event.pk}/correct/", typed).status_code == 302
    corrected = Event.objects.get(corrects=event)
    assert (corrected.kind, corrected.deciders) == ("determination_in_part", said["deciders"])
    wrong = staff.post(f"/staff/events/{corrected.pk}/correct/", typed | {"kind": "acknowledged"})
    assert "has no exemptions" in errors(wrong)["exemptions"][0]


def test_the_second_of_two_people_sees_what_changed_and_loses_nothing(
    staff: Client, request_: RecordsRequest
) -> None:
    ana = signed_in(first_name="Ana", last_name="Ruiz")
    mine, hers = open_page(staff, request_), open_page(ana, request_)
    notice = {"kind": "extension_notice", "names_on": "7/3", "ground": "voluminous"}
    assert record(ana, request_, filled(hers, **notice)).status_code == 302
    typed = filled(mine, kind="acknowledged", note="A long note of mine.")
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        response = record(staff, request_, typed)
    assert response.status_code == 422
    page = texts(response)
    assert "Since you opened this page:" in page
    assert "Ana Ruiz recorded “Extension notice on 2026-06-22” (2\xa0minutes ago)" in page
    assert "Record it all the same" in page and "A long note of mine." in page
    assert not Event.objects.filter(kind="acknowledged").exists()
    again = filled(response, note=response.context["event_form"]["note"].value())
    assert record(staff, request_, again).status_code == 302
    assert Event.objects.get(kind="acknowledged").note == "A long note of mine."
    assert Event.objects.filter(kind="extension_notice").count() == 1


def test_an_amendment_in_between_is_told_as_well(staff: Client, request_: RecordsRequest) -> None:
    mine = open_page(staff, request_)
    ana = signed_in(first_name="Ana", last_name="Ruiz")
    address = f"/staff/requests/{request_.pk}/amend/"
    form = ana.get(address).context["form"]
    shown = {name: form[name].value() or "" for name in form.fields}
    assert ana.post(address, shown | {"subject": "Another"}).status_code == 302
    response = record(staff, request_, filled(mine, kind="note"))
    assert response.context["meanwhile"].changes == ["Ana Ruiz amended the request (just now)"]


@pytest.mark.parametrize("version", ["0", "-5", "999999"])
def test_a_version_that_never_was_is_not_recorded_blindly(
    staff: Client, request_: RecordsRequest, version: str
) -> None:
    response = record(staff, request_, filled(open_page(staff, request_), version=version))
    assert response.status_code == 422 and response.context["meanwhile"].changes
    assert request_.events.count() == 1


def test_a_second_click_is_no_second_person(staff: Client, request_: RecordsRequest) -> None:
    typed = filled(open_page(staff, request_), kind="note")
    for _ in range(2):
        assert record(staff, request_, typed).status_code == 302
    assert Event.objects.filter(kind="note").count() == 1


# --- probable duplicates ---


def logged(client: Client, **values: Any) -> Any:
    typed = {"agency_text": "Fresno Police Department", "reporting_year": "2025", "subject": "x",
             "method": "portal", "sent_on": "6/9"}  # fmt: skip
    return client.post(LOG, typed | values)


def test_a_probable_duplicate_is_shown_before_it_is_saved(staff: Client) -> None:
    first = a_request(agency=an_agency("Fresno Police Department"))
    response = logged(staff, portal_number="W-17")
    assert response.context["alike"] == [first]
    page = texts(response)
    assert f'href="/staff/requests/{first.pk}/"' in page and "Log it all the same" in page
    assert 'value="W-17"' in page
    assert RecordsRequest.objects.count() == 1
    assert logged(staff, alike_seen=f"{first.pk},").status_code == 302
    assert RecordsRequest.objects.count() == 2


@pytest.mark.parametrize("seen", ["", "0,", "x", "\x01", "٣", "9" * 400])
def test_only_what_was_seen_lets_it_pass(staff: Client, seen: str) -> None:
    a_request(agency=an_agency("Fresno Police Department"))
    assert logged(staff, alike_seen=seen).status_code == 200
    assert RecordsRequest.objects.count() == 1


def test_of_two_people_the_second_is_shown_the_first_s_request(staff: Client) -> None:
    """Both saw the old one and no other; the second has not seen what the first made of it."""
    old = a_request(agency=an_agency("Fresno Police Department"))
    assert logged(signed_in(), alike_seen=f"{old.pk}").status_code == 302
    response = logged(staff, alike_seen=f"{old.pk}")
    assert response.status_code == 200 and len(response.context["alike"]) == 2
    assert RecordsRequest.objects.count() == 2


def test_another_year_another_agency_and_what_was_withdrawn_are_no_duplicates(
    staff: Client,
) -> None:
    agency = an_agency("Fresno Police Department")
    a_request(agency=agency, reporting_year=2024)
    a_request(agency=an_agency("Oakland Police Department"))
    an_event(a_request(agency=agency), EventKind.WITHDRAWN, TODAY)
    assert logged(staff).status_code == 302


def test_the_preview_names_it_and_takes_the_tick(staff: Client) -> None:
    first = a_request(agency=an_agency("Fresno Police Department"))
    typed = {"agency_text": "Fresno Police Department", "reporting_year": "2025"}
    page = texts(staff.get(f"{LOG}preview/", typed))
    assert f'form="log-form" value="{first.pk},">' in page
    ticked = texts(staff.get(f"{LOG}preview/", typed | {"alike_seen": f"{first.pk},"}))
    assert f'value="{first.pk}," checked>' in ticked
    refused = texts(staff.get(f"{LOG}preview/", typed | {"is_refused": "yes"}))
    assert first.number in refused and "Log it all the same" not in refused  # the page's button is
    assert "is_refused" in logged(staff).content.decode()


def test_what_was_used_last_is_kept_for_the_next_and_another_is_one_key_away(
    staff: Client,
) -> None:
    an_agency("Fresno Police Department")
    page = texts(staff.get(logged(staff, reporting_year="2024").url))
    assert f'href="{LOG}" aria-keyshortcuts="n" autofocus>Log another' in page
    form = staff.get(LOG).context["form"]
    assert (form["method"].value(), form["reporting_year"].value()) == ("portal", "2024")


def test_a_delivery_that_moves_the_receipt_says_so_before_it_is_recorded(
    staff: Client, request_: RecordsRequest
) -> None:
    assert (request_.received_on, request_.due_on) == (date(2026, 6, 9), date(2026, 6, 22))
    typed = filled(open_page(staff, request_), kind="delivered", on="6/16", note="By courier.")
    response = record(staff, request_, typed)
    assert response.status_code == 422
    page = texts(response)
    assert (
        "This moves the receipt from Tue 9 Jun 2026 to Tue 16 Jun 2026 and the due date from "
        "Mon 22 Jun 2026 to Fri 26 Jun 2026. Record it all the same?"
    ) in page
    assert "By courier." in page and 'name="receipt_seen" value="2026-06-16"' in page
    assert not Event.objects.filter(kind="delivered").exists()
    other_day = typed | {"on": "6/17", "receipt_seen": "2026-06-16"}
    assert record(staff, request_, other_day).status_code == 422
    assert record(staff, request_, typed | {"receipt_seen": "2026-06-16"}).status_code == 302
    request_.refresh_from_db()
    assert (request_.received_on, request_.due_on) == (date(2026, 6, 16), date(2026, 6, 26))


def test_a_delivery_that_moves_nothing_is_recorded_at_once(
    staff: Client, request_: RecordsRequest
) -> None:
    same = filled(open_page(staff, request_), kind="delivered", on="6/9")
    assert record(staff, request_, same).status_code == 302
    by_post = a_request(method="mail")
    first = filled(open_page(staff, by_post), kind="delivered", on="6/12")
    assert record(staff, by_post, first).status_code == 302


def test_no_day_of_a_delivery_is_assumed(staff: Client, request_: RecordsRequest) -> None:
    page = open_page(staff, request_, record="delivered")
    assert page.context["event_form"]["on"].value() == ""
    address = f"/staff/requests/{request_.pk}/record/fields/"
    emptied = re.compile(r'<input[^>]*name="on"[^>]*hx-swap-oob="true"')
    page = texts(staff.post(address, {"kind": "delivered", "on": "today"}))
    assert emptied.search(page) and "value=" not in emptied.search(page)[0]
    assert not emptied.search(texts(staff.post(address, {"kind": "delivered", "on": "6/9"})))
    assert not emptied.search(texts(staff.post(address, {"kind": "note", "on": "today"})))


def test_beside_the_date_of_an_extension_stands_the_last_one_that_is_allowed(
    staff: Client,
) -> None:
    request = a_request()
    page = reverse("staff:request", args=[request.pk])
    said = "14 days more, the most the law allows, end on Mon 6 Jul 2026."
    assert said in texts(staff.get(f"{page}?record=extension_notice"))
    assert said not in texts(staff.get(page))
    fields = staff.post(
        reverse("staff:event_fields", args=[request.pk]), {"kind": "extension_notice"}
    )
    assert said in fields.content.decode()
