"""A file that only people read: typed by two of them, compared, and made a table to import."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.transcription.models import Transcription
from requests_app.domain.misuse_data.transcription.operations import (
    NotTranscribed,
    StillDiffers,
    left_to_settle,
    settle,
    tables_of,
    type_table,
)
from requests_app.domain.misuse_data.transcription.taking_back import (
    SettlingStays,
    imported_from,
    take_back_settling,
    why_it_stays,
)
from requests_app.domain.misuse_data.transcription.typed import (
    MOST_TO_SETTLE,
    Difference,
    TableRefused,
    as_typed,
    shape,
)
from requests_app.domain.request_log.file_access import Use
from requests_app.domain.request_log.models import Attachment
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.file_page import PICTURES, found_attachment, note_opening
from requests_app.staff_site.file_rows import file_row
from requests_app.staff_site.forms.transcriptions import SettleForm, TypeForm
from requests_app.staff_site.seen_pages import seen_pages


@may(Permission.IMPORT_FIGURES)
def transcription(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, found_attachment(request, pk, Use.OPEN))


@require_POST
@may(Permission.IMPORT_FIGURES)
def type_now(request: StaffRequest, pk: int) -> HttpResponse:
    attachment = found_attachment(request, pk, Use.OPEN)
    form = TypeForm(request.POST)
    if form.is_valid():
        text = form.cleaned_data["table"]
        try:
            type_table(attachment=attachment, text=text, by=request.user, at=timezone.now())
        except (TableRefused, NotTranscribed) as error:
            form.add_error("table", str(error))
        else:
            messages.success(request, "Kept as you typed it.")
            return redirect("staff:transcription", pk)
    return _page(request, attachment, type_form=form, status=422)


@require_POST
@may(Permission.IMPORT_FIGURES)
def settle_now(request: StaffRequest, pk: int) -> HttpResponse:
    attachment = found_attachment(request, pk, Use.OPEN)
    form = SettleForm(request.POST, differences=_one_by_one(left_to_settle(attachment)))
    if not form.is_valid():
        return _page(request, attachment, settle_form=form, status=422)
    if not form.is_of_what_was_seen:
        messages.error(request, "One of the two tables was typed anew meanwhile: look again.")
        return redirect("staff:transcription", pk)
    try:
        table = settle(
            attachment=attachment, chosen=form.chosen(), by=request.user, at=timezone.now()
        )
    except (StillDiffers, NotTranscribed) as error:
        messages.error(request, str(error))
        return redirect("staff:transcription", pk)
    messages.success(request, f"The two are one table now: {table}.")
    return redirect("staff:import_attachment", table.pk)


@require_POST
@may(Permission.IMPORT_FIGURES)
def take_back_now(request: StaffRequest, pk: int) -> HttpResponse:
    attachment = found_attachment(request, pk, Use.OPEN)
    try:
        take_back_settling(attachment=attachment, by=request.user, at=timezone.now())
    except SettlingStays as error:
        messages.error(request, str(error))
    else:
        words = "Taken back: both tables are as they were typed. Correct them, and settle again."
        messages.success(request, words)
    return redirect("staff:transcription", pk)


def _one_by_one(left: list[Difference] | None) -> list[Difference]:
    """The cells that the form asks for; none where there are too many, or nothing to settle."""
    return left if left and len(left) <= MOST_TO_SETTLE else []


def _page(
    request: StaffRequest,
    attachment: Attachment,
    *,
    type_form: TypeForm | None = None,
    settle_form: SettleForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Nobody sees what another typed before both have. The file itself is seen beside it."""
    note_opening(request, attachment)
    tables = list(tables_of(attachment))
    own = next((table for table in tables if table.typed_by_id == request.user.pk), None)
    left = left_to_settle(attachment)
    address = reverse("staff:transcription", args=[attachment.pk])
    settled = Transcription.objects.select_related("table", "settled_by")
    done = settled.filter(attachment=attachment).first()
    release = imported_from(done) if done else None
    context = {
        "place": "returned_data",
        "sample": attachment.records_request.is_sample,
        "attachment": attachment,
        "records_request": attachment.records_request,
        "row": file_row(attachment, person=request.user),
        "is_picture": attachment.content_kind in PICTURES,
        "seen": seen_pages(attachment, request.GET.get("page"), address=address),
        "tables": tables,
        "own": own,
        "done": done,
        "stays": why_it_stays(release) if release else "",
        "left": left,
        "too_many": left is not None and len(left) > MOST_TO_SETTLE,
        "shapes": list(dict.fromkeys(shape(table.rows) for table in tables)) if left else [],
        "may_type": own is not None or len(tables) < 2,
        "type_form": type_form or TypeForm(initial={"table": as_typed(own.rows) if own else ""}),
        "settle_form": settle_form or SettleForm(differences=_one_by_one(left)),
    }
    return render(request, "staff/files/transcription.html", context, status=status)
