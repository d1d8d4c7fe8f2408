"""What people and the desk wish: what is saved, what is refused and in which words, the undo."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.reminders.absences import AbsenceRefused, stood_in_for
from requests_app.domain.reminders.kind_words import DATE_WORDS, after_the_number, when_words
from requests_app.domain.reminders.kinds import KIND_RULES, About, ReminderKind
from requests_app.domain.reminders.models import DeskWishes, KindWish, PersonWishes
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.wished import KindWished, Wished, wished_by
from requests_app.domain.reminders.wishing import (
    WishesChanged,
    WishRefused,
    days_allowed,
    undo_wishes,
    wish,
    zones,
)
from requests_app.domain.request_log.dates import ImpossibleDate
from tests.builders import NOW, TODAY, a_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
K = ReminderKind


def wishes(person: Person | None, **wished: Any) -> AuditEntry | None:
    """Something else than before, on top of what is wished already."""
    before = wished_by(person)
    return wish(
        person=person,
        wished=replace(before, **wished),
        seen=before.mark,
        by=person or a_person(Role.ADMINISTRATOR),
        at=NOW,
    )


ALL = {
    "digest_at": time(6, 30),
    "zone": "America/New_York",
    "quiet_weekends": True,
    "quiet_holidays": False,
    "also_when_nothing": True,
    "kinds": {
        K.DUE_SOON: KindWished(wanted=True, days=5),
        K.SILENT: KindWished(wanted=False),
        K.DUE_TODAY: KindWished(at_once=True),
    },
}


def test_all_that_is_wished_is_kept_and_read_back() -> None:
    person, other = a_person(), a_person()
    absence = {"away_from": TODAY, "away_until": TODAY + DAY, "stand_in": other.pk}
    wishes(person, **ALL, **absence)
    assert wished_by(person) == Wished(**ALL, **absence)
    wishes(None, **ALL, address="desk@example.org")
    assert wished_by(None) == Wished(**ALL, address="desk@example.org")
    assert wished_by(other) == Wished()


def test_what_is_wished_reaches_the_book_and_what_is_not_is_the_desks() -> None:
    person = a_person()
    wishes(None, digest_at=time(9), kinds={K.DUE_SOON: KindWished(days=4, at_once=True)})
    wishes(person, quiet_weekends=True, kinds={K.DUE_SOON: KindWished(days=6)})
    book = AddressBook.now()
    choice, times = book.choice(person.pk, K.DUE_SOON), book.times_of(person.pk)
    assert (choice.days, choice.at_once, choice.wanted) == (6, True, True)
    assert (times.digest_at, times.quiet_weekends) == (time(9), True)


def test_taking_back_each_word_leaves_no_row_of_a_kind() -> None:
    person = a_person()
    wishes(person, **ALL)
    wishes(person, kinds={})
    assert not KindWish.objects.filter(person=person).exists()
    assert wished_by(person).digest_at == time(6, 30)


def test_a_second_click_changes_nothing_and_leaves_no_entry() -> None:
    person = a_person()
    mark = wished_by(person).mark
    for number in range(2):
        entry = wish(person=person, wished=Wished(digest_at=time(8)), seen=mark, by=person, at=NOW)
        assert (entry is None) is (number == 1)
    assert AuditEntry.objects.filter(verb="changed reminder wishes").count() == 1
    assert PersonWishes.history.count() == 1


def test_two_windows_do_not_overwrite_each_other_unseen() -> None:
    person, mark = a_person(), wished_by(a_person()).mark
    wishes(person, digest_at=time(8))
    with pytest.raises(WishesChanged):
        wish(person=person, wished=Wished(zone="UTC"), seen=mark, by=person, at=NOW)
    assert wished_by(person) == Wished(digest_at=time(8))


def test_the_entry_says_what_was_and_what_is() -> None:
    person = a_person()
    wishes(person, digest_at=time(8))
    entry = wishes(person, digest_at=None, kinds={K.SILENT: KindWished(days=20)})
    assert entry.details == {
        "was": {"digest_at": "08:00:00", "kinds": {}},
        "now": {"kinds": {"silent": {"days": 20}}},
    }
    assert (entry.subject_kind, entry.subject_id) == ("person", str(person.pk))


@pytest.mark.parametrize("whose", ["a person", "the desk"])
def test_a_change_is_undone_once(whose: str) -> None:
    person = a_person() if whose == "a person" else None
    wishes(person, **ALL)
    before = wished_by(person)
    by = person or a_person()
    entry = wishes(person, digest_at=time(11), kinds={K.OWN: KindWished(at_once=True)})
    undo_wishes(entry=entry, by=by, at=NOW)
    assert wished_by(person) == before
    with pytest.raises(WishesChanged):
        undo_wishes(entry=entry, by=by, at=NOW)
    assert wished_by(person) == before


def test_what_was_changed_since_is_not_undone() -> None:
    person = a_person()
    entry = wishes(person, digest_at=time(8))
    wishes(person, zone="UTC")
    with pytest.raises(WishesChanged):
        undo_wishes(entry=entry, by=person, at=NOW)


def test_undoing_names_no_stand_in_whose_account_is_switched_off_by_now() -> None:
    person, other = a_person(), a_person()
    wishes(person, away_from=TODAY, away_until=TODAY, stand_in=other.pk)
    entry = wishes(person, stand_in=None)
    Person.objects.filter(pk=other.pk).update(is_active=False)
    undo_wishes(entry=entry, by=person, at=NOW)
    assert wished_by(person).absence == (TODAY, TODAY, None)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "america/los_angeles", "PST8"])
def test_a_zone_that_there_is_not_is_refused(zone: str) -> None:
    with pytest.raises(WishRefused, match="is no time zone") as refusal:
        wishes(a_person(), zone=zone)
    assert refusal.value.field == "zone"


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "UTC", "Asia/Kathmandu", ""])
def test_a_zone_that_there_is_is_kept(zone: str) -> None:
    person = a_person()
    wishes(person, zone=zone, digest_at=time(8))
    assert wished_by(person).zone == zone
    assert not zone or zone in zones()


@pytest.mark.parametrize("address", ["desk", "desk@", "a@b@c", "two@example.org, x@example.org"])
def test_an_address_of_the_desk_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(WishRefused, match="no e-mail address"):
        wishes(None, address=address)
    assert not DeskWishes.objects.exclude(address="").exists()


ADJUSTABLE = [kind for kind, rule in KIND_RULES.items() if rule.adjustable]


@pytest.mark.parametrize("kind", ADJUSTABLE)
def test_days_are_kept_from_the_fewest_to_the_most_and_no_others(kind: ReminderKind) -> None:
    least, most = days_allowed(KIND_RULES[kind])
    assert least <= KIND_RULES[kind].days <= most
    for days in (least, most):
        person = a_person()
        wishes(person, kinds={kind: KindWished(days=days)})
        assert wished_by(person).of(kind).days == days
    for days in (least - 1, most + 1, -10, 100_000):
        with pytest.raises(WishRefused, match=f"from {least} to {most} days") as refusal:
            wishes(a_person(), kinds={kind: KindWished(days=days)})
        assert refusal.value.field == f"days-{kind}"


@pytest.mark.parametrize("kind", [kind for kind in KIND_RULES if kind not in ADJUSTABLE])
def test_the_day_of_a_fixed_kind_stays(kind: ReminderKind) -> None:
    with pytest.raises(WishRefused, match="its day is fixed"):
        wishes(a_person(), kinds={kind: KindWished(days=3)})
    wishes(a_person(), kinds={kind: KindWished(wanted=False, at_once=True)})


def test_a_notice_of_no_days_before_a_date_would_never_come() -> None:
    assert days_allowed(KIND_RULES[K.DUE_SOON])[0] == 1
    assert days_allowed(KIND_RULES[K.YEAR_TO_OPEN]) == (0, 90)


@pytest.mark.parametrize(
    ("absence", "field", "words"),
    [
        ({"away_from": TODAY}, "away_until", "Say until when"),
        ({"away_until": TODAY}, "away_from", "Say from when"),
        ({"away_from": TODAY + DAY, "away_until": TODAY}, "away_until", "is before Tue 23 Jun"),
        ({"away_from": TODAY - DAY, "away_until": TODAY - DAY}, "away_until", "past already"),
    ],
)
def test_an_absence_that_cannot_be_is_refused(absence, field: str, words: str) -> None:
    person = a_person()
    with pytest.raises(AbsenceRefused, match=words) as refusal:
        wishes(person, **absence)
    assert refusal.value.field == field
    assert wished_by(person) == Wished()


def test_a_year_that_is_a_slip_is_refused() -> None:
    with pytest.raises(ImpossibleDate):
        wishes(a_person(), away_from=date(202, 6, 1), away_until=TODAY)


def test_an_absence_of_today_alone_and_one_that_goes_on_can_be() -> None:
    for first in (TODAY, TODAY - 9 * DAY):
        person = a_person()
        wishes(person, away_from=first, away_until=TODAY)
        saved = wished_by(person)
        assert (saved.away_from, saved.away_until) == (first, TODAY)


def test_an_absence_that_is_over_keeps_nothing_else_from_being_saved() -> None:
    person = a_person()
    PersonWishes.objects.create(
        person=person, away_from=date(2026, 1, 1), away_until=date(2026, 1, 2)
    )
    wishes(person, digest_at=time(8))
    assert wished_by(person).digest_at == time(8)


AWAY = {"away_from": TODAY, "away_until": TODAY + 7 * DAY}


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"is_active": False}, "switched off"),
        ({"email": ""}, "has no e-mail address"),
        ({"is_sample": True}, "is invented"),
    ],
)
def test_who_cannot_stand_in_is_refused(values: dict[str, Any], words: str) -> None:
    other = a_person(**values)
    with pytest.raises(AbsenceRefused, match=words) as refusal:
        wishes(a_person(), **AWAY, stand_in=other.pk)
    assert refusal.value.field == "stand_in"


def test_nobody_stands_in_for_themselves_nor_somebody_who_is_not_there() -> None:
    person = a_person()
    with pytest.raises(AbsenceRefused, match="themselves"):
        wishes(person, **AWAY, stand_in=person.pk)
    with pytest.raises(AbsenceRefused, match="switched off"):
        wishes(person, **AWAY, stand_in=999_999)


@pytest.mark.parametrize(
    ("begins", "ends", "meets"),
    [(-7, 0, True), (7, 9, True), (2, 3, True), (-9, -1, False), (8, 9, False)],
)
def test_who_is_away_at_the_same_time_cannot_stand_in(begins: int, ends: int, meets: bool) -> None:
    person, other = a_person(), a_person()
    PersonWishes.objects.create(
        person=other, away_from=TODAY + begins * DAY, away_until=TODAY + ends * DAY
    )
    if meets:
        with pytest.raises(AbsenceRefused, match="is away from"):
            wishes(person, **AWAY, stand_in=other.pk)
    else:
        wishes(person, **AWAY, stand_in=other.pk)


def test_two_do_not_stand_in_for_each_other_at_once() -> None:
    person, other = a_person(), a_person()
    wishes(person, **AWAY, stand_in=other.pk)
    with pytest.raises(AbsenceRefused, match="names you as stand-in"):
        wishes(other, **AWAY, stand_in=person.pk)
    assert [one.person for one in stood_in_for(other, on=TODAY)] == [person]
    assert stood_in_for(other, on=TODAY + 8 * DAY) == []


def test_every_date_that_a_kind_speaks_of_has_its_words() -> None:
    spoken_of = {rule.speaks_of for rule in KIND_RULES.values() if rule.about is not About.OWN}
    assert spoken_of == set(DATE_WORDS)


def test_when_a_kind_comes_is_said_in_words() -> None:
    said = {kind: when_words(rule, rule.days) for kind, rule in KIND_RULES.items()}
    assert said[K.DUE_SOON] == "3 days before the due date"
    assert said[K.DUE_TODAY] == "on the due date"
    assert said[K.FIRST_DAY_LATE] == "1 day after the due date"
    assert said[K.PORTAL_TO_LOOK_AT] == "every 7 days after the last entry"
    assert said[K.OWN] == "on the day it is set for"
    assert after_the_number(KIND_RULES[K.SILENT]) == "days after the day we last heard from them"


def test_a_kind_that_there_is_no_more_does_not_keep_a_change_from_being_undone() -> None:
    facts = {"zone": "UTC", "kinds": {"silent": {"days": 3}, "no_more": {"days": 3}}}
    assert Wished.from_facts(facts) == Wished(zone="UTC", kinds={K.SILENT: KindWished(days=3)})
