"""A figure as a plain value that can be compared: who states what about whom, for which period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from requests_app.domain.misuse_data.models import Figure, Measure
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.domain.misuse_data.vocabulary import Answer, Qualifier, SourceKind, Unit
from requests_app.domain.misuse_data.wording import in_words, kind_in_words
from requests_app.domain.sheets.words import plain_words

STATEWIDE = "California (statewide)"


@dataclass(frozen=True)
class Statement:
    """What one source states. `figure` is None for a sum that we made of a release's own rows.

    `subject` tells two agencies apart (directory key, else folded name; both blank: the state);
    `measure_key` tells two measures apart, unmapped ones by the source's own words.
    """

    figure: int | None
    release: int
    release_title: str
    source: str
    source_kind: SourceKind
    subject: tuple[int | None, str]
    about: str
    year_from: int
    year_to: int
    measure_key: str
    measure: str
    unit: Unit
    answer: Answer
    qualifier: Qualifier
    value: Decimal | None
    raw: str
    where: str
    note: str
    url: str
    issued_on: date | None
    state: str
    is_quoted: bool
    is_sample: bool
    is_outcome: bool = False
    measure_position: int = 0  # the measure's place where several are listed
    is_typed: bool = False  # a quote that somebody entered here by hand: nobody checked it

    @property
    def period(self) -> str:
        """ "2023" or "2019–2023"."""
        return str(Covers(self.year_from, self.year_to))

    @property
    def is_single_year(self) -> bool:
        return self.year_from == self.year_to

    @property
    def is_statewide(self) -> bool:
        return self.subject == (None, "")

    @property
    def stated(self) -> str:
        """The number with its qualifier in words, or the answer where there is no number."""
        return in_words(self.answer, self.qualifier, self.value, self.unit)

    @property
    def kind_of_source(self) -> str:
        """ "Press"; blank where the source's name says it already."""
        return kind_in_words(self.source, self.source_kind)

    @property
    def is_our_sum(self) -> bool:
        """Whether the source stated no such number, and we added the rows of its release."""
        return self.figure is None

    @property
    def stated_by(self) -> str:
        """Who says so: "EFF", "our sum of the DOJ's rows"."""
        return f"our sum of the rows of {self.source}" if self.is_our_sum else self.source

    @property
    def label(self) -> str:
        """Source, period and place in one line, for the mark beside a number."""
        return f"{self.source}, {self.period}, {self.where}"

    @property
    def same_thing(self) -> tuple:
        """What two statements share when they speak of the same thing and may be compared."""
        return (self.subject, self.year_from, self.year_to, self.measure_key, self.unit)

    @property
    def identity(self) -> tuple:
        """What tells it from every other: its figure, or for a sum the release and its subject."""
        return (self.figure,) if self.figure is not None else (self.release, *self.same_thing)


def measure_key_of(measure_key: str, measure_as_written: str) -> str:
    """The key that compares: two unmapped measures are the same only in the same words."""
    if measure_key != Measure.UNMAPPED:
        return measure_key
    return f"{Measure.UNMAPPED}:{plain_words(measure_as_written)}"


def statement_of(figure: Figure) -> Statement:
    """`figure` with its release, source, measure and agency loaded, as a plain value."""
    release, measure = figure.release, figure.measure
    return _statement(
        figure.pk,
        release.pk,
        release.title,
        release.source.name,
        release.source.kind,
        figure.agency_id,
        figure.agency.name if figure.agency else None,
        figure.agency_as_written,
        figure.year_from,
        figure.year_to,
        measure.key,
        measure.name,
        figure.measure_as_written,
        figure.unit,
        figure.answer,
        figure.qualifier,
        figure.value,
        figure.raw,
        figure.where,
        figure.note,
        release.url,
        release.issued_on,
        release.state,
        release.is_quoted_claim,
        release.is_sample,
        measure.is_outcome,
        measure.position,
        release.imported_by_id,
    )


def _statement(
    figure: int,
    release: int,
    release_title: str,
    source: str,
    source_kind: str,
    agency: int | None,
    agency_name: str | None,
    agency_as_written: str,
    year_from: int,
    year_to: int,
    key: str,
    measure: str,
    measure_as_written: str,
    unit: str,
    answer: str,
    qualifier: str,
    value: Decimal | None,
    raw: str,
    where: str,
    note: str,
    url: str,
    issued_on: date | None,
    state: str,
    is_quoted: bool,
    is_sample: bool,
    is_outcome: bool,
    measure_position: int,
    imported_by: int | None,
) -> Statement:
    return Statement(
        figure=figure,
        release=release,
        release_title=release_title,
        source=source,
        source_kind=SourceKind(source_kind),
        subject=(agency, "" if agency else plain_words(agency_as_written)),
        about=agency_name or agency_as_written or STATEWIDE,
        year_from=year_from,
        year_to=year_to,
        measure_key=measure_key_of(key, measure_as_written),
        measure=measure_as_written if key == Measure.UNMAPPED else measure,
        unit=Unit(unit),
        answer=Answer(answer),
        qualifier=Qualifier(qualifier),
        value=value,
        raw=raw,
        where=where,
        note=note,
        url=url,
        issued_on=issued_on,
        state=state,
        is_quoted=is_quoted,
        is_sample=is_sample,
        is_outcome=is_outcome,
        measure_position=measure_position,
        is_typed=is_quoted and imported_by is not None,
    )


# What a statement is made of, in the order of `_statement`.
_COLUMNS = (
    *("pk", "release_id", "release__title", "release__source__name", "release__source__kind"),
    *("agency_id", "agency__name", "agency_as_written", "year_from", "year_to"),
    *("measure__key", "measure__name", "measure_as_written", "unit", "answer", "qualifier"),
    *("value", "raw", "where", "note", "release__url", "release__issued_on", "release__state"),
    *("release__is_quoted_claim", "release__is_sample", "measure__is_outcome"),
    *("measure__position", "release__imported_by_id"),
)


def statements_of(figures: Iterable[Figure]) -> list[Statement]:
    """The figures of a queryset as statements, in one query; of a list, those that are there."""
    if isinstance(figures, FigureQuerySet):
        # Without an instance of each figure, release, source, measure and agency: of thousands of
        # figures that takes a fifth of the time.
        return [_statement(*row) for row in figures.values_list(*_COLUMNS)]
    return [statement_of(figure) for figure in figures]


def statements_of_measure(figures: FigureQuerySet, measure_key: str) -> list[Statement]:
    key, _, _ = measure_key.partition(":")
    found = statements_of(figures.filter(measure__key=key))
    return [s for s in found if s.measure_key == measure_key]


def weight(statement: Statement) -> tuple[int, int]:
    """Which statement is shown first when several are made; the smaller weighs more.

    What we published ourselves from the DOJ's own files, then by the kind of source; of one
    source the later issue. A sum of ours that is no more than "at least" comes last: it may cover a
    part of what the others speak of.
    """
    kinds = list(SourceKind)
    issued = statement.issued_on.toordinal() if statement.issued_on else 0
    if statement.is_our_sum and statement.qualifier != Qualifier.EXACT:
        return len(kinds), -issued
    own = statement.source_kind == SourceKind.DOJ and not statement.is_quoted
    return (-1 if own else kinds.index(statement.source_kind), -issued)
