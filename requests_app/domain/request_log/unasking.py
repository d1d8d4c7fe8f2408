"""Taking back a step that asked many agencies at once: what is untouched since goes."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.audit.operations import record, record_many
from requests_app.domain.request_log.models import BinnedItem, Campaign, RecordsRequest
from requests_app.domain.request_log.sight import check_reach
from requests_app.domain.request_log.touched import touched_since

TOOK_BACK = "took back addressees"


class NothingToTakeBack(Exception):
    """The step was taken back already."""


@dataclass(frozen=True)
class Unasked:
    """gone: how many requests were taken back. kept: the numbers of those that were not.
    campaign: the one that they were of; None where it went as well."""

    gone: int
    kept: list[str]
    campaign: Campaign | None


@transaction.atomic
def take_back_addressees(*, step: AuditEntry, by: Person, at: datetime) -> Unasked:
    """Takes back the requests that `add_addressees` made in that step, but for those that were
    touched since. A campaign opened in the same step goes too where nothing is left in it.

    Raises `NothingToTakeBack`: of two clicks the second waits here, and does nothing;
    and `NotAMember`.
    """
    campaign = Campaign.objects.select_for_update().filter(pk=step.subject_id).first()
    if campaign is None or _is_taken_back(step):
        raise NothingToTakeBack("These requests were taken back already.")
    check_reach(by, campaign)
    made = RecordsRequest.objects.filter(pk__in=step.details["made"])
    related = made.select_related("agency").order_by("pk")
    found = list(related.select_for_update(of=("self",)))
    used = touched_since(made)
    gone = [one for one in found if one.pk not in used]
    kept = [one.number for one in found if one.pk in used]
    record_many(verb="discarded request", subjects=gone, by=by, at=at, step=step.pk)
    made.exclude(pk__in=used).delete()
    record(
        verb=TOOK_BACK, subject=campaign, by=by, at=at, step=step.pk, requests=len(gone), kept=kept
    )
    if step.details["opened_with_it"] and _is_as_it_was_opened(campaign):
        record(verb="discarded campaign", subject=campaign, by=by, at=at, step=step.pk)
        campaign.delete()
        return Unasked(len(gone), kept, None)
    return Unasked(len(gone), kept, campaign)


def _is_taken_back(step: AuditEntry) -> bool:
    of_campaign = AuditEntry.objects.filter(
        subject_kind=step.subject_kind, subject_id=step.subject_id, verb=TOOK_BACK
    )
    return of_campaign.filter(details__step=step.pk).exists()


def _is_as_it_was_opened(campaign: Campaign) -> bool:
    """Nobody is asked in it, it was not amended, no reminder is of it, and nothing in the bin,
    which would be everybody's without it."""
    binned = BinnedItem.objects.filter(campaign=campaign)
    is_used = any(
        of_it.exists()
        for of_it in (campaign.records_requests, campaign.own_reminders, campaign.reminders, binned)
    )
    return not is_used and campaign.history.count() == 1
