"""The columns that a list of requests can show: one table for the page, its heads and its files.

A cell's picture on the page is the business of `templatetags/request_cells.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.db.models.expressions import Combinable

from requests_app.domain.agencies.kinds import Kind
from requests_app.domain.deadlines.standings import STANDINGS
from requests_app.domain.request_log.column_orders import (
    by_assignee,
    by_next_step,
    by_ori,
    by_standing,
    by_tags,
    filled,
    in_order,
)
from requests_app.domain.request_log.event_kinds import Status
from requests_app.domain.request_log.models import Method
from requests_app.domain.request_log.next_steps import step_from
from requests_app.domain.request_log.standings import STANDING_FIELDS, standing_from

Value = str | int | date | None


@dataclass(frozen=True)
class Column:
    """reads: the fields it is made of. value: what a file says, from the day and those fields
    (None: the one field as it is). order: the expression it is sorted by on a day (None: by the
    order of logging). has_gaps: whether that can be NULL; such rows come last either way.
    """

    key: str
    label: str
    reads: tuple[str, ...]
    value: Callable[..., Value] | None = None
    order: Callable[[date], Combinable] | None = None
    has_gaps: bool = False


def _field(key: str, label: str, name: str, *, has_gaps: bool = False) -> Column:
    """A column that is one field."""
    return Column(key, label, (name,), order=lambda on: F(name), has_gaps=has_gaps)


def _day(key: str, label: str, name: str) -> Column:
    return _field(key, label, name, has_gaps=True)


def _choice(key: str, label: str, name: str, labels: Mapping[str, str], **more: Any) -> Column:
    """A column that is one field with a table of words."""
    more = {"order": lambda on: F(name), **more}
    return Column(key, label, (name,), value=lambda on, one: labels.get(one, one), **more)


def _day_number(on: date, received_on: date | None, determined_on: date | None) -> int | None:
    """Which day the count is at, or was when it was answered; receipt is day 0."""
    return ((determined_on or on) - received_on).days if received_on else None


_LABELS = {standing: words.label for standing, words in STANDINGS.items()}


def _standing(on: date, *dates: date | None) -> str:
    return _LABELS[standing_from(on, *dates)]


_STEP_FIELDS = ("status", "extension_days", "estimated_on", *STANDING_FIELDS)


def _step(
    on: date, status: str, extension_days: int, estimated_on: date | None, *dates: date | None
) -> str:
    return step_from(
        standing_from(on, *dates),
        on=on,
        status=status,
        due_on=dates[STANDING_FIELDS.index("due_on")],
        extension_days=extension_days,
        estimated_on=estimated_on,
    ).words


def _who(on: date, first: str | None, last: str | None, account: str | None) -> str:
    return f"{first or ''} {last or ''}".strip() or account or ""


_WHO = ("assignee__first_name", "assignee__last_name", "assignee__username")

COLUMNS: dict[str, Column] = {
    column.key: column
    for column in (
        _field("agency", "Agency", "agency__name"),
        Column("number", "Number", ("number",)),
        Column("standing", "Standing", STANDING_FIELDS, _standing, by_standing),
        Column(
            "strip",
            "Day strip",
            ("received_on", "determined_on"),
            _day_number,
            lambda on: F("received_on"),
            has_gaps=True,
        ),
        _day("due", "Due", "due_on"),
        _choice("status", "Status", "status", dict(Status.choices)),
        _day("sent", "Sent", "sent_on"),
        _day("received", "Received", "received_on"),
        Column("step", "Next step", _STEP_FIELDS, _step, by_next_step),
        Column("who", "Who", _WHO, _who, by_assignee, has_gaps=True),
        _field("campaign", "Campaign", "campaign__name", has_gaps=True),
        _field("year", "Year asked about", "reporting_year"),
        _choice("method", "Method", "method", dict(Method.choices)),
        Column(
            "portal",
            "Portal number",
            ("portal_number",),
            order=lambda on: filled("portal_number"),
            has_gaps=True,
        ),
        Column(
            "county",
            "County",
            ("agency__county",),
            order=lambda on: filled("agency__county"),
            has_gaps=True,
        ),
        _choice("kind", "Kind", "agency__kind", dict(Kind.choices)),
        Column("ori", "ORI", ("oris",), lambda on, oris: in_order(oris), by_ori, has_gaps=True),
        Column(
            "tags", "Tags", ("tag_names",), lambda on, tags: in_order(tags), by_tags, has_gaps=True
        ),
        _day("latest", "Latest arguable", "latest_arguable_on"),
        _day("estimate", "Estimate", "estimated_on"),
        _day("heard", "Heard on", "heard_on"),
        _day("determined", "Determined on", "determined_on"),
    )
}
DEFAULT_COLUMNS = ("agency", "standing", "strip", "due", "status", "sent", "who")


def columns_of(keys: Iterable[str]) -> list[Column]:
    """The columns of these keys, in the order of the table; the default ones for none known."""
    wanted = set(keys)
    chosen = [column for key, column in COLUMNS.items() if key in wanted]
    return chosen or [COLUMNS[key] for key in DEFAULT_COLUMNS]


def file_columns(columns: Iterable[Column]) -> list[Column]:
    """The columns of a file: the number first, or two requests to one agency would be one."""
    return [COLUMNS["number"], *(column for column in columns if column.key != "number")]


def is_a_sort(text: str) -> bool:
    """Whether an address may ask for this order: a column's key, with "-" for the other way."""
    return text.removeprefix("-") in COLUMNS
