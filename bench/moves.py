"""A change of the law on its way through hundreds of thousands of open requests.

All of them move: a pending version is put in force from before the first of them was received.
"""

import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bench.measure import Broken, forget_peak, peak_megabytes
from bench.site import Sized, copy_of_seed
from bench.workload import fill
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.statute_book.operations import enter_version
from requests_app.domain.upkeep.content import AB_1821
from requests_app.domain.upkeep.law_changes import (
    appoint_holiday,
    enact_law,
    preview_enactment,
)
from requests_app.domain.upkeep.models import DatesMove
from requests_app.domain.upkeep.moves import bring_up_to_date, carry_on

FEW, MANY = 3_000, 300_000  # open requests
MOST_SECONDS, MOST_MEGABYTES, MOST_SHARE = 60.0, 64.0, 0.25

Line = tuple[str, float | None, float]

# What `fill` makes of closed requests is opened again, and what was extended has its notice.
ALL_OPEN = """
UPDATE requests_app_recordsrequest SET is_open = true, closed_on = NULL, status = 'awaiting',
    determined_on = NULL, answer = '', sent_on = %(today)s::date - (id %% 360)::int,
    received_on = %(today)s::date - (id %% 360)::int
"""
NOTICES = """
INSERT INTO requests_app_event (
    records_request_id, kind, "on", names_on, ground, ground_words, in_writing, amount,
    exemptions, deciders, note, recorded_at
)
SELECT id, 'extension_notice', received_on + 5, received_on + 24, 'voluminous', '', true, '',
    '', '', '', created_at
FROM requests_app_recordsrequest WHERE extension_days > 0
"""


def lines(*, large: bool, at: datetime, today: date, say: Callable[[str], None]) -> list[Line]:
    """(what, measured, limit) of each; None where the large size is left out."""
    forget_peak()
    _moved(FEW, at=at, today=today)
    if not large:
        return _lines(None, None, None, None)
    say(f"moving {MANY:,} open requests")
    few = peak_megabytes()
    forget_peak()
    moving, previewing, share = _moved(MANY, at=at, today=today)
    return _lines(moving, previewing, peak_megabytes() - few, share)


def _lines(
    moving: float | None, previewing: float | None, memory: float | None, share: float | None
) -> list[Line]:
    return [
        (f"{MANY:,} open requests moved, s", moving, MOST_SECONDS),
        (f"{MANY:,} open requests previewed, s", previewing, MOST_SECONDS / 2),
        (f"memory more than for {FEW:,}, MB", memory, MOST_MEGABYTES),
        (f"a holiday among {MANY:,}, share looked at", share, MOST_SHARE),
    ]


def _moved(size: int, *, at: datetime, today: date) -> tuple[float, float, float]:
    """Seconds to move and to preview a law that moves everything, and the share of the requests
    that one appointed holiday makes the product look at."""
    sized = copy_of_seed(size)
    fill(sized.connection, size=size, at=at, today=today)
    _open_all(sized, today)
    if bring_up_to_date(at=at):
        carry_on(at=at, most=size)
    version = enter_version(details=AB_1821, by=None, at=at)
    begins, by = days_after(today, -400), _somebody()
    previewing, preview = _timed(
        lambda: preview_enactment(version=version, begins=begins, today=today)
    )

    def enact() -> DatesMove:
        move = enact_law(version=version, begins=begins, seen=1, by=by, at=at)
        carry_on(at=at, most=size)
        return DatesMove.objects.get(pk=move.pk)

    moving, move = _timed(enact)
    if move.moved < size * 0.9 or preview.open_moved > move.moved:
        raise Broken(f"{move.moved} of {size} requests moved, {preview.open_moved} were announced")
    mourning = {"name": "Day of Mourning", "appointed_by": "governor", "source": "bench"}
    holiday = appoint_holiday(on=days_after(today, -30), **mourning, by=by, at=at)
    return moving, previewing, holiday.total / size


def _open_all(sized: Sized, today: date) -> None:
    with sized.connection.cursor() as cursor:
        cursor.execute(ALL_OPEN, {"today": today})
        cursor.execute(NOTICES)
        cursor.execute("VACUUM (ANALYZE)")


def _somebody() -> Any:
    return RecordsRequest.objects.exclude(created_by=None)[0].created_by


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found
