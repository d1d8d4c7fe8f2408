"""Reminders: what went, what did not and why; and the mails kept as files where none are sent."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.reminders.models import Reminder
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.clockwork_page import standstill
from requests_app.staff_site.kept_mails import MailNotFound, kept_mails, read_mail
from requests_app.staff_site.paging import page_of


@may(Permission.SEE_WORKSPACE)
def reminder_list(request: StaffRequest) -> HttpResponse:
    ledger = Reminder.objects.with_subject()
    state = request.GET.get("state", "")
    if state in Reminder.State.values:
        ledger = ledger.filter(state=state)
    page = page_of(ledger.order_by("-planned_at", "-id"), request.GET.get("page"))
    context = {
        "place": "reminders",
        "standstill": standstill(request.user, at=timezone.now()),
        "today": timezone.localdate(),
        "page_obj": page,
        "states": Reminder.State,
        "state": state,
        "mails": kept_mails(),
        "sample": any(_is_sample(reminder) for reminder in page.rows),
    }
    return render(request, "staff/reminders/list.html", context)


@may(Permission.SEE_WORKSPACE)
def show_reminder(request: StaffRequest, pk: int) -> HttpResponse:
    ledger = Reminder.objects.with_subject()
    reminder = get_object_or_404(ledger, pk=pk)
    context = {
        "place": "reminders",
        "today": timezone.localdate(),
        "reminder": reminder,
        "sample": _is_sample(reminder),
    }
    return render(request, "staff/reminders/reminder.html", context)


def _is_sample(reminder: Reminder) -> bool:
    return reminder.records_request is not None and reminder.records_request.is_sample


@may(Permission.SEE_WORKSPACE)
def show_mail(request: StaffRequest, name: str) -> HttpResponse:
    try:
        mail = read_mail(name)
    except MailNotFound as error:
        raise Http404 from error
    return render(request, "staff/reminders/mail.html", {"mail": mail, "place": "reminders"})


# The mail as it looks: its own styles, nothing else; it can run, load and send nothing.
@csp(
    {
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "sandbox": ["allow-popups"],
        "form-action": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
)
@may(Permission.SEE_WORKSPACE)
def show_mail_html(request: StaffRequest, name: str) -> HttpResponse:
    try:
        mail = read_mail(name)
    except MailNotFound as error:
        raise Http404 from error
    return HttpResponse(mail.html or "<p>This mail has no HTML part.</p>")
