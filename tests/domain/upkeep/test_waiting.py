"""What waits for a reviewer: each queue is empty, then holds one, and says since when."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.domain.accounts.roles import Permission, Role
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.releases.reviews import send_back, submit_for_review
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.file_states import set_file_state
from requests_app.domain.request_log.letters.unrecorded import late_without_letter
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.request_log.timeline import Happening, correct_event
from requests_app.domain.upkeep import waiting as room
from requests_app.domain.upkeep.waiting import (
    QUEUES,
    Queue,
    Waiting,
    conflicts_waiting,
    queues_of,
    waiting,
)
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_attachment, an_event
from tests.domain.misuse_data.figures import a_claim, a_file, imported
from tests.staff_site.doors import a_failed_mail, a_reminder

pytestmark = pytest.mark.django_db
LATE = date(2026, 5, 4)


def in_review() -> Release:
    an_agency("Fresno PD")
    release = imported(a_file("Agency,Violations\nFresno PD,2\n"))
    return submit_for_review(release=release, by=a_person(), at=NOW)


def held_back(state: str) -> Callable[[], object]:
    def put() -> object:
        file = an_attachment(a_request(), "a,b\n1,2\n")
        by = a_person(Role.LEAD)
        return set_file_state(attachment=file, state=state, was="normal", reason="x", by=by, at=NOW)

    return put


def given_up_by_the_scanner() -> None:
    told = {"state": "unscanned", "state_reason": "Too large.", "state_changed_at": NOW}
    for values in (told, {"state": "unscanned"}):  # the other one is asked about in a minute
        file = an_attachment(a_request(), "a,b\n1,2\n")
        Attachment.objects.filter(pk=file.pk).update(**values)


def an_unmatched_figure() -> Figure:
    figure = a_claim(7)
    figure.agency_as_written = "Atlantis Harbor Patrol"
    figure.save()
    return figure


FILLED: dict[Queue, tuple[Callable[[], object], date]] = {
    Queue.RELEASES: (in_review, TODAY),
    # The file has no ORI: a warning, which whoever imported it accepted.
    Queue.WARNINGS: (in_review, TODAY),
    Queue.NAMES: (an_unmatched_figure, TODAY),
    Queue.LETTERS: (lambda: a_request(sent_on=LATE), date(2026, 5, 14)),
    Queue.MAILS: (lambda: a_failed_mail(a_reminder(a_request())), TODAY),
    Queue.RESTRICTED: (held_back("restricted"), TODAY),
    Queue.QUARANTINED: (held_back("quarantined"), TODAY),
    Queue.UNSCANNED: (given_up_by_the_scanner, TODAY),
}  # fmt: skip


def test_every_queue_is_tried() -> None:
    assert set(FILLED) == set(QUEUES) == set(Queue) - {Queue.CONFLICTS}


@pytest.mark.parametrize("queue", list(FILLED))
def test_a_queue_is_empty_then_holds_one_since_a_day(queue: Queue) -> None:
    assert waiting(queue, at=NOW) == Waiting(0)
    put, since = FILLED[queue]
    put()
    assert waiting(queue, at=NOW) == Waiting(1, since)


@pytest.mark.parametrize("queue", list(FILLED))
def test_a_queue_costs_two_queries_and_counts_no_table_to_its_end(queue: Queue) -> None:
    FILLED[queue][0]()
    with CaptureQueriesContext(connection) as queries:
        waiting(queue, at=NOW)
    assert len(queries) == 2
    assert all("LIMIT" in one["sql"] for one in queries)


def test_a_long_queue_is_counted_to_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "COUNT_CAP", 2)
    for _ in range(3):
        a_failed_mail(a_reminder(a_request()))
    found = waiting(Queue.MAILS, at=NOW)
    assert (found.number, found.is_capped, str(found)) == (2, True, "more than 2")


def test_what_was_sent_back_waits_for_its_importer_and_no_more_here() -> None:
    send_back(release=in_review(), reason="Row 2", by=a_person(Role.REVIEWER), at=NOW)
    assert waiting(Queue.RELEASES, at=NOW) == Waiting(0)


def test_a_letter_that_is_recorded_since_waits_no_more_until_it_is_taken_back() -> None:
    late = a_request(sent_on=LATE)
    early = an_event(late, EventKind.FOLLOW_UP_SENT, date(2026, 5, 8))
    assert list(late_without_letter(on=TODAY)) == [late], "it went out before it was late"
    sent = an_event(late, EventKind.FOLLOW_UP_SENT, date(2026, 6, 1))
    assert not late_without_letter(on=TODAY).exists()
    taken_back = Happening(kind=EventKind.CORRECTION, on=sent.on, note="It never went.")
    correct_event(event=sent, happening=taken_back, by=late.created_by, at=NOW)
    assert early.on < sent.on and list(late_without_letter(on=TODAY)) == [late]


def test_a_failed_mail_of_long_ago_waits_no_more() -> None:
    a_failed_mail(a_reminder(a_request()))
    Reminder.objects.update(planned_at=NOW - timedelta(days=15))
    assert waiting(Queue.MAILS, at=NOW) == Waiting(0)


def test_figures_of_a_superseded_release_and_of_the_state_do_not_wait() -> None:
    a_claim(7)
    figure = an_unmatched_figure()
    Release.objects.filter(pk=figure.release_id).update(state="superseded")
    assert waiting(Queue.NAMES, at=NOW) == Waiting(0)


def test_contradictions_wait_since_the_second_of_them_is_here() -> None:
    assert conflicts_waiting() == Waiting(0)
    first = a_claim(7, source="A paper").release
    assert conflicts_waiting() == Waiting(0)
    a_claim(9, source="Another")
    Release.objects.filter(pk=first.pk).update(imported_at=NOW - timedelta(days=9))
    assert conflicts_waiting() == Waiting(1, TODAY)


def test_who_may_not_lift_a_quarantine_is_shown_none() -> None:
    reviewer, lead = a_person(Role.REVIEWER), a_person(Role.LEAD)
    assert set(Queue) - set(queues_of(reviewer)) == {Queue.QUARANTINED, Queue.UNSCANNED}
    assert queues_of(lead) == list(Queue) and lead.may(Permission.CHANGE_FILE_STATES)
