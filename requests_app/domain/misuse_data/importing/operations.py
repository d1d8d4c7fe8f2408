"""Importing a returned file: looked at first, then all or nothing; undone while a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.audit.operations import record
from requests_app.domain.deadlines.years import FIRST_YEAR
from requests_app.domain.misuse_data.checks import RowProblem
from requests_app.domain.misuse_data.importing.acceptance import keep_warnings
from requests_app.domain.misuse_data.importing.incoming import Incoming
from requests_app.domain.misuse_data.importing.loading import loading
from requests_app.domain.misuse_data.importing.previews import OpenFile, Wanted, as_chosen, opened
from requests_app.domain.misuse_data.importing.runs import Preview
from requests_app.domain.misuse_data.importing.stored_files import forget_files
from requests_app.domain.misuse_data.measures import ensure_measures
from requests_app.domain.misuse_data.models import Release, ReturnedFile, Source
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.reading.layouts import remember
from requests_app.domain.misuse_data.reading.mapping import Columns
from requests_app.domain.misuse_data.reading.recognition import Chosen
from requests_app.domain.misuse_data.releases.locking import locked_release
from requests_app.domain.misuse_data.releases.rounds import leave_rounds_with_file
from requests_app.domain.misuse_data.sources import locked_source
from requests_app.domain.misuse_data.vocabulary import ReleaseState
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.request_log.sight import check_reach
from requests_app.domain.request_log.sight_of_gone import was_kept

UNDONE = "undid import"
LONGEST_TITLE = 200  # characters; of a source's name as well


class ReleaseNotPossible(Exception):
    """Title, source, period or date of the release cannot be as given."""


class NotADraft(Exception):
    """Only a draft can be undone: what was reviewed or published stays on record."""


class RowsRefused(Exception):
    """Rows break a rule; `problems` has the place, value and rule of the first of each rule, and
    `preview` all that was found. Nothing was written."""

    def __init__(self, preview: Preview):
        self.preview = preview
        self.problems: list[RowProblem] = preview.errors
        self.count = preview.error_count
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Titled:
    """How a release is called, and as of when its source stands (None: not known)."""

    title: str
    issued_on: date | None = None


@transaction.atomic
def import_figures(
    *,
    attachment: Attachment,
    source: Source,
    title: str,
    covers_from: int,
    covers_to: int,
    issued_on: date | None,
    mapping: Chosen | Columns | None,
    by: Person,
    at: datetime,
) -> Release:
    """Imports every row of the attachment into a new draft release, or none.

    `source` may be new (unsaved). `issued_on`: as of when the source stands, None if not known.
    Raises `ReleaseNotPossible`, `RowsRefused`, `NotAMember`, and what `previewed` raises.
    """
    attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
    check_reach(by, attachment, to=Permission.IMPORT_FIGURES)
    wanted = Wanted(source, Covers(covers_from, covers_to), as_chosen(mapping))
    incoming = Incoming.attached(attachment)
    return import_file(
        incoming=incoming, wanted=wanted, titled=Titled(title, issued_on), by=by, at=at
    )[0]


@transaction.atomic
def import_file(
    *, incoming: Incoming, wanted: Wanted, titled: Titled, by: Person | None, at: datetime
) -> tuple[Release, Preview]:
    """The same for a file that may have come without a request, with what was found in it.

    Rows go into the database as they are read; an error takes all of them back.
    """
    _refuse_impossible_release(wanted, titled, at)
    source = locked_source(wanted.source.name, kind=wanted.source.kind)
    with opened(incoming, wanted) as file:
        release = _release(incoming, source, wanted.covers, titled, by=by, at=at)
        returned = incoming.as_returned(file.file, file.sha256)
        returned.release = release
        preview = _loaded(file, returned)
        if preview.error_count:
            raise RowsRefused(preview)
        _describe(returned, preview, by=by, at=at)
        incoming.keep(file.file, file.sha256)
    return release, preview


def _loaded(file: OpenFile, returned: ReturnedFile) -> Preview:
    returned.save_without_historical_record()  # type: ignore[attr-defined]  # not whole yet
    with loading(returned, ensure_measures()) as take:
        return file.go_through(sink=take)


def _describe(returned: ReturnedFile, preview: Preview, *, by: Person | None, at: datetime) -> None:
    """Keeps what is told of the file beside its figures, and that it was imported."""
    first, release = preview.sheets[0].found.sheet, returned.release
    returned.reader, returned.encoding = first.kind, first.encoding
    returned.rows_read = preview.rows
    returned.sheets = [sheet.as_json() for sheet in preview.sheets]
    returned.save()
    keep_warnings(release, preview.problems)
    for said in preview.sheets:
        if said.found.is_taken:
            columns, mapping = said.found.columns, said.found.mapping
            remember(source=release.source, columns=columns, mapping=mapping, by=by, at=at)
    record(
        verb="imported figures",
        subject=release,
        by=by,
        at=at,
        file=returned.original_name,
        sha256=returned.sha256,
        rows=preview.rows,
        figures=preview.figures,
        warnings=preview.warning_count,
    )


def _release(
    incoming: Incoming,
    source: Source,
    covers: Covers,
    titled: Titled,
    *,
    by: Person | None,
    at: datetime,
) -> Release:
    return Release.objects.create(
        source=source,
        title=titled.title.strip(),
        covers_from=covers.first,
        covers_to=covers.last,
        issued_on=titled.issued_on,
        records_request=incoming.records_request,
        is_sample=incoming.is_sample,
        imported_by=by,
        imported_at=at,
    )


def _refuse_impossible_release(wanted: Wanted, titled: Titled, at: datetime) -> None:
    (first, last), issued_on = wanted.covers, titled.issued_on
    if not titled.title.strip():
        raise ReleaseNotPossible("The release needs a title.")
    if not wanted.source.name.strip():
        raise ReleaseNotPossible("The release needs a source: who states these figures.")
    if max(len(titled.title.strip()), len(wanted.source.name)) > LONGEST_TITLE:
        raise ReleaseNotPossible(f"Title and source have at most {LONGEST_TITLE} characters each.")
    today = timezone.localdate(at)
    if not FIRST_YEAR <= first <= last <= today.year:
        raise ReleaseNotPossible(
            f"{wanted.covers} cannot be covered: years run from {FIRST_YEAR} to {today.year},"
            " and a period does not end before it begins."
        )
    if issued_on and not last <= issued_on.year:
        raise ReleaseNotPossible(
            f"As of {issued_on} nobody can state figures for {last}: that year had not begun."
        )
    if issued_on and issued_on > today:
        raise ReleaseNotPossible(f"As of {issued_on} is in the future.")


def was_undone(release: int, *, by: Person) -> bool:
    """Whether there was a release of that number, there for `by`, and its import was taken back."""
    undone = AuditEntry.objects.filter(
        subject_kind=Release._meta.model_name, subject_id=str(release), verb=UNDONE
    )
    return undone.exists() and not was_kept(by, Release, release)


@transaction.atomic
def undo_import(*, release: Release, by: Person | None, at: datetime) -> None:
    """Takes a draft back: its figures and the reading of its file go. An attachment stays; a file
    that came without a request goes too, unless something else needs it. What reviewers said of it
    stays with the attachment.

    Raises `ReleaseGone` where somebody was quicker, and `NotADraft` for anything that was handed in
    for review or published.
    """
    locked = locked_release(release, by=by, to=Permission.IMPORT_FIGURES)
    if locked.state != ReleaseState.DRAFT:
        raise NotADraft(
            f"“{locked}” is {locked.get_state_display().lower()}: only a draft can be undone."
        )
    files = list(locked.returned_files.all())
    record(
        verb=UNDONE,
        subject=locked,
        by=by,
        at=at,
        figures=locked.figures.count(),
        files=[file.original_name for file in files],
    )
    locked.figures.all().take_back()
    leave_rounds_with_file(locked)
    locked.delete()
    kept = {str(file.file.name) for file in files if file.file}
    transaction.on_commit(lambda: forget_files(kept), robust=True)
