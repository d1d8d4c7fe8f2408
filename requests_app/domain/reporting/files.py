"""The board and the list of who owes, as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from requests_app.domain.accounts.models import Person
from requests_app.domain.reporting.owing import owing_lines
from requests_app.domain.reporting.queries import AnnualDutyQuerySet
from requests_app.domain.sheets.writing import csv_line

BOARD = (
    *("as_of", "agency", "kind", "county", "reporting_year", "due_on", "answer", "said"),
    *("reported_on", "late", "entered_by_hand", "sources_disagree", "known_from", "recorded_by"),
)
OWED = (
    *("as_of", "agency", "kind", "county", "reporting_year", "due_on", "days_late", "answer"),
    *("asked_in", "asked_on", "request_is_open"),
)
CHUNK = 1_000


def board_lines(duties: AnnualDutyQuerySet, *, on: date) -> Iterator[str]:
    """A line for each duty, its head first."""
    yield csv_line(BOARD)
    for duty in duties.select_related("agency", "answered_by").iterator(chunk_size=CHUNK):
        agency = duty.agency
        late = ("yes" if duty.is_late else "no") if duty.reported_on else None
        yield csv_line(
            [
                *(on, agency.name, agency.get_kind_display(), agency.county),
                *(duty.reporting_year, duty.due_on, duty.get_answer_display(), duty.said),
                *(duty.reported_on, late, "yes" if duty.by_hand else "no"),
                *("yes" if duty.is_contradicted else "no", duty.evidence, duty.answered_by),
            ]
        )


def owed_lines(
    duties: AnnualDutyQuerySet, *, on: date, person: Person | None = None
) -> Iterator[str]:
    """A line for each agency that owes, with the request that asks it, if it is there for
    `person`."""
    yield csv_line(OWED)
    for one in owing_lines(duties.select_related("agency"), on=on, person=person):
        agency, asked = one.duty.agency, one.asked
        yield csv_line(
            [
                *(on, agency.name, agency.get_kind_display(), agency.county),
                *(one.duty.reporting_year, one.duty.due_on, one.days),
                one.duty.get_answer_display(),
                *((asked.number, asked.sent_on, "yes" if asked.is_open else "no") if asked
                  else (None,) * 3),
            ]
        )  # fmt: skip
