"""Writing a letter, recording it as sent, and reading one that went out."""

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.form_keys import KeyUsed
from requests_app.domain.request_log.letters.case import Case, case_of
from requests_app.domain.request_log.letters.documents import letter_document
from requests_app.domain.request_log.letters.drafts import Draft, draft, owed_draft, with_cases
from requests_app.domain.request_log.letters.fields import address_lines
from requests_app.domain.request_log.letters.kept import about_kept, kept_document
from requests_app.domain.request_log.letters.kinds import LetterKind
from requests_app.domain.request_log.letters.merging import TextNotMergeable
from requests_app.domain.request_log.letters.operations import LetterHasGaps, record_letter
from requests_app.domain.request_log.letters.permitted import NotYet
from requests_app.domain.request_log.letters.taking_out import record_taken_out
from requests_app.domain.request_log.letters.went_out import WentOutAlready
from requests_app.domain.request_log.models import Event, Letter, RecordsRequest
from requests_app.domain.request_log.sight import seen_by
from requests_app.domain.request_log.timeline import EventNotPossible
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.letters import LetterForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.letter_page import TYPES, Desk, as_file, letter_page, sender_for

Answer = HttpResponse | FileResponse
REFUSALS = (NotYet, TextNotMergeable)


@may(Permission.RECORD_EVENTS)
def write_letter(request: StaffRequest, pk: int, kind: str) -> Answer:
    """A letter about one request."""
    records_request = found_or_404(request, with_cases(), pk=pk)
    if kind not in LetterKind.values:
        raise Http404(f"There is no letter “{kind}”.")
    if kind == LetterKind.STILL_OWED:
        return redirect("staff:owed_letter", records_request.agency_id)
    today, rules = timezone.localdate(), rules_in_force()
    desk = Desk(
        kind=LetterKind(kind),
        agency=records_request.agency,
        sender=sender_for(request.user),
        on=today,
        about=records_request.number,
        back=reverse("staff:request", args=[pk]),
        place="requests",
        cases=((records_request, case_of(records_request, on=today, rules=rules)),),
    )
    return _at_desk(
        request,
        desk,
        lambda: draft(desk.kind, records_request, sender=desk.sender, on=today, rules=rules),
    )


@may(Permission.RECORD_EVENTS)
def write_owed_letter(request: StaffRequest, pk: int) -> Answer:
    """One letter about all that an agency still owes us."""
    agency = found_or_404(request, Agency.objects.prefetch_related("contacts"), pk=pk)
    today, rules = timezone.localdate(), rules_in_force()
    desk = Desk(
        kind=LetterKind.STILL_OWED,
        agency=agency,
        sender=sender_for(request.user),
        on=today,
        about=agency.name,
        back=reverse("staff:agency", args=[pk]),
        place="agencies",
    )
    return _at_desk(
        request,
        desk,
        lambda: owed_draft(agency, sender=desk.sender, on=today, rules=rules, person=request.user),
    )


def _at_desk(request: StaffRequest, desk: Desk, make: Callable[[], Draft]) -> Answer:
    if request.method == "POST":
        return _acted(request, desk)
    try:
        drafted = make()
    except REFUSALS as refusal:
        context = letter_page(desk, None, str(refusal))
    else:
        seen = replace(desk, cases=drafted.requests, more=drafted.more)
        context = letter_page(seen, LetterForm.of(drafted))
    return render(request, "staff/letters/write.html", context)


def _acted(request: StaffRequest, desk: Desk) -> Answer:
    """Makes a file of what was typed, records it as sent, or shows it again."""
    form, act = LetterForm(request.POST), request.POST.get("act", "")
    if form.is_valid() and act in TYPES:
        document = letter_document(
            subject=form.cleaned_data["subject"],
            body=form.cleaned_data["body"],
            recipient=address_lines(desk.agency),
            letterhead=desk.sender.letterhead,
            foot=desk.about,
            on=desk.on,
        )
        made = as_file(document, about=desk.about, kind=desk.kind, on=desk.on, ending=act)
        _note_taken(request, _subject_of(desk), desk.kind, act)
        return made
    if form.is_valid() and act == "record" and (kept := _recorded(request, desk, form)):
        messages.success(request, *_said(kept))
        return redirect(desk.back)
    if form.is_valid() and not desk.cases:
        desk = replace(desk, cases=_cases(request, desk, form))
    context = letter_page(desk, form)
    return render(request, "staff/letters/write.html", context, status=422 if form.errors else 200)


