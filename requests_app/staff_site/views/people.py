"""The people who work here: who they are, who is invited, and what an administrator does."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import ROLE_SENTENCES, Permission
from requests_app.domain.sign_in.factors import has_second_factor, reset_second_factor
from requests_app.domain.sign_in.invitations import (
    InvitationOver,
    InvitationRefused,
    invite,
    renew_invitation,
    revoke_invitation,
    roles_to_give,
)
from requests_app.domain.sign_in.models import Invitation
from requests_app.domain.sign_in.sessions import end_all_sessions, live_sessions
from requests_app.domain.upkeep.people import AmendedMeanwhile, LastAdministrator, amend_person
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.agents import session_rows
from requests_app.staff_site.entering import ask_password
from requests_app.staff_site.forms.account import InvitationForm, PersonForm
from requests_app.staff_site.people_rows import people_rows
from requests_app.staff_site.worker import tell_worker
from requests_app.tasks import send_account_mails

INVALID = 422


@may(Permission.MANAGE_PEOPLE)
def people_page(request: StaffRequest) -> HttpResponse:
    context = {
        "rows": people_rows(),
        "invitations": Invitation.objects.waiting().select_related("invited_by"),
        "now": timezone.now(),
        "place": "people",
    }
    return render(request, "staff/people/people.html", context)


@may(Permission.MANAGE_PEOPLE)
def invite_page(request: StaffRequest) -> HttpResponse:
    if page := ask_password(request):
        return page
    roles = roles_to_give(request.user)
    form = InvitationForm(request.POST if request.method == "POST" else None, roles=roles)
    if form.is_bound and form.is_valid():
        try:
            made = invite(**form.cleaned_data, by=request.user, at=timezone.now())
        except InvitationRefused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            tell_worker(send_account_mails)
            messages.success(request, f"{made.email} is invited; the mail goes now.")
            return redirect("staff:people")
    context: dict[str, Any] = {"form": form, "place": "people"}
    context["roles"] = [(role.title(), ROLE_SENTENCES[role]) for role in roles]
    return render(request, "staff/people/invite.html", context, status=_status(form))


@require_POST
@may(Permission.MANAGE_PEOPLE)
def invite_again_now(request: StaffRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        renew_invitation(invitation=invitation, by=request.user, at=timezone.now())
    except (InvitationOver, InvitationRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        tell_worker(send_account_mails)
        messages.success(request, f"The mail to {invitation.email} goes again, with a new link.")
    return redirect("staff:people")


@require_POST
@may(Permission.MANAGE_PEOPLE)
def revoke_invitation_now(request: StaffRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        revoke_invitation(invitation=invitation, by=request.user, at=timezone.now())
    except InvitationOver as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"The invitation of {invitation.email} is taken back.")
    return redirect("staff:people")


@may(Permission.MANAGE_PEOPLE)
def person_page(request: StaffRequest, pk: int) -> HttpResponse:
    if page := ask_password(request):
        return page
    person = get_object_or_404(Person, pk=pk)
    data = request.POST if request.method == "POST" else None
    form = PersonForm(data, instance=get_object_or_404(Person, pk=pk))
    if form.is_bound and form.is_valid():
        try:
            now = timezone.now()
            amend_person(person=person, **form.cleaned_data, by=request.user, at=now)
        except (AmendedMeanwhile, LastAdministrator) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{form.instance} is saved.")
            return redirect("staff:people")
    context: dict[str, Any] = {
        "person": person,
        "form": form,
        "roles": [(role.title(), sentence) for role, sentence in ROLE_SENTENCES.items()],
        "has_second_factor": has_second_factor(person),
        "sessions": session_rows(live_sessions(person, at=timezone.now())),
        "place": "people",
    }
    return render(request, "staff/people/person.html", context, status=_status(form))


@require_POST
@may(Permission.MANAGE_PEOPLE)
def reset_second_factor_now(request: StaffRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    if page := ask_password(request, then=reverse("staff:person", args=[pk])):
        return page
    reset_second_factor(person=person, by=request.user, at=timezone.now())
    messages.success(request, f"{person} signs in by password alone now, and sets one up anew.")
    return redirect("staff:person", pk)


@require_POST
@may(Permission.MANAGE_PEOPLE)
def end_sessions_now(request: StaffRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(Person, pk=pk)
    end_all_sessions(person=person, by=request.user, at=timezone.now())
    messages.success(request, f"{person} is signed out everywhere.")
    return redirect("staff:person", pk)


def _status(form: Any) -> int:
    return INVALID if form.errors else 200
