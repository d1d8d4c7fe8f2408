"""Quoted figures: the list, one quote, and entering one."""

from collections import Counter

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.models import Figure
from requests_app.domain.misuse_data.quoting.corrections import corrected_releases
from requests_app.domain.misuse_data.quoting.mails import mail_about_misquote
from requests_app.domain.misuse_data.quoting.models import Quote
from requests_app.domain.misuse_data.quoting.operations import (
    QuoteNotPossible,
    add_quote,
    amend_quote,
    as_it_stands,
    remove_quote,
)
from requests_app.domain.misuse_data.quoting.tying import candidates
from requests_app.domain.misuse_data.quoting.verdicts import VerdictKind, verdicts, worst_first
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.saved_meanwhile import SavedMeanwhile
from requests_app.domain.request_log.sight import seen_by
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.quoted import PrintingForm, QuoteForm, TellingForm, TieForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.looked_at import save_upon
from requests_app.staff_site.paging import page_of
from requests_app.staff_site.quote_filters import QuoteFilter

REFUSALS = (QuoteNotPossible, ImpossibleDate)
VERSIONS_SHOWN = 20
MOST_JUDGED = 2_000  # quotes of one list, each held against all figures
VERDICTS = [kind.value for kind in VerdictKind]


@may(Permission.SEE_WORKSPACE)
def quoted_list(request: StaffRequest) -> HttpResponse:
    chosen = QuoteFilter(request.GET, queryset=Quote.objects.loaded())
    quotes = list(chosen.qs[:MOST_JUDGED])
    found = verdicts(quotes, seen_by(Figure.objects.current(), request.user))
    judged = worst_first((quote, found[quote.pk]) for quote in quotes)
    counts = Counter(verdict.kind.value for verdict in found.values())
    said = request.GET.get("said", "")
    if said in VERDICTS:
        judged = [(quote, verdict) for quote, verdict in judged if verdict.kind == said]
    page = page_of(judged, request.GET.get("page"))
    context = {
        "place": "quoted",
        "filter": chosen,
        "page_obj": page,
        "rows": page.rows,
        "said": said,
        "kinds": [(kind, counts[kind]) for kind in VERDICTS if counts[kind]],
        "corrected": corrected_releases(),
        "can_edit": request.user.may(Permission.IMPORT_FIGURES),
    }
    return render(request, "staff/quoted/list.html", context)


@may(Permission.IMPORT_FIGURES)
def new_quote(request: StaffRequest) -> HttpResponse:
    form = QuoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            quote = add_quote(
                printed=form.printed(), printing=form.printing(), by=request.user, at=timezone.now()
            )
        except REFUSALS as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, "Entered. What it should be is said below.")
            return redirect("staff:quote", quote.pk)
    context = {"place": "quoted", "form": form}
    return render(request, "staff/quoted/new.html", context, status=422 if form.errors else 200)


@may(Permission.SEE_WORKSPACE)
def show_quote(request: StaffRequest, pk: int) -> HttpResponse:
    quote = found_or_404(request, Quote.objects.loaded(), pk=pk)
    verdict = verdicts([quote], seen_by(Figure.objects.current(), request.user))[pk]
    context = {
        "place": "quoted",
        "quote": quote,
        "verdict": verdict,
        "candidates": candidates(quote),
        "mailto": mail_about_misquote(
            quote, verdict, signer=str(request.user), organisation=settings.ORGANISATION_NAME
        ),
        "tie_form": TieForm(),
        "telling_form": TellingForm(initial={"told_on": timezone.localdate()}),
        "versions": quote.history.select_related("history_user")[:VERSIONS_SHOWN],
        "can_edit": request.user.may(Permission.IMPORT_FIGURES),
        "can_tie": request.user.may(Permission.PUBLISH_RELEASES),
    }
    return render(request, "staff/quoted/quote.html", context)


@may(Permission.IMPORT_FIGURES)
def edit_quote(request: StaffRequest, pk: int) -> HttpResponse:
    quote = found_or_404(request, Quote.objects.loaded(), pk=pk)
    first = {**vars(quote), "seen": as_it_stands(quote)}
    form = PrintingForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            amend_quote(
                quote=quote,
                printing=form.printing(),
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=timezone.now(),
            )
        except SavedMeanwhile as error:
            form.add_error(None, str(error))
            save_upon(form, error.stands)
        except REFUSALS as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, "Set right.")
            return redirect("staff:quote", pk)
    context = {"place": "quoted", "form": form, "quote": quote}
    return render(request, "staff/quoted/edit.html", context, status=422 if form.errors else 200)


@require_POST
@may(Permission.IMPORT_FIGURES)
def remove_quote_now(request: StaffRequest, pk: int) -> HttpResponse:
    quote = found_or_404(request, Quote, pk=pk)
    try:
        remove_quote(quote=quote, by=request.user, at=timezone.now())
    except QuoteNotPossible as error:
        messages.error(request, str(error))
        return redirect("staff:quote", pk)
    messages.success(request, "Taken out, with its number.")
    return redirect("staff:quoted")
