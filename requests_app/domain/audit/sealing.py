"""Sealing: each entry of the audit record is bound to the one before, so that nothing can be
changed, taken out or put in between without every later hash changing with it (decision 28).

An entry is written with the change it speaks of and sealed right after that was committed. Only
the sealing is done one after the other, so no operation waits for another one's end.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction

from requests_app.domain.audit.links import BEFORE_THE_FIRST, COVERED, seal_of
from requests_app.domain.audit.models import AuditChain, AuditEntry

BATCH = 1000  # entries sealed in one transaction
AT_ONCE = 2 * BATCH  # that whoever made a change waits for; the clock seals the rest

# In one statement where the database takes lists: row by row PostgreSQL needs three times as long.
_SET_ALL = """
UPDATE requests_app_auditentry AS entry SET position = seal.position, hash = seal.hash
FROM unnest(%s::bigint[], %s::text[], %s::bigint[]) AS seal (position, hash, id)
WHERE entry.id = seal.id AND entry.position IS NULL
"""
_SET_ONE = (
    "UPDATE requests_app_auditentry SET position = %s, hash = %s WHERE id = %s AND position IS NULL"
)


class SealedMeanwhile(Exception):
    """An entry had a seal already, though the chain was locked: somebody else writes to it."""


def seal_after_commit() -> None:
    """Has the entries of this transaction sealed once it is committed; asked for once by each.

    When that fails, as when the process is killed, the clock seals them (`tasks.py`).
    """
    if not any(waiting[1] is _seal_ours for waiting in connection.run_on_commit):
        transaction.on_commit(_seal_ours, robust=True)


def _seal_ours() -> None:
    for _ in range(AT_ONCE // BATCH):
        if seal_batch() < BATCH:
            return


def seal_waiting(*, goes_on: Callable[[], bool] = lambda: True) -> tuple[int, bool]:
    """Seals whatever has no seal, in batches, as long as `goes_on()`.

    Returns how many were sealed and whether some are left.
    """
    sealed = 0
    while goes_on():
        done = seal_batch()
        sealed += done
        if done < BATCH:
            return sealed, False
    return sealed, True


def seal_batch() -> int:
    """Seals the next `BATCH` entries in the order of their numbers; returns how many.

    An entry that is committed later than one with a higher number comes after it in the chain:
    places follow the sealing. Raises `SealedMeanwhile`.
    """
    waiting = AuditEntry.objects.filter(position=None).order_by("id")
    if not waiting.exists():
        return 0
    with transaction.atomic():
        chain = locked_chain()
        # Asked again: whoever held the chain before may have sealed them.
        rows = list(waiting.values_list(*COVERED)[:BATCH])
        before, seals = chain.hash or BEFORE_THE_FIRST, []
        for position, row in enumerate(rows, chain.position + 1):
            before = seal_of(before, (position, *row[1:]))
            seals.append((position, before, row[1]))
        if seals:
            _set(seals)
            chain.position, chain.hash = seals[-1][:2]
            chain.save(update_fields=["position", "hash"])
    return len(rows)


def _set(seals: list[tuple[int, str, int]]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_SET_ALL, [list(column) for column in zip(*seals, strict=True)])
        else:
            cursor.executemany(_SET_ONE, seals)
        if cursor.rowcount != len(seals):
            raise SealedMeanwhile(f"{cursor.rowcount} of {len(seals)} entries had no seal")


def locked_chain() -> AuditChain:
    """The row of the chain, locked until the transaction ends."""
    return AuditChain.objects.select_for_update().get_or_create(pk=AuditChain.KEY)[0]


def unsealed(*, before: datetime) -> tuple[int, int | None]:
    """How many entries that were made `before` have no seal, and the number of the first."""
    left = AuditEntry.objects.filter(position=None, at__lt=before).order_by("id")
    return left.count(), left.values_list("pk", flat=True).first()
