"""Recording what happened to a request, and correcting it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.event_kinds import ASKED_BY, EventKind
from requests_app.domain.request_log.form_keys import KeyUsed
from requests_app.domain.request_log.kinds_fields import DoesNotBelong
from requests_app.domain.request_log.meanwhile import RecordedMeanwhile
from requests_app.domain.request_log.models import Event, RecordsRequest
from requests_app.domain.request_log.receipt import ReceiptMoves
from requests_app.domain.request_log.timeline import (
    AlreadyCorrected,
    EventNotPossible,
    Happening,
    correct_event,
)
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.events import EventForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.record_form import add_proposals, mail_of, record
from requests_app.staff_site.request_page import request_page


@require_POST
@may(Permission.RECORD_EVENTS)
def record_event_now(request: StaffRequest, pk: int) -> HttpResponse:
    records_request = found_or_404(
        request,
        RecordsRequest.objects.select_related("agency").prefetch_related("attachments"),
        pk=pk,
    )
    today = timezone.localdate()
    law = records_request.agency.records_law
    form = EventForm(request.POST, law=law, rules=rules_in_force())
    mail, meanwhile, moves = mail_of(form, person=request.user, today=today), None, None
    if mail:
        form.offer(mail.parts)
    if form.is_valid():
        try:
            event, left_out = record(form, records_request, mail, by=request.user)
        except (ImpossibleDate, DoesNotBelong) as error:
            form.add_error(error.field, str(error))
        except EventNotPossible as error:
            form.add_error("kind", str(error))
        except RecordedMeanwhile as error:
            meanwhile = error
            form.move_to(error.version)
        except KeyUsed as error:
            form.add_error(None, str(error))
            form.renew_key()
        except ReceiptMoves as error:
            moves = error
        else:
            undo = reverse("staff:take_back_event", args=[event.pk])
            words = f"Recorded: {event.get_kind_display()}."
            messages.success(request, words, extra_tags=f"undo={undo}")
            for sentence in left_out:
                messages.warning(request, sentence)
            return redirect("staff:request", pk)
    context = request_page(pk, on=today, person=request.user, event_form=form, mail=mail)
    context |= {"meanwhile": meanwhile, "moves": moves}
    return render(request, "staff/requests/request.html", context, status=422)


@require_POST
@may(Permission.RECORD_EVENTS)
def fields_of_kind(request: StaffRequest, pk: int) -> HttpResponse:
    """The fragment with the fields of the kind that is chosen, with what is typed so far."""
    records_request = found_or_404(request, RecordsRequest.objects.select_related("agency"), pk=pk)
    law = records_request.agency.records_law
    typed = {name: request.POST.get(name, "") for name in ASKED_BY}
    typed["kind"] = request.POST.get("kind", "")
    # A box that was not on the page begins ticked.
    typed["in_writing"] = "on" if "in_writing" not in request.POST else typed["in_writing"]
    form = EventForm(law=law, rules=rules_in_force(), initial=typed)
    add_proposals(form, request.POST, records_request, person=request.user)
    is_assumed = typed["kind"] == EventKind.DELIVERED and request.POST.get("on") == "today"
    if is_assumed:
        form.fields["on"].widget.attrs["hx-swap-oob"] = "true"
    # Inside what a script puts into a page, a noscript is live: its fields would be sent as well.
    context = {"form": form, "swapped": True, "empty_on": is_assumed}
    return render(request, "staff/requests/_kind_fields.html", context)


@may(Permission.RECORD_EVENTS)
def correct_event_page(request: StaffRequest, pk: int) -> HttpResponse:
    event = found_or_404(request, Event.objects.select_related("records_request__agency"), pk=pk)
    law = event.records_request.agency.records_law
    rules = rules_in_force()
    form = (
        EventForm(request.POST, law=law, rules=rules, corrects=event)
        if request.method == "POST"
        else None
    )
    moves = None
    if form and form.is_valid():
        try:
            correct_event(
                event=event,
                happening=form.happening(),
                by=request.user,
                at=timezone.now(),
                receipt_seen=form.cleaned_data["receipt_seen"],
            )
        except (ImpossibleDate, DoesNotBelong) as error:
            form.add_error(error.field, str(error))
        except (AlreadyCorrected, EventNotPossible) as error:
            form.add_error(None, str(error))
        except ReceiptMoves as error:
            moves = error
        else:
            messages.success(request, "Corrected. What stood before is kept beside it.")
            return redirect("staff:request", event.records_request_id)
    form = form or EventForm(law=law, rules=rules, corrects=event, initial=vars(event))
    context = {"form": form, "event": event, "moves": moves, "place": "requests"}
    status = 422 if moves or form.errors else 200
    return render(request, "staff/requests/correct.html", context, status=status)


@require_POST
@may(Permission.RECORD_EVENTS)
def take_back_event(request: StaffRequest, pk: int) -> HttpResponse:
    event = found_or_404(request, Event.objects.select_related("records_request__agency"), pk=pk)
    taken_back = Happening(kind=EventKind.CORRECTION, on=event.on, note="Recorded by mistake.")
    try:
        correct_event(event=event, happening=taken_back, by=request.user, at=timezone.now())
    except (AlreadyCorrected, EventNotPossible, ImpossibleDate) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Taken back: {event.get_kind_display()}.")
    return redirect("staff:request", event.records_request_id)
