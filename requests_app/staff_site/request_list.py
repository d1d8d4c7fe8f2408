"""The list of requests as an address asks for it: for the page, and for its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.column_orders import DERIVED
from requests_app.domain.request_log.columns import COLUMNS, Column, columns_of, is_a_sort
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.queries import RecordsRequestQuerySet
from requests_app.domain.request_log.saved_views import clean_query
from requests_app.domain.request_log.sight import seen_by
from requests_app.staff_site.chips import Chip, chips_of
from requests_app.staff_site.kept import KEPT, kept_in, query_of
from requests_app.staff_site.keyset import KeysetPage, Order, keyset_page
from requests_app.staff_site.list_controls import blank_filters
from requests_app.staff_site.offered import OfferedView, what_is_offered
from requests_app.staff_site.paging import PAGE_SIZE, CappedCount, capped_count
from requests_app.staff_site.request_filter import FURTHER, MOST_USED, RequestFilter, is_a_number
from requests_app.staff_site.request_rows import READ, TABS, request_rows

STANDARD_SORT = "due"
INDEXED = {"due", "sent", "received"}  # columns whose order an index has, whatever the filter


@dataclass(frozen=True)
class ViewTab:
    view: OfferedView
    address: str
    is_current: bool


class RequestList:
    """query: the address's. person: who looks; on: today."""

    def __init__(self, query: QueryDict, *, person: Person, on: date) -> None:
        self.query, self.on, self.person = query, on, person
        self.offered = what_is_offered(person)
        self.tab = TABS.get(query.get("tab", ""), TABS["open"])
        self.columns = columns_of(_keys(query))
        sort = query.get("sort", "")
        self.order = _order(sort if is_a_sort(sort) else STANDARD_SORT, on)
        self.filter = RequestFilter(
            query,
            person=person,
            offered=self.offered,
            queryset=self.tab.rows(seen_by(RecordsRequest.objects.all(), person), on),
        )

    @cached_property
    def found(self) -> RecordsRequestQuerySet:
        """All that the tab and the filters leave, in no order."""
        found: RecordsRequestQuerySet = self.filter.qs
        return found

    @property
    def is_understood(self) -> bool:
        """Whether every filter of the address could be read; else the list holds more than was
        asked for."""
        return self.filter.form.is_valid()

    @cached_property
    def chips(self) -> list[Chip]:
        return chips_of(self.filter, self.query)

    @property
    def in_order(self) -> RecordsRequestQuerySet:
        return cast(RecordsRequestQuerySet, self.order.ordered(self.found))

    @property
    def words(self) -> str:
        """What the list is, in a line: the tab, the filters, the order."""
        chosen = "; ".join(chip.words for chip in self.chips)
        way = ", last first" if self.order.descends else ""
        by = COLUMNS[self.order.name.removeprefix("-")].label
        return f"{self.tab.label}{': ' if chosen else ''}{chosen}. By {by}{way}"

    def page(self) -> KeysetPage:
        return keyset_page(_read(self.found, self.columns), self.order, self.query.get("page"))

    def total(self, page: KeysetPage) -> CappedCount:
        """How many there are; a page that shows them all need not ask."""
        if not page.previous and not page.next and len(page.rows) < PAGE_SIZE:
            return CappedCount(len(page.rows))
        return capped_count(self.found)

    def view_tabs(self) -> list[ViewTab]:
        """The saved views, each with its address; the one that the address names is current."""
        here, wanted = reverse("staff:requests"), self.query.get("view", "")
        return [
            ViewTab(
                view,
                f"{here}?{view.query}{'&' if view.query else ''}{urlencode({'view': view.pk})}",
                str(view.pk) == wanted,
            )
            for view in self.offered.views
        ]

    def sole_number(self) -> int | None:
        """The request whose number was typed as the only filter, if no other one has it."""
        form = self.filter.form
        text = (self.query.get("q") or "").strip()
        if not is_a_number(text) or not form.is_valid() or self.query.get("page"):
            return None
        if any(value for name, value in form.cleaned_data.items() if name != "q"):
            return None
        numbered = seen_by(RecordsRequest.objects.numbered(text), self.person)
        found = numbered.order_by().values_list("pk", flat=True)[:2]
        return found[0] if len(found) == 1 else None

    def context(self) -> dict[str, Any]:
        """What the page shows."""
        page = self.page()
        tabs = self.view_tabs()
        current = next((tab for tab in tabs if tab.is_current), None)
        set_here = self.filter.form.fields
        return {
            "filter": self.filter,
            "blank": blank_filters(self.offered),
            "most_used": MOST_USED,
            "further": FURTHER,
            "further_open": any(name in set_here for name in FURTHER),
            "chips": self.chips,
            "tabs": TABS.values(),
            "tab_here": None if current else self.tab,
            "chosen": kept_in(self.query, (row.pk for row in page.rows)),
            "list_query": query_of(self.query),
            "view_tabs": tabs,
            "current": current,
            "is_changed": current and clean_query(self.query.urlencode()) != current.view.query,
            "columns": self.columns,
            "kept": self._kept(),
            "page_obj": page,
            "rows": request_rows(page.rows, on=self.on),
            "total": self.total(page),
            "today": self.on,
            "q": self.query.get("q", ""),
            "can_change": self.person.may(Permission.LOG_REQUESTS),
            "sample": any(row.is_sample for row in page.rows),
        }

    def _kept(self) -> list[tuple[str, str]]:
        """What a form over the list passes on besides its own fields: (name, value)."""
        cols = ",".join(column.key for column in self.columns) if "cols" in self.query else ""
        pairs = [
            ("tab", self.tab.key),
            ("sort", self.query.get("sort", "")),
            ("cols", cols),
            ("view", self.query.get("view", "")),
            (KEPT, self.query.get(KEPT, "")),
        ]
        return [(name, value) for name, value in pairs if value]


def _keys(query: QueryDict) -> list[str]:
    """The columns that an address names, as checkboxes send them or with commas between."""
    return [key for value in query.getlist("cols") for key in value.split(",")]


def _order(sort: str, on: date) -> Order:
    column = COLUMNS[sort.removeprefix("-")]
    expression = column.order(on) if column.order else None
    return Order(sort, expression, column.has_gaps, column.key in INDEXED)


def _read(found: RecordsRequestQuerySet, columns: list[Column]) -> RecordsRequestQuerySet:
    """The rows with what their cells are made of, in one query."""
    names = {name for column in columns for name in column.reads}
    derived = {name: DERIVED[name] for name in names & DERIVED.keys()}
    fields = names - derived.keys()
    related = {"agency", "assignee"} | {"campaign"} & {name.split("__")[0] for name in fields}
    rows: RecordsRequestQuerySet = found.select_related(*sorted(related)).only(*READ, *fields)
    return rows.annotate(**derived) if derived else rows
