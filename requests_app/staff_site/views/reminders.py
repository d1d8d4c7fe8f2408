"""Reminders: what comes, what went, what did not and why not, and in which mails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.reminders.kind_words import when_words
from requests_app.domain.reminders.kinds import KIND_RULES, ReminderKind
from requests_app.domain.reminders.models import Reminder, ReminderMail
from requests_app.domain.reminders.outlook import Prospect, prospects_of_requests
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.resending import may_send_again
from requests_app.domain.reminders.second_look import SecondLook
from requests_app.domain.reminders.why_you import why_you
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.sight import may_with, seen_by
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.clockwork_page import standstill
from requests_app.staff_site.forms.reminder_filter import (
    MAIL_CHOICES,
    NOT_SENT,
    NOT_SENT_CHOICES,
    ReminderFilterForm,
)
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.kept_mails import kept_mails
from requests_app.staff_site.keyset import KeysetPage, Order, keyset_page
from requests_app.staff_site.reminder_rows import reminder_row, reminder_rows

State = Reminder.State
NEWEST_FIRST = Order("-planned_at", F("planned_at"))
NEWEST_MAIL_FIRST = Order("-id", None)
NEXT_FIRST = Order("look_on", F("look_on"))
WAITING_SHOWN = 15
LOOKED_AT_SHOWN = 25


@dataclass(frozen=True)
class Tab:
    """A list of the ledger: the states in it, and those of them to choose from."""

    label: str
    states: tuple[State, ...] = ()
    choices: tuple[tuple[str, Any], ...] = ()


TABS = {
    "coming": Tab("Coming"),
    "waiting": Tab("Waiting", (State.PLANNED, State.CLAIMED)),
    "sent": Tab("Sent", (State.SENT,)),
    "not_sent": Tab("Not sent", NOT_SENT, tuple(NOT_SENT_CHOICES)),
    "mails": Tab("Mails", choices=tuple(MAIL_CHOICES)),
}


@dataclass(frozen=True)
class Ahead:
    """A request that is looked at some day, with the kinds that come and those that will not."""

    request: RecordsRequest
    coming: list[Prospect]
    not_coming: list[Prospect]


@may(Permission.SEE_WORKSPACE)
def reminder_list(request: StaffRequest) -> HttpResponse:
    key = request.GET.get("tab") or "coming"
    if key not in TABS:
        raise Http404(f"no tab {key!r}")
    tab = TABS[key]
    filters = ReminderFilterForm(
        request.GET, states=list(tab.choices), has_kind=key not in ("coming", "mails")
    )
    mine = request.GET.get("whose") == "mine"
    show = {"coming": _coming, "mails": _mails}.get(key, _ledger)
    context = {
        "place": "reminders",
        "standstill": standstill(request.user, at=timezone.now()),
        "today": timezone.localdate(),
        "tabs": [(name, one.label) for name, one in TABS.items()],
        "tab": key,
        "mine": mine,
        "filter": filters,
        "is_narrowed": mine or any(filters.said(name) for name in filters.fields),
        **show(request, filters, tab, request.user if mine else None),
    }
    return render(request, f"staff/reminders/list_{_template(key)}.html", context)


def _template(key: str) -> str:
    return key if key in ("coming", "mails") else "ledger"


def _ledger(
    request: StaffRequest, filters: ReminderFilterForm, tab: Tab, person: Person | None
) -> dict[str, Any]:
    ledger = seen_by(Reminder.objects.filter(state__in=tab.states), request.user).with_subject()
    rows = filters.narrowed(_whose(ledger, person))
    page = keyset_page(rows, NEWEST_FIRST, request.GET.get("page"))
    found = reminder_rows(page.rows)
    return {"page_obj": page, "rows": found, "sample": any(row.is_sample for row in found)}


def _mails(
    request: StaffRequest, filters: ReminderFilterForm, tab: Tab, person: Person | None
) -> dict[str, Any]:
    rows = filters.narrowed(_whose(seen_by(ReminderMail.objects.all(), request.user), person))
    # Their texts can be long, and a list shows none.
    mails = rows.defer("text", "html").select_related("recipient")
    page = keyset_page(mails, NEWEST_MAIL_FIRST, request.GET.get("page"))
    return {"page_obj": page, "mails": page.rows, "kept_mails": kept_mails(reader=request.user)}


def _coming(
    request: StaffRequest, filters: ReminderFilterForm, tab: Tab, person: Person | None
) -> dict[str, Any]:
    ledger = Reminder.objects.filter(state__in=TABS["waiting"].states)
    ledger = seen_by(ledger, request.user).with_subject()
    waiting = filters.narrowed(_whose(ledger, person))
    first = list(waiting.order_by("-planned_at", "-id")[: WAITING_SHOWN + 1])
    page = _looked_at(request, seen_by(filters.looked_at(person), request.user))
    rows, waiting_rows = page.rows, reminder_rows(first[:WAITING_SHOWN])
    is_sample = [one.request.is_sample for one in rows] + [one.is_sample for one in waiting_rows]
    return {
        "waiting": waiting_rows,
        "more_wait": len(first) > WAITING_SHOWN,
        "page_obj": page,
        "rows": rows,
        "sample": any(is_sample),
    }


def _looked_at(request: StaffRequest, requests: QuerySet[RecordsRequest]) -> KeysetPage:
    """A page of the requests to be looked at, each with what is ahead of it."""
    page = keyset_page(
        requests.select_related("agency"),
        NEXT_FIRST,
        request.GET.get("page"),
        LOOKED_AT_SHOWN,
    )
    keys = [one.pk for one in page.rows]
    book = AddressBook.now()
    found = prospects_of_requests(keys, on=timezone.localdate(), book=book)
    rows = [
        Ahead(
            one,
            [ahead for ahead in found.get(one.pk, []) if ahead.comes_on],
            [ahead for ahead in found.get(one.pk, []) if not ahead.comes_on],
        )
        for one in page.rows
    ]
    return KeysetPage(rows, page.previous, page.next, page.last)


def _whose(rows: QuerySet[Any], person: Person | None) -> QuerySet[Any]:
    return rows.filter(recipient=person) if person else rows


@may(Permission.SEE_WORKSPACE)
def show_reminder(request: StaffRequest, pk: int) -> HttpResponse:
    reminder = found_or_404(request, Reminder.objects.with_subject().select_related("mail"), pk=pk)
    book = AddressBook.now()
    kind = ReminderKind(reminder.kind)
    rule = KIND_RULES[kind]
    row = reminder_row(reminder)
    # It may tell of other things, which are kept from whoever asks.
    is_told = reminder.mail and may_with(request.user, reminder.mail, Permission.SEE_WORKSPACE)
    context = {
        "place": "reminders",
        "today": timezone.localdate(),
        "row": row,
        "reminder": reminder,
        "mail": reminder.mail if is_told else None,
        "why_you": why_you(reminder),
        "when": when_words(rule, book.choice(reminder.recipient_id, kind).days),
        "address": book.address_of(reminder.recipient_id),
        "why_not_now": _why_not_now(reminder, book),
        "can_send_again": row.is_failed and may_send_again(reminder, request.user),
        "sample": row.is_sample,
    }
    return render(request, "staff/reminders/reminder.html", context)


def _why_not_now(reminder: Reminder, book: AddressBook) -> str:
    """Why what waits would be skipped if its mail went now; "" where it would go."""
    if reminder.state not in TABS["waiting"].states:
        return ""
    look = SecondLook([reminder], at=timezone.now(), book=book)
    return look.reasons_not_to_send([reminder]).get(reminder.pk, "")
