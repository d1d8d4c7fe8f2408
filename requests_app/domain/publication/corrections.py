"""Public notes of what a re-issue changed or was withdrawn, and where a figure has gone that was
public."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, QuerySet, When

from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.releases.corrections import (
    CorrectedFigure,
    Correction,
    CorrectionQuerySet,
)
from requests_app.domain.misuse_data.releases.differences import ChangeKind
from requests_app.domain.misuse_data.releases.issues import signed
from requests_app.domain.misuse_data.statements import Statement, statements_of
from requests_app.domain.misuse_data.vocabulary import ReleaseState
from requests_app.domain.publication.published import NotPublished

FIGURES_A_PAGE = 100
NOTES_A_PAGE = 50
NAMES_SHOWN = 100
IN_THE_FEED = 30


class Replaced(NotPublished):
    """It was published and a later issue took its place. `release`: that issue; `correction`: the
    note of what changed, None where nothing did."""

    def __init__(self, release: int, correction: int | None):
        self.release, self.correction = release, correction
        super().__init__("A later issue took its place.")


class Withdrawn(NotPublished):
    """It was published, and then withdrawn, or what had taken its place was. `correction`: the note
    that says why."""

    def __init__(self, correction: int):
        self.correction = correction
        super().__init__("It was withdrawn.")


@dataclass(frozen=True)
class Note:
    """One correction. `replaced`: the earlier issue in words; `release`: the later one, which a
    still later one may have replaced. release_pk: None where `replaced` was withdrawn."""

    pk: int
    title: str
    source: str
    period: str
    replaced: str
    replaced_issued_on: date | None
    release: str
    release_pk: int | None
    release_issued_on: date | None
    published_at: datetime
    why: str
    counts: str

    @property
    def is_withdrawal(self) -> bool:
        return self.release_pk is None

    @property
    def headline(self) -> str:
        """ "Corrected: DOJ, 2023"."""
        return f"{'Withdrawn' if self.is_withdrawal else 'Corrected'}: {self.title}"


@dataclass(frozen=True)
class CorrectedLine:
    """One figure of a note. `passport`: of the figure as it is now; None for one that is gone or
    was replaced since."""

    kind: str
    about: str
    period: str
    measure: str
    was: str
    was_where: str  # in the earlier issue, of which no passport is public any more
    now: str
    by: str
    passport: Statement | None
    figures: tuple[int, ...]


@dataclass(frozen=True)
class NotePage:
    """`renamed`: (name before, name now, how many figures) of agencies whose figures stayed.
    `instead`: (key, title) of what is published now of the source and period of a withdrawn one."""

    note: Note
    page: Page  # of `CorrectedLine`
    renamed: tuple[tuple[str, str, int], ...]
    instead: tuple[int, str] | None = None


def latest_notes() -> list[Note]:
    """Those of the feed, the newest first."""
    return [_note(one) for one in _public()[:IN_THE_FEED]]


def notes_page(number: str | int | None) -> Page:
    page: Page = Paginator(_public(), NOTES_A_PAGE).get_page(number)
    page.object_list = [_note(one) for one in page.object_list]
    return page


def note_page(pk: int, number: str | int | None = 1) -> NotePage:
    """A note with page `number` of its figures, what changed before what came or went. Raises
    `NotPublished`; `Withdrawn` for one of a re-issue that was withdrawn."""
    correction = _public().filter(pk=pk).first()
    if correction is None:
        _raise_if_withdrawn(Release.objects.filter(correction__in=Correction.objects.filter(pk=pk)))
        raise NotPublished(f"No correction {pk} is published.")
    # What changed stands before what came and went.
    first = Case(When(kind=ChangeKind.CHANGED, then=0), default=1)
    figures = correction.figures.exclude(kind=ChangeKind.RENAMED).order_by(first, "kind", "id")
    page: Page = Paginator(figures, FIGURES_A_PAGE).get_page(number)
    page.object_list = _lines(page.object_list)
    renamed = correction.figures.filter(kind=ChangeKind.RENAMED).order_by()
    names = renamed.values_list("before__agency_as_written", "after__agency_as_written")
    counted = names.annotate(count=Count("id")).order_by("after__agency_as_written")[:NAMES_SHOWN]
    return NotePage(_note(correction), page, tuple(counted), _instead(correction))


def _instead(correction: Correction) -> tuple[int, str] | None:
    if not correction.is_withdrawal:
        return None
    of = correction.replaced
    published = Release.objects.all().published().filter(is_quoted_claim=False, source=of.source)
    found = published.filter(covers_from=of.covers_from, covers_to=of.covers_to).first()
    return (found.pk, str(found)) if found else None


def notes_about(figure: int) -> list[Note]:
    """The notes that tell of a published figure, the newest first: it replaced another, or came
    with a re-issue."""
    told = Correction.objects.filter(figures__after_id=figure).values("pk")
    return [_note(one) for one in _public().filter(pk__in=told)]


def notes_of_release(release: int) -> list[Note]:
    """The note that a release came with, if any."""
    return [_note(one) for one in _public().filter(release_id=release)]


def raise_if_replaced(*, figure: int | None = None, release: int | None = None) -> None:
    """Raises `Replaced` for what was public and was replaced, `Withdrawn` for what was taken back;
    an address that was quoted then still leads on."""
    asked = Release.objects.filter(is_sample=False)
    asked = asked.filter(figures__pk=figure) if figure else asked.filter(pk=release or 0)
    _raise_if_withdrawn(asked)
    _raise_if_withdrawn(Release.objects.filter(supersedes__in=asked))
    gone = asked.filter(state=ReleaseState.SUPERSEDED, superseded_by__isnull=False)
    for one in gone.select_related("superseded_by"):
        note = _public().filter(release=one.superseded_by).first()
        raise Replaced(one.superseded_by.pk, note.pk if note else None)


def _raise_if_withdrawn(releases: QuerySet[Release]) -> None:
    if note := Correction.objects.public().filter(release=None, replaced__in=releases).first():
        raise Withdrawn(note.pk)


def _public() -> CorrectionQuerySet:
    return Correction.objects.public().select_related("release", "replaced__source")


def _note(one: Correction) -> Note:
    later = one.release
    return Note(
        pk=one.pk,
        # Both issues are of one source and period.
        title=f"{one.replaced.source}, {one.replaced.period}",
        source=one.replaced.source.name,
        period=one.replaced.period,
        replaced=str(one.replaced),
        replaced_issued_on=one.replaced.issued_on,
        release=str(later or ""),
        release_pk=one.release_id,
        release_issued_on=later.issued_on if later else None,
        published_at=one.published_at,
        why=one.why,
        counts=one.sentence(),
    )


def _lines(figures: Iterable[CorrectedFigure]) -> list[CorrectedLine]:
    figures = list(figures)
    wanted = {pk for one in figures for pk in (one.before_id, one.after_id) if pk}
    stated = {s.figure: s for s in statements_of(Figure.objects.filter(pk__in=wanted))}
    return [_line(one, stated) for one in figures]


def _line(one: CorrectedFigure, stated: dict[int | None, Statement]) -> CorrectedLine:
    before, after = stated.get(one.before_id), stated.get(one.after_id)
    found = after or before
    assert found is not None
    return CorrectedLine(
        kind=one.kind,
        about=found.about,
        period=found.period,
        measure=found.measure,
        was=before.stated if before else "",
        was_where=before.where if before else "",
        now=after.stated if after else "",
        by=signed(one.by),
        passport=after if after and after.state == ReleaseState.PUBLISHED else None,
        figures=tuple(pk for pk in (one.before_id, one.after_id) if pk),
    )
