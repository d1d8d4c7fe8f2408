"""One's own second factor: an authenticator app, passkeys, and recovery codes on paper."""

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.sign_in.codes import new_secret, setup_address
from requests_app.domain.sign_in.factors import (
    NeedsSecondFactor,
    WrongCode,
    add_authenticator_app,
    has_second_factor,
    make_recovery_codes,
    recovery_codes_left,
    remove_authenticator_app,
    remove_passkey,
    role_needs_second_factor,
)
from requests_app.domain.sign_in.models import AuthenticatorApp, Passkey
from requests_app.domain.sign_in.passkeys import PasskeyRefused, add_passkey, begin_adding
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.entering import (
    PROVED_AT,
    SECOND_FACTOR,
    ask_password,
    place_of,
    safe_next,
)
from requests_app.staff_site.forms.account import CodeForm, ConfirmForm, PasskeyForm
from requests_app.staff_site.throttling import keep_failure, too_soon

NEW_SECRET, NEW_PASSKEY = "new_secret", "new_passkey"  # in the session, until they are confirmed


@never_cache
@may(Permission.SEE_WORKSPACE)
def second_factor_page(request: StaffRequest) -> HttpResponse:
    person = request.user
    needed = settings.SECOND_FACTOR_REQUIRED and role_needs_second_factor(person)
    has_one = has_second_factor(person)
    context = {
        "app": AuthenticatorApp.objects.filter(person=person).first(),
        "passkeys": Passkey.objects.filter(person=person),
        "has_one": has_one,
        "must_now": needed and not has_one,
        "codes_left": recovery_codes_left(person),
    }
    return render(request, "staff/account/second_factor.html", context)


@sensitive_post_parameters("password")
@never_cache
@may(Permission.SEE_WORKSPACE)
def confirm_password_page(request: StaffRequest) -> HttpResponse:
    goes_to = safe_next(request, reverse("staff:second_factor"))
    username = request.user.username
    if request.method == "POST" and (page := too_soon(request, username)):
        return page
    form = ConfirmForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        password = form.cleaned_data["password"]
        if authenticate(request, username=username, password=password):
            request.session[PROVED_AT] = timezone.now().timestamp()
            return redirect(goes_to)
        keep_failure(request, username=username, step="password, when signed in")
        form.add_error("password", "That is not your password.")
    context = {"form": form, "next": goes_to}
    return render(request, "staff/account/confirm_password.html", context)


@sensitive_post_parameters("code")
@never_cache
@may(Permission.SEE_WORKSPACE)
def add_authenticator_page(request: StaffRequest) -> HttpResponse:
    if page := ask_password(request):
        return page
    secret = request.session.setdefault(NEW_SECRET, new_secret())
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            code = form.cleaned_data["code"]
            _, codes = add_authenticator_app(
                person=request.user, secret=secret, code=code, at=timezone.now()
            )
        except WrongCode as refusal:
            form.add_error("code", str(refusal))
        else:
            del request.session[NEW_SECRET]
            return _added(request, codes, "Your authenticator app is set up.")
    address = setup_address(secret, username=request.user.username)
    # Made here, of letters and digits alone.
    picture = mark_safe(segno.make(address, error="m").svg_inline(omitsize=True, svgclass="qr"))
    context = {"form": form, "secret": secret, "picture": picture}
    return render(request, "staff/account/authenticator.html", context)


@never_cache
@may(Permission.SEE_WORKSPACE)
def add_passkey_page(request: StaffRequest) -> HttpResponse:
    if page := ask_password(request):
        return page
    form, place = PasskeyForm(request.POST if request.method == "POST" else None), place_of(request)
    state = request.session.pop(NEW_PASSKEY, None)
    if form.is_bound and form.is_valid():
        try:
            passkey, codes = add_passkey(
                person=request.user,
                name=form.cleaned_data["name"],
                answer=form.cleaned_data["passkey"],
                state=state or {},
                place=place,
                at=timezone.now(),
            )
        except PasskeyRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _added(request, codes, f"“{passkey}” is set up.")
    options, request.session[NEW_PASSKEY] = begin_adding(request.user, place=place)
    blank = PasskeyForm(initial={"name": form["name"].value() or ""})
    context = {"form": blank, "refusal": form, "options": options}
    return render(request, "staff/account/passkey.html", context)


def _added(request: StaffRequest, codes: list[str], said: str) -> HttpResponse:
    """Whoever adds one has shown it; the codes are shown this once."""
    request.session[SECOND_FACTOR] = True
    messages.success(request, said)
    if codes:
        return render(request, "staff/account/recovery_codes.html", {"codes": codes})
    return redirect("staff:second_factor")


@never_cache
@require_POST
@may(Permission.SEE_WORKSPACE)
def make_recovery_codes_now(request: StaffRequest) -> HttpResponse:
    if page := ask_password(request, then=reverse("staff:second_factor")):
        return page
    try:
        codes = make_recovery_codes(person=request.user, at=timezone.now())
    except WrongCode as refusal:
        messages.error(request, str(refusal))
        return redirect("staff:second_factor")
    return render(request, "staff/account/recovery_codes.html", {"codes": codes})


@require_POST
@may(Permission.SEE_WORKSPACE)
def remove_authenticator_now(request: StaffRequest) -> HttpResponse:
    if page := ask_password(request, then=reverse("staff:second_factor")):
        return page
    try:
        required = settings.SECOND_FACTOR_REQUIRED
        remove_authenticator_app(person=request.user, is_required=required, at=timezone.now())
    except NeedsSecondFactor as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The authenticator app is removed.")
    return redirect("staff:second_factor")


@require_POST
@may(Permission.SEE_WORKSPACE)
def remove_passkey_now(request: StaffRequest, pk: int) -> HttpResponse:
    passkey = get_object_or_404(Passkey, pk=pk, person=request.user)
    if page := ask_password(request, then=reverse("staff:second_factor")):
        return page
    try:
        required = settings.SECOND_FACTOR_REQUIRED
        remove_passkey(passkey=passkey, is_required=required, at=timezone.now())
    except NeedsSecondFactor as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{passkey}” is removed.")
    return redirect("staff:second_factor")
