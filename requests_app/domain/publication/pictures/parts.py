"""What all pictures need: bars of statements, the line of sources, the caveats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.utils.text import slugify

from requests_app.domain.drawing.pictures import Note, TableRow
from requests_app.domain.drawing.rows import Bar, Way
from requests_app.domain.misuse_data.statements import Statement
from requests_app.domain.misuse_data.vocabulary import Unit
from requests_app.domain.publication.addresses import Sourced

AddressOf = Callable[[Sourced], str]
NO_FIGURE = "no figure"


def slug_of(text: str) -> str:
    """Of a source or a measure, for an address; "unnamed" for a text without a Latin letter."""
    return slugify(text.replace(":", " ")) or "unnamed"


def bar_of(label: str, statement: Statement | None, href: str = "") -> Bar:
    """A statement's bar; without one, and of an answer that is no number, a gap with its words."""
    if statement is None:
        return Bar(label, None, NO_FIGURE)
    if statement.value is None:
        return Bar(label, None, str(statement.answer.label), href=href)
    suffix = "%" if statement.unit == Unit.PERCENT else ""
    qualifier = str(statement.qualifier.value)
    return Bar(label, statement.value, qualifier=qualifier, href=href, suffix=suffix)


def number_in_table(statement: Statement | None) -> str:
    """ "6789", or "" where there is no number: what it is instead says the answer."""
    if statement is None or statement.value is None:
        return ""
    return f"{statement.value.normalize():f}"


def answer_in_table(statement: Statement | None) -> str:
    """ "reported a number (at least)", "did not report", "no figure"."""
    if statement is None:
        return NO_FIGURE
    if statement.value is None or statement.qualifier == "exact":
        return str(statement.answer.label)
    return f"{statement.answer.label} ({statement.qualifier.label})"


def row_of(
    first: str, statement: Statement | None, address_of: AddressOf, href: str = ""
) -> TableRow:
    """First cell, number, answer, source, note."""
    return TableRow(
        cells=(
            first,
            number_in_table(statement),
            answer_in_table(statement),
            statement.source if statement else "",
            _note_of(statement) if statement else "",
        ),
        href=href,
        passport=address_of(statement) if statement else "",
    )


def _note_of(statement: Statement) -> str:
    """Its caveat; of a sum of ours first that it is one, and whose rows it adds."""
    if not statement.is_our_sum:
        return statement.note
    return f"{capital(statement.where)}. {statement.note}".strip()


def sources_of(statements: Iterable[Statement]) -> str:
    """ "EFF (2017, 2023); Desert Sun (2016)", the source of most years first."""
    years: dict[str, set[int]] = defaultdict(set)
    for statement in statements:
        years[statement.source].add(statement.year_to)
    in_order = sorted(years.items(), key=lambda one: (-len(one[1]), one[0]))
    if len(in_order) == 1:
        return in_order[0][0]
    return "; ".join(f"{name} ({', '.join(map(str, sorted(y)))})" for name, y in in_order)


def caveats_of(statements: Iterable[Statement]) -> list[Note]:
    """Each note with whom it is about; a caveat is shown wherever the figure is, and that a sum is
    ours is one."""
    notes = ((s, _note_of(s).strip()) for s in statements)
    told = (f"{s.about}, {s.period}: {note}" for s, note in notes if note)
    return [Note(text) for text in dict.fromkeys(told)]


def way_to(statement: Statement, address_of: AddressOf) -> Way:
    return Way(statement.label, address_of(statement))


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def unit_of(measure: str, unit: Unit) -> str:
    """The unit, unless the measure's name says it already."""
    return "" if measure.lower() == str(unit.label).lower() else str(unit.label)
