"""Which of two issues of a source is the earlier one, so that it does not replace the later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.periods import Covers


class IssueDay(NamedTuple):
    """day: the one that its source gives; where it gives none (not `is_given`), the one on which
    its file came, which is no earlier."""

    day: date
    is_given: bool

    @classmethod
    def known(cls, issued_on: date | None, came_on: Iterable[date]) -> IssueDay | None:
        if issued_on:
            return cls(issued_on, is_given=True)
        came = max(came_on, default=None)
        return cls(came, is_given=False) if came else None

    def __str__(self) -> str:
        said = "as of" if self.is_given else "of a file that came on"
        return f"{said} {self.day}"


def day_of(release: Release) -> IssueDay | None:
    """None where neither its source nor a file says."""
    files = release.returned_files.values_list("came_on", flat=True)
    return IssueDay.known(release.issued_on, files)


def why_older(title: str, day: IssueDay | None, *, than: Release | None) -> str:
    """Why an issue of that day does not replace `than`, which is published; blank where it may."""
    stands = day_of(than) if than else None
    if day is None or stands is None or day.day >= stands.day:
        return ""
    if day.is_given and not stands.is_given:
        return ""  # what came on that day may have been issued long before it
    return (
        f"“{title}” is {day}, “{than}”, which is published, {stands}: a later issue is not"
        " replaced by an earlier one."
    )


def published_issue(*, source: str, covers: Covers, is_sample: bool) -> Release | None:
    """What a release of the source's name and this period would replace."""
    issues = Release.objects.filter(state="published", is_quoted_claim=False, is_sample=is_sample)
    return issues.filter(
        source__name=source, covers_from=covers.first, covers_to=covers.last
    ).first()
