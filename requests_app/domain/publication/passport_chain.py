"""What a figure went through: who handled it, what it replaced, who printed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.explanation import TELLING
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.queries import FigureQuerySet, about_subject
from requests_app.domain.misuse_data.statements import Statement, statement_of, statements_of

# What is done to a release, as the audit record calls it, and what the passport says of it.
STEPS = {
    "imported figures": "Imported",
    "loaded published figures": "Loaded",
    "submitted for review": "Handed in for review",
    "sent back": "Sent back",
    "published": "Checked and published",
    "superseded": "Superseded",
    "withdrew": "Withdrawn",
}


@dataclass(frozen=True)
class Handled:
    """A step and who took it, by the name as it was then."""

    step: str
    who: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class Replaced:
    """What the superseded issue stated in the figure's place. `figure`: its key, for staff."""

    figure: int
    stated: str
    release_title: str
    issued_on: date | None
    is_same: bool


@dataclass(frozen=True)
class Quoted:
    """Somebody who printed the figure. `label`: under which other measure or period; blank when
    it was printed as what it is."""

    statement: Statement
    label: str


def handled(release: Release) -> tuple[Handled, ...]:
    """The steps of a release in their order. One query."""
    entries = AuditEntry.objects.filter(
        subject_kind=release._meta.model_name, subject_id=str(release.pk), verb__in=STEPS
    )
    return tuple(
        Handled(STEPS[entry.verb], entry.actor_name, entry.at, entry.details.get("reason", ""))
        for entry in entries.order_by("pk")
    )


def replaced_by(figure: Figure) -> Replaced | None:
    """The figure about the same thing in the issue that this one's release superseded. One query,
    none where nothing was superseded."""
    if figure.release.supersedes is None:
        return None
    statement = statement_of(figure)
    earlier = figure.release.supersedes.figures.filter(
        about_subject(statement.subject),
        measure_id=figure.measure_id,
        year_from=figure.year_from,
        year_to=figure.year_to,
    )
    for before in statements_of(earlier):
        if before.same_thing == statement.same_thing and before.figure is not None:
            return Replaced(
                figure=before.figure,
                stated=before.stated,
                release_title=before.release_title,
                issued_on=before.issued_on,
                is_same=before.stated == statement.stated,
            )
    return None


def quotes_of(statement: Statement, among: FigureQuerySet) -> tuple[Quoted, ...]:
    """Whoever else printed this number about this body. One query.

    A small number under another label is a coincidence rather than a quotation.
    """
    if statement.value is None:
        return ()
    printed = among.filter(
        about_subject(statement.subject), release__is_quoted_claim=True, value=statement.value
    )
    found = []
    for one in statements_of(printed.exclude(pk=statement.figure)):
        if one.subject != statement.subject or one.source == statement.source:
            continue
        if one.same_thing == statement.same_thing:
            found.append(Quoted(one, ""))
        elif statement.value >= TELLING and _overlap(one, statement):
            found.append(Quoted(one, _label(one, statement)))
    return tuple(found)


def _overlap(one: Statement, other: Statement) -> bool:
    return one.year_from <= other.year_to and other.year_from <= one.year_to


def _label(one: Statement, statement: Statement) -> str:
    measure = "" if one.measure_key == statement.measure_key else one.measure
    unit = "" if measure or one.unit == statement.unit else one.unit.label
    period = "" if one.period == statement.period else one.period
    return ", ".join(filter(None, (measure, unit, period)))
