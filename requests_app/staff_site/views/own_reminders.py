"""Own reminders: the list, setting one, and the buttons beside it."""

from collections.abc import Callable
from functools import partial
from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import Agency
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.models import OwnReminder, OwnReminderQuerySet
from requests_app.domain.reminders.own import (
    ReminderGone,
    Subject,
    finish,
    put_off,
    set_reminder,
    take_back_reminder,
    take_up_again,
)
from requests_app.domain.reminders.stopping import is_stopped
from requests_app.domain.request_log.dates import ImpossibleDate, shown
from requests_app.domain.request_log.form_keys import KeyUsed
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.request_log.sight import NotForThem, seen_by
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.dates import read_date
from requests_app.staff_site.forms.own_reminders import OwnReminderForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.paging import page_of

# About what, and the address of its page.
SUBJECTS: dict[str, type[Subject]] = {
    "request": RecordsRequest,
    "campaign": Campaign,
    "agency": Agency,
}


def _due_and_coming(rows: OwnReminderQuerySet) -> OwnReminderQuerySet:
    return rows.open().order_by("due_on", "id")


def _done(rows: OwnReminderQuerySet) -> OwnReminderQuerySet:
    return rows.filter(done_at__isnull=False).order_by("-done_at", "-id")


TABS: dict[str, tuple[str, Callable[[OwnReminderQuerySet], OwnReminderQuerySet]]] = {
    "open": ("Due and coming", _due_and_coming),
    "done": ("Done", _done),
}


@may(Permission.SEE_WORKSPACE)
def own_reminder_list(request: StaffRequest) -> HttpResponse:
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "open"
    everybody = request.GET.get("whose") == "all"
    rows = OwnReminder.objects.all() if everybody else OwnReminder.objects.of(request.user)
    rows = seen_by(rows, request.user)
    page = page_of(TABS[tab][1](rows).with_subject(), request.GET.get("page"))
    context = {
        "place": "reminders",
        "tabs": [(key, label) for key, (label, _) in TABS.items()],
        "tab": tab,
        "everybody": everybody,
        "page_obj": page,
        "own_reminders": page.rows,
        "today": timezone.localdate(),
    }
    return render(request, "staff/reminders/own.html", context)


@may(Permission.RECORD_EVENTS)
def set_reminder_page(request: StaffRequest, pk: int, about: str) -> HttpResponse:
    subject = cast(Subject, found_or_404(request, SUBJECTS[about], pk=pk))
    address = reverse(f"staff:{about}", args=[pk])
    form = OwnReminderForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        key = form.key()
        del form.cleaned_data["form_key"]
        try:
            made = set_reminder(
                subject=subject,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
                form_key=key,
            )
        except ImpossibleDate as error:
            form.add_error("due_on", str(error))
        except NotForThem as error:
            form.add_error(error.field, str(error))
        except KeyUsed as error:
            form.add_error(None, str(error))
            form.renew_key()
        else:
            undo = reverse("staff:take_back_reminder", args=[made.pk])
            words = f"{made.person} is reminded on {shown(made.due_on)}{_where(made)}."
            messages.success(request, words, extra_tags=f"undo={undo}")
            return redirect(address)
    form = form or OwnReminderForm.blank(person=request.user)
    context = {"form": form, "subject": subject, "address": address, "place": _place(about)}
    status = 422 if form.errors else 200
    return render(request, "staff/reminders/set.html", context, status=status)


def _where(made: OwnReminder) -> str:
    """What is added where no mail will come."""
    if not is_stopped(person=made.person, kind=ReminderKind.OWN):
        return ""
    return " on this site only: mails of own reminders are not wanted"


def _place(about: str) -> str:
    return {"request": "requests", "campaign": "campaigns", "agency": "agencies"}[about]


@require_POST
@may(Permission.RECORD_EVENTS)
def put_off_now(request: StaffRequest, pk: int) -> HttpResponse:
    reminder = found_or_404(request, OwnReminder, pk=pk)
    try:
        seen = read_date(request.POST.get("seen", ""), today=timezone.localdate())
    except (ValueError, OverflowError):
        messages.error(request, "Say again which reminder to put off: its day was not sent.")
        return redirect(_page_before(request))

    def say(moved: OwnReminder) -> str:
        return f"“{moved.note}” comes back on {shown(moved.due_on)}."

    return _pressed(request, reminder, partial(put_off, seen=seen), say)


@require_POST
@may(Permission.RECORD_EVENTS)
def finish_now(request: StaffRequest, pk: int) -> HttpResponse:
    reminder = found_or_404(request, OwnReminder, pk=pk)
    undo = f"undo={reverse('staff:take_up_reminder', args=[pk])}"
    return _pressed(request, reminder, finish, lambda done: f"Done: {done.note}.", undo)


@require_POST
@may(Permission.RECORD_EVENTS)
def take_up_now(request: StaffRequest, pk: int) -> HttpResponse:
    reminder = found_or_404(request, OwnReminder, pk=pk)
    return _pressed(request, reminder, take_up_again, lambda again: f"Open again: {again.note}.")


@require_POST
@may(Permission.RECORD_EVENTS)
def take_back_now(request: StaffRequest, pk: int) -> HttpResponse:
    reminder = found_or_404(request, OwnReminder, pk=pk)
    return _pressed(request, reminder, take_back_reminder, lambda gone: f"Taken back: {gone.note}.")


def _pressed(
    request: StaffRequest,
    reminder: OwnReminder,
    operation: Callable[..., OwnReminder | None],
    say: Callable[[OwnReminder], str],
    tags: str = "",
) -> HttpResponse:
    """What each of the buttons beside a reminder does, and back to the page that they are on."""
    try:
        changed = operation(reminder=reminder, by=request.user, at=timezone.now())
    except ReminderGone as error:
        messages.error(request, str(error))
    else:  # what was taken back is gone, and named as it was
        messages.success(request, say(changed or reminder), extra_tags=tags)
    return redirect(_page_before(request))


def _page_before(request: StaffRequest) -> str:
    """The page with the button; a browser that does not say which is sent to the list."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()})
    return came_from if is_ours else reverse("staff:own_reminders")
