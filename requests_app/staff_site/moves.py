"""What every change that moves dates has in common at this door: a preview first, then the move.

A page is sent twice: the first time it shows what would move, the second time it does it. The
button of the second time carries the key of what was previewed, so that nothing else is done.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import pluralize

from requests_app.domain.accounts.models import Person
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.upkeep.models import DatesMove
from requests_app.domain.upkeep.move_counts import as_told_to
from requests_app.domain.upkeep.previews import Example, Preview
from requests_app.staff_site.access import StaffRequest
from requests_app.staff_site.looked_at import key_of
from requests_app.staff_site.worker import tell_worker
from requests_app.tasks import carry_on_moving

CONFIRM = "confirm"


@dataclass(frozen=True)
class Change:
    """One kind of change. apply gets the cleaned data of the form, preview the fields of it that
    are `looked_at`; what `refusals` they raise is shown beside the refusal's field, else beside
    `beside`, else at the head. back: where one goes after it, and by Cancel. remark: what there is
    to know about what was entered, "" for nothing."""

    heading: str
    lede: str
    button: str
    done: str
    back: str
    preview: Callable[..., Preview]
    apply: Callable[..., DatesMove]
    refusals: tuple[type[Exception], ...]
    looked_at: tuple[str, ...] = ()
    remark: Callable[[dict[str, Any]], str] = lambda data: ""
    beside: str = ""
    kicker: str = ""
    place: str = "calculator"


def change_page(
    request: StaffRequest, change: Change, form: forms.Form | None = None
) -> HttpResponse:
    """Shows the form, then what it would move, then moves it. A change without a form shows at
    once what it would move."""
    context: dict[str, Any] = {"change": change, "form": form, "place": change.place}
    typed = request.method == "POST" or form is None
    if not typed or (form is not None and not form.is_valid()):
        status = 422 if typed else 200
        return render(request, "staff/law/change.html", context, status=status)
    data = form.cleaned_data if form is not None else {}
    key = key_of(sorted((name, str(value)) for name, value in data.items()))
    try:
        if request.method == "POST" and request.POST.get(CONFIRM) == key:
            return after_move(request, change.apply(**data), done=change.done, back=change.back)
        preview = change.preview(**{name: data[name] for name in change.looked_at})
    except change.refusals as refusal:
        return _refused(request, change, form, refusal)
    context |= preview_context(preview, by=request.user) | {"key": key}
    context["changed"] = CONFIRM in request.POST
    context["remark"] = change.remark(data)
    context["days_read"] = [day for day in data.values() if isinstance(day, date)]
    return render(request, "staff/law/change.html", context)


def _refused(
    request: StaffRequest, change: Change, form: forms.Form | None, refusal: Exception
) -> HttpResponse:
    if form is None:
        messages.error(request, str(refusal))
        return redirect(change.back)
    field = getattr(refusal, "field", change.beside)
    form.add_error(field if field in form.fields else None, str(refusal))
    context = {"change": change, "form": form, "place": change.place}
    return render(request, "staff/law/change.html", context, status=422)


def after_move(
    request: StaffRequest, move: DatesMove, *, done: str, back: str, undo: str = ""
) -> HttpResponse:
    """Says what moved; a move that is not through yet is handed to the worker and shown."""
    tags = f"undo={undo}" if undo else ""
    if move.is_finished:
        [told] = as_told_to(request.user, move)
        moved = f"{told.moved:,} request{pluralize(told.moved)}"
        messages.success(request, f"{done} It moved the dates of {moved}.", extra_tags=tags)
        return redirect(back)
    tell_worker(carry_on_moving)
    messages.success(request, f"{done} The dates are moving; you may leave this page.")
    return redirect("staff:dates_move", move.pk)


def preview_context(preview: Preview, *, by: Person) -> dict[str, Any]:
    """What templates/staff/law/_moves.html shows, with the moves that are still on their way: what
    they have not reached yet is previewed from where it stands. Two queries."""
    under_way = as_told_to(by, *DatesMove.objects.under_way())
    return {"preview": preview, "examples": _named(preview), "under_way": under_way}


def _named(preview: Preview) -> list[tuple[Example, RecordsRequest]]:
    """The examples of a preview with their requests, in order. One query."""
    wanted = [example.pk for example in preview.examples]
    found = RecordsRequest.objects.select_related("agency").in_bulk(wanted)
    return [(example, found[example.pk]) for example in preview.examples if example.pk in found]
