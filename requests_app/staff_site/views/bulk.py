"""Many requests in one step: choose, look, do it, take it back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.form_keys import KeyUsed
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.sight import seen_by
from requests_app.domain.request_log.tags import tags_for
from requests_app.domain.upkeep.bulk.models import CHANGE_PERMISSIONS, BulkAction, BulkKind
from requests_app.domain.upkeep.bulk.operations import (
    MOST_AT_ONCE,
    AlreadyUndone,
    BulkChanged,
    do_in_bulk,
    look,
    undo,
)
from requests_app.domain.upkeep.bulk.reach import kept_from, latest_actions
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.chosen import Chosen, ListNotUnderstood, chosen_in
from requests_app.staff_site.forms.bulk import FORMS, ChangeForm
from requests_app.staff_site.found import check_there, found_or_404
from requests_app.staff_site.kept import let_go, read_ids
from requests_app.staff_site.paging import page_of
from requests_app.staff_site.request_rows import request_rows
from requests_app.staff_site.way_back import way_back

SHOWN = 50
LATEST = 5
TAGS_SUGGESTED = 200


@may(Permission.LOG_REQUESTS)
def bulk_page(request: StaffRequest) -> HttpResponse:
    """What to do with the requests that the address names; a POST looks at it, and one that says
    `requests` does it to these."""
    do = request.GET.get("do", "")
    kinds = _kinds(request.user)
    kind = BulkKind(do) if do in BulkKind.values else kinds[0]
    if kind not in kinds:
        raise PermissionDenied
    form = _form(request, kind)
    is_sound = request.method == "POST" and form.is_valid()
    if is_sound and "requests" in request.POST:
        return _do(request, kind, form)
    try:
        chosen = chosen_in(request.GET, person=request.user, on=timezone.localdate())
    except ListNotUnderstood as error:
        messages.error(request, str(error))
        return redirect(_back(request))
    if is_sound:
        return _look(request, kind, form, chosen.ids)
    return _choose(request, kind, form, chosen)


def _kinds(person: Person) -> list[BulkKind]:
    return [kind for kind in BulkKind if person.may(CHANGE_PERMISSIONS[kind])]


def _form(request: StaffRequest, kind: BulkKind) -> ChangeForm:
    if request.method == "POST":
        return FORMS[kind](request.POST).offered_to(request.user)
    initial = {"kind": request.GET.get("kind"), "person": request.user.pk}
    known = {name: value for name, value in initial.items() if value}
    return FORMS[kind](initial=known).offered_to(request.user)


def _choose(
    request: StaffRequest, kind: BulkKind, form: ChangeForm, chosen: Chosen
) -> HttpResponse:
    first = seen_by(RecordsRequest.objects.filter(pk__in=chosen.ids[:SHOWN]), request.user)
    context = {
        "place": "requests",
        "kinds": _kinds(request.user),
        "kind": kind,
        "form": form,
        "chosen": chosen,
        "most": MOST_AT_ONCE,
        "first": first.order_by("pk").select_related("agency"),
        "tags": tags_for(request.user).values_list("name", flat=True)[:TAGS_SUGGESTED],
        "latest": latest_actions(request.user, LATEST),
        "back": _back(request),
    }
    status = 422 if form.errors else 200
    return render(request, "staff/requests/bulk.html", context, status=status)


def _look(
    request: StaffRequest, kind: BulkKind, form: ChangeForm, ids: tuple[int, ...]
) -> HttpResponse:
    today = timezone.localdate()
    change = form.change()
    seen = look(change=change, requests=ids, on=today, by=request.user)
    # What was read is carried on, not what was typed: "today" may be another day by then. Where
    # there is no key yet, the form has a new one.
    read = form.cleaned_data.items()
    carried = {name: value for name, value in read if value is not None}
    context = {
        "place": "requests",
        "kind": kind,
        "change": change,
        "seen": seen,
        "rows": request_rows(seen.changed[:SHOWN], on=today),
        "today": today,
        "form": FORMS[kind](initial=carried).offered_to(request.user),
        "requests": ",".join(str(one.pk) for one in seen.changed),
        "back": _back(request),
    }
    return render(request, "staff/requests/bulk_look.html", context)


def _do(request: StaffRequest, kind: BulkKind, form: ChangeForm) -> HttpResponse:
    ids = read_ids(request.POST["requests"].split(","))
    try:
        action = do_in_bulk(
            change=form.change(),
            requests=ids,
            by=request.user,
            at=timezone.now(),
            form_key=form.key(),
            moves_seen=request.POST.get("moves_seen", ""),
        )
    except (BulkChanged, ImpossibleDate) as error:
        messages.error(request, str(error))
        return _look(request, kind, form, ids)
    except KeyUsed as error:
        messages.error(request, str(error))
        form.cleaned_data["form_key"] = None
        return _look(request, kind, form, ids)
    number = len(action.items)
    messages.success(
        request,
        f"{action.what} on {number:,} request{pluralize(number)}.",
        extra_tags=f"undo={reverse('staff:undo_bulk', args=[action.pk])}",
    )
    return redirect(let_go(_back(request)))


def _back(request: StaffRequest) -> str:
    """The page that the requests were chosen on."""
    return way_back(request, reverse("staff:requests"))


@may(Permission.SEE_WORKSPACE)
def show_bulk_action(request: StaffRequest, pk: int) -> HttpResponse:
    action = found_or_404(request, BulkAction.objects.select_related("by"), pk=pk)
    check_there(request, *kept_from(action, request.user))
    today = timezone.localdate()
    changed = RecordsRequest.objects.filter(pk__in=action.request_ids()).order_by("pk")
    page = page_of(changed.select_related("agency", "assignee"), request.GET.get("page"))
    context = {
        "place": "requests",
        "action": action,
        "can_undo": not action.undone_at and BulkKind(action.kind) in _kinds(request.user),
        "page_obj": page,
        "rows": request_rows(page.rows, on=today),
        "today": today,
    }
    return render(request, "staff/requests/bulk_action.html", context)


@require_POST
@may(Permission.LOG_REQUESTS)
def undo_bulk_now(request: StaffRequest, pk: int) -> HttpResponse:
    action = found_or_404(request, BulkAction, pk=pk)
    check_there(request, *kept_from(action, request.user))
    if BulkKind(action.kind) not in _kinds(request.user):
        raise PermissionDenied
    try:
        done = undo(action=action, by=request.user, at=timezone.now())
    except AlreadyUndone as error:
        messages.error(request, str(error))
    else:
        say = messages.warning if done.kept else messages.success
        say(request, str(done))
    return redirect("staff:bulk_action", pk)
