"""What a mail proposes for a new request or for an event, each value with where it comes from."""

from dataclasses import dataclass, replace
from datetime import date
from email.utils import parseaddr

from django.conf import settings
from django.db.models import Q

from requests_app.domain.accounts.models import Person
from requests_app.domain.request_log.event_kinds import EventKind, Status, allowed_after
from requests_app.domain.request_log.mail_agencies import (
    SHARED_HOSTS,
    AgencyProposal,
    host_of,
    propose_agencies,
    the_one,
)
from requests_app.domain.request_log.mail_clues import (
    Clue,
    details_of,
    event_kinds,
    our_numbers,
    portal_numbers,
)
from requests_app.domain.request_log.mail_pasted import forwarded_in
from requests_app.domain.request_log.mail_reading import MailRead
from requests_app.domain.request_log.models import Method, RecordsRequest
from requests_app.domain.request_log.sight import seen_by

MOST_REQUESTS = 6
_HANDED_ON = ("fw:", "fwd:")


@dataclass(frozen=True, slots=True)
class RequestProposal:
    """A request that the mail may belong to, and why."""

    request: RecordsRequest
    why: str


@dataclass(frozen=True, slots=True)
class LooksLike:
    """mail: the one to go by (what was handed on, in place of who handed it on). is_ours: one of
    us wrote it. agencies: who the other side may be."""

    mail: MailRead
    is_ours: bool
    agencies: list[AgencyProposal]


def look_at(mail: MailRead, *, today: date) -> LooksLike:
    """Whose mail it is and which agencies it may concern."""
    ours = is_ours(mail.sender)
    handed_on = ours and mail.subject.lower().startswith(_HANDED_ON)
    if (handed_on or not mail.sender) and (inner := forwarded_in(mail, today=today)):
        mail = replace(inner, files=mail.files, problems=mail.problems)
        ours = is_ours(mail.sender)
    return LooksLike(mail, ours, propose_agencies(mail, is_ours=ours))


def is_ours(address: str) -> bool:
    """Whether one of us writes from the address: a person's, or a host that is only ours."""
    host = host_of(address)
    if not host:
        return False
    if host == host_of(parseaddr(settings.DEFAULT_FROM_EMAIL)[1]):
        return True
    ours = Q(email__iexact=address)
    if host not in SHARED_HOSTS:
        ours |= Q(email__iendswith=f"@{host}")
    return Person.objects.filter(ours, is_active=True).exists()


def for_new_request(seen: LooksLike, *, today: date) -> dict[str, Clue]:
    """Proposals for the fields of a new request; the agency as its id."""
    mail = seen.mail
    found: dict[str, Clue] = {}
    if agency := the_one(seen.agencies):
        found["agency"] = Clue(str(agency.agency.pk), agency.why)
    if seen.is_ours and mail.on and mail.on <= today:
        found["sent_on"] = Clue(mail.on.isoformat(), "from the mail's date")
        found["method"] = Clue(Method.EMAIL, "because it is a mail")
    if seen.is_ours and mail.subject:
        found["subject"] = Clue(mail.subject, "from the mail's subject")
    if numbers := portal_numbers(mail.subject, mail.text):
        found["portal_number"] = numbers[0]
    return found


def for_event(
    mail: MailRead, records_request: RecordsRequest, *, kind: EventKind | None, today: date
) -> dict[str, Clue]:
    """Proposals for the fields of an event; `kind` is what a person chose, None: by the words."""
    possible = [
        clue
        for clue in event_kinds(mail.subject, mail.text)
        if allowed_after(Status(records_request.status), EventKind(clue.value))
    ]
    found: dict[str, Clue] = {}
    if kind is None and possible:
        found["kind"] = possible[0]
        kind = EventKind(possible[0].value)
    if mail.on and mail.on <= today:
        found["on"] = Clue(mail.on.isoformat(), "from the mail's date")
    if kind:
        found |= details_of(kind, mail.subject, mail.text, on=mail.on or today)
    return found


def requests_of(seen: LooksLike, *, person: Person | None = None) -> list[RequestProposal]:
    """Requests that the mail may belong to and that are there for `person`, likeliest first, each
    once."""
    every = seen_by(RecordsRequest.objects.select_related("agency"), person)
    found: dict[int, RequestProposal] = {}
    numbers = _numbers(seen.mail)
    for field in ("number", "portal_number"):
        values = [clue.value for name, clue in numbers if name == field]
        named = every.filter(**{f"{field}__in": values}).order_by("-id")[:MOST_REQUESTS]
        found |= {one.pk: RequestProposal(one, "") for one in named if one.pk not in found}
    named_by = {pk: _place(one.request, numbers) for pk, one in found.items()}
    found = {
        pk: replace(found[pk], why=numbers[named_by[pk]][1].why)
        for pk in sorted(found, key=lambda pk: named_by[pk])
    }
    because = {one.agency.pk: one.why for one in seen.agencies}
    still_open = every.filter(agency__in=list(because), is_open=True)
    for request in still_open.order_by("-id")[:MOST_REQUESTS]:
        why_open = f"open, and its agency {because[request.agency_id]}"
        found.setdefault(request.pk, RequestProposal(request, why_open))
    return list(found.values())[:MOST_REQUESTS]


def named_instead(
    seen: LooksLike, records_request: RecordsRequest, *, person: Person | None = None
) -> RecordsRequest | None:
    """The other request that the mail names before this one, or without naming this one; of those
    that are there for `person`.

    A portal's number that several requests have names none of them.
    """
    for field, clue in _numbers(seen.mail):
        if getattr(records_request, field) == clue.value:
            return None
        having = seen_by(RecordsRequest.objects.filter(**{field: clue.value}), person)
        named = list(having.order_by("-id")[:2])
        if len(named) == 1:
            return named[0]
    return None


def _numbers(mail: MailRead) -> list[tuple[str, Clue]]:
    """The numbers that the mail names, each with the field of a request that has it: the
    subject's before the text's, and of either ours before a portal's."""
    return [
        (field, clue)
        for subject, text in ((mail.subject, ""), ("", mail.text))
        for field, read in (("number", our_numbers), ("portal_number", portal_numbers))
        for clue in read(subject, text)
    ]


def _place(records_request: RecordsRequest, numbers: list[tuple[str, Clue]]) -> int:
    """Where among the `numbers` the request is named first."""
    return next(
        place
        for place, (field, clue) in enumerate(numbers)
        if getattr(records_request, field) == clue.value
    )
