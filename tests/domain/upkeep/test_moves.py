"""A move goes on from wherever it was broken off, and mends what slipped through."""

from datetime import date

import pytest

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log import moving
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.models import Event, RecordsRequest
from requests_app.domain.statute_book.models import AppointedHoliday
from requests_app.domain.upkeep import moves
from requests_app.domain.upkeep.law_changes import appoint_holiday, remove_holiday
from requests_app.domain.upkeep.models import DatesMove
from requests_app.domain.upkeep.moves import bring_up_to_date, carry_on
from tests.builders import NOW, TODAY, a_person, a_request

pytestmark = pytest.mark.django_db
MOURNING = {"name": "Day of Mourning", "appointed_by": "governor", "source": "Proclamation 1"}


@pytest.fixture(autouse=True)
def two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (moving, moves):
        monkeypatch.setattr(module, "CHUNK", 2)


def appointed() -> DatesMove:
    return appoint_holiday(on=TODAY, **MOURNING, by=a_person(), at=NOW)


def moved() -> list[date | None]:
    return list(RecordsRequest.objects.order_by("pk").values_list("due_on", flat=True))


def test_the_first_chunk_moves_with_the_change_and_the_others_follow() -> None:
    for _ in range(5):
        a_request()
    move = appointed()
    assert (move.total, move.looked_at, move.moved, move.is_finished) == (5, 2, 2, False)
    assert carry_on(at=NOW) is False
    move.refresh_from_db()
    assert (move.looked_at, move.moved, move.is_finished) == (5, 5, True)
    assert moved() == [date(2026, 6, 23)] * 5
    assert Event.objects.filter(kind=K.DATES_MOVED).count() == 5
    assert AuditEntry.objects.get(verb="moved dates").details == {"moved": 5}


def test_carried_on_again_it_does_nothing_twice() -> None:
    for _ in range(5):
        a_request()
    appointed()
    carry_on(at=NOW)
    assert carry_on(at=NOW) is False
    assert Event.objects.filter(kind=K.DATES_MOVED).count() == 5


def test_a_turn_ends_and_says_whether_anything_is_left() -> None:
    for _ in range(5):
        a_request()
    appointed()
    assert carry_on(at=NOW, most=1) is True
    assert moved().count(date(2026, 6, 23)) == 4
    assert carry_on(at=NOW, most=1) is False
    assert moved() == [date(2026, 6, 23)] * 5


def test_broken_off_in_a_chunk_it_goes_on_before_that_chunk(monkeypatch) -> None:
    for _ in range(5):
        a_request()
    appointed()
    whole, calls = moves.write_moves, []

    def killed(found, **values) -> None:
        calls.append(1)
        whole(found, **values)
        if len(calls) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(moves, "write_moves", killed)
    with pytest.raises(KeyboardInterrupt):
        carry_on(at=NOW)
    assert moved().count(date(2026, 6, 23)) == 2
    carry_on(at=NOW)
    assert moved() == [date(2026, 6, 23)] * 5
    assert Event.objects.filter(kind=K.DATES_MOVED).count() == 5


def test_an_earlier_move_that_goes_on_late_counts_by_the_rules_of_now() -> None:
    """The holiday is taken out again while its move is still under way."""
    for _ in range(5):
        a_request()
    appointed()
    remove_holiday(holiday=AppointedHoliday.objects.get(), by=a_person(), at=NOW)
    carry_on(at=NOW)
    assert moved() == [TODAY] * 5
    assert not DatesMove.objects.filter(finished_at__isnull=True).exists()


def test_rules_that_change_between_two_chunks_are_read_anew(monkeypatch) -> None:
    for _ in range(5):
        a_request()
    appointed()
    whole, calls = moves.write_moves, []

    def interrupted(found, **values) -> None:
        whole(found, **values)
        calls.append(1)
        if len(calls) == 1:
            AppointedHoliday.objects.all().delete()

    monkeypatch.setattr(moves, "write_moves", interrupted)
    carry_on(at=NOW)
    assert moved() == [date(2026, 6, 23)] * 4 + [TODAY]
    assert bring_up_to_date(at=NOW) is not None
    carry_on(at=NOW)
    assert moved() == [TODAY] * 5


def test_where_every_date_is_right_nothing_is_written() -> None:
    for _ in range(3):
        a_request()
    assert bring_up_to_date(at=NOW) is None
    assert not DatesMove.objects.exists()


def test_nothing_is_mended_while_a_move_is_on_its_way() -> None:
    """What differs then has its own reason, which the timelines are to name."""
    for _ in range(5):
        a_request()
    appointed()
    assert bring_up_to_date(at=NOW) is None
    assert DatesMove.objects.count() == 1


def test_a_date_that_slipped_through_is_mended_and_says_so() -> None:
    request = a_request()
    RecordsRequest.objects.update(due_on=date(2026, 6, 20), earliest_arguable_on=date(2026, 6, 20))
    move = bring_up_to_date(at=NOW)
    assert (move.moved, moved()) == (1, [TODAY])
    note = request.events.last().note
    assert note.startswith("Due Mon 22 Jun 2026 instead of Sat 20 Jun 2026.")
    assert "brought up to date" in note
