"""What the list of returned data shows: files that wait to be read, and the releases that stand."""

from __future__ import annotations

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from requests_app.domain.accounts.models import Person
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.queries import ReleaseQuerySet
from requests_app.domain.misuse_data.releases.corrections import Correction
from requests_app.domain.misuse_data.transcription.operations import READ_BY_PEOPLE
from requests_app.domain.misuse_data.vocabulary import ReleaseState
from requests_app.domain.request_log.models import Attachment
from requests_app.domain.request_log.sight import seen_by

# Kinds of files in which a table can stand; a letter or a mail waits for nobody.
WITH_TABLES = READ_BY_PEOPLE | {"csv", "text", "html", "xlsx", "xls", "ods", "office-97"}


def files_waiting(person: Person | None = None) -> QuerySet[Attachment]:
    """Files that may hold a table of which nobody has read the rows, and that are there for
    `person`; the latest first. One that was typed waits no more: its table does."""
    waiting = Attachment.objects.filter(
        content_kind__in=WITH_TABLES,
        state=Attachment.State.NORMAL,
        returned_files__isnull=True,
        transcription__isnull=True,
    )
    return seen_by(waiting, person).select_related("records_request__agency")


def releases_listed(person: Person | None = None) -> ReleaseQuerySet:
    """The releases that stand and are there for `person`, the latest period first, each with
    `figure_count` (its own figures) and `issue_count` (how often its source has published the
    period, itself among them)."""
    figures = Figure.objects.filter(release=OuterRef("pk")).order_by().values("release")
    issues = (
        Release.objects.filter(
            source=OuterRef("source"),
            covers_from=OuterRef("covers_from"),
            covers_to=OuterRef("covers_to"),
            is_sample=OuterRef("is_sample"),
            is_quoted_claim=False,
            published_at__isnull=False,
        )
        .exclude(state=ReleaseState.WITHDRAWN)
        .order_by()
        .values("source")
    )
    return (
        seen_by(Release.objects.current(), person)
        .select_related("source", "imported_by")
        .annotate(figure_count=_counted(figures), issue_count=_counted(issues))
        .order_by("-covers_to", F("issued_on").desc(nulls_last=True), "-pk")
    )


def in_the_works(releases: ReleaseQuerySet) -> ReleaseQuerySet:
    """Those that nobody has published yet; what waits for a reviewer first."""
    wanted = [ReleaseState.DRAFT, ReleaseState.IN_REVIEW]
    return releases.filter(state__in=wanted).order_by("-state", "-imported_at", "-pk")


def withdrawn_listed(person: Person | None = None) -> ReleaseQuerySet:
    """Those that were published and taken back, the latest withdrawal first, as far as they are
    there for `person`."""
    withdrawn = Release.objects.filter(state=ReleaseState.WITHDRAWN)
    figures = Figure.objects.filter(release=OuterRef("pk")).order_by().values("release")
    taken_back = Correction.objects.filter(replaced=OuterRef("pk"), release=None)
    return (
        seen_by(withdrawn, person)
        .select_related("source", "imported_by")
        .annotate(
            figure_count=_counted(figures),
            withdrawn_at=Subquery(taken_back.values("published_at")[:1]),
        )
        .order_by("-withdrawn_at", "-pk")
    )


def _counted(rows: QuerySet) -> Coalesce:
    number = Subquery(rows.annotate(number=Count("pk")).values("number"))
    return Coalesce(number, 0, output_field=IntegerField())
