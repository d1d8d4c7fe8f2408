"""What a quote should be, and whom we told: of a misquote, or of a correction of ours."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.models import Figure, Release
from requests_app.domain.misuse_data.quoting.corrections import changed_by, to_tell
from requests_app.domain.misuse_data.quoting.mails import mail_about_correction
from requests_app.domain.misuse_data.quoting.models import Quote, Telling
from requests_app.domain.misuse_data.quoting.operations import QuoteNotPossible
from requests_app.domain.misuse_data.quoting.telling import record_telling, take_back_telling
from requests_app.domain.misuse_data.quoting.tying import TieNotPossible, tie_quote
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.sight import seen_by
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.quoted import TellingForm, TieForm
from requests_app.staff_site.found import found_or_404

CHANGES_SHOWN = 100


@require_POST
@may(Permission.PUBLISH_RELEASES)
def tie_quote_now(request: StaffRequest, pk: int) -> HttpResponse:
    """What the public is told that it should be: for whoever may publish."""
    quote, form = found_or_404(request, Quote, pk=pk), TieForm(request.POST)
    try:
        to = _meant(request, form)
        tie_quote(quote=quote, to=to, by=request.user, at=timezone.now())
    except TieNotPossible as error:
        messages.error(request, str(error))
    else:
        held = f"Held against: {to}." if to else "Held against nothing any more."
        messages.success(request, held)
    return redirect("staff:quote", pk)


def _meant(request: StaffRequest, form: TieForm) -> Figure | Release | None:
    if not form.is_valid():
        raise TieNotPossible(" ".join(str(one) for found in form.errors.values() for one in found))
    figure, release = form.cleaned_data["figure"], form.cleaned_data["sum_of"]
    if figure is not None:
        found = seen_by(Figure.objects.filter(pk=figure), request.user).first()
        if found is None:
            raise TieNotPossible(f"There is no figure {figure}.")
        return found
    return found_or_404(request, Release, pk=release) if release else None


@require_POST
@may(Permission.IMPORT_FIGURES)
def record_telling_now(request: StaffRequest, pk: int) -> HttpResponse:
    quote, form = found_or_404(request, Quote, pk=pk), TellingForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, " ".join(str(one) for found in form.errors.values() for one in found)
        )
        return redirect("staff:quote", pk)
    number = form.cleaned_data["correction"]
    correction = found_or_404(request, Release, pk=number) if number else None
    if correction and quote.pk not in {one.quote.pk for one in to_tell(correction)}:
        raise Http404("That correction changed nothing that was quoted here.")
    try:
        telling = record_telling(
            quote=quote,
            correction=correction,
            told_on=form.cleaned_data["told_on"],
            how=form.cleaned_data["how"],
            by=request.user,
            at=timezone.now(),
        )
    except (ImpossibleDate, QuoteNotPossible) as error:
        messages.error(request, str(error))
    else:
        undo = reverse("staff:undo_telling", args=[telling.pk])
        words = f"Recorded: {quote.claim.release.source} was told."
        messages.success(request, words, extra_tags=f"undo={undo}")
    return redirect("staff:whom_to_tell", number) if number else redirect("staff:quote", pk)


@require_POST
@may(Permission.IMPORT_FIGURES)
def take_back_telling_now(request: StaffRequest, pk: int) -> HttpResponse:
    telling = found_or_404(request, Telling, pk=pk)
    take_back_telling(telling=telling, by=request.user, at=timezone.now())
    messages.success(request, "Taken back: they were not told.")
    return redirect("staff:quote", telling.quote_id)


@may(Permission.SEE_WORKSPACE)
def whom_to_tell(request: StaffRequest, pk: int) -> HttpResponse:
    """Every quote of what a re-issue changed, with its contact and whether they were told."""
    related = Release.objects.select_related("source", "supersedes")
    release = found_or_404(request, related, pk=pk, supersedes__isnull=False)
    who = {"signer": str(request.user), "organisation": settings.ORGANISATION_NAME}
    context = {
        "place": "quoted",
        "release": release,
        "changed": changed_by(release, most=CHANGES_SHOWN),
        "rows": [
            (one, mail_about_correction(one.quote, one.changed, **who)) for one in to_tell(release)
        ],
        "today": timezone.localdate(),
        "can_edit": request.user.may(Permission.IMPORT_FIGURES),
    }
    return render(request, "staff/quoted/whom_to_tell.html", context)
