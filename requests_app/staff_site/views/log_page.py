"""Logging a request: by hand, or with what a mail proposes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import ModelChoiceField
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.living import MergedMeanwhile
from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.duplicates import ProbableDuplicate
from requests_app.domain.request_log.form_keys import KeyUsed
from requests_app.domain.request_log.mail_clues import Clue
from requests_app.domain.request_log.mail_drafts import DraftGone
from requests_app.domain.request_log.mail_proposals import for_new_request
from requests_app.domain.request_log.mail_recording import log_from_mail
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.operations import log_request
from requests_app.domain.request_log.sight import NotForThem
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.mails import MailForm
from requests_app.staff_site.forms.requests import RequestForm
from requests_app.staff_site.open_mail import OpenMail, open_mail
from requests_app.staff_site.record_form import mail_of

LAST = "last_logged"


@may(Permission.LOG_REQUESTS)
def log_request_page(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, *_blank(request))
    form, alike = RequestForm(request.POST, person=request.user), None
    mail = mail_of(form, person=request.user, today=timezone.localdate())
    if mail:
        form.offer(mail.parts)
    if instead := _agency(request.POST.get("instead", "")):
        form.ask_instead(instead)
        return _page(request, form, mail)
    if form.is_valid() and (ended := form.ended()):
        return _page(request, form, mail, ended=ended)
    if form.is_valid():
        try:
            made, left_out = _log(form, mail, by=request.user)
        except (ImpossibleDate, NotForThem) as error:
            form.add_error(error.field, str(error))
        except MergedMeanwhile as error:
            form.add_error("agency_text", str(error))
        except ProbableDuplicate as error:
            alike = error.alike
        except KeyUsed as error:
            form.add_error(None, str(error))
            form.renew_key()
        else:
            request.session[LAST] = form.kept()
            _say_so(request, made, left_out)
            return redirect("staff:request", made.pk)
    return _page(request, form, mail, alike=alike)


def _page(
    request: StaffRequest,
    form: RequestForm,
    mail: OpenMail | None,
    alike: list[RecordsRequest] | None = None,
    ended: Agency | None = None,
) -> HttpResponse:
    context = {"form": form, "mail": mail, "alike": alike, "ended": ended, "mail_form": MailForm()}
    status = 422 if form.errors else 200
    return render(
        request, "staff/requests/log.html", context | {"place": "requests"}, status=status
    )


def _blank(request: StaffRequest) -> tuple[RequestForm, OpenMail | None]:
    """The form as it begins: with what was kept from the last one, and what a mail proposes."""
    last = request.session.get(LAST)
    if "mail" not in request.GET:
        agency = _agency(request.GET.get("agency", ""))
        asked = {"agency": agency.pk, "agency_text": agency.name} if agency else None
        return RequestForm.blank(person=request.user, last=last, proposed=asked), None
    try:
        mail = open_mail(request.GET["mail"], person=request.user, today=timezone.localdate())
    except DraftGone as error:
        messages.error(request, str(error))
        return RequestForm.blank(person=request.user, last=last), None
    clues = for_new_request(mail.seen, today=mail.today)
    if chosen := _suggested(mail, request.GET.get("agency", "")):
        clues["agency"] = chosen
    proposed: dict[str, Any] = {name: clue.value for name, clue in clues.items()}
    if "agency" in proposed:
        proposed["agency_text"] = Agency.objects.get(pk=proposed["agency"]).name
    proposed["mail"] = mail.draft.pk
    form = RequestForm.blank(person=request.user, last=last, proposed=proposed)
    form.offer(mail.parts)
    form.say_where_from(clues)
    if mail.seen.is_ours and mail.no_day_because:
        form.fields["sent_on"].help_text = mail.no_day_because
    return form, mail


def _agency(pk: str) -> Agency | None:
    """The agency that an address or a button names; of something odd, none."""
    field = RequestForm.base_fields["agency"]
    assert isinstance(field, ModelChoiceField)
    try:
        found: Agency | None = field.clean(pk)
    except ValidationError:
        return None
    return found


def _suggested(mail: OpenMail, pk: str) -> Clue | None:
    """The agency that was picked from those that the mail suggests."""
    return next((Clue(pk, one.why) for one in mail.seen.agencies if str(one.agency.pk) == pk), None)


def _log(
    form: RequestForm, mail: OpenMail | None, *, by: Person
) -> tuple[RecordsRequest, list[str]]:
    entered = form.cleaned_data
    told: dict[str, Any] = {
        "details": form.details(),
        "by": by,
        "at": timezone.now(),
        "form_key": form.key(),
        "alike_seen": entered["alike_seen"],
    }
    if mail is None:
        return log_request(**told), []
    return log_from_mail(draft=mail.draft, attach=entered["attach"], **told)


def _say_so(request: StaffRequest, made: RecordsRequest, left_out: list[str]) -> None:
    """What was attached is not taken back with the request, so that there is no undo for it."""
    undo = reverse("staff:discard_request", args=[made.pk])
    tags = "log-another" if made.attachments.exists() else f"log-another undo={undo}"
    messages.success(request, f"Logged as {made.number}.", extra_tags=tags)
    for sentence in left_out:
        messages.warning(request, sentence)
