"""The one way in which the staff site gets the thing that an address names: a thing that is not
there for whoever asks is answered as one that is not there."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.sight import blocked_campaigns, may_with, seen_by, sees
from requests_app.staff_site.access import StaffRequest


def found_or_404(request: StaffRequest, among: Any, **which: Any) -> Any:
    """The thing of a model, manager or queryset that `which` says, as it is there for whoever asks.

    Raises Http404 where there is none for them, and `PermissionDenied` where they are a member of
    its campaign that may not do there what the view is for.
    """
    rows = among.all() if hasattr(among, "all") else among._default_manager.all()
    found = get_object_or_404(seen_by(rows, request.user), **which)
    check_role(request, found)
    return found


def check_role(request: StaffRequest, thing: Model) -> None:
    """Raises `PermissionDenied` for a member whose role in the thing's campaign is not enough for
    the view."""
    if not may_with(request.user, thing, _permission_of(request)):
        raise PermissionDenied


def check_there(request: StaffRequest, *things: Model | None) -> None:
    """Raises Http404 unless each of the things is there for whoever asks: for what is not looked
    up by itself."""
    if blocked_campaigns(request.user):
        for thing in things:
            if thing is not None and not sees(request.user, thing):
                raise Http404


def _permission_of(request: StaffRequest) -> Permission:
    match = request.resolver_match
    asked: Permission = (
        getattr(match.func, "permission", Permission.SEE_WORKSPACE)
        if match
        else (Permission.SEE_WORKSPACE)
    )
    return asked
