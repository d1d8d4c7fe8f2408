"""What a release's figures tell of the duty of 1 February, handed on to the room that keeps it.

An agency's row is evidence that it reported; a number in an article is none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import groupby, islice
from operator import itemgetter

from requests_app.domain.accounts.models import Person
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.vocabulary import (
    NONE_AT_ALL,
    Answer,
    Qualifier,
    SourceKind,
)
from requests_app.domain.misuse_data.wording import spelled
from requests_app.domain.reporting import answers as duties
from requests_app.domain.reporting.found import Evidence, Reported, record_answers

AT_ONCE = 5_000  # rows
NAMED = 2  # measures in words: "4 investigations, 2 violations"
SAID_FIRST = ("complaints", "investigations", "misuse-found", "violations")
_TELLERS = {SourceKind.DOJ: duties.Teller.DOJ, SourceKind.AGENCY: duties.Teller.AGENCY}


def answer_of(answers: Collection[str], outcomes: Collection[str] = ()) -> duties.Answer:
    """One answer for all that a release says of an agency's year.

    `answers` are those of complaints, investigations, violations …, `outcomes` those of what became
    of them. A number anywhere is a report. Otherwise the outcomes count only where nothing else is
    said: a blank column "suspended" makes no zero unclear, and no silence a zero.
    """
    if Answer.REPORTED in (*answers, *outcomes):
        return duties.Answer.REPORTED
    said = set(answers) or set(outcomes)
    if Answer.WITHHELD in said:
        return duties.Answer.WITHHELD
    if said.intersection(NONE_AT_ALL) and Answer.DID_NOT_REPORT not in said:
        return duties.Answer.REPORTED_ZERO
    if said == {Answer.DID_NOT_REPORT}:
        return duties.Answer.DID_NOT_REPORT
    return duties.Answer.UNCLEAR


def tell_duties(
    *, release: Release, replaced: Release | None, by: Person | None, at: datetime
) -> int:
    """Records what the release tells of every agency and single year in it; returns how many
    duties that changed. Part of publishing it: a draft tells nobody anything, and what `replaced`
    told counts no more. The sample and quoted claims tell nothing."""
    if release.is_sample or release.is_quoted_claim:
        return 0
    return record_answers(
        evidence=Evidence(
            release.pk,
            release.title,
            _TELLERS.get(SourceKind(release.source.kind), duties.Teller.OTHER),
        ),
        answers=_told(release),
        by=by,
        at=at,
        replaces=replaced.pk if replaced else None,
    )


def take_back_told(*, release: Release, by: Person | None, at: datetime) -> int:
    """What the release told of the duties counts no more, and nothing comes in its place; returns
    how many duties that changed. Part of withdrawing it."""
    told_by = _TELLERS.get(SourceKind(release.source.kind), duties.Teller.OTHER)
    evidence = Evidence(release.pk, release.title, told_by)
    return record_answers(evidence=evidence, answers=(), by=by, at=at, replaces=release.pk)


def _told(release: Release) -> Iterator[Reported]:
    """Agency by agency and year by year."""
    said = _said(release)
    rows = (
        _of_agencies_and_years(release)
        .order_by("agency_id", "year_to")
        .values_list("agency_id", "year_to", "answer", "measure__is_outcome")
        .distinct()
    )
    for (agency, year), found in groupby(rows.iterator(chunk_size=AT_ONCE), key=itemgetter(0, 1)):
        answers: tuple[set[str], set[str]] = (set(), set())
        for _, _, answer, is_outcome in found:
            answers[is_outcome].add(answer)
        yield Reported(agency, year, answer_of(*answers), said.get((agency, year), ""))


def _said(release: Release) -> dict[tuple[int, int], str]:
    """The first counts of each agency and year in words, by the order of the measures."""
    rows = (
        _of_agencies_and_years(release)
        .filter(answer=Answer.REPORTED, measure__key__in=SAID_FIRST)
        .order_by("agency_id", "year_to", "measure__position", "pk")
        .values_list("agency_id", "year_to", "value", "qualifier", "measure__name")
    )
    return {
        key: ", ".join(_count_in_words(*row[2:]) for row in islice(found, NAMED))
        for key, found in groupby(rows.iterator(chunk_size=AT_ONCE), key=itemgetter(0, 1))
    }


def _of_agencies_and_years(release: Release) -> FigureQuerySet:
    return release.figures.of_single_years().filter(agency__isnull=False)


def _count_in_words(value: Decimal, qualifier: str, measure: str) -> str:
    mark = "" if qualifier == Qualifier.EXACT else f"{Qualifier(qualifier).label} "
    counted = measure.removesuffix("s") if value == 1 else measure
    return f"{mark}{spelled(value)} {counted}"
