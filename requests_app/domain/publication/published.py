"""The one way to what the public may see. Everything in this room starts here."""

from __future__ import annotations

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.comparison.sums import summed_statements
from requests_app.domain.misuse_data.conflicts.finding import Conflict, conflicts
from requests_app.domain.misuse_data.models import Figure, ReturnedFile
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.statements import Statement, statements_of
from requests_app.domain.request_log.file_access import may_leave
from requests_app.domain.request_log.models import Attachment


class NotPublished(LookupError):
    """There is no such thing, or none that the public may see; the two are not told apart."""


NOT_PUBLIC = "not public"


def file_in_public(attachment: Attachment) -> tuple[str, str]:
    """The file's name and sha256 (hex); both are `NOT_PUBLIC` for one that may not leave the store.

    A name may say what was restricted, and a hash tells whoever has the file that we have it too.
    """
    if not may_leave(attachment):
        return NOT_PUBLIC, NOT_PUBLIC
    return attachment.original_name, attachment.sha256


def returned_file_in_public(file: ReturnedFile) -> tuple[str, str]:
    """The same of a file that was read; one that came without a request has no state of its own."""
    if file.attachment is None:
        return file.original_name, file.sha256
    return file_in_public(file.attachment)


def last_change() -> int:
    """Another number as soon as anybody did anything, for every operation leaves an entry."""
    entries = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True)
    return entries.first() or 0


def published_figures() -> FigureQuerySet:
    """Figures of published releases: no draft, no superseded issue, nothing of the sample."""
    return Figure.objects.all().published()


def published_statewide(*, year: int | None = None) -> list[Statement]:
    """Every published statement about the whole state, our sums of a release's rows among them;
    with `year` the sums of that year only."""
    figures = published_figures()
    added = figures if year is None else figures.of_year(year)
    return statements_of(figures.statewide()) + summed_statements(added)


def published_conflicts(
    statewide: list[Statement], *, of: FigureQuerySet | None = None
) -> list[Conflict]:
    """Where published figures contradict each other or a sum among `statewide`.

    `of`: which figures' contradictions are wanted; without it those about the whole state.
    """
    figures = published_figures()
    sums = [s for s in statewide if s.is_our_sum]
    return conflicts(figures.statewide() if of is None else of, among=figures, sums=sums)
