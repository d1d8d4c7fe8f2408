"""Entries of the directory on the staff site: added, edited, ended; contacts, ORIs and names."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency, Contact, Ori
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.event_kinds import EventKind
from tests.builders import TODAY, a_request, an_agency, an_event
from tests.staff_site.doors import a_directory_entry, errors, signed_in, texts

pytestmark = pytest.mark.django_db
ENTRY = {
    "name": "Clovis Police Department", "kind": "police", "county": "Fresno", "level": "city",
    "records_law": "cpra", "website": "", "source": "",
}  # fmt: skip


@pytest.fixture
def reviewer(db: None) -> Client:
    return signed_in(Role.REVIEWER)


def undo_of(response: Any) -> str:
    """Where the message of a page offers to undo what was done."""
    return next(iter(response.context["messages"])).extra_tags.removeprefix("undo=")


def test_an_agency_is_added_with_its_oris(reviewer: Client) -> None:
    page = reviewer.post(
        "/staff/agencies/new/", ENTRY | {"oris": "ca0100600, CA0100601"}, follow=True
    )
    agency = Agency.objects.get()
    assert page.redirect_chain[-1][0] == f"/staff/agencies/{agency.pk}/"
    assert [ori.code for ori in agency.oris.all()] == ["CA0100600", "CA0100601"]


def test_what_is_probably_the_same_is_shown_before_it_is_saved(reviewer: Client) -> None:
    known = a_directory_entry("Clovis Police Dept")
    page = reviewer.post("/staff/agencies/new/", ENTRY | {"oris": ""})
    assert [one.agency for one in page.context["alike"]] == [known]
    assert "Probably in the directory already" in texts(page)
    assert Agency.objects.count() == 1
    seen = page.context["form"]["seen"].value()
    reviewer.post("/staff/agencies/new/", ENTRY | {"oris": "", "seen": seen})
    assert Agency.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "Fresno Police Department", "seen": "x"}, "name"),
        ({"oris": "CA0100500"}, "oris"),
        ({"oris": "nonsense"}, "oris"),
        ({"level": ""}, "level"),
        ({"website": "javascript:x"}, "website"),
    ],
)
def test_what_cannot_be_added_is_said_beside_its_field(
    reviewer: Client, typed: dict, field: str
) -> None:
    a_directory_entry()
    values = ENTRY | {"oris": ""} | typed
    page = reviewer.post("/staff/agencies/new/", values)
    if page.status_code == 200:  # shown what is alike: add it all the same
        seen = page.context["form"]["seen"].value()
        page = reviewer.post("/staff/agencies/new/", values | {"seen": seen})
    assert page.status_code == 422 and field in errors(page)
    assert Agency.objects.count() == 1


def edited(client: Client, agency: Agency, **typed: Any) -> Any:
    """Opens the entry and sends it back with what is typed over it."""
    address = f"/staff/agencies/{agency.pk}/edit/"
    form = client.get(address).context["form"]
    values = {name: form[name].value() for name in form.fields}
    return client.post(address, values | typed)


def test_an_entry_is_edited_at_once_where_no_date_moves(reviewer: Client) -> None:
    agency = an_agency("Old name")
    assert edited(reviewer, agency, name="New name").status_code == 302
    assert Agency.objects.named_like("new name").exists()


def test_another_law_is_looked_at_first_and_then_moves_dates(reviewer: Client) -> None:
    request = a_request()
    agency, address = request.agency, f"/staff/agencies/{request.agency_id}/edit/"
    looked = edited(reviewer, agency, records_law="none")
    assert looked.context["preview"].other == 1 and "gain or lose" not in looked.context
    request.refresh_from_db()
    assert request.due_on == TODAY
    form = looked.context["form"]
    values = {name: form[name].value() for name in form.fields}
    done = reviewer.post(address, values | {"confirm": looked.context["key"]}, follow=True)
    assert "It moved the dates of 1 request." in texts(done)
    request.refresh_from_db()
    assert request.due_on is None


def test_the_second_of_two_who_edit_is_told(reviewer: Client) -> None:
    agency = an_agency()
    form = reviewer.get(f"/staff/agencies/{agency.pk}/edit/").context["form"]
    values = {name: form[name].value() for name in form.fields}
    edited(reviewer, agency, source="The first")
    page = reviewer.post(f"/staff/agencies/{agency.pk}/edit/", values | {"source": "The second"})
    assert page.status_code == 422 and "Somebody else has changed" in texts(page)
    agency.refresh_from_db()
    assert agency.source == "The first"


def test_a_contact_is_added_confirmed_taken_out_and_each_is_undone(reviewer: Client) -> None:
    agency = an_agency()
    typed = {"kind": "email", "value": "records@example.org", "last_confirmed_on": "1/2/2024"}
    page = reviewer.post(f"/staff/agencies/{agency.pk}/contacts/", typed, follow=True)
    contact = Contact.objects.get()
    assert "to be re-checked" in texts(page)
    for act, words in (("confirm", "Confirmed: "), ("remove", "Taken out: ")):
        page = reviewer.post(f"/staff/contacts/{contact.pk}/{act}/", follow=True)
        assert words + "records@example.org" in texts(page)
        assert "to be re-checked" not in texts(page)
        page = reviewer.post(undo_of(page), follow=True)
        assert "Undone." in texts(page) and "to be re-checked" in texts(page)
    assert Contact.objects.get().last_confirmed_on == date(2024, 1, 2)


def test_confirming_twice_confirms_once(reviewer: Client) -> None:
    agency = a_directory_entry()
    address = f"/staff/contacts/{agency.contacts.get().pk}/confirm/"
    reviewer.post(address)
    assert "confirmed today already" in texts(reviewer.post(address, follow=True))
    assert AuditEntry.objects.filter(verb="confirmed contact").count() == 1


def test_an_old_undo_is_refused_in_words(reviewer: Client) -> None:
    agency = a_directory_entry()
    contact = agency.contacts.get()
    page = reviewer.post(f"/staff/contacts/{contact.pk}/confirm/", follow=True)
    reviewer.post(f"/staff/contacts/{contact.pk}/remove/")
    assert "was changed since" in texts(reviewer.post(undo_of(page), follow=True))


def test_a_contact_that_can_be_none_keeps_what_was_typed(reviewer: Client) -> None:
    agency = an_agency()
    typed = {"kind": "portal", "value": "nextrequest.com/fresno", "portal_kind": "nextrequest"}
    page = reviewer.post(f"/staff/agencies/{agency.pk}/contacts/", typed)
    assert page.status_code == 422 and "begins with https://" in errors(page)["value"][0]
    assert "nextrequest.com/fresno" in texts(page)


def test_an_ori_of_another_agency_is_refused_with_its_name(reviewer: Client) -> None:
    a_directory_entry()
    other = an_agency()
    page = reviewer.post(f"/staff/agencies/{other.pk}/oris/", {"code": "CA0100500"})
    assert "belongs to Fresno Police Department already" in errors(page)["code"][0]
    ori = Ori.objects.get()
    page = reviewer.post(f"/staff/oris/{ori.pk}/remove/", follow=True)
    assert "Taken out: CA0100500." in texts(page)
    reviewer.post(undo_of(page))
    assert Ori.objects.get().pk == ori.pk


def test_an_agency_ends_and_its_page_leads_to_who_came_after_it(reviewer: Client) -> None:
    old, new = an_agency("Old PD"), an_agency("New PD")
    typed = {"kind": "renamed", "agency_text": "New PD", "on": "1/1/2026", "source": "Resolution"}
    page = reviewer.post(f"/staff/agencies/{old.pk}/end/", typed, follow=True)
    assert "Renamed to New PD on Thu 1 Jan 2026" in " ".join(texts(page).replace(
        f'<a href="/staff/agencies/{new.pk}/">New PD</a>', "New PD").split())  # fmt: skip
    assert "Old PD" in texts(reviewer.get(f"/staff/agencies/{new.pk}/"))
    reviewer.post(undo_of(page))
    assert Agency.objects.get(pk=old.pk).closed_on is None
    page = reviewer.post(f"/staff/agencies/{old.pk}/end/", typed | {"agency_text": ""})
    assert "Say which agency came after it" in errors(page)["agency_text"][0]


def test_amending_how_it_ended_is_undone_with_a_click(reviewer: Client) -> None:
    old, new, other = an_agency("Old PD"), an_agency("New PD"), an_agency("Other PD")
    typed = {"kind": "renamed", "agency_text": "New PD", "on": "1/1/2026", "source": "Resolution"}
    address = f"/staff/agencies/{old.pk}/end/"
    reviewer.post(address, typed, follow=True)
    page = reviewer.post(address, typed | {"agency_text": "Other PD"}, follow=True)
    assert Agency.objects.get(pk=old.pk).succeeded_by == other
    undo = undo_of(page)
    done = reviewer.post(undo, follow=True)
    assert [str(one) for one in done.context["messages"]] == ["As it was before."]
    assert Agency.objects.get(pk=old.pk).succeeded_by == new
    assert "was changed since" in texts(reviewer.post(undo, follow=True))
    assert Agency.objects.get(pk=old.pk).succeeded_by == new


def test_a_part_shows_on_both_pages(reviewer: Client) -> None:
    city, police = an_agency("City of Fresno"), an_agency("Fresno Police")
    reviewer.post(f"/staff/agencies/{police.pk}/parent/", {"agency_text": "City of Fresno"})
    assert "City of Fresno" in texts(reviewer.get(f"/staff/agencies/{police.pk}/"))
    assert "Fresno Police" in texts(reviewer.get(f"/staff/agencies/{city.pk}/"))
    reviewer.post(f"/staff/agencies/{police.pk}/parent/", {"agency_text": "", "agency": city.pk})
    assert Agency.objects.get(pk=police.pk).parent is None


def test_the_list_says_whose_contacts_are_to_be_looked_at(reviewer: Client) -> None:
    a_directory_entry()
    fresh, bare = an_agency("Fresh PD"), an_agency("Bare PD")
    Contact.objects.create(
        agency=fresh, kind="email", value="a@example.org", last_confirmed_on=TODAY
    )
    request = a_request(agency=bare)
    an_event(request, EventKind.DETERMINATION_DENIED, TODAY)
    rows = {
        query: [
            row.agency.name for row in reviewer.get(f"/staff/agencies/?{query}").context["rows"]
        ]
        for query in ("contact=check", "contact=none", "contact=odd")
    }
    assert rows["contact=check"] == ["Fresno Police Department"]
    assert rows["contact=none"] == ["Bare PD"]
    row = reviewer.get("/staff/agencies/?q=bare").context["rows"][0]
    assert (row.requests, row.answered_on, row.contacts) == (1, TODAY, 0)


def test_readers_see_no_button(staff: Client) -> None:
    agency = a_directory_entry()
    page = texts(staff.get(f"/staff/agencies/{agency.pk}/"))
    for words in ("Add a contact", "Take out", "Merge into", "Confirm"):
        assert words not in page
    assert "How it usually answers" in page


@pytest.mark.parametrize(
    ("part", "field", "typed"),
    [
        ("oris", "code", {"code": "CA0100500"}),
        ("names", "name", {"name": "F.P.D."}),
        ("contacts", "value", {"kind": "email", "value": "Records@Example.org"}),
    ],
)
def test_what_an_agency_has_is_said_and_offers_no_undo(
    reviewer: Client, part: str, field: str, typed: dict
) -> None:
    agency = an_agency()
    address = f"/staff/agencies/{agency.pk}/{part}/"
    assert undo_of(reviewer.post(address, typed, follow=True))
    page = reviewer.post(address, typed)
    assert page.status_code == 422 and "has this" in errors(page)[field][0]
    assert not list(page.context["messages"])


def test_a_known_contact_with_another_day_is_updated_and_only_that_undone(
    reviewer: Client,
) -> None:
    agency = an_agency("Fresno PD")
    address = f"/staff/agencies/{agency.pk}/contacts/"
    typed = {"kind": "email", "value": "records@example.org", "last_confirmed_on": "1/2/2024"}
    reviewer.post(address, typed, follow=True)
    page = reviewer.post(address, typed | {"last_confirmed_on": "1/2/2025"}, follow=True)
    assert "Fresno PD had this contact already: last confirmed on" in texts(page)
    reviewer.post(undo_of(page))
    assert Contact.objects.get().last_confirmed_on == date(2024, 1, 2)
