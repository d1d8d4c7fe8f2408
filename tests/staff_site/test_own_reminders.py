"""Own reminders and tags, at the door."""

import pytest
from django.test import Client

from requests_app.domain.accounts.roles import Role
from requests_app.domain.reminders.models import KindWish, OwnReminder
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.models import Tag
from tests.builders import NOW, a_person, a_request, an_agency
from tests.staff_site.doors import an_own_reminder, errors, signed_in, texts

pytestmark = pytest.mark.django_db


def a_campaign():
    by = a_person(Role.LEAD)
    return save_campaign(
        campaign=None, name="Round", reporting_year=2025, lead=by, text="", by=by, at=NOW
    )


PAGES = {"requests": a_request, "campaigns": a_campaign, "agencies": an_agency}


def test_setting_one_for_who_wants_no_mail_of_it_says_so(staff: Client) -> None:
    person = a_person(first_name="Pat", last_name="Doe")
    KindWish.objects.create(person=person, kind="own", wanted=False)
    page = f"/staff/requests/{a_request().pk}/"
    typed = {"due_on": "next monday", "note": "Ask the clerk", "person": person.pk}
    done = staff.post(f"{page}remind/", typed, follow=True)
    words = "Pat Doe is reminded on Mon 29 Jun 2026 on this site only: mails of own reminders are"
    assert words in texts(done)


@pytest.mark.parametrize("kind", PAGES)
def test_it_is_set_shown_on_the_page_and_taken_back(staff: Client, kind: str) -> None:
    page = f"/staff/{kind}/{PAGES[kind]().pk}/"
    form = staff.get(f"{page}remind/").context["form"]
    kept = {name: form[name].value() for name in ("person", "form_key")}
    typed = {"due_on": "next monday", "note": "Ask the clerk", **kept}
    for _ in range(2):  # a double click
        done = staff.post(f"{page}remind/", typed, follow=True)
    assert done.redirect_chain == [(page, 302)]
    assert "is reminded on Mon 29 Jun 2026." in texts(done)
    assert "Ask the clerk" in texts(staff.get(page))
    made = OwnReminder.objects.get()
    assert made.person == made.made_by == staff.person
    staff.post(f"/staff/own-reminders/{made.pk}/take-back/")
    assert not OwnReminder.objects.exists()


@pytest.mark.parametrize(
    ("name", "typed"),
    [("due_on", "yesterday"), ("due_on", "soon"), ("due_on", ""), ("note", ""), ("person", "0")],
)
def test_what_cannot_be_is_said_beside_its_field(staff: Client, name: str, typed: str) -> None:
    request = a_request()
    fields = {"due_on": "in 3 weeks", "note": "x", "person": staff.person.pk, name: typed}
    response = staff.post(f"/staff/requests/{request.pk}/remind/", fields)
    assert response.status_code == 422
    assert list(errors(response)) == [name]
    assert not OwnReminder.objects.exists()


def test_done_put_off_and_open_again_lead_back_to_the_page(staff: Client) -> None:
    made = an_own_reminder(a_request(), person=staff.person)
    address, page = f"/staff/own-reminders/{made.pk}/", "http://testserver/staff/"
    for _ in range(2):
        moved = staff.post(f"{address}put-off/", {"seen": "2026-06-22"}, headers={"referer": page})
        assert moved.url == page
    made.refresh_from_db()
    assert str(made.due_on) == "2026-06-29"
    done = staff.post(f"{address}done/", follow=True)
    assert "Done: Look at the portal." in texts(done) and f"{address}again/" in texts(done)
    assert "Look at the portal" in texts(staff.get("/staff/own-reminders/?tab=done"))
    staff.post(f"{address}again/")
    made.refresh_from_db()
    assert made.done_at is None


def test_a_page_elsewhere_is_not_gone_back_to(staff: Client) -> None:
    made = an_own_reminder(a_request())
    away = {"referer": "https://evil.example/"}
    response = staff.post(f"/staff/own-reminders/{made.pk}/done/", headers=away)
    assert response.url == "/staff/own-reminders/"


def test_the_list_shows_mine_and_on_demand_everybodys(staff: Client) -> None:
    an_own_reminder(a_request(), note="mine", person=staff.person)
    an_own_reminder(a_request(), note="theirs")
    notes = [
        [one.note for one in staff.get(address).context["own_reminders"]]
        for address in ("/staff/own-reminders/", "/staff/own-reminders/?whose=all")
    ]
    assert notes == [["mine"], ["mine", "theirs"]]


def test_who_only_reads_has_no_buttons() -> None:
    reader, request = signed_in(Role.READER), a_request()
    an_own_reminder(request)
    for page in (f"/staff/requests/{request.pk}/", "/staff/own-reminders/?whose=all", "/staff/"):
        shown = texts(reader.get(page))
        assert "Look at the portal" in shown
        assert "Put off a week" not in shown and "/remind/" not in shown


def test_a_tag_is_added_suggested_and_taken_off(staff: Client) -> None:
    request, other = a_request(), a_request()
    page = f"/staff/requests/{request.pk}/"
    assert staff.post(f"{page}tag/", {"tag": "Urgent"}).url == page
    assert "Take off Urgent" in texts(staff.get(page))
    assert '<option value="Urgent">' in texts(staff.get(f"/staff/requests/{other.pk}/"))
    refused = staff.post(f"{page}tag/", {"tag": "!!!"}, follow=True)
    assert "at least one letter" in texts(refused)
    for name in ("urgent", "urgent", "never heard of", "\x00"):
        assert staff.post(f"{page}untag/", {"tag": name}).status_code == 302
    assert not request.tags.exists()
    assert Tag.objects.get().name == "Urgent"
