"""The pages of what people, and the desk, wish of their reminders."""

from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from kombu.exceptions import OperationalError

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.wished import KindWished, Wished, wished_by
from requests_app.tasks import look_at_every_request
from tests.builders import TODAY, a_person, a_request
from tests.staff_site.doors import (
    a_failed_mail,
    a_reminder,
    errors,
    signed_in,
    texts,
    wishes_of,
)

pytestmark = pytest.mark.django_db
OWN, DESK = "/staff/reminders/wishes/", "/staff/reminders/wishes/desk/"
K = ReminderKind


@pytest.fixture
def administrator(db: None) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def sent(client: Client, page: str = OWN, /, *, follow: bool = False, **typed: Any) -> Any:
    """The form as it stands, with something changed."""
    form = client.get(page).context["form"]
    filled = {name: form[name].value() for name in form.fields}
    as_typed = {name: value for name, value in filled.items() if value is not None}
    return client.post(page, {**as_typed, **typed}, follow=follow)


def test_what_is_typed_is_saved_shown_again_and_undone(staff: Client) -> None:
    other = a_person()
    typed = {
        "digest_at": "06:30", "zone": "America/New_York", "quiet_weekends": "yes",
        "quiet_holidays": "no", "away_from": "tomorrow", "away_until": "in 2 weeks",
        "stand_in": other.pk, "days-due_soon": "5", "wanted-silent": "no", "at_once-own": "yes",
    }  # fmt: skip
    page = sent(staff, follow=True, **typed)
    found = wished_by(staff.person)
    assert (found.digest_at, found.zone) == (time(6, 30), "America/New_York")
    assert (found.quiet_weekends, found.quiet_holidays) == (True, False)
    assert found.also_when_nothing is None
    assert found.absence == (TODAY.replace(day=23), TODAY.replace(month=7, day=6), other.pk)
    assert found.kinds == {
        K.DUE_SOON: KindWished(days=5),
        K.SILENT: KindWished(wanted=False),
        K.OWN: KindWished(at_once=True),
    }
    assert "Saved." in texts(page)
    form = staff.get(OWN).context["form"]
    assert form["days-due_soon"].value() == 5 and form["wanted-silent"].value() == "no"
    undo = AuditEntry.objects.get(verb="changed reminder wishes").pk
    assert f"{OWN}{undo}/undo/" in texts(page)
    assert "Undone" in texts(staff.post(f"{OWN}{undo}/undo/", follow=True))
    assert wished_by(staff.person) == Wished()
    assert "changed since" in texts(staff.post(f"{OWN}{undo}/undo/", follow=True))


def test_nothing_said_is_as_the_desk_has_it_and_the_page_says_how(staff: Client) -> None:
    page = texts(staff.get(OWN))
    assert "Empty: as the desk has it: 07:00." in page
    assert "America/Los_Angeles" in page and "As the desk has it: no" in page
    wishes_of(None, digest_at=time(9, 15), quiet_weekends=True)
    page = texts(staff.get(OWN))
    assert "as the desk has it: 09:15" in page and "As the desk has it: yes" in page
    assert sent(staff).status_code == 302
    assert wished_by(staff.person) == Wished()


