"""Published releases: whose data, for which period, as of when, and where to check it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count

from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.statements import statements_of
from requests_app.domain.misuse_data.vocabulary import SourceKind
from requests_app.domain.publication.published import (
    NotPublished,
    published_figures,
    returned_file_in_public,
)

FIGURES_A_PAGE = 100


@dataclass(frozen=True)
class ReleaseLine:
    pk: int
    title: str
    source: str
    kind: str
    period: str
    issued_on: date | None
    url: str
    is_quoted: bool
    same_person: bool
    figures: int


@dataclass(frozen=True)
class ReleasePage:
    line: ReleaseLine
    files: tuple[tuple[str, str], ...]  # name, sha256, or that they are not public
    replaced: str
    page: Page  # of statements


def release_lines() -> list[ReleaseLine]:
    """Every published release, our own before quoted ones, the latest period first."""
    releases = (
        Release.objects.all()
        .published()
        .select_related("source")
        .annotate(count=Count("figures"))
        .order_by("is_quoted_claim", "-covers_to", "source__name", "pk")
    )
    return [_line(release, release.count) for release in releases]


def release_page(pk: int, number: str | int | None = 1) -> ReleasePage:
    """A release with page `number` of its figures, in the file's order; an odd number is page 1.

    Raises `NotPublished` for a release that the public may not see.
    """
    published = Release.objects.all().published().select_related("source", "supersedes")
    release = published.filter(pk=pk).first()
    if release is None:
        raise NotPublished(f"No release {pk} is published.")
    figures = published_figures().filter(release=release).order_by("pk")
    page = Paginator(figures, FIGURES_A_PAGE).get_page(number)
    page.object_list = statements_of(page.object_list)
    files = release.returned_files.select_related("attachment")
    return ReleasePage(
        line=_line(release, page.paginator.count),
        files=tuple(map(returned_file_in_public, files)),
        replaced=str(release.supersedes) if release.supersedes else "",
        page=page,
    )


def _line(release: Release, figures: int) -> ReleaseLine:
    return ReleaseLine(
        pk=release.pk,
        title=release.title,
        source=release.source.name,
        kind=SourceKind(release.source.kind).label,
        period=release.period,
        issued_on=release.issued_on,
        url=release.url,
        is_quoted=release.is_quoted_claim,
        same_person=release.is_published_by_its_importer,
        figures=figures,
    )
