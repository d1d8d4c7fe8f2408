"""The mails of reminders: what went and how it looked, what waits, what failed; the digest of
tomorrow; and the mails kept as files where none are sent."""

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.reminders.models import Reminder, ReminderMail
from requests_app.domain.reminders.next_digest import MOST, Preview, preview_digest
from requests_app.domain.reminders.resending import Again, may_send_again, send_again
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.kept import is_id
from requests_app.staff_site.kept_mails import MailNotFound, read_mail
from requests_app.staff_site.reminder_rows import reminder_rows

REMINDERS_SHOWN = 200

# A mail as it looks: its own styles, nothing else; it can run, load and send nothing.
as_it_looks = csp(
    {
        "default-src": [NONE],
        "style-src": [UNSAFE_INLINE],
        "sandbox": ["allow-popups"],
        "form-action": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
)
NO_HTML = "<p>This mail has no HTML part.</p>"


@may(Permission.SEE_WORKSPACE)
def show_reminder_mail(request: StaffRequest, pk: int) -> HttpResponse:
    mail = found_or_404(request, ReminderMail.objects.select_related("recipient"), pk=pk)
    held = list(mail.reminders.with_subject().order_by("pk")[: REMINDERS_SHOWN + 1])
    is_failed = any(one.state == Reminder.State.FAILED for one in held)
    rows = reminder_rows(held[:REMINDERS_SHOWN])
    context = {
        "place": "reminders",
        "today": timezone.localdate(),
        "mail": mail,
        "rows": rows,
        "is_cut": len(held) > REMINDERS_SHOWN,
        "can_send_again": is_failed and may_send_again(mail, request.user),
        "sample": any(row.is_sample for row in rows),
    }
    return render(request, "staff/reminders/reminder_mail.html", context)


@as_it_looks
@may(Permission.SEE_WORKSPACE)
def show_reminder_mail_html(request: StaffRequest, pk: int) -> HttpResponse:
    mail = found_or_404(request, ReminderMail, pk=pk)
    return HttpResponse(mail.html or NO_HTML)


@require_POST
@may(Permission.SEE_WORKSPACE)
def send_mail_again_now(request: StaffRequest, pk: int) -> HttpResponse:
    mail = found_or_404(request, ReminderMail, pk=pk)
    if not may_send_again(mail, request.user):
        raise PermissionDenied
    done = send_again(mail=mail, by=request.user, at=timezone.now())
    say = messages.warning if done is Again.NOTHING else messages.success
    say(request, done.value)
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return redirect(came_from)
    return redirect("staff:reminder_mail", pk)


@may(Permission.SEE_WORKSPACE)
def next_digest_page(request: StaffRequest) -> HttpResponse:
    person = _whose(request)
    people = []
    if request.user.may(Permission.MANAGE_PEOPLE):
        people = list(Person.objects.filter(is_active=True))
    context = {
        "place": "reminders",
        "person": person,
        "people": people,
        "preview": _preview(person),
        "most": MOST,
        "today": timezone.localdate(),
    }
    return render(request, "staff/reminders/next_digest.html", context)


@as_it_looks
@may(Permission.SEE_WORKSPACE)
def next_digest_html(request: StaffRequest) -> HttpResponse:
    return HttpResponse(_preview(_whose(request)).html or "<p>No mail would go.</p>")


def _preview(person: Person) -> Preview:
    return preview_digest(person=person, at=timezone.now())


def _whose(request: StaffRequest) -> Person:
    """One's own; somebody else's for who looks after people. Raises Http404 and
    PermissionDenied."""
    said = request.GET.get("person", "")
    if said in ("", str(request.user.pk)):
        return request.user
    if not request.user.may(Permission.MANAGE_PEOPLE):
        raise PermissionDenied
    if not is_id(said):
        raise Http404
    return found_or_404(request, Person, pk=said)


@may(Permission.SEE_WORKSPACE)
def show_mail(request: StaffRequest, name: str) -> HttpResponse:
    try:
        mail = read_mail(name, reader=request.user)
    except MailNotFound as error:
        raise Http404 from error
    return render(request, "staff/reminders/mail.html", {"mail": mail, "place": "reminders"})


@as_it_looks
@may(Permission.SEE_WORKSPACE)
def show_mail_html(request: StaffRequest, name: str) -> HttpResponse:
    try:
        mail = read_mail(name, reader=request.user)
    except MailNotFound as error:
        raise Http404 from error
    return HttpResponse(mail.html or NO_HTML)
