"""The latest year's story in honest sentences, made from the figures alone.

Each sentence carries the figure it rests on, so that its source is one click away.
"""

from __future__ import annotations

from dataclasses import dataclass

from requests_app.domain.misuse_data.comparison import AgencyTable, agency_on_agency
from requests_app.domain.misuse_data.comparison.agency_on_agency import OUTLIER_SHARE
from requests_app.domain.misuse_data.conflicts.finding import Conflict, ConflictKind
from requests_app.domain.misuse_data.explanation import CauseKind
from requests_app.domain.misuse_data.statements import Statement
from requests_app.domain.misuse_data.vocabulary import Qualifier
from requests_app.domain.misuse_data.wording import percent, spelled
from requests_app.domain.publication.published import published_figures
from requests_app.domain.publication.tallies import HEADLINE_MEASURES, Cell, Tallies


@dataclass(frozen=True)
class Sentence:
    """`figure`: the key of the figure it rests on, None for a sum of ours (see `release`)."""

    text: str
    figure: int | None
    release: int
    label: str
    is_contested: bool = False


@dataclass(frozen=True)
class Story:
    year: int
    lead: tuple[Sentence, ...]
    warnings: tuple[Sentence, ...]  # other numbers in circulation, and why they are not used


def latest_story(tallies: Tallies) -> Story | None:
    """The story of the latest year with a statewide number; None when no year has one."""
    for row in tallies.rows:
        cells = {head.key: cell for head, cell in row.by_head}
        for key in HEADLINE_MEASURES:
            cell = cells[key]
            if cell.shown is not None and cell.shown.value is not None:
                return _story(cell, cell.shown)
    return None


def _story(cell: Cell, total: Statement) -> Story:
    tables = agency_on_agency(
        published_figures(), year=total.year_to, measure_key=total.measure_key, shown=1
    )
    # A share is only taken of the same source's total: sources may count differently.
    of_total = (total.source, total.unit)
    same_source = [table for table in tables if (table.source, table.unit) == of_total]
    lead = [_total_sentence(total)]
    if same_source:
        lead += _agency_sentences(same_source[0], total)
    warnings = [w for conflict in cell.conflicts for w in _warnings(conflict, total)]
    return Story(total.year_to, tuple(lead), tuple(warnings))


def _total_sentence(total: Statement) -> Sentence:
    said = f"{_capital(total.stated)} {total.measure} in {total.year_to}"
    if total.is_our_sum:
        text = f"{said} in the data of {total.source}: {total.where}."
    else:
        text = f"{said}, statewide, according to {total.source}."
    return _sentence(f"{text}{_note(total)}", total)


def _agency_sentences(table: AgencyTable, total: Statement) -> list[Sentence]:
    top = table.rows[0]
    largest = top.statement
    if not largest.value or not total.value or largest.value > total.value:
        return []
    if {largest.qualifier, total.qualifier} != {Qualifier.EXACT}:
        return []
    share = largest.value / total.value
    rest = total.value - largest.value
    # Without a row for every agency the largest is only known to be so past the half.
    is_past_half = share > OUTLIER_SHARE and not total.is_our_sum
    most = "the most of any agency" if is_past_half else "the most of those listed"
    text = (
        f"{largest.about} accounts for {largest.stated} of them, {percent(share)} and {most};"
        f" all others together for {spelled(rest)}.{_note(largest)}"
    )
    return [_sentence(text, largest)]


def _note(statement: Statement) -> str:
    """A caveat travels with its figure: as it stands when it is a sentence, else quoted."""
    note = statement.note.strip()
    if not note:
        return ""
    return f" {note}" if note.endswith(".") else f" Its note says: “{note}”."


def _warnings(conflict: Conflict, total: Statement) -> list[Sentence]:
    """What else is in circulation, disarmed as far as the search found why."""
    if conflict.kind != ConflictKind.DIFFERENT_NUMBERS:
        return [
            _sentence(cause.sentence, cause.evidence or cause.of, True) for cause in conflict.causes
        ]
    sentences = []
    for rival in conflict.statements:
        if rival == total or rival.value == total.value:
            continue
        causes = [c for c in conflict.causes if c.of == rival]
        text = f"{rival.source} prints {rival.stated} for {rival.period}."
        if rival.is_our_sum:
            text = f"The rows of {rival.source} come to {rival.stated} for {rival.period}."
        if causes and causes[0].kind == CauseKind.OTHER_PERIOD and causes[0].evidence:
            other = causes[0].evidence
            text = (
                f"{rival.stated} is most likely not the number of {rival.period}, though"
                f" {rival.source} prints it so: it equals the {other.period} total stated by"
                f" {other.source}."
            )
        elif causes:
            text += f" {causes[0].sentence}"
        else:
            text += " Why the two differ is not known."
        sentences.append(_sentence(text, rival, True))
    return sentences


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(text: str, statement: Statement, is_contested: bool = False) -> Sentence:
    return Sentence(text, statement.figure, statement.release, statement.label, is_contested)
