"""One row of the old spreadsheet: what it says of a request, and what of it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.importer import RowError
from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.details import RequestDetails, impossible_dates, with_receipt
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.event_kinds import allowed_after, status_after
from requests_app.domain.request_log.models import Campaign, Method
from requests_app.domain.request_log.old_sheet.cells import (
    CellRefused,
    day_in,
    is_nothing,
    method_in,
    outcome_in,
    year_in,
)
from requests_app.domain.request_log.old_sheet.columns import Holds
from requests_app.domain.request_log.timeline import Happening, check_happening
from requests_app.domain.sheets.tables import Row

DAYS = (Holds.SENT, Holds.RECEIVED, Holds.ACKNOWLEDGED, Holds.AGENCY_DUE, Holds.EXTENDED,
        Holds.EXTENDED_TO, Holds.OUTCOME_ON, Holds.CLOSED)  # fmt: skip
LONGEST = {Holds.SUBJECT: 300, Holds.PORTAL_NUMBER: 100}  # characters
_OF_FIELD = {"reporting_year": Holds.YEAR, "sent_on": Holds.SENT, "received_on": Holds.RECEIVED,
             "agency_due_on": Holds.AGENCY_DUE}  # fmt: skip


@dataclass(frozen=True)
class Defaults:
    """What holds for every row that says nothing else. year None: the year before the sending."""

    year: int | None = None
    subject: str = "Records of CLETS misuse"
    method: Method = Method.EMAIL
    campaign: Campaign | None = None


@dataclass
class Told:
    """What a row tells. errors: by the sheet's own row number, empty where it can be imported."""

    row: Row
    cells: dict[Holds, str]
    headings: dict[Holds, str]
    notes: list[str]
    errors: list[RowError] = field(default_factory=list)
    days: dict[Holds, date | None] = field(default_factory=dict)
    details: RequestDetails | None = None
    happenings: list[Happening] = field(default_factory=list)

    def refuse(self, holds: Holds, message: str) -> None:
        column = self.headings.get(holds, holds.value)
        self.errors.append(RowError(self.row.number, column, self.cells.get(holds, ""), message))

    @property
    def sent_by(self) -> str:
        """How it was sent, in words; "" where the row cannot be imported."""
        return Method(self.details.method).label if self.details else ""

    @property
    def made_of(self) -> tuple[object, ...]:
        """All that the request to be made is made of, as plain values."""
        details = {name: getattr(value, "pk", value) for name, value in vars(self.details).items()}
        return (self.row.number, sorted(details.items()), self.happenings)

    def wrong(self, holds: Holds) -> bool:
        """Whether that cell was refused already: what follows from it needs no second error."""
        return any(error.column == self.headings.get(holds) for error in self.errors)

    def understood(self, holds: Holds, read: Callable[[str], Any]) -> Any:
        """What `read` makes of the cell; None, and an error, where it makes nothing of it."""
        try:
            return read(self.cells.get(holds, ""))
        except CellRefused as refusal:
            self.refuse(holds, str(refusal))
            return None


def cells_told(row: Row, headings: tuple[str, ...], holds: Mapping[str, Holds]) -> Told:
    """The row's cells by what they hold. A note keeps its heading where that says more."""
    cells: dict[Holds, str] = {}
    names: dict[Holds, str] = {}
    notes = []
    for heading, cell in zip(headings, row.cells, strict=True):
        what = holds[heading]
        if what == Holds.NOTE and not is_nothing(cell):
            notes.append(cell if heading.lower().startswith("note") else f"{heading}: {cell}")
        elif what not in {Holds.IGNORED, Holds.NOTE}:
            cells[what], names[what] = cell, heading
    return Told(row, cells, names, notes)


