"""Handing out a request or a campaign as one ZIP: what happened, what came back, and the hashes.

Built into a file that the caller gives, so that memory stays flat; the audit entry is written when
it is whole. Nothing is locked meanwhile: on SQLite that would stop everybody who writes.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.template.loader import render_to_string

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.audit.operations import record
from requests_app.domain.case_files.folder import Contents, put_request
from requests_app.domain.case_files.names import Names, from_title
from requests_app.domain.case_files.parcel import Parcel
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.request_log.attachments import MEGABYTE
from requests_app.domain.request_log.board import in_states, round_counts, state_of
from requests_app.domain.request_log.board_csv import board_lines
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.models import (
    Attachment,
    Campaign,
    Event,
    Letter,
    RecordsRequest,
)
from requests_app.domain.request_log.round_states import board_order
from requests_app.domain.request_log.sight import check_reach, seen_by, sight_of
from requests_app.domain.statute_book.rules import rules_in_force

CHUNK = 100  # requests that are loaded at once
# Measured on one old core, and rounded up: a folder of four events, a letter of one page. The web
# server gives up on an answer after twice `LONGEST` (gunicorn.conf.py).
SECONDS_A_REQUEST, SECONDS_A_LETTER = 0.003, 0.025
LONGEST = 30  # seconds


class TooMuchToPack(Exception):
    """The files are more than one ZIP is made of, by the settings, or it would take too long."""


def export_request(
    *, records_request: RecordsRequest, into: IO[bytes], by: Person, at: datetime
) -> str:
    """Writes the ZIP of a request into `into`, an empty file open for writing; gives its name.

    Raises `TooMuchToPack` and `NotAMember`.
    """
    check_reach(by, records_request, to=Permission.ATTACH_FILES)
    only = RecordsRequest.objects.filter(pk=records_request.pk)
    _check_size(only)
    [request] = _loaded(only)
    folder = from_title(f"{request.number} {request.agency.name}")
    with Parcel(into, folder=folder, at=request.created_at) as parcel:
        on, rules, kept = local_day(at), rules_in_force(), _kept_letters(only, by)
        found = put_request(parcel, request, "", on=on, rules=rules, kept_letters=kept)
        parcel.add("README.txt", _readme([found], on=local_day(at)), at=found.last_at)
    _record("exported request", request, [found], by=by, at=at)
    return f"{folder}.zip"


def export_campaign(*, campaign: Campaign, into: IO[bytes], by: Person, at: datetime) -> str:
    """The same of a campaign: a folder a request, an index and the board as CSV.

    Raises `TooMuchToPack` and `NotAMember`.
    """
    check_reach(by, campaign, to=Permission.ATTACH_FILES)
    requests = RecordsRequest.objects.filter(campaign=campaign)
    _check_size(requests)
    _check_time(requests)
    on, rules, folder = local_day(at), rules_in_force(), from_title(campaign.name)
    contents: list[Contents] = []
    first = requests.order_by("pk").values_list("created_at", flat=True).first() or at
    with Parcel(into, folder=folder, at=first) as parcel:
        for found in _folders(parcel, requests, on=on, rules=rules, by=by):
            contents.append(found)
        last = max((found.last_at for found in contents), default=first)
        context = {
            "campaign": campaign,
            "contents": sorted(contents, key=lambda found: (found.agency, found.number)),
            "counts": round_counts(campaign, on=on),
            "on": on,
        }
        parcel.add("index.html", render_to_string("case_files/index.html", context), at=last)
        board = in_states(campaign, on=on).order_by(board_order(on), "agency__name", "pk")
        parcel.add("board.csv", "\ufeff" + "".join(board_lines(board, on=on)), at=last)
        parcel.add("README.txt", _readme(contents, on=on), at=last)
    _record("exported campaign", campaign, contents, by=by, at=at)
    return f"{folder}.zip"


@transaction.atomic
def record_statement(
    *, records_request: RecordsRequest, on: date, by: Person, at: datetime
) -> None:
    """Notes who took the clock statement of a request, as of a day, out as a PDF. Raises
    `NotAMember`."""
    check_reach(by, records_request)
    day = on.isoformat()
    record(verb="exported statement", subject=records_request, by=by, at=at, as_of=day)


def _folders(
    parcel: Parcel, requests: QuerySet[RecordsRequest], *, on: date, rules: Rules, by: Person
) -> Iterator[Contents]:
    names = Names("index.html", "board.csv", "README.txt", "hashes.txt")
    kept = _kept_letters(requests, by)
    keys = list(requests.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        chunk = RecordsRequest.objects.filter(pk__in=keys[start : start + CHUNK])
        for request in _loaded(chunk):
            folder = names.of(from_title(f"{request.number} {request.agency.name}"))
            found = put_request(
                parcel, request, f"{folder}/", on=on, rules=rules, kept_letters=kept
            )
            found.state = state_of(request, on=on)
            yield found


def _kept_letters(requests: QuerySet[RecordsRequest], by: Person) -> set[int]:
    """Ids of letters about these requests that are kept from `by`: they name others as well."""
    if not sight_of(by).blocked(Permission.SEE_WORKSPACE):
        return set()
    letters = Letter.objects.filter(events__records_request__in=requests).order_by()
    seen = seen_by(letters, by).values_list("pk", flat=True)
    return set(letters.values_list("pk", flat=True)) - set(seen)


def _loaded(requests: QuerySet[RecordsRequest]) -> list[RecordsRequest]:
    related = requests.select_related("agency", "campaign", "assignee").prefetch_related(
        "events__recorded_by",
        "events__letter",
        "attachments",
        "agency__closures",
        "agency__adopted_holidays",
    )
    return list(related.order_by("pk"))


def _check_size(requests: QuerySet[RecordsRequest]) -> None:
    attachments = Attachment.objects.filter(records_request__in=requests)
    total = attachments.aggregate(size=Sum("size"))["size"] or 0
    if total > settings.MAX_EXPORT_BYTES:
        raise TooMuchToPack(
            f"The files have {total / MEGABYTE:,.0f} MB; a ZIP is made of at most "
            f"{settings.MAX_EXPORT_BYTES / MEGABYTE:,.0f} MB (MAX_EXPORT_MB)."
        )


def _check_time(requests: QuerySet[RecordsRequest]) -> None:
    """Each letter is set in type while somebody waits for the answer."""
    number = requests.count()
    letters = Event.objects.filter(records_request__in=requests, letter__isnull=False).count()
    if number * SECONDS_A_REQUEST + letters * SECONDS_A_LETTER > LONGEST:
        raise TooMuchToPack(
            f"{number:,} requests with {letters:,} letters of ours are more than one ZIP is made "
            f"of in {LONGEST} seconds. Hand out the requests that it is about, each as its own ZIP."
        )


def _readme(contents: list[Contents], *, on: date) -> str:
    missing = [f"{one.folder}{words}" for one in contents for words in one.missing]
    context = {
        "on": on,
        "version": settings.VERSION,
        "one": contents[0] if len(contents) == 1 and not contents[0].folder else None,
        "number": len(contents),
        "files": sum(one.files for one in contents),
        "letters": sum(one.letters for one in contents),
        "notes_left_out": sum(one.notes_left_out for one in contents),
        "left_out": [f"{one.number}: {words}" for one in contents for words in one.left_out],
        "missing": missing,
    }
    return render_to_string("case_files/readme.txt", context)


def _record(
    verb: str,
    subject: RecordsRequest | Campaign,
    contents: list[Contents],
    *,
    by: Person,
    at: datetime,
) -> None:
    record(
        verb=verb,
        subject=subject,
        by=by,
        at=at,
        requests=len(contents),
        files=sum(one.files for one in contents),
        letters=sum(one.letters for one in contents),
        left_out=sum(len(one.left_out) for one in contents),
        missing=sum(len(one.missing) for one in contents),
    )
