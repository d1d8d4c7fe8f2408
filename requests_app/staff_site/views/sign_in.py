"""Signing in: the password, then the second factor of whoever has one; and out again."""

from django.conf import settings
from django.contrib.auth.views import LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from requests_app.domain.accounts.models import Person
from requests_app.domain.sign_in.factors import WrongCode, has_second_factor, use_code
from requests_app.domain.sign_in.passkeys import PasskeyRefused, begin_using, use_passkey
from requests_app.domain.sign_in.sessions import close_session
from requests_app.domain.sign_in.throttle import second_step_name
from requests_app.staff_site.entering import (
    PASSWORD_ALONE,
    SECOND_STEP,
    ask_second_step,
    let_in,
    place_of,
    safe_next,
    whose_second_step,
)
from requests_app.staff_site.forms.account import CodeForm, PasskeyForm, SignInForm
from requests_app.staff_site.throttling import count_failure, keep_failure, too_soon

PASSKEY_STATE = "passkey_state"


@sensitive_post_parameters("password")
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    goes_to = safe_next(request, resolve_url(settings.LOGIN_REDIRECT_URL))
    if request.user.is_authenticated:
        return redirect(goes_to)
    form = SignInForm(request, request.POST if request.method == "POST" else None)
    # As the form reads it, which looks it up without blanks and in the usual letters.
    username = str(form.fields["username"].to_python(request.POST.get("username", "")))
    if form.is_bound and (page := too_soon(request, username)):
        return page
    if form.is_bound and form.is_valid():
        person = form.get_user()
        if has_second_factor(person):
            return ask_second_step(request, person, goes_to=goes_to)
        return let_in(request, person, how=PASSWORD_ALONE, goes_to=goes_to)
    if form.has_error("__all__"):  # both were given, and do not go together
        keep_failure(request, username=username, step="password")
    context = {"form": form, "next": goes_to, "is_trial": settings.DEBUG}
    return render(request, "registration/sign_in.html", context)


@sensitive_post_parameters("code", "passkey")
@never_cache
def second_step(request: HttpRequest) -> HttpResponse:
    """The password was right. Nobody is signed in yet."""
    person = whose_second_step(request)
    if person is None:
        return redirect("sign_in")
    if page := too_soon(request, second_step_name(person.username)):
        return page
    form = _second_form(request)
    if form.is_bound and form.is_valid():
        try:
            how = _shown(request, person, form)
        except (WrongCode, PasskeyRefused) as refusal:
            count_failure(request, second_step_name(person.username))
            keep_failure(request, username=person.username, step="second factor")
            form.add_error("code" if "code" in form.fields else None, str(refusal))
        else:
            goes_to = request.session[SECOND_STEP]["goes_to"]
            return let_in(request, person, how=how, goes_to=goes_to)
    return _second_page(request, person, form)


def _second_form(request: HttpRequest) -> CodeForm | PasskeyForm:
    if request.method == "POST" and "passkey" in request.POST:
        return PasskeyForm(request.POST)
    return CodeForm(request.POST if request.method == "POST" else None)


def _shown(request: HttpRequest, person: Person, form: CodeForm | PasskeyForm) -> str:
    """Which second factor it was. Raises `WrongCode` and `PasskeyRefused`."""
    now = timezone.now()
    if "code" in form.cleaned_data:
        return use_code(person=person, code=form.cleaned_data["code"], at=now)
    state = request.session.pop(PASSKEY_STATE, None)
    if state is None:
        raise PasskeyRefused("This page was open for too long. Try again.")
    answer = form.cleaned_data["passkey"]
    return use_passkey(person=person, answer=answer, state=state, place=place_of(request), at=now)


def _second_page(
    request: HttpRequest, person: Person, form: CodeForm | PasskeyForm
) -> HttpResponse:
    asked = begin_using(person, place=place_of(request))
    options, request.session[PASSKEY_STATE] = asked or (None, None)
    has_app = hasattr(person, "authenticator_app")
    code_form = form if isinstance(form, CodeForm) else CodeForm()
    code_form.fields["code"].label = "Code" if has_app else "Recovery code"
    context = {
        "form": code_form,
        "refusal": form if isinstance(form, PasskeyForm) else None,
        "options": options,
        "has_app": has_app,
    }
    return render(request, "registration/second_step.html", context)


class SignOut(LogoutView):
    """Posted; the session's row goes with it."""

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if isinstance(request.user, Person):
            key = request.session.session_key or ""
            close_session(session_key=key, by=request.user, at=timezone.now())
        return super().post(request, *args, **kwargs)
