"""Importing a returned file: looked at first, then all or nothing; undone while a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from simple_history.utils import bulk_create_with_history

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from requests_app.domain.misuse_data.checks import RowProblem
from requests_app.domain.misuse_data.checks.fits import LONGEST_RAW
from requests_app.domain.misuse_data.measures import ensure_measures
from requests_app.domain.misuse_data.models import Figure, Release, ReturnedFile, Source
from requests_app.domain.misuse_data.previews import Preview, preview_import
from requests_app.domain.misuse_data.proposals import Covers, Proposed
from requests_app.domain.misuse_data.vocabulary import ReleaseState
from requests_app.domain.request_log.models import Attachment

FIGURES_AT_ONCE = 500


class ReleaseNotPossible(Exception):
    """Title, source, period or date of the release cannot be as given."""


class AlreadyInDraft(Exception):
    """The same attachment lies in a draft of the same source and period."""


class NotADraft(Exception):
    """Only a draft can be undone: what was reviewed or published stays on record."""


class RowsRefused(Exception):
    """Rows break a rule; `problems` has the place, value and rule of each. Nothing was written."""

    def __init__(self, problems: list[RowProblem]):
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


@transaction.atomic
def import_figures(
    *,
    attachment: Attachment,
    source: Source,
    title: str,
    covers_from: int,
    covers_to: int,
    issued_on: date | None,
    mapping: Mapping[str, str] | None,
    by: Person,
    at: datetime,
) -> Release:
    """Imports every row of the attachment into a new draft release, or none.

    `source` may be new (unsaved). `issued_on`: as of when the source stands, None if not known.
    Raises `ReleaseNotPossible`, `AlreadyInDraft`, `RowsRefused`, and what `preview_import` raises.
    """
    attachment = Attachment.objects.select_for_update().get(pk=attachment.pk)
    _refuse_impossible_release(source, title, covers_from, covers_to, issued_on, at)
    _refuse_second_draft(attachment, source, covers_from, covers_to)
    covers = Covers(covers_from, covers_to)
    preview = preview_import(attachment=attachment, covers=covers, mapping=mapping)
    if preview.errors:
        raise RowsRefused(preview.errors)
    release = Release.objects.create(
        source=_known_or_saved(source),
        title=title.strip(),
        covers_from=covers_from,
        covers_to=covers_to,
        issued_on=issued_on,
        records_request=attachment.records_request,
        is_sample=attachment.records_request.is_sample,
        imported_by=by,
        imported_at=at,
    )
    returned_file = _save_file(release, attachment, preview)
    _save_figures(release, returned_file, preview.proposed, by, at)
    record(
        verb="imported figures",
        subject=release,
        by=by,
        at=at,
        file=attachment.original_name,
        sha256=attachment.sha256,
        rows=len(preview.table.rows),
        figures=len(preview.proposed),
        warnings=len(preview.warnings),
    )
    return release


def _known_or_saved(source: Source) -> Source:
    """A source is one by its name; the kind it was first given stays."""
    known = Source.objects.filter(name=source.name).first()
    if known is None:
        source.save()
    return known or source


def _refuse_impossible_release(
    source: Source, title: str, first: int, last: int, issued_on: date | None, at: datetime
) -> None:
    if not title.strip():
        raise ReleaseNotPossible("The release needs a title.")
    if not source.name.strip():
        raise ReleaseNotPossible("The release needs a source: who states these figures.")
    today = timezone.localdate(at)
    if not 1990 <= first <= last <= today.year:
        raise ReleaseNotPossible(
            f"{Covers(first, last)} cannot be covered: years run from 1990 to {today.year},"
            " and a period does not end before it begins."
        )
    if issued_on and not last <= issued_on.year:
        raise ReleaseNotPossible(
            f"As of {issued_on} nobody can state figures for {last}: that year had not begun."
        )
    if issued_on and issued_on > today:
        raise ReleaseNotPossible(f"As of {issued_on} is in the future.")


def _refuse_second_draft(attachment: Attachment, source: Source, first: int, last: int) -> None:
    draft = Release.objects.filter(
        returned_files__attachment=attachment,
        source__name=source.name,
        covers_from=first,
        covers_to=last,
        state=ReleaseState.DRAFT,
    ).first()
    if draft:
        raise AlreadyInDraft(f"“{attachment}” is in the draft “{draft}” already: undo that first.")


def _save_file(release: Release, attachment: Attachment, preview: Preview) -> ReturnedFile:
    return ReturnedFile.objects.create(
        release=release,
        attachment=attachment,
        reader=preview.table.reader,
        encoding=preview.table.encoding,
        mapping=preview.mapping,
        rows_read=len(preview.table.rows),
        rows_left_out=[[row.number, row.why] for row in preview.table.left_out],
    )


def _save_figures(
    release: Release, file: ReturnedFile, proposed: list[Proposed], by: Person, at: datetime
) -> None:
    measures = ensure_measures()
    figures = [
        Figure(
            release=release,
            returned_file=file,
            agency=p.agency,
            agency_as_written=p.agency_as_written,
            year_from=p.period.first,
            year_to=p.period.last,
            measure=measures[p.measure],
            measure_as_written=p.measure_as_written,
            unit=p.unit,
            answer=p.understood.answer,
            qualifier=p.understood.qualifier,
            value=p.understood.value,
            raw=p.raw[:LONGEST_RAW],
            where=p.where,
            note=p.note,
        )
        for p in proposed
        if p.period is not None  # every period is known: the checks refused the others
    ]
    # A plain bulk_create would leave no history.
    bulk_create_with_history(
        figures, Figure, batch_size=FIGURES_AT_ONCE, default_user=by, default_date=at
    )


@transaction.atomic
def undo_import(*, release: Release, by: Person, at: datetime) -> None:
    """Takes a draft back: its figures and the reading of its file go, the file itself stays.

    Raises `NotADraft` for anything that was handed in for review or published.
    """
    locked = Release.objects.select_for_update().get(pk=release.pk)
    if locked.state != ReleaseState.DRAFT:
        raise NotADraft(
            f"“{locked}” is {locked.get_state_display().lower()}: only a draft can be undone."
        )
    record(
        verb="undid import",
        subject=locked,
        by=by,
        at=at,
        figures=locked.figures.count(),
        files=[str(file.attachment) for file in locked.returned_files.all()],
    )
    locked.delete()
