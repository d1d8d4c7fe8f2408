"""Enacting a law, appointing a holiday: what would move, what moves, and back."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.deadlines.rules import AS_BUILT
from requests_app.domain.deadlines.standings import Standing
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.recompute import clock_of
from requests_app.domain.statute_book.models import AppointedHoliday, LawVersion
from requests_app.domain.statute_book.operations import (
    VersionChangedMeanwhile,
    VersionRefused,
    enter_version,
)
from requests_app.domain.statute_book.rules import ground_key
from requests_app.domain.statute_book.states import StepNotPossible
from requests_app.domain.upkeep.law_changes import (
    HolidayGone,
    HolidayKnown,
    appoint_holiday,
    enact_law,
    preview_enactment,
    preview_holiday,
    preview_holiday_removal,
    preview_take_back,
    remove_holiday,
    take_back_enactment,
)
from requests_app.domain.upkeep.models import DatesMove
from tests.builders import BUSINESS_DAYS, NOW, TODAY, a_person, a_request, an_agency, an_event

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)


def due_on(request: RecordsRequest) -> date | None:
    request.refresh_from_db()
    return request.due_on


def a_version(**values: Any) -> LawVersion:
    return enter_version(details=BUSINESS_DAYS, by=a_person(), at=NOW)


def enacted(version: LawVersion, begins: date = JUNE, seen: int = 1) -> DatesMove:
    return enact_law(version=version, begins=begins, seen=seen, by=a_person(), at=NOW)


def test_business_days_would_move_what_was_received_since_and_nothing_else() -> None:
    """Received on 9 June, due today; in business days due on Wednesday 24 June."""
    a_request(sent_on=date(2026, 6, 9))
    before, tribal = a_request(sent_on=date(2026, 5, 29)), an_agency(records_law="none")
    a_request(agency=tribal)
    preview = preview_enactment(version=a_version(), begins=JUNE, today=TODAY)
    assert preview.sentence == "Moves 1 open request, 1 of them from due today to not yet due."
    assert preview.looked_at == 1
    assert preview.examples[0].after.due_on == date(2026, 6, 24)
    assert due_on(before) == date(2026, 6, 8)


def test_a_preview_changes_nothing() -> None:
    request, version = a_request(), a_version()
    preview_enactment(version=version, begins=JUNE, today=TODAY)
    version.refresh_from_db()
    assert (version.state, version.in_force_from) == ("pending", None)
    assert due_on(request) == TODAY
    assert not DatesMove.objects.exists()


def test_a_lead_enacts_it_and_the_dates_move_with_an_entry_each() -> None:
    request, version = a_request(), a_version()
    move = enacted(version)
    assert (move.moved, move.is_finished, due_on(request)) == (1, True, date(2026, 6, 24))
    assert request.events.last().note == (
        "Due Wed 24 Jun 2026 instead of Mon 22 Jun 2026. AB 1821 of 2026 is in force for what is "
        "received from Mon 1 Jun 2026 (https://leginfo.legislature.ca.gov/)."
    )
    assert AuditEntry.objects.filter(verb="enacted law").count() == 1


def test_what_is_logged_or_recorded_later_follows_the_law_in_force() -> None:
    enacted(a_version())
    request = a_request(sent_on=date(2026, 6, 9))
    assert request.due_on == date(2026, 6, 24)
    an_event(request, K.ACKNOWLEDGED, date(2026, 6, 12))
    assert request.due_on == date(2026, 6, 24)


def test_taken_back_the_dates_are_what_they_were() -> None:
    request, version = a_request(), a_version()
    enacted(version)
    version.refresh_from_db()
    preview = preview_take_back(version=version, today=TODAY)
    assert preview.sentence == "Moves 1 open request, 1 of them from not yet due to due today."
    take_back_enactment(version=version, seen=2, by=a_person(), at=NOW)
    assert due_on(request) == TODAY
    version.refresh_from_db()
    assert (version.state, version.in_force_from) == ("pending", None)


def test_a_new_ground_counts_for_notices_from_its_day_on_older_requests_too() -> None:
    """Received in May under the old version, extended in June on a ground that the bill adds."""
    details = replace(
        BUSINESS_DAYS, unit="calendar_rolled", added_grounds=(("a strike", "(c)(7)"),)
    )
    version = enter_version(details=details, by=a_person(), at=NOW)
    request = a_request(sent_on=date(2026, 5, 26))
    notice = {"names_on": date(2026, 6, 12), "ground": ground_key(version, "a strike")}
    an_event(request, K.EXTENSION_NOTICE, date(2026, 6, 3), **notice)
    assert due_on(request) == date(2026, 6, 5)
    assert enacted(version).moved == 1
    assert due_on(request) == date(2026, 6, 12)


def test_the_second_click_enacts_nothing_twice() -> None:
    version = a_version()
    enacted(version)
    with pytest.raises(VersionChangedMeanwhile):
        enacted(version)
    with pytest.raises(StepNotPossible):
        enacted(version, seen=2)
    assert DatesMove.objects.count() == 1


@pytest.mark.parametrize(
    ("begins", "refusal", "why"),
    [
        (date(202, 1, 1), ImpossibleDate, "the year 0202"),
        (date(9999, 1, 1), ImpossibleDate, "the year 9999"),
        (date(2023, 1, 1), VersionRefused, "begins on 2023-01-01 already"),
    ],
)
def test_a_first_day_that_cannot_be_is_refused_with_its_field(begins, refusal, why) -> None:
    version = a_version()
    for act in (preview_enactment, enact_law):
        extra = {"today": TODAY} if act is preview_enactment else {
            "seen": 1, "by": a_person(), "at": NOW}  # fmt: skip
        with pytest.raises(refusal, match=why) as refused:
            act(version=version, begins=begins, **extra)
        assert refused.value.field == "begins"
    version.refresh_from_db()
    assert version.state == "pending"


MOURNING = {"name": "Day of Mourning", "appointed_by": "governor", "source": "Proclamation 1"}


def test_an_appointed_holiday_moves_every_period_that_ends_on_it_and_back() -> None:
    on_it, late, other = a_request(), a_request(sent_on=JUNE), a_request(sent_on=date(2026, 6, 10))
    assert [due_on(one) for one in (on_it, late, other)] == [TODAY, date(2026, 6, 11), TODAY]
    preview = preview_holiday(on=TODAY, today=TODAY)
    assert preview.sentence == "Moves 2 open requests, 2 of them from due today to not yet due."
    move = appoint_holiday(on=TODAY, **MOURNING, by=a_person(), at=NOW)
    assert (move.moved, due_on(on_it), due_on(late)) == (2, date(2026, 6, 23), date(2026, 6, 11))
    holiday = AppointedHoliday.objects.get()
    assert preview_holiday_removal(holiday=holiday, today=TODAY).open_moved == 2
    remove_holiday(holiday=holiday, by=a_person(), at=NOW)
    assert due_on(on_it) == TODAY


def test_a_holiday_between_late_and_not_yet_due_is_named_so() -> None:
    """Due on Monday the 22nd; seen on Tuesday the 23rd, with Monday a holiday it is due today."""
    a_request(sent_on=date(2026, 6, 9))
    preview = preview_holiday(on=date(2026, 6, 22), today=date(2026, 6, 23))
    assert preview.turns == {(Standing.NO_RESPONSE, Standing.DUE_TODAY): 1}
    assert "1 of them from no response to due today" in preview.sentence


def test_what_is_closed_moves_as_well_and_is_counted_apart() -> None:
    request = a_request()
    an_event(request, K.WITHDRAWN, TODAY)
    preview = preview_holiday(on=TODAY, today=TODAY)
    assert preview.sentence == "Moves no open request, only 1 closed one."


def test_a_day_is_appointed_once_and_taken_out_once() -> None:
    by = {"by": a_person(), "at": NOW}
    appoint_holiday(on=TODAY, **MOURNING, **by)
    with pytest.raises(HolidayKnown, match="Mon 22 Jun 2026 is entered already: Day of Mourning"):
        appoint_holiday(on=TODAY, **MOURNING, **by)
    with pytest.raises(HolidayKnown):
        preview_holiday(on=TODAY, today=TODAY)
    with pytest.raises(ImpossibleDate, match="0202"):
        preview_holiday(on=date(202, 6, 22), today=TODAY)
    holiday = AppointedHoliday.objects.get()
    remove_holiday(holiday=holiday, **by)
    with pytest.raises(HolidayGone):
        remove_holiday(holiday=holiday, **by)


def test_a_notice_keeps_the_words_of_its_ground_whatever_becomes_of_the_bill() -> None:
    details = replace(BUSINESS_DAYS, added_grounds=(("a flood in the archive", "(c)(7)"),))
    version = enter_version(details=details, by=a_person(), at=NOW)
    enacted(version)
    request = a_request(sent_on=date(2026, 6, 9))
    notice = {
        "names_on": date(2026, 7, 10),
        "ground": ground_key(version, "a flood in the archive"),
    }
    event = an_event(request, K.EXTENSION_NOTICE, date(2026, 6, 12), **notice)
    take_back_enactment(version=version, seen=2, by=a_person(), at=NOW)
    event.refresh_from_db()
    assert event.ground_words == "a flood in the archive"
    stored = RecordsRequest.objects.get(pk=request.pk)
    flags = {flag.key: flag.what for flag in clock_of(stored, on=TODAY, rules=AS_BUILT).flags}
    assert '("a flood in the archive") was no lawful one on that day' in flags["no_ground"]
    assert due_on(request) == TODAY
