"""What people, and the desk, wish of their reminders; and undoing a change of it."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.reminders.absences import AbsenceRefused, stood_in_for
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.next_digest import digest_ahead
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.reminders.undelivered import never_reached, undelivered
from requests_app.domain.reminders.wished import wished_by
from requests_app.domain.reminders.wishes import PRODUCT_CHOICES, DigestTimes
from requests_app.domain.reminders.wishing import (
    VERB,
    WishesChanged,
    WishRefused,
    is_moved_by,
    refusals,
    undo_wishes,
    wish,
    zones,
)
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.wishes import (
    Defaults,
    DeskWishesForm,
    PersonWishesForm,
    WishesForm,
    initial,
)
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.worker import tell_worker
from requests_app.tasks import look_at_every_request


@may(Permission.SEE_WORKSPACE)
def own_wishes_page(request: StaffRequest) -> HttpResponse:
    person, now, book = request.user, timezone.now(), AddressBook.now()
    kinds = {kind: book.choice(None, kind) for kind in ReminderKind}
    defaults = Defaults("the desk has it", book.times_of(None), kinds)
    own = partial(PersonWishesForm, defaults=defaults, person=person)
    form = (
        own(request.POST) if request.method == "POST" else own(initial=initial(wished_by(person)))
    )
    if _is_saved(request, form, person):
        return redirect("staff:reminder_wishes")
    context = {
        "goes_at": digest_ahead(person=person, book=book, at=now),
        "is_reached": bool(book.address_of(person.pk)),
        "undelivered": undelivered(at=now, person=person),
        "stood_in_for": stood_in_for(person, on=timezone.localdate(now)),
    }
    return _page(request, "staff/reminders/wishes.html", form, context)


@may(Permission.MANAGE_PEOPLE)
def desk_wishes_page(request: StaffRequest) -> HttpResponse:
    defaults = Defaults("it comes", DigestTimes(), PRODUCT_CHOICES)
    desk = partial(DeskWishesForm, defaults=defaults)
    form = (
        desk(request.POST) if request.method == "POST" else desk(initial=initial(wished_by(None)))
    )
    if _is_saved(request, form, None):
        return redirect("staff:desk_wishes")
    context = {
        "undelivered": undelivered(at=timezone.now()),
        "never_reached": list(never_reached()),
        "can_send_again": True,
    }
    return _page(request, "staff/reminders/desk_wishes.html", form, context)


def _is_saved(request: StaffRequest, form: WishesForm, person: Person | None) -> bool:
    """Whether the form was sent and is saved; what is refused stands in the form then."""
    if not form.is_bound or not form.is_valid():
        return False
    wished, now = form.wished(), timezone.now()
    try:
        entry = wish(
            person=person,
            wished=wished,
            seen=form.cleaned_data["seen"],
            by=request.user,
            at=now,
        )
    except (WishRefused, AbsenceRefused, ImpossibleDate):
        for one in refusals(person=person, wished=wished, at=now):
            form.add_error(one.field if one.field in form.fields else None, str(one))
        return False
    except WishesChanged as refusal:
        form.add_error(None, str(refusal))
        form.move_to(wished_by(person))
        return False
    if entry is None:
        messages.success(request, "Nothing was different.")
        return True
    name = "staff:undo_wishes" if person else "staff:undo_desk_wishes"
    messages.success(request, "Saved.", extra_tags=f"undo={reverse(name, args=[entry.pk])}")
    _tell_worker(entry)
    return True


def _tell_worker(entry: AuditEntry) -> None:
    """What the desk wishes of what is due concerns every open request: the worker looks at all."""
    if entry.subject_kind != "deskwishes" or not is_moved_by(entry):
        return
    tell_worker(look_at_every_request)


def _page(
    request: StaffRequest, template: str, form: WishesForm, context: dict[str, Any]
) -> HttpResponse:
    context |= {"form": form, "zones": zones(), "place": "reminders"}
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
@may(Permission.SEE_WORKSPACE)
def undo_wishes_now(request: StaffRequest, pk: int) -> HttpResponse:
    own = {"subject_kind": "person", "subject_id": str(request.user.pk)}
    entry = found_or_404(request, AuditEntry, pk=pk, verb=VERB, **own)
    return _undo(request, entry, "staff:reminder_wishes")


@require_POST
@may(Permission.MANAGE_PEOPLE)
def undo_desk_wishes_now(request: StaffRequest, pk: int) -> HttpResponse:
    entry = found_or_404(request, AuditEntry, pk=pk, verb=VERB, subject_kind="deskwishes")
    return _undo(request, entry, "staff:desk_wishes")


def _undo(request: StaffRequest, entry: AuditEntry, page: str) -> HttpResponse:
    try:
        undo_wishes(entry=entry, by=request.user, at=timezone.now())
    except WishesChanged as refusal:
        messages.error(request, str(refusal))
    else:
        _tell_worker(entry)
        messages.success(request, "Undone: it is as it was before.")
    return redirect(page)
