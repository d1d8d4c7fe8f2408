"""Verifying the audit record: the chain from its first entry to its head, the notes of the head
outside the database, what is not sealed, and the guards."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain

from django.db import transaction
from django.db.models import F

from requests_app.domain.audit.comparing import compare_with_head, compare_with_notes
from requests_app.domain.audit.findings import Finding, Kind, Verification
from requests_app.domain.audit.guards import missing_guards
from requests_app.domain.audit.heads import Head, current_head, noted_heads
from requests_app.domain.audit.links import COVERED
from requests_app.domain.audit.models import AuditChain, AuditEntry
from requests_app.domain.audit.sealing import locked_chain, unsealed
from requests_app.domain.audit.walking import walk

# A change may take minutes until it is committed, and is sealed only then.
SEALED_WITHIN = timedelta(minutes=15)
CHUNK = 2000


def verify(*, at: datetime, against: Sequence[Head] = ()) -> Verification:
    """Everything that is wrong. Locks nothing and writes nothing; memory stays flat.

    `against`: heads that somebody kept, as from a digest mail. Raises `OSError` when the file of
    the notes cannot be read.
    """
    found = Verification()
    for name in missing_guards():
        words = f"The trigger {name} is missing or off: the database lets entries be changed."
        found.add(Finding(Kind.UNGUARDED, words))
    noted, before = _noted(), current_head()
    entries = AuditEntry.objects.filter(position__isnull=False).order_by("position")
    rows = entries.annotate(account=F("actor_id")).values_list(*COVERED, "hash", "account")
    walk(rows.iterator(chunk_size=CHUNK), found)
    compare_with_head(found, before, current_head())
    compare_with_notes(found, chain(noted_heads(), against), noted=noted)
    found.unsealed, entry = unsealed(before=at - SEALED_WITHIN)
    if entry is not None:
        words = (
            f"{found.unsealed:,} entries older than {SEALED_WITHIN.seconds // 60} minutes have no "
            f"seal, the first is entry {entry}: the sealing stays away or fails."
        )
        found.add(Finding(Kind.UNSEALED, words, entry=entry))
    return found


def _noted() -> int:
    return AuditChain.objects.values_list("noted_position", flat=True).first() or 0


@transaction.atomic
def keep_result(found: Verification, *, at: datetime) -> None:
    """Keeps what came of a verification, for the review site to show."""
    kept = locked_chain()
    kept.verified_at, kept.verified_position = at, found.position
    kept.findings = "\n".join(found.sentences())
    kept.save(update_fields=["verified_at", "verified_position", "findings"])
