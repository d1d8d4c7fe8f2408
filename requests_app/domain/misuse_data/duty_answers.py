"""What a release's figures tell of the duty of 1 February, handed on to the room that keeps it.

An agency's row is evidence that it reported; a number in an article is none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from requests_app.domain.accounts.models import Person
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.statements import spelled
from requests_app.domain.misuse_data.vocabulary import Answer, Qualifier, SourceKind
from requests_app.domain.reporting import answers as duties
from requests_app.domain.reporting.found import (
    Evidence,
    Reported,
    record_answers,
    set_aside_answers,
    take_back_answers,
)

NAMED = 2  # measures in words: "4 investigations, 2 violations"
SAID_FIRST = ("complaints", "investigations", "misuse-found", "violations")
ZERO = {Answer.REPORTED_ZERO, Answer.LISTED_AS_NONE}
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
    if said & ZERO and Answer.DID_NOT_REPORT not in said:
        return duties.Answer.REPORTED_ZERO
    if said == {Answer.DID_NOT_REPORT}:
        return duties.Answer.DID_NOT_REPORT
    return duties.Answer.UNCLEAR


def tell_duties(*, release: Release, by: Person | None, at: datetime) -> int:
    """Records what the release tells of every agency and single year in it; returns how many
    duties that changed. Called within its import. The sample and quoted claims tell nothing."""
    if release.is_sample or release.is_quoted_claim:
        return 0
    told_by = _TELLERS.get(SourceKind(release.source.kind), duties.Teller.OTHER)
    evidence = Evidence(release.pk, release.title, told_by)
    return record_answers(evidence=evidence, answers=_told(release), by=by, at=at)


def take_back_from_duties(*, release: Release, by: Person | None, at: datetime) -> int:
    """The import of the release is undone."""
    return take_back_answers(release_number=release.pk, by=by, at=at)


def set_aside_in_duties(*, release: Release, by: Person | None, at: datetime) -> int:
    """A later issue has superseded the release."""
    return set_aside_answers(release_number=release.pk, by=by, at=at)


def _told(release: Release) -> Iterator[Reported]:
    said = _said(release)
    answers: dict[tuple[int, int], tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    rows = (
        release.figures.of_single_years()
        .filter(agency__isnull=False)
        .order_by()
        .values_list("agency_id", "year_to", "answer", "measure__is_outcome")
        .distinct()
    )
    for agency, year, answer, is_outcome in rows:
        answers[agency, year][is_outcome].add(answer)
    for (agency, year), (plain, outcomes) in answers.items():
        words = ", ".join(said.get((agency, year), ()))
        yield Reported(agency, year, answer_of(plain, outcomes), words)


def _said(release: Release) -> dict[tuple[int, int], list[str]]:
    """The first counts of each agency and year, in words and in the order of the measures."""
    rows: Iterable[tuple] = (
        release.figures.of_single_years()
        .filter(agency__isnull=False, answer=Answer.REPORTED, measure__key__in=SAID_FIRST)
        .order_by("agency_id", "year_to", "measure__position", "pk")
        .values_list("agency_id", "year_to", "value", "qualifier", "measure__name")
    )
    said: dict[tuple[int, int], list[str]] = defaultdict(list)
    for agency, year, value, qualifier, name in rows:
        words = said[agency, year]
        if len(words) < NAMED:
            mark = "" if qualifier == Qualifier.EXACT else f"{Qualifier(qualifier).label} "
            words.append(f"{mark}{spelled(value)} {name}")
    return said