def test_the_page_says_when_the_next_digest_comes_and_where(staff: Client) -> None:
    assert f"Tue 23 Jun 2026, 07:00 (America/Los_Angeles), to {staff.person.email}" in texts(
        staff.get(OWN)
    )
    lost = signed_in(email="")
    assert "no reminder reaches you" in texts(lost.get(OWN))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"digest_at": "25:00"}, "digest_at"),
        ({"digest_at": "seven"}, "digest_at"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"zone": "x" * 100}, "zone"),
        ({"quiet_weekends": "perhaps"}, "quiet_weekends"),
        ({"away_from": "gibberish"}, "away_from"),
        ({"away_from": "today"}, "away_until"),
        ({"away_from": "in 2 days", "away_until": "tomorrow"}, "away_until"),
        ({"away_from": "0202-06-09", "away_until": "today"}, "away_from"),
        ({"stand_in": "999999"}, "stand_in"),
        ({"stand_in": "me"}, "stand_in"),
        ({"days-due_soon": "0"}, "days-due_soon"),
        ({"days-due_soon": "366"}, "days-due_soon"),
        ({"days-due_soon": "three"}, "days-due_soon"),
        ({"days-due_soon": "1.5"}, "days-due_soon"),
        ({"days-year_to_open": "91"}, "days-year_to_open"),
        ({"wanted-own": "maybe"}, "wanted-own"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_keeps_what_was_typed(
    staff: Client, typed: dict[str, str], field: str
) -> None:
    typed = {name: str(staff.person.pk) if value == "me" else value
             for name, value in typed.items()}  # fmt: skip
    response = sent(staff, **typed)
    assert response.status_code == 422
    assert list(errors(response)) == [field]
    assert wished_by(staff.person) == Wished()
    name, value = next(iter(typed.items()))
    assert response.context["form"][name].value() == value


def test_a_day_that_is_fixed_cannot_be_sent_past_the_form(staff: Client) -> None:
    assert "days-due_today" not in staff.get(OWN).context["form"].fields
    assert sent(staff, **{"days-due_today": "9", "zone": "UTC"}).status_code == 302
    assert wished_by(staff.person) == Wished(zone="UTC")


def test_a_second_click_and_an_old_window(staff: Client) -> None:
    form = staff.get(OWN).context["form"]
    typed = {"seen": form["seen"].value(), "zone": "UTC"}
    staff.post(OWN, typed)
    assert "Nothing was different." in texts(staff.post(OWN, typed, follow=True))
    old = staff.post(OWN, {**typed, "zone": "Asia/Tokyo"})
    assert old.status_code == 422 and "changed meanwhile" in texts(old)
    once_more = {"seen": old.context["form"]["seen"].value(), "zone": "Asia/Tokyo"}
    assert staff.post(OWN, once_more).status_code == 302
    assert wished_by(staff.person).zone == "Asia/Tokyo"


def test_who_stands_in_for_whom_is_told(staff: Client) -> None:
    absent = a_person(first_name="Alex")
    wishes_of(absent, away_from=TODAY, away_until=TODAY, stand_in=staff.person.pk)
    assert f"You stand in for {absent}" in texts(staff.get(OWN))


def test_only_who_is_there_can_be_chosen_as_stand_in(staff: Client) -> None:
    there, gone = a_person(), a_person(is_active=False)
    invented = a_person(is_sample=True)
    reader = a_person(Role.READER)
    choices = {one.pk for one in staff.get(OWN).context["form"].fields["stand_in"].queryset}
    assert there.pk in choices
    assert not choices & {gone.pk, invented.pk, staff.person.pk, reader.pk}


def test_the_next_digest_is_told_by_the_clock_of_its_zone(staff: Client) -> None:
    sent(staff, digest_at="06:30", zone="America/New_York")
    for page in (OWN, reverse("staff:next_digest")):
        assert "Tue 23 Jun 2026, 06:30 (America/New_York)" in texts(staff.get(page))


def test_all_that_cannot_be_is_said_at_once(staff: Client) -> None:
    response = sent(staff, zone="Mars/Olympus", away_from="in 2 days", away_until="tomorrow")
    assert list(errors(response)) == ["zone", "away_until"]


def test_nobody_undoes_the_wishes_of_others_or_any_other_entry(staff: Client) -> None:
    others, own = wishes_of(a_person()), wishes_of(staff.person)
    desks = wishes_of(None)
    logged = AuditEntry.objects.filter(pk=a_request().pk).first() or others
    for entry in (others, desks, logged):
        assert staff.post(f"{OWN}{entry.pk}/undo/").status_code == 404
    administrator = signed_in(Role.ADMINISTRATOR)
    assert administrator.post(f"{DESK}{own.pk}/undo/").status_code == 404
    assert wished_by(staff.person) != Wished()


def test_the_desks_wishes_hold_for_all_and_are_undone(administrator: Client) -> None:
    typed = {"address": "desk@example.org", "digest_at": "08:00", "days-silent": "21"}
    page = sent(administrator, DESK, follow=True, **typed)
    said = {K.SILENT: KindWished(days=21)}
    assert wished_by(None) == Wished(digest_at=time(8), address="desk@example.org", kinds=said)
    assert "As it comes" in texts(page) and "Saved." in texts(page)
    undo = AuditEntry.objects.get(verb="changed reminder wishes").pk
    administrator.post(f"{DESK}{undo}/undo/")
    assert wished_by(None) == Wished()


def test_what_the_desk_wishes_has_every_request_looked_at_by_the_worker(
    administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(look_at_every_request, "delay", lambda: told.append("told"))
    sent(administrator, DESK, **{"days-silent": "21"})
    assert told == ["told"]
    sent(administrator, DESK)
    sent(administrator, DESK, address="nonsense")
    sent(administrator, OWN, zone="UTC")
    assert told == ["told"]
    undo = AuditEntry.objects.filter(subject_kind="deskwishes").latest("pk").pk
    administrator.post(f"{DESK}{undo}/undo/")
    assert told == ["told"] * 2
    administrator.post(f"{DESK}{undo}/undo/")  # refused: it is undone
    sent(administrator, DESK, digest_at="09:00")  # moves nothing that is due
    assert told == ["told"] * 2


def test_without_a_broker_the_desks_wishes_are_saved_all_the_same(
    administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OperationalError("no broker")

    monkeypatch.setattr(look_at_every_request, "delay", refuse)
    assert "Saved." in texts(sent(administrator, DESK, follow=True, zone="UTC"))
    assert wished_by(None).zone == "UTC"


@pytest.mark.parametrize("address", ["desk", "a@", "a@b, c@d", "x" * 300 + "@example.org"])
def test_an_address_that_is_none_is_refused(administrator: Client, address: str) -> None:
    assert list(errors(sent(administrator, DESK, address=address))) == ["address"]


def test_the_desk_has_no_absence(administrator: Client) -> None:
    fields = administrator.get(DESK).context["form"].fields
    assert not {"away_from", "away_until", "stand_in"} & set(fields)


def test_what_failed_is_on_ones_own_page_and_all_of_it_on_the_desks(
    staff: Client, administrator: Client
) -> None:
    reason = "SMTPRecipientsRefused: {'a@example.org': (550, b'5.1.1 No such user')}"
    mine = a_failed_mail(a_reminder(a_request(), recipient=staff.person), reason)
    theirs = a_failed_mail(a_reminder(a_request()), "554 spam")
    page = texts(staff.get(OWN))
    assert "does not take mail for this address (550): No such user." in page
    assert f"/mails/{mine.pk}/again/" in page and f"/mails/{theirs.pk}/again/" not in page
    page = texts(administrator.get(DESK))
    assert f"/mails/{mine.pk}/again/" in page and f"/mails/{theirs.pk}/again/" in page
    assert "554 spam" in page


def test_who_is_never_reached_is_on_the_desks_page(administrator: Client) -> None:
    assert "Never reached" not in texts(administrator.get(DESK))
    lost = a_person(email="", last_name="Lost")
    page = texts(administrator.get(DESK))
    assert "Never reached" in page and f"/admin/requests_app/person/{lost.pk}/change/" in page
