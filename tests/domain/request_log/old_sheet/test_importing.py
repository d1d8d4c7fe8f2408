"""What is imported is what would have been logged by hand; all or none; taken back whole."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.sweep import plan
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.models import Event, OldSheet, RecordsRequest
from requests_app.domain.request_log.old_sheet.importing import (
    SheetChanged,
    SheetUsed,
    Undone,
    import_sheet,
    undo_import,
)
from requests_app.domain.request_log.old_sheet.uploads import describe_sheet, plan_of, read_sheet
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_event
from tests.domain.request_log.old_sheet.conftest import kept
from tests.domain.request_log.test_touched import TOUCHED

pytestmark = pytest.mark.django_db
ROWS = (
    "Agency,Sent,Received,Acknowledged,Extension,Extended to,Outcome,Answered,Closed,Method\n"
    "A,2/2/2026,2/3/2026,2/5/2026,2/10/2026,2/26/2026,no records,2/20/2026,3/1/2026,post\n"
    "B,2/2/2026,,,,,,,,email\n"
    "C,,,,,,,,,\n"
)


def looked_at(sheet: OldSheet) -> str:
    return plan_of(sheet, read_sheet(sheet)[1], today=TODAY).key


def imported(sheet: OldSheet, seen: str | None = None, **values: Any) -> OldSheet:
    _, table = read_sheet(sheet)
    import_sheet(
        sheet=sheet, table=table, seen=seen or looked_at(sheet), **{"by": None, "at": NOW, **values}
    )
    sheet.refresh_from_db()
    return sheet


@pytest.fixture
def three() -> list[Agency]:
    return [an_agency(name) for name in "ABC"]


def plain(request: RecordsRequest) -> dict[str, Any]:
    left_out = {"id", "number", "agency", "form_key", "created_by", "assignee", "version",
                "reminded_from", "tags", "dates_moved"}  # fmt: skip
    every = {f.name: getattr(request, f.attname) for f in RecordsRequest._meta.concrete_fields}
    return {name: value for name, value in every.items() if name not in left_out}


def test_a_row_becomes_what_logging_it_by_hand_makes(three: list[Agency]) -> None:
    imported(kept(ROWS + ",,,,,,,,,\n"), by=a_person())
    by_hand = a_request(
        agency=an_agency("D"), sent_on=date(2026, 2, 2), received_on=date(2026, 2, 3), method="post"
    )
    for kind, day, names in (
        (K.ACKNOWLEDGED, date(2026, 2, 5), None),
        (K.EXTENSION_NOTICE, date(2026, 2, 10), date(2026, 2, 26)),
        (K.DETERMINATION_NO_RECORDS, date(2026, 2, 20), None),
        (K.CLOSED, date(2026, 3, 1), None),
    ):
        an_event(by_hand, kind, day, names_on=names)
    [made] = RecordsRequest.objects.filter(agency=three[0])
    assert plain(made) == plain(by_hand)
    kinds = [model_to_dict(e, fields=["kind", "on", "names_on", "note"]) for e in made.events.all()]
    assert kinds == [
        model_to_dict(e, fields=["kind", "on", "names_on", "note"]) for e in by_hand.events.all()
    ]
    assert made.history.count() == 1
    # Undoing the import rests on the one, the silence of the reminders on the other.
    assert (made.version, made.reminded_from) == (1, TODAY)


def test_numbers_follow_each_other_and_what_was_not_sent_waits(three: list[Agency]) -> None:
    sheet = imported(kept("Agency,Sent,Year\nA,2/2/2026,2025\nB,,2025\n"))
    made = list(RecordsRequest.objects.order_by("pk"))
    assert [one.number for one in made] == ["TD-2026-0001", "TD-2026-0002"]
    assert [one.status for one in made] == ["awaiting", "logged"]
    assert sheet.made == [one.pk for one in made]


def test_a_second_click_imports_nothing_more(three: list[Agency]) -> None:
    sheet = imported(kept(ROWS))
    with pytest.raises(SheetUsed, match="imported already"):
        imported(sheet)
    assert RecordsRequest.objects.count() == 2


def test_what_changed_since_the_look_is_looked_at_again(three: list[Agency]) -> None:
    sheet = kept(ROWS)
    seen = looked_at(sheet)
    a_request(agency=three[1], sent_on=date(2026, 2, 2))
    with pytest.raises(SheetChanged, match="look again"):
        imported(sheet, seen=seen)
    assert RecordsRequest.objects.count() == 1


def test_the_same_file_again_finds_everything_known(three: list[Agency]) -> None:
    imported(kept(ROWS))
    again = kept(ROWS)
    plan = plan_of(again, read_sheet(again)[1], today=TODAY)
    assert (len(plan.ready), len(plan.duplicates)) == (0, 2)


def test_it_can_be_taken_back_whole(three: list[Agency]) -> None:
    sheet = imported(kept(ROWS))
    assert undo_import(sheet=sheet, by=a_person(), at=NOW) == Undone(2, [])
    assert not RecordsRequest.objects.exists()
    assert not Event.objects.exists()
    with pytest.raises(SheetUsed):
        undo_import(sheet=sheet, by=a_person(), at=NOW)


def test_what_has_a_history_by_now_is_left_and_named(three: list[Agency]) -> None:
    sheet = imported(kept(ROWS), by=a_person())
    one = RecordsRequest.objects.get(agency=three[1])
    an_event(one, K.ACKNOWLEDGED, date(2026, 2, 9))
    assert undo_import(sheet=sheet, by=a_person(), at=NOW) == Undone(1, [one.number])
    assert RecordsRequest.objects.get() == one


@pytest.mark.parametrize("touched", TOUCHED)
def test_whatever_was_added_since_is_not_taken_back(three: list[Agency], touched: str) -> None:
    sheet = imported(kept(ROWS), by=a_person())
    one = RecordsRequest.objects.get(agency=three[1])
    TOUCHED[touched](one)
    assert undo_import(sheet=sheet, by=a_person(), at=NOW) == Undone(1, [one.number])
    assert RecordsRequest.objects.get() == one


def test_a_person_says_whom_a_name_means_and_the_directory_learns_it(three: list[Agency]) -> None:
    sheet = kept("Agency,Sent\nThe A Team,2/2/2026\n")
    _, table = read_sheet(sheet)
    said = {"sheet": sheet, "table": table, "mapping": sheet.mapping, "defaults": {}, "at": NOW}
    describe_sheet(**said, chosen={"The A Team": three[0].pk}, by=a_person(Role.REVIEWER))
    sheet.refresh_from_db()
    assert plan_of(sheet, table, today=TODAY).ready[0].details.agency == three[0]
    assert three[0].aliases.get().name == "The A Team"


def test_a_name_that_another_agency_has_is_chosen_for_this_sheet_only(three: list[Agency]) -> None:
    other = an_agency("The A Team")
    sheet = kept("Agency,Sent\nThe A Team,2/2/2026\n")
    _, table = read_sheet(sheet)
    said = {"sheet": sheet, "table": table, "mapping": sheet.mapping, "defaults": {}, "at": NOW}
    by = a_person(Role.REVIEWER)
    for _ in range(2):
        describe_sheet(**said, chosen={"The A Team": three[0].pk, "My B": three[1].pk}, by=by)
    assert not three[0].aliases.exists() and not other.aliases.exists()
    assert three[1].aliases.get().name == "My B"


def test_staff_choose_for_this_sheet_and_teach_the_directory_nothing(three: list[Agency]) -> None:
    sheet = kept("Agency,Sent\nThe A Team,2/2/2026\n")
    _, table = read_sheet(sheet)
    said = {"sheet": sheet, "table": table, "mapping": sheet.mapping, "defaults": {}, "at": NOW}
    describe_sheet(**said, chosen={"The A Team": three[0].pk}, by=a_person(Role.STAFF))
    assert not three[0].aliases.exists()


def test_columns_said_once_are_proposed_for_the_next_sheet(three: list[Agency]) -> None:
    first = kept("Body,Went out\nA,2/2/2026\n".replace("Body", "Agency"))
    _, table = read_sheet(first)
    mapping = {"Agency": "agency", "Went out": "sent_on"}
    describe_sheet(
        sheet=first, table=table, mapping=mapping, defaults={"year": 2024}, chosen={},
        by=a_person(), at=NOW,
    )  # fmt: skip
    first.refresh_from_db()
    imported(first)
    later = kept("Agency,Went out\nB,2/3/2026\n", at=NOW + timedelta(days=300))
    assert later.mapping == mapping
    assert later.defaults["year"] == 2024


def test_what_was_late_long_ago_brings_no_mail(three: list[Agency]) -> None:
    imported(kept(ROWS), by=a_person())
    assert RecordsRequest.objects.overdue(on=TODAY).count() == 1
    plan(at=NOW)
    assert not Reminder.objects.exists()


def test_what_becomes_late_after_the_import_does(three: list[Agency]) -> None:
    imported(kept("Agency,Sent\nA,6/20/2026\n"), by=a_person())
    plan(at=NOW + timedelta(days=60))
    kinds = Reminder.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["late_beyond_every_reading", "nothing_happened"]


def test_more_rows_are_asked_no_more_questions(three: list[Agency]) -> None:
    def questions(first: date, number: int) -> int:
        days = (first + timedelta(days=n) for n in range(number))
        rows = "".join(f"A,{day.isoformat()},x\n" for day in days)
        sheet = kept("Agency,Sent,Notes\n" + rows)
        with CaptureQueriesContext(connection) as asked:
            imported(sheet, by=a_person())
        return sum(one["sql"].startswith("SELECT") for one in asked.captured_queries)

    few, many = questions(date(2020, 1, 1), 3), questions(date(2021, 1, 1), 200)
    assert RecordsRequest.objects.count() == 203
    assert many <= few


def test_each_request_s_audit_record_begins_with_the_import(three: list[Agency]) -> None:
    sheet = imported(kept("Agency,Sent\nA,6/9/2026\nB,6/9/2026\n"), by=a_person())
    for pk in sheet.made:
        [entry] = AuditEntry.objects.filter(subject_kind="recordsrequest", subject_id=str(pk))
        assert (entry.verb, entry.details) == ("logged request", {"sheet": sheet.pk})
    undo_import(sheet=sheet, by=a_person(), at=NOW)
    assert AuditEntry.objects.filter(verb="discarded request", details__sheet=sheet.pk).count() == 2
