"""One function per e-mail; each has three templates of its name (subject, text, HTML)."""

from datetime import date

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from requests_app.domain.deadlines.clock import Clock
from requests_app.domain.deadlines.days import strip_text
from requests_app.domain.reminders.kinds import KIND_RULES, ReminderKind
from requests_app.domain.reminders.models import Reminder
from requests_app.domain.reminders.recipients import why_you
from requests_app.domain.request_log.next_steps import step_of

INLINER = css_inline.CSSInliner(load_remote_stylesheets=False)


def deadline_reminder(reminder: Reminder, clock: Clock, *, today: date) -> EmailMultiAlternatives:
    """The mail about one deadline of one request, ready to send, with the ledger's Message-ID.

    `clock`: the request's clock read just now, with a due date; `today`: the day it is read on.
    """
    records_request = reminder.records_request
    due = clock.due
    assert due is not None  # The sweep skips a request without a statutory date.
    context = {
        "reminder": reminder,
        "sentence": KIND_RULES[ReminderKind(reminder.kind)].sentence,
        "records_request": records_request,
        "agency": records_request.agency,
        "clock": clock,
        "due": due,
        "today": today,
        "strip": strip_text(due, on=today, determined_on=clock.determined_on),
        "step": step_of(records_request, clock.standing, on=today),
        "why_you": why_you(reminder.recipient, records_request),
        "address": settings.SITE_URL + reverse("staff:request", args=[records_request.pk]),
    }
    subject = " ".join(render_to_string("email/deadline_reminder.subject.txt", context).split())
    mail = EmailMultiAlternatives(
        subject=subject,
        body=render_to_string("email/deadline_reminder.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[reminder.recipient.email],
        headers={"Message-ID": reminder.message_id, "Auto-Submitted": "auto-generated"},
    )
    html = render_to_string("email/deadline_reminder.html", context)
    mail.attach_alternative(INLINER.inline(html), "text/html")
    return mail
