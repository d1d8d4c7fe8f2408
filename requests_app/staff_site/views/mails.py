"""A mail that somebody drops or pastes: read, looked at, and led to where it belongs."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.file_kinds import FileNotAccepted
from requests_app.domain.request_log.mail_drafts import DraftGone, keep_draft
from requests_app.domain.request_log.mail_proposals import requests_of
from requests_app.domain.request_log.models import MailDraft, RecordsRequest
from requests_app.domain.request_log.sight import seen_by
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.mails import MailForm
from requests_app.staff_site.open_mail import open_mail


@may(Permission.LOG_REQUESTS)
def read_mail_page(request: StaffRequest) -> HttpResponse:
    form = MailForm(request.POST, request.FILES) if request.method == "POST" else None
    if form and form.is_valid():
        content, name, is_pasted = form.content()
        try:
            draft = keep_draft(
                content=content,
                name=name,
                is_pasted=is_pasted,
                person=request.user,
                at=timezone.now(),
            )
        except FileNotAccepted as error:
            form.add_error("text" if is_pasted else "file", str(error))
        else:
            return redirect(_where_it_leads(request, draft, form.cleaned_data["records_request"]))
    form = form or MailForm(initial={"records_request": request.GET.get("for")})
    context = {"mail_form": form, "place": "requests"}
    return render(request, "staff/requests/from_mail.html", context)


def _where_it_leads(request: StaffRequest, draft: MailDraft, records_request: int | None) -> str:
    """To the request whose page it was given on; else to the look at it."""
    named = RecordsRequest.objects.filter(pk=min(records_request or 0, 2**62))
    known = records_request and seen_by(named, request.user).exists()
    if known:
        return f"{reverse('staff:request', args=[records_request])}?mail={draft.pk}#record"
    return reverse("staff:mail_draft", args=[draft.pk])


@may(Permission.LOG_REQUESTS)
def show_mail_draft(request: StaffRequest, pk: int) -> HttpResponse:
    """What the mail says. One that we sent is a new request; an agency's belongs to one."""
    try:
        mail = open_mail(str(pk), person=request.user, today=timezone.localdate())
    except DraftGone as error:
        raise Http404(str(error)) from error
    log = f"{reverse('staff:log_request')}?mail={pk}"
    belongs_to = requests_of(mail.seen, person=request.user)
    if mail.seen.is_ours and not belongs_to:
        return redirect(log)
    context = {
        "mail": mail,
        "belongs_to": belongs_to,
        "log": log,
        "today": timezone.localdate(),
        "place": "requests",
    }
    return render(request, "staff/requests/mail_read.html", context)
