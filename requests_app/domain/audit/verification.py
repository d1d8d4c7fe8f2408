"""Verifying the audit record: the chain from its first entry to its head, the notes of the head
outside the database, what is not sealed, and the guards."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain

from django.db import transaction

from requests_app.domain.audit.comparing import compare_with_head, compare_with_notes
from requests_app.domain.audit.findings import Finding, Kind, Verification
from requests_app.domain.audit.guards import missing_guards
from requests_app.domain.audit.heads import Head, head_as_it_stands, noted_heads
from requests_app.domain.audit.models import AuditChain
from requests_app.domain.audit.reading import cell, sealed_rows
from requests_app.domain.audit.sealing import unsealed
from requests_app.domain.audit.walking import walk

# A change may take minutes until it is committed, and is sealed only then.
SEALED_WITHIN = timedelta(minutes=15)


def verify(*, at: datetime, against: Sequence[Head] = ()) -> Verification:
    """Everything that is wrong. Locks nothing and writes nothing; memory stays flat.

    `against`: heads that somebody kept, as from a digest mail. Raises `OSError` when the file of
    the notes cannot be read, and `DatabaseError` when the database cannot.
    """
    found = Verification()
    for name in missing_guards():
        words = f"The trigger {name} is missing or off: the database lets entries be changed."
        found.add(Finding(Kind.UNGUARDED, words))
    noted, before = _noted(found), head_as_it_stands()
    walk(sealed_rows(taken=lambda: found.entries), found)
    compare_with_head(found, before, head_as_it_stands())
    compare_with_notes(found, chain(noted_heads(), against), noted=noted)
    found.unsealed, entry = unsealed(before=at - SEALED_WITHIN)
    if entry is not None:
        words = (
            f"{found.unsealed:,} entries older than {SEALED_WITHIN.seconds // 60} minutes have no "
            f"seal, the first is entry {entry}: the sealing stays away or fails."
        )
        found.add(Finding(Kind.UNSEALED, words, entry=entry))
    return found


def _noted(found: Verification) -> int:
    noted = cell(AuditChain.objects.all(), "noted_position")
    if isinstance(noted, int | None):
        return noted or 0
    words = "Up to which position the head was noted cannot be read: it was changed by hand."
    found.add(Finding(Kind.NOTES, words))
    return 0


@transaction.atomic
def keep_result(found: Verification, *, at: datetime) -> None:
    """Keeps what came of a verification, for the review site to show."""
    # Not by way of the row: it may hold what cannot be read, and that is to be told as well.
    told = {"verified_at": at, "verified_position": found.position}
    findings = "\n".join(found.sentences())
    if not AuditChain.objects.filter(pk=AuditChain.KEY).update(**told, findings=findings):
        AuditChain.objects.create(pk=AuditChain.KEY, **told, findings=findings)
