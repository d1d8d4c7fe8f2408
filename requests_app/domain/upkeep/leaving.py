"""Taking a member out of a restricted campaign together with what they were responsible for."""

from datetime import datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.request_log.membership import open_requests_of, remove_member
from requests_app.domain.request_log.models import Campaign
from requests_app.domain.request_log.sight import check_theirs
from requests_app.domain.upkeep.bulk.changes import Assigning
from requests_app.domain.upkeep.bulk.models import BulkAction
from requests_app.domain.upkeep.bulk.operations import MOST_AT_ONCE, do_in_bulk


@transaction.atomic
def let_member_go(
    *, campaign: Campaign, person: Person, to: Person | None, by: Person, at: datetime
) -> tuple[str, list[BulkAction]]:
    """Hands the person's open requests of the campaign over to `to` (None: to nobody), and takes
    them out. Gives the role they had, and the steps that handed over, each of which can be undone.

    Raises `NotForThem` where the campaign is not there for `to`, and what `remove_member` raises.
    """
    check_theirs(to, campaign, field="to")
    steps: list[BulkAction] = []
    # A large round is handed over in several steps, each as large as one may be.
    while ids := list(
        open_requests_of(campaign, person).values_list("pk", flat=True)[:MOST_AT_ONCE]
    ):
        steps.append(do_in_bulk(change=Assigning(to), requests=ids, by=by, at=at))
    return remove_member(campaign=campaign, person=person, by=by, at=at), steps
