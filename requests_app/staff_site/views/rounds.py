"""Whom a campaign asks, and the next year's round: looked at first, then asked in one step."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.addressees import (
    ASKED,
    AddresseesChanged,
    add_addressees,
    addressees,
)
from requests_app.domain.request_log.campaigns import CampaignNameTaken
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.models import Campaign, Method
from requests_app.domain.request_log.unasking import NothingToTakeBack, take_back_addressees
from requests_app.domain.upkeep.bulk.operations import named
from requests_app.domain.upkeep.rounds import next_round, roll_over
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.filters import AddresseeFilter
from requests_app.staff_site.forms.campaigns import AskForm, RollOverForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.looked_at import key_of

SHOWN = 50
CHANGED = "The list has changed since you looked at it, and nobody was asked. Look again."


@may(Permission.MANAGE_CAMPAIGNS)
def choose_addressees(request: StaffRequest, pk: int) -> HttpResponse:
    """Agencies by filter, in the address; a POST to the same address asks all of them."""
    campaign = found_or_404(request, Campaign, pk=pk)
    chosen = AddresseeFilter(request.GET, queryset=Agency.objects.order_by("name", "pk"))
    related = chosen.qs.select_related("succeeded_by__succeeded_by").distinct()
    found = addressees(
        campaign=campaign,
        year=campaign.reporting_year,
        chosen=related if request.GET else [],
        on=timezone.localdate(),
        all_the_same=_all_the_same(request),
    )
    key = key_of([agency.pk for agency in found.asked])
    form = AskForm(request.POST or None, initial={"seen": key})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] == key:
            return _ask(request, campaign, found.asked, form)
        messages.error(request, CHANGED)
        form = AskForm(initial=form.cleaned_data | {"seen": key})
    context = {
        "place": "campaigns",
        "campaign": campaign,
        "filter": chosen,
        "found": found,
        "shown": found.asked[:SHOWN],
        "form": form,
        "looked": bool(request.GET),
    }
    return render(request, "staff/campaigns/addressees.html", context)


def _all_the_same(request: StaffRequest) -> bool:
    """Whether the address says to ask also those who are asked about the year already."""
    return request.GET.get("again") == "yes"


def _ask(
    request: StaffRequest, campaign: Campaign, agencies: list[Agency], form: AskForm
) -> HttpResponse:
    try:
        step = add_addressees(
            campaign=campaign,
            agencies=agencies,
            subject=form.cleaned_data["subject"],
            method=Method(form.cleaned_data["method"]),
            by=request.user,
            at=timezone.now(),
        )
    except AddresseesChanged as changed:
        messages.error(request, str(changed))
    else:
        made = len(step.details["made"])
        words = f"{made:,} request{pluralize(made)} made, none of them sent yet."
        messages.success(request, words, extra_tags=_undo(step))
    return redirect("staff:campaign", campaign.pk)


@may(Permission.MANAGE_CAMPAIGNS)
def roll_over_page(request: StaffRequest, pk: int) -> HttpResponse:
    campaign = found_or_404(request, Campaign.objects.select_related("lead"), pk=pk)
    today = timezone.localdate()
    again = _all_the_same(request)
    following = next_round(campaign, on=today, all_the_same=again)
    key = key_of([agency.pk for agency in following.addressees.asked])
    form = RollOverForm(request.POST or None, initial={"name": following.name, "seen": key})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] != key:
            messages.error(request, CHANGED)
            form = RollOverForm(initial=form.cleaned_data | {"seen": key})
        else:
            values = {name: form.cleaned_data[name] for name in ("name", "subject")}
            method = Method(form.cleaned_data["method"])
            try:
                opened, step = roll_over(
                    campaign=campaign,
                    **values,
                    method=method,
                    by=request.user,
                    at=timezone.now(),
                    on=today,
                    all_the_same=again,
                )
            except CampaignNameTaken as taken:
                form.add_error("name", str(taken))
            except ImpossibleDate as beyond:
                form.add_error(None, str(beyond))
            except AddresseesChanged as changed:
                messages.error(request, str(changed))
                return redirect("staff:roll_over", pk)
            else:
                words = f"{opened} is open; none of its requests is sent yet."
                messages.success(request, words, extra_tags=_undo(step))
                return redirect("staff:campaign", opened.pk)
    context = {
        "place": "campaigns",
        "campaign": campaign,
        "following": following,
        "found": following.addressees,
        "shown": following.addressees.asked[:SHOWN],
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "staff/campaigns/roll_over.html", context, status=status)


def _undo(step: AuditEntry) -> str:
    return f"undo={reverse('staff:undo_addressees', args=[step.pk])}"


@require_POST
@may(Permission.MANAGE_CAMPAIGNS)
def undo_addressees_now(request: StaffRequest, pk: int) -> HttpResponse:
    """Takes back what was made in one step, named by its entry in the audit record."""
    step = found_or_404(request, AuditEntry, pk=pk, verb=ASKED, details__has_key="made")
    try:
        done = take_back_addressees(step=step, by=request.user, at=timezone.now())
    except NothingToTakeBack as refusal:
        messages.error(request, str(refusal))
        return redirect("staff:campaigns")
    with_it = f", and with {'it' if done.gone == 1 else 'them'} {step.subject_label}"
    words = f"{done.gone:,} request{pluralize(done.gone)} taken back"
    messages.success(request, f"{words}{'' if done.campaign else with_it}.")
    if done.kept:
        why = "Left, since something happened to them meanwhile"
        messages.warning(request, f"{why}: {named(done.kept)}.")
    if done.campaign is None:
        return redirect("staff:campaigns")
    return redirect("staff:campaign", done.campaign.pk)
