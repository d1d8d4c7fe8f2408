"""A person's own account: password, second factor, and where they are signed in."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import ROLE_SENTENCES, Permission, Role
from requests_app.domain.sign_in.factors import has_second_factor, recovery_codes_left
from requests_app.domain.sign_in.models import OpenSession
from requests_app.domain.sign_in.passwords import change_own_password as change
from requests_app.domain.sign_in.sessions import (
    end_all_sessions,
    end_session,
    live_sessions,
    move_session,
)
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.agents import session_rows
from requests_app.staff_site.forms.account import OwnPasswordForm
from requests_app.staff_site.throttling import count_failure, keep_failure, too_soon


@sensitive_post_parameters()
@login_required
def change_own_password(request: StaffRequest) -> HttpResponse:
    username = request.user.username
    if request.method == "POST" and (page := too_soon(request, username)):
        return page
    form = OwnPasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.has_error("old_password", "password_incorrect"):
        count_failure(request, username)
        keep_failure(request, username=username, step="password, when signed in")
    if form.is_bound and form.is_valid():
        before = request.session.session_key or ""
        person = change(
            person=request.user,
            password=form.cleaned_data["new_password1"],
            keeps=before,
            at=timezone.now(),
        )
        update_session_auth_hash(request, person)
        move_session(before=before, after=request.session.session_key or "")
        messages.success(request, "Your password is changed.")
        return redirect("staff:today")
    return render(request, "registration/password_change.html", {"form": form})


@never_cache
@may(Permission.SEE_WORKSPACE)
def account_page(request: StaffRequest) -> HttpResponse:
    person, now = request.user, timezone.now()
    sessions = live_sessions(person, at=now)
    context = {
        "role_sentence": ROLE_SENTENCES[Role(person.role)],
        "has_second_factor": has_second_factor(person),
        "codes_left": recovery_codes_left(person),
        "sessions": session_rows(sessions, this=request.session.session_key),
        "place": "account",
    }
    return render(request, "staff/account/account.html", context)


@require_POST
@may(Permission.SEE_WORKSPACE)
def end_session_now(request: StaffRequest, pk: int) -> HttpResponse:
    session = get_object_or_404(OpenSession, pk=pk, person=request.user)
    end_session(session=session, by=request.user, at=timezone.now())
    messages.success(request, "Signed out there.")
    return redirect("staff:account")


@require_POST
@may(Permission.SEE_WORKSPACE)
def end_other_sessions_now(request: StaffRequest) -> HttpResponse:
    ended = end_all_sessions(
        person=request.user,
        by=request.user,
        at=timezone.now(),
        but=request.session.session_key or "",
    )
    said = f"Signed out in {ended} other place{'' if ended == 1 else 's'}." if ended else ""
    messages.success(request, said or "You were signed in nowhere else.")
    return redirect("staff:account")
