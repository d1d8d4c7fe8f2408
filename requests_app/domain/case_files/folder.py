"""One request inside a ZIP: its timeline to read, its facts as data, what came back and
what we wrote as it came and went."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.core.files.storage import default_storage
from django.template.loader import render_to_string

from requests_app.domain.case_files.facts import (
    events_csv,
    events_of,
    facts_csv,
    facts_json,
    left_out_of,
)
from requests_app.domain.case_files.names import Names
from requests_app.domain.case_files.parcel import Parcel
from requests_app.domain.case_files.statement import ClockStatement, clock_statement
from requests_app.domain.case_files.statement_data import as_data
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.request_log.dates import shown
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.file_access import replaced_by_copies, why_kept_in
from requests_app.domain.request_log.file_kinds import KIND_LABELS
from requests_app.domain.request_log.letters.kept import (
    about_kept,
    kept_document,
    kept_file_name,
    sendings,
)
from requests_app.domain.request_log.models import Attachment, RecordsRequest
from requests_app.domain.request_log.round_states import RoundState
from requests_app.domain.typesetting.pdf import pdf

# What gets smaller by packing; the other kinds are packed inside already.
PACKED = frozenset({"csv", "text", "html", "eml"})


@dataclass
class Contents:
    """What a request's folder holds. folder: empty or ends in a slash. left_out, missing: in
    words, for the README. last_at: the last moment on the record."""

    number: str
    agency: str
    county: str
    folder: str
    last_at: datetime
    state: RoundState | None = None
    due_on: date | None = None
    determined_on: date | None = None
    files: int = 0
    letters: int = 0
    notes_left_out: int = 0
    left_out: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def put_request(
    parcel: Parcel,
    request: RecordsRequest,
    folder: str,
    *,
    on: date,
    rules: Rules,
    kept_letters: Collection[int] = (),
) -> Contents:
    """Writes the folder of a request that came with all that belongs to it. `kept_letters`: ids of
    letters that are kept from whoever takes it out."""
    last_at = _last_moment(request)
    found = Contents(
        number=request.number,
        agency=request.agency.name,
        county=request.agency.county,
        folder=folder,
        last_at=last_at,
        due_on=request.due_on,
        determined_on=request.determined_on,
        notes_left_out=left_out_of(request),
    )
    statement = clock_statement(request, on=on, made_at=last_at, rules=rules)
    files = _put_files(parcel, request, found)
    letters = _put_letters(parcel, request, found, kept_letters)
    data = as_data(statement)
    page = _timeline(statement, data, found, files, letters)
    parcel.add(f"{folder}timeline.html", page, at=last_at)
    facts = facts_json(statement, data["due"], files, letters)
    parcel.add(f"{folder}facts.json", facts, at=last_at)
    parcel.add(f"{folder}facts.csv", facts_csv(statement), at=last_at)
    parcel.add(f"{folder}events.csv", events_csv(request), at=last_at)
    return found


def _put_files(parcel: Parcel, request: RecordsRequest, found: Contents) -> list[dict[str, Any]]:
    """What may leave, as it came; the rest is named in `found`, without telling what it is."""
    names, put = Names(), []
    replaced = replaced_by_copies(request.attachments.all())
    for one in sorted(request.attachments.all(), key=lambda one: (one.came_on, one.pk)):
        if why := why_kept_in(one, replaced=replaced):
            found.left_out.append(
                f"a file ({KIND_LABELS.get(one.content_kind, one.content_kind)}, {one.size:,} "
                f"bytes) that came on {shown(one.came_on)}: {why}"
            )
            continue
        path = f"files/{names.of(one.original_name)}"
        digest = _put_file(parcel, one, f"{found.folder}{path}")
        if digest is None:
            found.missing.append(f"{path}: not in the file store (sha256 {one.sha256})")
            continue
        if digest != one.sha256:
            found.missing.append(f"{path}: is not what came (that had sha256 {one.sha256})")
        found.files += 1
        put.append(
            {"path": path, "original_name": one.original_name, "came_on": one.came_on,
             "size": one.size, "kind": one.content_kind, "sha256": one.sha256}
        )  # fmt: skip
    return put


def _put_file(parcel: Parcel, one: Attachment, path: str) -> str | None:
    """The sha256 of what was written; None where the store has no such file."""
    try:
        file = default_storage.open(str(one.file.name))
    except FileNotFoundError:
        return None
    with file:
        packed = one.content_kind in PACKED
        return parcel.add_file(path, file, size=one.size, at=one.added_at, pack=packed)


def _put_letters(
    parcel: Parcel, request: RecordsRequest, found: Contents, kept: Collection[int]
) -> list[dict[str, Any]]:
    """Ours as they went out, one at a time; not those whose sending was taken back."""
    names, put = Names(), []
    for event in sorted(sendings(request.events.all()), key=lambda event: (event.on, event.pk)):
        letter = event.letter
        assert letter is not None
        if letter.pk in kept:
            why = "it names other requests, which whoever made this ZIP does not see"
            found.left_out.append(f"a letter of ours of {shown(letter.sent_on)}: {why}")
            continue
        about = about_kept(letter, request.number)
        page = pdf(kept_document(letter, about=about))
        path = f"letters/{names.of(kept_file_name(letter, about=about))}"
        digest = parcel.add_file(
            f"{found.folder}{path}", BytesIO(page), size=len(page), at=letter.made_at, pack=False
        )
        put.append(
            {"path": path, "title": letter.title, "sent_on": letter.sent_on, "sha256": digest}
        )
    found.letters = len(put)
    return put


def _timeline(
    statement: ClockStatement,
    data: dict[str, Any],
    found: Contents,
    files: list[dict[str, Any]],
    letters: list[dict[str, Any]],
) -> str:
    request = statement.records_request
    events = events_of(request)
    context = {
        "request": request,
        "on": statement.on,
        "data": data,
        "events": [event | {"label": EventKind(event["kind"]).label} for event in events],
        "notes_left_out": found.notes_left_out,
        "files": files,
        "letters": letters,
        "left_out": found.left_out,
        "missing": found.missing,
        "in_campaign": bool(found.folder),
    }
    return render_to_string("case_files/timeline.html", context)


def _last_moment(request: RecordsRequest) -> datetime:
    recorded = [event.recorded_at for event in request.events.all()]
    added = [one.added_at for one in request.attachments.all()]
    return max([request.created_at, *recorded, *added])
