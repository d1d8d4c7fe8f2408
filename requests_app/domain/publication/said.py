"""What agencies said about a year, beside its figures: published entries only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from requests_app.domain.agencies.models import Agency
from requests_app.domain.reporting.said.models import Comment, OnAYear, Said


@dataclass(frozen=True)
class SaidLine:
    """One thing that was said: claimed: "gave as the cause". source: in words, where no address is
    public; a file is never named here."""

    agency: int
    about: str
    year: int
    kind: str
    claimed: str
    words: str
    on: date
    url: str
    source: str


@dataclass(frozen=True)
class CommentLine:
    """standing: "answered on …" or "no answer by …"."""

    agency: int
    about: str
    year: int
    asked_on: date
    standing: str
    answer: str


@dataclass(frozen=True)
class SaidInPublic:
    said: tuple[SaidLine, ...]
    comments: tuple[CommentLine, ...]

    @property
    def is_empty(self) -> bool:
        return not self.said and not self.comments


def said_about_year(year: int, *, on: date) -> SaidInPublic:
    """Of every agency, about one calendar year. `on`: until when no answer came. Two queries."""
    return _lines(
        Said.objects.filter(reporting_year=year), Comment.objects.filter(reporting_year=year), on
    )


def said_by_agency(pk: int, *, on: date) -> SaidInPublic:
    """Of one agency, the latest year first."""
    agency = Agency(pk=pk)
    return _lines(Said.objects.filter(agency=agency), Comment.objects.filter(agency=agency), on)


def _lines(said: OnAYear, comments: OnAYear, on: date) -> SaidInPublic:
    order = ("-reporting_year", "agency__name", "pk")
    related = said.published().select_related("agency", "records_request")
    return SaidInPublic(
        tuple(_said(one) for one in related.order_by(*order)),
        tuple(
            CommentLine(
                one.agency_id,
                str(one.agency),
                one.reporting_year,
                one.asked_on,
                one.standing_on(on),
                one.answer,
            )
            for one in comments.published().select_related("agency").order_by(*order)
        ),
    )


def _said(one: Said) -> SaidLine:
    source = "its records, returned on our request" if not one.url else ""
    if one.records_request and not one.url:
        source += f" {one.records_request.number}"
    return SaidLine(
        agency=one.agency_id,
        about=str(one.agency),
        year=one.reporting_year,
        kind=one.get_kind_display(),
        claimed=one.claimed,
        words=one.in_words,
        on=one.said_on,
        url=one.url,
        source=source,
    )
