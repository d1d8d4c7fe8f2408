"""When a task is late or failing, and who is silent then."""

from datetime import datetime, timedelta

import pytest

from requests_app.domain.upkeep.clockwork.models import TaskRun
from requests_app.domain.upkeep.clockwork.standings import (
    Silent,
    Standing,
    TaskLine,
    line_of,
    pulses_of,
)
from tests.builders import NOW
from tests.domain.upkeep.clockwork.a_schedule import (
    DATES,
    LIMITS,
    MINUTE,
    NIGHTLY,
    SWEEP,
    Entry,
    Limits,
)

FINE, STARTING, LATE, FAILING = Standing
SECOND = timedelta(seconds=1)


def a_run(ago: timedelta = timedelta(), *, good: bool = True, **values: object) -> TaskRun:
    """One that took a second and ended `ago`."""
    ended = NOW - ago
    known = {"finished_at": ended, "outcome": "done" if good else "failed"}
    succeeded = {"succeeded_at": ended} if good else {}
    return TaskRun(task="t", started_at=ended - SECOND, **{**known, **succeeded, **values})


def standing(run: TaskRun | None, entry: Entry = SWEEP, limits: Limits = LIMITS) -> Standing:
    return line_of(entry, run, at=NOW, patience=limits).standing


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        (0 * MINUTE, FINE),
        (6 * MINUTE - 2 * SECOND, FINE),  # a minute to its next, and five that it may wait
        (6 * MINUTE, LATE),
        (100 * MINUTE, LATE),
    ],
)
def test_a_task_is_late_when_it_has_not_begun_since_its_schedule_and_its_patience(
    ago: timedelta, expected: Standing
) -> None:
    assert standing(a_run(ago)) is expected


def test_how_old_a_run_may_be_follows_from_its_own_schedule() -> None:
    run = a_run(23 * 60 * MINUTE)
    assert standing(run, NIGHTLY) is FINE
    assert standing(run, SWEEP) is LATE
    assert standing(a_run(24 * 60 * MINUTE + 6 * MINUTE), NIGHTLY) is LATE


def test_silence_counts_from_the_start_of_the_process() -> None:
    """A site that was off for a night, or is new, is starting and not broken."""
    just_up = Limits(up_since=NOW - 2 * MINUTE)
    assert standing(a_run(600 * MINUTE), limits=just_up) is STARTING
    assert standing(None, limits=just_up) is STARTING
    assert standing(None, NIGHTLY, limits=Limits(up_since=NOW - 60 * MINUTE)) is STARTING
    up_for_long = Limits(up_since=NOW - 7 * MINUTE)
    assert standing(a_run(600 * MINUTE), limits=up_for_long) is LATE
    assert standing(None, limits=up_for_long) is LATE


def test_a_task_that_failed_once_is_given_its_next_turn() -> None:
    assert standing(a_run(good=False, succeeded_at=NOW - 2 * MINUTE)) is FINE
    assert standing(a_run(good=False, succeeded_at=NOW - 7 * MINUTE)) is FAILING
    assert standing(a_run(good=False)) is FAILING, "it never ended well"


def test_a_run_without_an_end_is_under_way_until_it_can_be_no_more() -> None:
    def line(ago: timedelta) -> TaskLine:
        run = TaskRun(task="t", started_at=NOW - ago)
        return line_of(SWEEP, run, at=NOW, patience=LIMITS)

    under_way, killed = line(3 * MINUTE), line(5 * MINUTE)
    assert (under_way.is_running, under_way.broke_off, under_way.standing) == (True, False, FINE)
    assert (killed.is_running, killed.broke_off, killed.standing) == (False, True, FAILING)


def test_a_second_run_under_way_after_a_good_one_is_fine() -> None:
    run = a_run(2 * MINUTE)
    run.started_at = NOW - SECOND
    line = line_of(SWEEP, run, at=NOW, patience=LIMITS)
    assert line.is_running and line.standing is FINE


@pytest.mark.parametrize(
    ("waiting", "who"),
    [({"celery": 3}, Silent.WORKER), ({"celery": 0}, Silent.BEAT), ({}, Silent.BEAT), (None, None)],
)
def test_what_lies_in_the_queue_tells_who_is_silent(
    waiting: dict[str, int] | None, who: Silent | None
) -> None:
    (pulse,) = pulses_of([_line(SWEEP, 60 * MINUTE)], waiting, at=NOW)
    assert pulse.is_silent and pulse.who is who


def test_nobody_is_silent_while_tasks_begin_however_long_the_queue() -> None:
    (pulse,) = pulses_of([_line(SWEEP, MINUTE)], {"celery": 10_000}, at=NOW)
    assert not pulse.is_silent and pulse.who is None


def test_each_queue_is_heard_by_the_task_that_comes_most_often() -> None:
    lines = [_line(NIGHTLY, MINUTE), _line(SWEEP, 60 * MINUTE), _line(DATES, SECOND)]
    celery, dates = pulses_of(lines, {"celery": 1, "dates": 0}, at=NOW)
    assert (celery.queue, celery.line.entry, celery.who) == ("celery", SWEEP, Silent.WORKER)
    assert (dates.queue, dates.line.entry, dates.who) == ("dates", DATES, None)


def _line(entry: Entry, ago: timedelta, at: datetime = NOW) -> TaskLine:
    return line_of(entry, a_run(ago), at=at, patience=LIMITS)
