"""Entering a quote, setting right where it was printed, taking it out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.operations import record
from requests_app.domain.deadlines.years import FIRST_YEAR
from requests_app.domain.misuse_data.checks.fits import LARGEST
from requests_app.domain.misuse_data.models import Figure, Measure, Release, Source
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.misuse_data.quoting.models import Outlet, Quote
from requests_app.domain.misuse_data.sources import locked_source
from requests_app.domain.misuse_data.vocabulary import (
    Answer,
    Qualifier,
    ReleaseState,
    SourceKind,
    Unit,
)
from requests_app.domain.request_log.dates import check_past, local_day
from requests_app.domain.request_log.saved_meanwhile import (
    key_of_what_stands,
    refuse_saved_meanwhile,
)


class QuoteNotPossible(ValueError):
    """It cannot have been printed so; `field` names what cannot be."""

    def __init__(self, field: str, message: str):
        self.field = field
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Printing:
    """Where it was printed. said: word for word."""

    outlet: Outlet
    title: str = ""
    author: str = ""
    printed_on: date | None = None
    said: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Printed:
    """The figure as it was printed. agency: None with no `agency_as_written` is the state."""

    publisher: str
    kind: SourceKind
    url: str
    agency: Agency | None
    year_from: int
    year_to: int
    measure: Measure
    qualifier: Qualifier
    value: Decimal
    raw: str
    is_percent: bool = False
    note: str = ""


@transaction.atomic
def add_quote(*, printed: Printed, printing: Printing, by: Person, at: datetime) -> Quote:
    """Enters a figure that somebody printed, as a quoted claim. Raises `QuoteNotPossible` and
    `ImpossibleDate`."""
    _check(printed, printing, at)
    source = locked_source(printed.publisher.strip(), kind=printed.kind)
    release = _release(printed, source, by, at)
    figure = _figure(printed, release)
    twin = release.figures.filter(
        agency=figure.agency,
        year_from=figure.year_from,
        year_to=figure.year_to,
        measure=figure.measure,
        raw=figure.raw,
    )
    if twin.exists():
        raise QuoteNotPossible("url", "That number of that page is entered already.")
    figure.save()
    quote = Quote.objects.create(claim=figure, entered_by=by, entered_at=at, **_cleaned(printing))
    record(verb="entered quote", subject=quote, by=by, at=at, url=printed.url)
    return quote


def _check(printed: Printed, printing: Printing, at: datetime) -> None:
    today = local_day(at)
    check_past("printed_on", "Printed on", printing.printed_on, today=today)
    if not printed.publisher.strip():
        raise QuoteNotPossible("publisher", "Say who printed it.")
    if not FIRST_YEAR <= printed.year_from <= printed.year_to <= today.year:
        raise QuoteNotPossible(
            "year_to",
            f"Years run from {FIRST_YEAR} to {today.year}, and no period ends before it begins.",
        )
    if printing.printed_on and printing.printed_on.year < printed.year_to:
        raise QuoteNotPossible("printed_on", f"{printed.year_to} had not begun by then.")
    if printed.value < 0 or (printed.is_percent and printed.value > 100):
        raise QuoteNotPossible("value", "No such number can be counted.")
    if printed.value >= LARGEST or printed.value != round(printed.value, 2):
        raise QuoteNotPossible(
            "value", "At most twelve digits, and two after the point, are kept of a number."
        )


def _release(printed: Printed, source: Source, by: Person, at: datetime) -> Release:
    """One for each address, like the figures that were loaded."""
    known = Release.objects.filter(url=printed.url, is_quoted_claim=True).first()
    if known is None:
        period = Covers(printed.year_from, printed.year_to)
        known = Release(
            source=source,
            title=f"{source.name}: as printed, {period}"[:200],
            url=printed.url,
            covers_from=printed.year_from,
            covers_to=printed.year_to,
            state=ReleaseState.PUBLISHED,
            is_quoted_claim=True,
            imported_by=by,
            imported_at=at,
            published_by=by,
            published_at=at,
        )
    elif known.source_id != source.pk:
        raise QuoteNotPossible("publisher", f"That page is {known.source}'s.")
    known.covers_from = min(known.covers_from, printed.year_from)
    known.covers_to = max(known.covers_to, printed.year_to)
    known.save()
    return known


def _figure(printed: Printed, release: Release) -> Figure:
    exactly_none = printed.value == 0 and printed.qualifier == Qualifier.EXACT
    number = release.figures.count() + 1
    return Figure(
        release=release,
        agency=printed.agency,
        agency_as_written=str(printed.agency) if printed.agency else "",
        year_from=printed.year_from,
        year_to=printed.year_to,
        measure=printed.measure,
        measure_as_written=printed.measure.name,
        unit=Unit.PERCENT if printed.is_percent else printed.measure.unit,
        answer=Answer.REPORTED_ZERO if exactly_none else Answer.REPORTED,
        qualifier=printed.qualifier,
        value=printed.value,
        raw=printed.raw,
        where=f"entered by hand, number {number}",
        note=printed.note.strip(),
    )


def _cleaned(printing: Printing) -> dict[str, object]:
    return {
        "outlet": printing.outlet,
        "title": printing.title.strip(),
        "author": printing.author.strip(),
        "printed_on": printing.printed_on,
        "said": printing.said.strip(),
        "contact": printing.contact.strip(),
    }


@transaction.atomic
def amend_quote(
    *, quote: Quote, printing: Printing, by: Person, at: datetime, seen: str = ""
) -> Quote:
    """Where it was printed, set right; the number stays.

    seen: `as_it_stands` when the form was opened ("": nobody looked). Raises `ImpossibleDate`,
    `QuoteNotPossible`, and `SavedMeanwhile` where somebody else saved in between.
    """
    check_past("printed_on", "Printed on", printing.printed_on, today=local_day(at))
    locked = Quote.objects.select_for_update().get(pk=quote.pk)
    if printing.printed_on and printing.printed_on.year < locked.claim.year_to:
        raise QuoteNotPossible("printed_on", f"{locked.claim.year_to} had not begun by then.")
    stands, new = _shown(_printing_of(locked)), _shown(printing)
    refuse_saved_meanwhile(locked, seen=seen, stands=stands, new=new)
    for name, value in _cleaned(printing).items():
        setattr(locked, name, value)
    locked.save()
    record(verb="amended quote", subject=locked, by=by, at=at)
    return locked


def as_it_stands(quote: Quote) -> str:
    """The key of what `amend_quote` changes, which a form hands back as what was `seen`."""
    return key_of_what_stands(_shown(_printing_of(quote)))


def _printing_of(quote: Quote) -> Printing:
    words = (quote.title, quote.author, quote.printed_on, quote.said, quote.contact)
    return Printing(Outlet(quote.outlet), *words)


def _shown(printing: Printing) -> dict[str, str]:
    """By the labels of the form."""
    printed_on = printing.printed_on
    return {
        "Printed in": printing.outlet.label,
        "Title": printing.title.strip(),
        "Author": printing.author.strip(),
        "Printed on": f"{printed_on:%-d %B %Y}" if printed_on else "",
        "What it said": "\n".join(printing.said.strip().splitlines()),
        "Contact for corrections": printing.contact.strip(),
    }


@transaction.atomic
def remove_quote(*, quote: Quote, by: Person, at: datetime) -> None:
    """Takes out a quote that a person entered, with its claim. Raises `QuoteNotPossible` for one
    that was loaded, or of which somebody was told."""
    # First its source: somebody may be adding another figure of the same page.
    Source.objects.select_for_update().get(releases=quote.claim.release_id)
    locked = Quote.objects.select_for_update().get(pk=quote.pk)
    if locked.entered_by_id is None:
        raise QuoteNotPossible("", "It came with the starting figures: it stays.")
    if locked.tellings.exists():
        raise QuoteNotPossible("", "Its publisher was told of it: take that back first.")
    record(verb="removed quote", subject=locked, by=by, at=at, said=locked.said)
    release = locked.claim.release
    locked.claim.delete()
    if not release.figures.exists():
        release.delete()


@transaction.atomic
def keep_quotes(*, claims: Iterable[Figure], by: Person | None, at: datetime) -> int:
    """A quote for each claim that has none: of loaded figures only the address is known."""
    wanted = list(claims)
    known = set(Quote.objects.filter(claim__in=wanted).values_list("claim_id", flat=True))
    missing = [Quote(claim=one, entered_at=at) for one in wanted if one.pk not in known]
    bulk_create_with_history(missing, Quote, default_user=by, default_date=at)
    return len(missing)
