"""What a person tied a quote to, issue by issue: as it was when it was printed, and as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from requests_app.domain.misuse_data.conflicts.agreement import is_its_number
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.quoting.models import Quote
from requests_app.domain.misuse_data.quoting.stated import said, stated_in
from requests_app.domain.misuse_data.statements import Statement, statement_of
from requests_app.domain.misuse_data.vocabulary import ReleaseState
from requests_app.domain.request_log.dates import local_day


@dataclass(frozen=True)
class Issue:
    """One published issue of a source's data. statement: what it states there; None for nothing."""

    release: Release
    statement: Statement | None

    @property
    def out_on(self) -> date:
        """From when it could be quoted: the source's day; where that is not known, ours."""
        assert self.release.published_at is not None  # a constraint of the database
        return self.release.issued_on or local_day(self.release.published_at)

    @property
    def named(self) -> str:
        """ "“DOJ 2023” of 3 March 2025"."""
        of = "of" if self.release.issued_on else "published here on"
        return f"“{self.release}” {of} {self.out_on:%-d %B %Y}"

    @property
    def says(self) -> str:
        return self.statement.stated if self.statement else "no such figure"


@dataclass(frozen=True)
class HeldAgainst:
    """`issues`: the earliest first. `at`: which of them was current when the quote was printed."""

    issues: tuple[Issue, ...]
    at: int

    @property
    def then(self) -> Statement | None:
        """As the issue that was current then had it; what came in later only, as it came."""
        current = self.issues[self.at].statement
        stated = [one.statement for one in self.issues[self.at :] if one.statement]
        was_known = any(one.statement for one in self.issues[: self.at])
        return current if current or was_known or not stated else stated[0]

    @property
    def now(self) -> Statement | None:
        return self.issues[-1].statement

    @property
    def change(self) -> str:
        """What became of it after it was printed; blank where it still stands so."""
        if said(self.then) == said(self.now):
            return ""
        then = next(one for one in self.issues[self.at :] if one.statement == self.then)
        last = self.issues[-1]
        return f"{then.named} had {then.says}; {last.named} has {last.says}."

    def replaced(self, printed: Statement) -> str:
        """That it is the number of an issue that was replaced before it was printed; blank where it
        is not. Raises `NotComparable`."""
        for issue in self.issues[: self.at]:
            if issue.statement is not None and is_its_number(printed, issue.statement):
                return f"{issue.named} had it; {self.issues[self.at].named} was out by then."
        return ""


def held_against(quotes: Iterable[Quote]) -> dict[int, HeldAgainst]:
    """By the quote's id, of those that are tied to what is published, or was issued again and is.
    What was withdrawn says nothing any more. `quotes` are `loaded()`.

    Without re-issues one query, with sums four more; with re-issues two more, and one for each
    issue of the one that was issued most often.
    """
    tied = {one.pk: one for one in quotes if one.is_tied}
    chains = _chains(_release_of(one) for one in tied.values())
    asked = {
        pk: (chain, _thing(one))
        for pk, one in tied.items()
        if (chain := chains[_release_of(one).pk])[-1].state == ReleaseState.PUBLISHED
    }
    stated = stated_in(
        (release, thing)
        for pk, (chain, thing) in asked.items()
        for release in chain
        if len(chain) > 1 or tied[pk].should_be is None
    )
    return {pk: _held(tied[pk], *found, stated) for pk, found in asked.items()}


def _release_of(quote: Quote) -> Release:
    release = quote.should_be.release if quote.should_be else quote.should_be_sum_of
    assert release is not None
    return release


def _thing(quote: Quote) -> Statement:
    """What it is tied to is about the same thing as this."""
    return statement_of(quote.should_be or quote.claim)


def _held(
    quote: Quote,
    chain: tuple[Release, ...],
    thing: Statement,
    stated: Mapping[tuple[int, tuple], Statement],
) -> HeldAgainst:
    own = {_release_of(quote).pk: thing} if quote.should_be else {}
    issues = tuple(
        Issue(one, own.get(one.pk) or stated.get((one.pk, thing.same_thing))) for one in chain
    )
    at = next(place for place, one in enumerate(issues) if one.release == _release_of(quote))
    if quote.printed_on:
        out = [place for place, one in enumerate(issues) if one.out_on <= quote.printed_on]
        at = max(out, default=0)
    return HeldAgainst(issues, at)


def issues_of(release: Release) -> tuple[Release, ...]:
    """All published issues of the same thing, the earliest first. A query for each, and one."""
    return _chains([release])[release.pk]


def _chains(releases: Iterable[Release]) -> dict[int, tuple[Release, ...]]:
    """The issues of one thing, earliest first, by the key of each."""
    known = {one.pk: one for one in releases}
    asked = set(known)
    while asked:
        beside = Release.objects.issued().filter(
            Q(supersedes__in=asked) | Q(superseded_by__in=asked)
        )
        asked = set()
        for one in beside.select_related("source"):
            if one.pk not in known:
                known[one.pk] = one
                asked.add(one.pk)
    after = {one.supersedes_id: one for one in known.values() if one.supersedes_id}
    found: dict[int, tuple[Release, ...]] = {}
    for first in (one for one in known.values() if one.supersedes_id not in known):
        chain = [first]
        while later := after.get(chain[-1].pk):
            chain.append(later)
        found |= dict.fromkeys((one.pk for one in chain), tuple(chain))
    return found
