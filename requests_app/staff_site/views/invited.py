"""What mails about accounts lead to, without signing in: an invitation, a new password.

The key of a link that is good goes into the session at once and out of the address, so that it is
neither in the browser's history nor in the log of a form that fails.
"""

from typing import Any

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.names import UsernameRefused
from requests_app.domain.accounts.operations import UsernameTaken
from requests_app.domain.accounts.roles import ROLE_SENTENCES, Role
from requests_app.domain.sign_in.invitations import (
    InvitationOver,
    accept_invitation,
    invitation_of,
)
from requests_app.domain.sign_in.passwords import (
    LinkNotGood,
    ask_for_reset,
    reset_password,
    whose_reset,
)
from requests_app.staff_site.entering import PASSWORD_ALONE, let_in
from requests_app.staff_site.forms.account import AccountForm, ForgottenForm
from requests_app.staff_site.worker import tell_worker
from requests_app.tasks import send_account_mails

OPENED = "open"  # in the place of the key
PASSWORDS = ("password1", "password2", "new_password1", "new_password2")


@sensitive_post_parameters(*PASSWORDS)
@never_cache
def invitation_page(request: HttpRequest, token: str) -> HttpResponse:
    try:
        key = _key(request, token)
        invitation = invitation_of(key, at=timezone.now())
        if token != OPENED:
            return _opened(request, key)
        data = request.POST if request.method == "POST" else None
        form = AccountForm(data, email=invitation.email)
        if form.is_bound and form.is_valid():
            chosen = {name: form.cleaned_data[name] for name in form.Meta.fields}
            chosen["password"] = form.cleaned_data["password1"]
            person = accept_invitation(token=key, **chosen, at=timezone.now())
            del request.session[_slot(request)]
            return let_in(request, person, how=PASSWORD_ALONE, goes_to="staff:today")
    except (UsernameRefused, UsernameTaken) as refusal:
        form.add_error(refusal.field, str(refusal))
    except InvitationOver as refusal:
        return _refused(request, "This invitation is over", refusal)
    context: dict[str, Any] = {"form": form, "invitation": invitation}
    context["role_sentence"] = ROLE_SENTENCES[Role(invitation.role)]
    return render(request, "registration/invitation.html", context)


@never_cache
def forgotten_page(request: HttpRequest) -> HttpResponse:
    """The same answer for an address that nobody has: who has an account is nobody's business."""
    form = ForgottenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        ask_for_reset(email=form.cleaned_data["email"], at=timezone.now())
        tell_worker(send_account_mails)
        return render(request, "registration/password_asked.html", form.cleaned_data)
    return render(request, "registration/password_forgotten.html", {"form": form})


@sensitive_post_parameters(*PASSWORDS)
@never_cache
def new_password_page(request: HttpRequest, token: str) -> HttpResponse:
    try:
        key = _key(request, token)
        person: Person = whose_reset(key)
        if token != OPENED:
            return _opened(request, key)
        form: Any = SetPasswordForm(person, request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            password = form.cleaned_data["new_password1"]
            reset_password(token=key, password=password, at=timezone.now())
            del request.session[_slot(request)]
            messages.success(request, "Your password is changed: sign in with it.")
            return redirect("sign_in")
    except LinkNotGood as refusal:
        return _refused(request, "This link does nothing", refusal)
    return render(request, "registration/password_new.html", {"form": form, "person": person})


def _key(request: HttpRequest, token: str) -> str:
    return request.session.get(_slot(request), "") if token == OPENED else token


def _opened(request: HttpRequest, key: str) -> HttpResponse:
    request.session[_slot(request)] = key
    return redirect(_name(request), OPENED)


def _slot(request: HttpRequest) -> str:
    """Where the session keeps the key: one for each page, as both may be open in one browser."""
    return f"mailed key of {_name(request)}"


def _name(request: HttpRequest) -> str:
    assert request.resolver_match is not None
    return request.resolver_match.view_name


def _refused(request: HttpRequest, heading: str, refusal: Exception) -> HttpResponse:
    context = {"heading": heading, "refusal": refusal}
    return render(request, "registration/link_refused.html", context, status=404)
