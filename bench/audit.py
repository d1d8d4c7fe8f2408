"""The audit record verified: a hundred thousand entries, and a million."""

import time
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import connection

from bench.measure import Broken, forget_peak, peak_megabytes
from bench.site import copy_of_seed
from requests_app.domain.audit.links import COVERED
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.audit.sealing import seal_waiting
from requests_app.domain.audit.verification import verify

FEW, MANY = 100_000, 1_000_000  # entries
MOST_SECONDS, MOST_TIMES, MOST_SEALING, MOST_MEGABYTES = 60.0, 3.0, 6.0, 32.0

Line = tuple[str, float | None, float]

ENTRIES = """
INSERT INTO requests_app_auditentry (
    at, actor_number, actor_name, verb, subject_kind, subject_id, subject_label, details, hash
)
SELECT %(at)s, n %% 40, 'Ana Ruiz', 'recorded event', 'recordsrequest', n, 'REC-2026-' || n,
    jsonb_build_object('event', 'Acknowledged on 9 June 2026', 'number', n), ''
FROM generate_series(1, %(size)s) AS n
"""


def lines(*, large: bool, at: datetime, say: Callable[[str], None]) -> list[Line]:
    """(what, measured, limit) of each; None where the large size is left out."""
    verifying, sealing, floor, few = _verified(FEW, at)
    seconds = memory = None
    if large:
        say(f"sealing and verifying {MANY:,} audit entries")
        seconds, _, _, many = _verified(MANY, at)
        memory = many - few
    return [
        (f"{FEW:,} audit entries verified / read and hashed", verifying / floor, MOST_TIMES),
        (f"{FEW:,} audit entries sealed / read and hashed", sealing / floor, MOST_SEALING),
        (f"{MANY:,} audit entries verified, s", seconds, MOST_SECONDS),
        (f"verifying {MANY:,}, MB more than {FEW:,}", memory, MOST_MEGABYTES),
    ]


def _verified(size: int, at: datetime) -> tuple[float, float, float, float]:
    """Seconds to verify, to seal, and to read and hash; and the most memory while verifying."""
    copy_of_seed(size)
    seal_waiting()
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, {"at": at, "size": size})
        cursor.execute("VACUUM (ANALYZE) requests_app_auditentry")
    sealing, _ = _timed(seal_waiting)
    floor, _ = _timed(_read_and_hashed)
    forget_peak()
    verifying, found = _timed(lambda: verify(at=at))
    if not found.is_sound or found.entries < size:
        raise Broken(f"{found.entries} of {size} entries verified: {found.sentences()}")
    return verifying, sealing, floor, peak_megabytes()


def _read_and_hashed() -> None:
    """The same columns in the same order, and a SHA-256 of as many bytes for each."""
    sealed = AuditEntry.objects.filter(position__isnull=False).order_by("position")
    for row in sealed.values_list(*COVERED, "hash").iterator(chunk_size=2000):
        sha256(repr(row).encode()).hexdigest()


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found
