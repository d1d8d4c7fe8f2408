"""Who sees a campaign: everybody, or its members."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission, Role
from requests_app.domain.request_log.membership import (
    AlreadyThere,
    RoleAbove,
    StillLeads,
    add_member,
    open_campaign,
    open_requests_of,
    restrict_campaign,
    restricted_to,
)
from requests_app.domain.request_log.models import Campaign, CampaignMember
from requests_app.domain.request_log.sight import NotForThem
from requests_app.domain.upkeep.bulk.operations import BulkChanged
from requests_app.domain.upkeep.leaving import let_member_go
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.members import HandOverForm, MemberForm
from requests_app.staff_site.found import found_or_404

PAGE = "staff/campaigns/members.html"


@may(Permission.MANAGE_CAMPAIGNS)
def campaign_members(request: StaffRequest, pk: int) -> HttpResponse:
    """Who sees it, and a form for one more."""
    campaign = found_or_404(request, Campaign.objects.select_related("lead"), pk=pk)
    form = MemberForm(request.POST or None, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        try:
            member = add_member(
                campaign=campaign, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except (RoleAbove, AlreadyThere) as error:
            form.add_error("role" if isinstance(error, RoleAbove) else "person", str(error))
        else:
            undo = f"undo={reverse('staff:remove_member', args=[member.pk])}"
            words = f"{member.person} sees {campaign} now, as {member.role}."
            messages.success(request, words, extra_tags=undo)
            return redirect("staff:campaign_members", pk)
    context = {"place": "campaigns", "campaign": campaign, "form": form}
    context["members"] = restricted_to(campaign)
    return render(request, PAGE, context, status=422 if form.errors else 200)


@require_POST
@may(Permission.MANAGE_CAMPAIGNS)
def restrict_now(request: StaffRequest, pk: int) -> HttpResponse:
    campaign = found_or_404(request, Campaign, pk=pk)
    restrict_campaign(campaign=campaign, by=request.user, at=timezone.now())
    undo = f"undo={reverse('staff:open_to_all', args=[pk])}"
    words = f"{campaign} is restricted: only the people below see it."
    messages.success(request, words, extra_tags=undo)
    return redirect("staff:campaign_members", pk)


@require_POST
@may(Permission.MANAGE_CAMPAIGNS)
def open_to_all_now(request: StaffRequest, pk: int) -> HttpResponse:
    campaign = found_or_404(request, Campaign, pk=pk)
    open_campaign(campaign=campaign, by=request.user, at=timezone.now())
    undo = f"undo={reverse('staff:restrict_campaign', args=[pk])}"
    messages.success(request, f"Everybody sees {campaign} now.", extra_tags=undo)
    return redirect("staff:campaign_members", pk)


@may(Permission.MANAGE_CAMPAIGNS)
def remove_member_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Takes a member out; asks first who takes over, where they are responsible for something."""
    member = found_or_404(
        request, CampaignMember.objects.select_related("campaign", "person"), pk=pk
    )
    campaign, person = member.campaign, member.person
    number = open_requests_of(campaign, person).count() if campaign.is_restricted else 0
    form = HandOverForm(request.POST or None, campaign=campaign, leaving=person)
    is_said = request.method == "POST" and (not number or "hand_over" in request.POST)
    if is_said and form.is_valid():
        return _let_go(request, member, form.cleaned_data["to"])
    context = {"place": "campaigns", "member": member, "campaign": campaign, "number": number}
    context["form"] = form if form.errors else HandOverForm(campaign=campaign, leaving=person)
    return render(request, "staff/campaigns/remove_member.html", context)


def _let_go(request: StaffRequest, member: CampaignMember, to: Person | None) -> HttpResponse:
    campaign, person = member.campaign, member.person
    try:
        role, steps = let_member_go(
            campaign=campaign, person=person, to=to, by=request.user, at=timezone.now()
        )
    except (StillLeads, NotForThem, BulkChanged) as error:
        messages.error(request, str(error))
    else:
        undo = reverse("staff:add_member_again", args=[campaign.pk, person.pk, role])
        messages.success(request, f"{person} does not see {campaign} any more.", f"undo={undo}")
        for step in steps:
            done = f"{len(step.items):,} of its requests: {step.what.lower()}."
            messages.success(request, done, f"undo={reverse('staff:undo_bulk', args=[step.pk])}")
    return redirect("staff:campaign_members", campaign.pk)


@require_POST
@may(Permission.MANAGE_CAMPAIGNS)
def add_member_again(request: StaffRequest, pk: int, person_pk: int, role: str) -> HttpResponse:
    """Undoes a removal."""
    campaign = found_or_404(request, Campaign, pk=pk)
    person = found_or_404(request, Person, pk=person_pk)
    if role not in Role.__members__.values():
        raise PermissionDenied
    try:
        add_member(campaign=campaign, person=person, role=role, by=request.user, at=timezone.now())
    except (RoleAbove, AlreadyThere) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{person} sees {campaign} again, as {role}.")
    return redirect("staff:campaign_members", pk)
