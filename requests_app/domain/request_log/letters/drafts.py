"""A letter before it goes out: its words filled in, for somebody to read, change and send."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency, RecordsLaw
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.deadlines.words import count_of
from requests_app.domain.request_log.dates import shown
from requests_app.domain.request_log.event_kinds import Status
from requests_app.domain.request_log.letters.case import Case, case_of
from requests_app.domain.request_log.letters.fields import (
    Sender,
    address_lines,
    agency_values,
    filled,
    law_of,
    values_of,
)
from requests_app.domain.request_log.letters.kept import sendings
from requests_app.domain.request_log.letters.kinds import LetterKind
from requests_app.domain.request_log.letters.merging import merge
from requests_app.domain.request_log.letters.permitted import (
    OTHERS_LAW,
    PROMISED,
    NotYet,
    check_permitted,
    why_not,
)
from requests_app.domain.request_log.letters.texts import ONE_OWED, TEXTS
from requests_app.domain.request_log.letters.words import REMEDIES, listed, owed_line, words_of
from requests_app.domain.request_log.models import Campaign, Letter, RecordsRequest
from requests_app.domain.request_log.queries import RecordsRequestQuerySet
from requests_app.domain.request_log.sight import seen_by
from requests_app.domain.typesetting.document import Item, blocks_of

# In one letter; there are more only where nobody has written for years.
MOST_OWED = 60
USUAL_SUBJECT = "Records of CLETS misuse"


@dataclass(frozen=True, slots=True)
class Draft:
    """recipient: the lines of the address. requests: those that the letter is about, each with
    its case. more: others are owed as well, and have no place in it."""

    kind: LetterKind
    recipient: tuple[str, ...]
    subject: str
    body: str
    requests: tuple[tuple[RecordsRequest, Case], ...]
    more: bool = False


def with_cases() -> RecordsRequestQuerySet:
    """Requests with all that a letter asks of them, in a fixed number of queries."""
    return RecordsRequest.objects.select_related("agency", "campaign").prefetch_related(
        "agency__closures", "agency__adopted_holidays", "agency__contacts", "events"
    )


def draft(
    kind: LetterKind, records_request: RecordsRequest, *, sender: Sender, on: date, rules: Rules
) -> Draft:
    """The letter about one request as it would go out on that day.

    Raises `NotYet`, and `TextNotMergeable` where the campaign's text is not in order.
    """
    case = case_of(records_request, on=on, rules=rules)
    check_permitted(kind, case)
    values = values_of(records_request, case, sender, rules)
    if kind != LetterKind.REQUEST:
        values["asked"] = _asked_in(records_request, values) or values["asked"]
    text = TEXTS[kind]
    campaigns = records_request.campaign.text if records_request.campaign else ""
    body = campaigns if kind == LetterKind.REQUEST and campaigns else text.body
    values |= words_of(records_request, case)
    return Draft(
        kind,
        address_lines(records_request.agency),
        put_together(text.subject, values),
        put_together(body, values),
        ((records_request, case),),
    )


def put_together(text: str, values: Mapping[str, str]) -> str:
    """`text` merged, without the empty lines that an empty value leaves."""
    return re.sub(r"\n[ \t]*\n\s*\n", "\n\n", merge(text, values)).strip()


def _asked_in(records_request: RecordsRequest, values: Mapping[str, str]) -> str:
    """The list of what was asked for: of the letter that went out, else of the campaign's text."""
    went_out = _went_out(records_request)
    if went_out:
        text = went_out.body
    else:
        text = merge(records_request.campaign.text, values) if records_request.campaign else ""
    items = [block for block in blocks_of(text) if isinstance(block, Item)]
    return "\n".join(f"{item.mark} {item.text}" for item in items)


def _went_out(records_request: RecordsRequest) -> Letter | None:
    """The request letter, unless its sending was taken back."""
    sent = [event.pk for event in sendings(records_request.events.all())]
    return Letter.objects.filter(events__in=sent, kind=LetterKind.REQUEST).first()


def campaign_text(
    campaign: Campaign, agency: Agency, *, sender: Sender, on: date, rules: Rules
) -> str:
    """The campaign's text as one agency gets it: in its request, or in one that is not made yet.

    Raises `TextNotMergeable`.
    """
    made = with_cases().filter(campaign=campaign, agency=agency).order_by("pk").first()
    example = made or RecordsRequest(
        number=f"TD-{on.year}-0000",
        agency=agency,
        campaign=campaign,
        reporting_year=campaign.reporting_year,
        subject=USUAL_SUBJECT,
    )
    case = case_of(example, on=on, rules=rules)
    return put_together(campaign.text, values_of(example, case, sender, rules))


def owed_draft(
    agency: Agency, *, sender: Sender, on: date, rules: Rules, person: Person | None = None
) -> Draft:
    """One letter about all that the agency still owes on that day, as far as it is there for
    `person`, the oldest first.

    Raises `NotYet` when that is nothing.
    """
    if agency.records_law != RecordsLaw.CPRA:
        raise NotYet(OTHERS_LAW)
    found = [
        (one, case)
        for one in _perhaps_owed(agency, on, person)[: MOST_OWED + 1]
        if not why_not(LetterKind.STILL_OWED, case := case_of(one, on=on, rules=rules))
    ]
    if not found:
        raise NotYet(_nothing_owed(agency, on, person))
    named = found[:MOST_OWED]
    law = law_of(*named[0], rules)
    values = filled(agency_values(agency, on, sender, law)) | {
        "count": count_of(len(named), "request"),
        "number": named[0][0].number,
        "owed": listed([owed_line(one, case) for one, case in named]),
        "remedies": REMEDIES[RecordsLaw.CPRA],
    }
    text = ONE_OWED if len(named) == 1 else TEXTS[LetterKind.STILL_OWED]
    return Draft(
        LetterKind.STILL_OWED,
        address_lines(agency),
        put_together(text.subject, values),
        put_together(text.body, values),
        tuple(named),
        more=len(found) > MOST_OWED,
    )


def _perhaps_owed(agency: Agency, on: date, person: Person | None) -> RecordsRequestQuerySet:
    """What the rule of the letter can say yes to, by the stored columns."""
    late = Q(latest_arguable_on__lt=on, determined_on__isnull=True)
    promised = Q(status__in=PROMISED) & (Q(estimated_on__isnull=True) | Q(estimated_on__lt=on))
    return (
        seen_by(with_cases(), person)
        .filter(late | promised | Q(status=Status.PORTAL_CLOSED), agency=agency, is_open=True)
        .order_by("due_on", "pk")
    )


def _nothing_owed(agency: Agency, on: date, person: Person | None) -> str:
    running = seen_by(agency.records_requests.all(), person).filter(
        is_open=True, determined_on__isnull=True, latest_arguable_on__gte=on
    )
    first = running.aggregate(first=Min("latest_arguable_on"))["first"]
    if first is None:
        return "This agency owes us nothing that is late on every reading."
    return f"Nothing is late on every reading; the next may be from {shown(days_after(first, 1))}."
