"""Emptying the bin of what has lain in it long enough."""

from datetime import datetime

from django.db import transaction

from requests_app.domain.audit.operations import record
from requests_app.domain.misuse_data.importing.stored_files import forget_files
from requests_app.domain.request_log.models import BinnedItem

AT_ONCE = 200


@transaction.atomic
def empty_bin(*, at: datetime) -> int:
    """Deletes for good what has been in the bin for BIN_DAYS at `at`, `AT_ONCE` of it, with the
    files that nothing else needs; returns how many things went."""
    over = BinnedItem.objects.over(at=at).select_related("records_request__agency")
    gone = list(over.select_for_update(of=("self",)).order_by("binned_at")[:AT_ONCE])
    for item in gone:
        facts = {"sha256": item.sha256, "name": item.label}
        subject = item.records_request or item
        record(verb="emptied from the bin", subject=subject, by=None, at=at, **facts)
    names = {str(item.file.name) for item in gone if item.file}
    BinnedItem.objects.filter(pk__in=[item.pk for item in gone]).delete()
    transaction.on_commit(lambda: forget_files(names))
    return len(gone)
