"""Logging a request and recording an event from a mail, with what of it is to be attached."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.request_log.attachments import AlreadyAttached, attach_file
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.details import RequestDetails
from requests_app.domain.request_log.file_kinds import FileNotAccepted
from requests_app.domain.request_log.mail_drafts import enclosures, read_draft
from requests_app.domain.request_log.models import Event, MailDraft, RecordsRequest
from requests_app.domain.request_log.operations import log_request
from requests_app.domain.request_log.timeline import Happening, record_event


@transaction.atomic
def log_from_mail(
    *,
    draft: MailDraft,
    attach: Collection[str],
    details: RequestDetails,
    by: Person,
    at: datetime,
    form_key: str | None = None,
    alike_seen: Collection[int] | None = None,
) -> tuple[RecordsRequest, list[str]]:
    """`log_request`, and the parts of the mail whose sha256 is in `attach` as attachments.

    Returns the request, and a sentence for each part that could not be attached.
    Raises what `log_request` does, and `DraftGone`.
    """
    made = log_request(details=details, by=by, at=at, form_key=form_key, alike_seen=alike_seen)
    day = details.sent_on or local_day(at)
    return made, _attach(made, draft, attach, came_on=day, by=by, at=at)


@transaction.atomic
def record_from_mail(
    *,
    draft: MailDraft,
    attach: Collection[str],
    records_request: RecordsRequest,
    happening: Happening,
    by: Person,
    at: datetime,
    form_key: str | None = None,
    version: int | None = None,
    receipt_seen: str | None = None,
) -> tuple[Event, list[str]]:
    """`record_event`, and the parts of the mail whose sha256 is in `attach` as attachments.

    Returns the event, and a sentence for each part that could not be attached.
    Raises what `record_event` does, and `DraftGone`.
    """
    event = record_event(
        records_request=records_request,
        happening=happening,
        by=by,
        at=at,
        form_key=form_key,
        version=version,
        receipt_seen=receipt_seen,
    )
    day = happening.on
    return event, _attach(records_request, draft, attach, came_on=day, by=by, at=at)


def _attach(
    records_request: RecordsRequest,
    draft: MailDraft,
    wanted: Collection[str],
    *,
    came_on: date,
    by: Person,
    at: datetime,
) -> list[str]:
    """What is recorded stands even where a file of the mail is of no kind that is kept."""
    left_out = []
    # A letter's own day may lie before the sending that it acknowledges by another way.
    day = max(came_on, records_request.sent_on or came_on)
    for part in enclosures(draft, read_draft(draft)) if wanted else []:
        if part.sha256 not in wanted:
            continue
        upload = ContentFile(part.file.content, name=part.file.name)
        try:
            made = attach_file(
                records_request=records_request, upload=upload, came_on=day, by=by, at=at
            )
        except AlreadyAttached:
            continue  # a second click, or the same file in an earlier mail
        except FileNotAccepted as refusal:
            left_out.append(f"{part.file.name} was not attached. {refusal}")
        else:
            if made.state_reason:
                left_out.append(f"{made} is closed. {made.state_reason}")
    return left_out
