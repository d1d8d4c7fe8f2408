"""Whom a reminder goes to: the first who is named for the request and can be reached."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.request_log.models import RecordsRequest

# From the nearest to the request to the farthest, and what the mail says to each.
NAMED = {
    "assignee_id": "it is assigned to you",
    "campaign__lead_id": "you lead its campaign",
    "created_by_id": "you logged it",
}
FELL_TO_ADMINISTRATOR = (
    "you are an administrator, and nobody who is named for it can be reached by e-mail"
)
# The request passed to somebody else between the planning and the sending.
NAMED_BEFORE = "you were named for it when this reminder was planned"


@dataclass(frozen=True)
class Reachable:
    """The people who can be mailed on a day: active, with an address. A sample person (an
    invented one, with an invented address) only about a sample request."""

    people: frozenset[int]
    sample_people: frozenset[int]
    administrators: tuple[int, ...]

    @classmethod
    def now(cls) -> Self:
        """One query, whatever the number of people."""
        rows = list(
            Person.objects.filter(is_active=True)
            .exclude(email="")
            .order_by("is_sample", "pk")
            .values_list("pk", "role", "is_sample")
        )
        return cls(
            people=frozenset(pk for pk, _, is_sample in rows if not is_sample),
            sample_people=frozenset(pk for pk, _, is_sample in rows if is_sample),
            administrators=tuple(pk for pk, role, _ in rows if role == Role.ADMINISTRATOR),
        )

    def first_of(self, named: Iterable[int | None], *, is_sample: bool) -> int | None:
        """The key of the first of `named` (in the order of `NAMED`) who can be mailed about a
        request, else of an administrator who can; None when there is nobody."""
        usable = self.people | self.sample_people if is_sample else self.people
        candidates = (*named, *self.administrators)
        return next((pk for pk in candidates if pk in usable), None)


def why_you(recipient: Person, records_request: RecordsRequest) -> str:
    """What the mail gives as its reason, to follow "because": the nearest tie to the request."""
    campaign = records_request.campaign
    named = (
        records_request.assignee_id,
        campaign.lead_id if campaign else None,
        records_request.created_by_id,
    )
    ties = (words for pk, words in zip(named, NAMED.values(), strict=True) if pk == recipient.pk)
    is_administrator = recipient.role == Role.ADMINISTRATOR
    return next(ties, FELL_TO_ADMINISTRATOR if is_administrator else NAMED_BEFORE)
