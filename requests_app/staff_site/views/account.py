"""A person's own password; the first change replaces the one-time password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from requests_app.domain.accounts.operations import change_password
from requests_app.staff_site.access import StaffRequest
from requests_app.staff_site.forms.account import OwnPasswordForm


@login_required
def change_own_password(request: StaffRequest) -> HttpResponse:
    form = OwnPasswordForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        person = change_password(
            person=request.user, password=form.cleaned_data["new_password1"], at=timezone.now()
        )
        update_session_auth_hash(request, person)
        messages.success(request, "Your password is changed.")
        return redirect("staff:today")
    return render(request, "registration/password_change.html", {"form": form})
