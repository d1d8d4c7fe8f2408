"""The rules in force: what the program knows by itself, with what staff have entered."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from requests_app.domain.deadlines.law_book import LAWS
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.deadlines.statutes import Ground, Statute, enacted, law_on
from requests_app.domain.statute_book.models import (
    AppointedHoliday,
    LawVersion,
    appointed_days,
)


def rules_in_force() -> Rules:
    """The laws that were enacted and the holidays that were appointed. Two queries."""
    return rules_of(LawVersion.objects.in_force(), appointed_days(AppointedHoliday.objects.all()))


def rules_of(versions: Iterable[LawVersion], appointed: Mapping[date, str]) -> Rules:
    """The rules as they would be with these versions, each with its first day, in force.

    Raises AlreadyBegins when one begins on the day on which another does.
    """
    laws = LAWS
    for version in sorted(versions, key=_first_day):
        begins = _first_day(version)
        laws = enacted(as_statute(version, on=begins, laws=laws), on=begins, laws=laws)
    return Rules(laws, appointed)


def as_statute(version: LawVersion, *, on: date, laws: tuple[Statute, ...] = LAWS) -> Statute:
    """The version as a value: what it changes, laid over the law in force on the day `on`.

    It is marked as pending; `enacted` puts it in force.
    """
    before = law_on(version.law, on, laws)
    kept = (ground for ground in before.grounds if ground.key not in version.struck_grounds)
    added = (
        Ground(ground_key(version, ground["words"]), ground["words"], ground["citation"])
        for ground in version.added_grounds
    )
    return replace(
        before,
        citation=version.citation,
        days=version.days,
        unit=version.unit,
        extension_days=version.extension_days,
        extension_citation=version.extension_citation,
        grounds=(*kept, *added),
        source=version.source,
        pending=True,
    )


def ground_key(version: LawVersion, words: str) -> str:
    """What a notice keeps of a ground that a version adds: its words decide, not its place in the
    list, so that an amended bill cannot put another ground into an old notice."""
    digest = hashlib.sha256(plain_words(words).encode()).hexdigest()[:12]
    return f"version_{version.pk}_{digest}"


def plain_words(words: str) -> str:
    """What two writings of one ground have in common."""
    return " ".join(words.lower().split())


def _first_day(version: LawVersion) -> date:
    assert version.in_force_from is not None, f"{version} has no first day"
    return version.in_force_from