def read_row(
    told: Told,
    agency: Agency | None,
    *,
    defaults: Defaults,
    people: Mapping[str, Person],
    today: date,
) -> None:
    """Fills `details` and `happenings` of a row, or its `errors`. agency None: not known yet."""
    told.days = {holds: told.understood(holds, day_in) for holds in DAYS}
    sent_on = told.days[Holds.SENT]
    year = told.understood(Holds.YEAR, year_in) or defaults.year
    method = told.understood(Holds.METHOD, method_in) or defaults.method
    assignee = _person(told, people)
    for holds, most in LONGEST.items():
        if len(told.cells.get(holds, "")) > most:
            told.refuse(holds, f"has more than {most} characters")
    if year is None and sent_on:
        year = sent_on.year - 1
    elif year is None and not told.errors:
        told.refuse(
            Holds.YEAR, "is missing, and so is the day of sending that it could follow from"
        )
    told.happenings = list(_happenings(told, today))
    if told.errors or year is None or agency is None:
        return
    details = RequestDetails(
        agency=agency,
        reporting_year=year,
        subject=told.cells.get(Holds.SUBJECT) or defaults.subject,
        method=method,
        sent_on=sent_on,
        received_on=told.days[Holds.RECEIVED],
        agency_due_on=told.days[Holds.AGENCY_DUE],
        portal_number=told.cells.get(Holds.PORTAL_NUMBER, ""),
        campaign=defaults.campaign,
        assignee=assignee,
    )
    for refusal in impossible_dates(vars(details), today=today):
        told.refuse(_OF_FIELD[refusal.field], _rule(refusal))
    _check_order(told, sent_on, today=today)
    told.details = None if told.errors else with_receipt(details)


def _person(told: Told, people: Mapping[str, Person]) -> Person | None:
    name = told.cells.get(Holds.ASSIGNEE, "")
    if is_nothing(name):
        return None
    if name.strip().lower() not in people:
        told.refuse(Holds.ASSIGNEE, "is nobody who has an account here")
    return people.get(name.strip().lower())


def _happenings(told: Told, today: date) -> Iterator[Happening]:
    """What the agency did and we did after the sending, in the order of the columns."""
    days = told.days
    if on := days[Holds.ACKNOWLEDGED]:
        yield Happening(K.ACKNOWLEDGED, on)
    if on := days[Holds.EXTENDED]:
        yield Happening(K.EXTENSION_NOTICE, on, names_on=days[Holds.EXTENDED_TO])
    elif days[Holds.EXTENDED_TO]:
        told.refuse(Holds.EXTENDED_TO, "needs the day on which the extension was noticed")
    outcome = told.understood(Holds.OUTCOME, outcome_in)
    on = days[Holds.OUTCOME_ON] or (days[Holds.CLOSED] if outcome == K.CLOSED else None)
    if outcome and on:
        yield Happening(outcome, on)
    elif outcome and not told.wrong(Holds.OUTCOME_ON) and not _is_dated(outcome, days):
        told.refuse(Holds.OUTCOME, "needs the day on which it happened")
    if (on := days[Holds.CLOSED]) and outcome not in {K.CLOSED, K.WITHDRAWN}:
        yield Happening(K.CLOSED, on)
    if told.notes:
        yield Happening(K.NOTE, today, note="\n".join(told.notes))


def _is_dated(outcome: K, days: Mapping[Holds, date | None]) -> bool:
    """Whether a column of its own says when it happened."""
    return outcome == K.ACKNOWLEDGED and days[Holds.ACKNOWLEDGED] is not None


_COLUMN_OF = {K.ACKNOWLEDGED: Holds.ACKNOWLEDGED, K.EXTENSION_NOTICE: Holds.EXTENDED,
              K.CLOSED: Holds.CLOSED}  # fmt: skip


def _check_order(told: Told, sent_on: date | None, *, today: date) -> None:
    """The timeline's own rules, asked before anything is written."""
    told.happenings.sort(key=lambda one: one.on)
    kinds = [K.SENT] if sent_on else []
    for one in told.happenings:
        column = _COLUMN_OF.get(one.kind, Holds.OUTCOME_ON)
        status = status_after(kinds)
        try:
            check_happening(one, sent_on=sent_on, today=today)
        except ImpossibleDate as refusal:
            told.refuse(
                Holds.EXTENDED_TO if refusal.field == "names_on" else column, _rule(refusal)
            )
        else:
            if not allowed_after(status, one.kind):
                state = f"the request is “{status.label.lower()}” by then"
                told.refuse(column, f"“{one.kind.label}” cannot follow: {state}")
        kinds.append(one.kind)


def _rule(refusal: ImpossibleDate) -> str:
    """The rule without the field's name before it: the column is named beside it."""
    return str(refusal).split(": ", 1)[-1].rstrip(".")