def _subject_of(desk: Desk) -> RecordsRequest | Agency:
    return desk.agency if desk.kind == LetterKind.STILL_OWED else desk.cases[0][0]


def _note_taken(
    request: StaffRequest, subject: Letter | RecordsRequest | Agency, kind: str, ending: str
) -> None:
    by, at = request.user, timezone.now()
    record_taken_out(subject=subject, kind=kind, ending=ending, by=by, at=at)


def _cases(
    request: StaffRequest, desk: Desk, form: LetterForm
) -> tuple[tuple[RecordsRequest, Case], ...]:
    """The requests that a letter to an agency names, for showing the page once more."""
    rules = rules_in_force()
    named = seen_by(with_cases(), request.user).filter(agency=desk.agency, pk__in=form.pks())
    return tuple(
        (one, case_of(one, on=desk.on, rules=rules)) for one in named.order_by("due_on", "pk")
    )


def _recorded(request: StaffRequest, desk: Desk, form: LetterForm) -> Letter | None:
    """The letter that is kept now; None where it was refused, and the form says why."""
    named = seen_by(desk.agency.records_requests.all(), request.user).filter(pk__in=form.pks())
    if desk.kind != LetterKind.STILL_OWED:
        named = named.filter(pk=desk.cases[0][0].pk)
    if len(named) < len(set(form.pks())):
        form.add_error(None, "A request in this letter is not this agency's: open it again.")
        return None
    try:
        return record_letter(
            kind=desk.kind,
            requests=list(named),
            **form.letter(),
            sender=desk.sender,
            by=request.user,
            at=timezone.now(),
        )
    except LetterHasGaps as refusal:
        form.add_error("body", str(refusal))
    except WentOutAlready as refusal:
        form.has_seen(refusal.seen)
        form.add_error(None, f"{refusal} Nothing was recorded: record it again all the same?")
    except KeyUsed as refusal:
        form.add_error(None, str(refusal))
        form.renew_key()
    except (NotYet, EventNotPossible, ImpossibleDate) as refusal:
        form.add_error(None, f"{refusal} Nothing was recorded.")
    return None


def _said(letter: Letter) -> tuple[str, str]:
    """The words of a message, and its tags: one event can be taken back from it."""
    events = list(letter.events.all())
    words = f"Recorded: {events[0].get_kind_display()}. The letter is kept as it went out."
    if len(events) > 1:
        return f"Recorded on {len(events)} requests. The letter is kept as it went out.", ""
    return words, f"undo={reverse('staff:take_back_event', args=[events[0].pk])}"


@may(Permission.SEE_WORKSPACE)
def show_letter(request: StaffRequest, pk: int) -> HttpResponse:
    letter = _kept(request, pk)
    events = list(letter.events.all())
    context = {
        "letter": letter,
        "events": events,
        "recipient": letter.recipient.splitlines(),
        "place": "requests",
        "sample": any(event.records_request.is_sample for event in events),
    }
    return render(request, "staff/letters/letter.html", context)


@may(Permission.SEE_WORKSPACE)
def letter_as_pdf(request: StaffRequest, pk: int) -> FileResponse:
    return _as_kept(request, pk, "pdf")


@may(Permission.SEE_WORKSPACE)
def letter_as_docx(request: StaffRequest, pk: int) -> FileResponse:
    return _as_kept(request, pk, "docx")


def _as_kept(request: StaffRequest, pk: int, ending: str) -> FileResponse:
    letter = _kept(request, pk)
    named = [event.records_request for event in letter.events.all()]
    about = about_kept(letter, named[0].number if named else "")
    document, kind = kept_document(letter, about=about), LetterKind(letter.kind)
    made = as_file(document, about=about, kind=kind, on=letter.sent_on, ending=ending)
    _note_taken(request, letter, kind, ending)
    return made


def _kept(request: StaffRequest, pk: int) -> Letter:
    events = Event.objects.select_related("records_request__agency", "corrected_by")
    found = Letter.objects.select_related("made_by")
    return found_or_404(request, found.prefetch_related(Prefetch("events", events)), pk=pk)
