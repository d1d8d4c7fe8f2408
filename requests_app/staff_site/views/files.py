"""Attaching what came back, its page, and closing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.attachments import (
    AlreadyAttached,
    CopyRefused,
    attach_file,
    attach_redacted_copy,
)
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.file_access import Use
from requests_app.domain.request_log.file_kinds import FileNotAccepted
from requests_app.domain.request_log.file_names import safe_name
from requests_app.domain.request_log.file_states import (
    NotACopy,
    StateChangedMeanwhile,
    set_file_state,
    set_may_go_out,
)
from requests_app.domain.request_log.models import Attachment, RecordsRequest
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.file_page import file_page, found_attachment, note_opening
from requests_app.staff_site.forms.files import AttachForm, RedactedCopyForm, StateForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.request_page import request_page
from requests_app.staff_site.worker import tell_worker
from requests_app.tasks import read_files, scan_files


@require_POST
@may(Permission.ATTACH_FILES)
def attach_files_now(request: StaffRequest, pk: int) -> HttpResponse:
    """Each file is attached or refused for itself: one bad file does not lose the good ones."""
    records_request = found_or_404(request, RecordsRequest, pk=pk)
    form = AttachForm(request.POST, request.FILES)
    attached = _attach_each(request, records_request, form) if form.is_valid() else []
    form.kept_none = not attached
    if attached:
        _tell_worker()
        messages.success(request, _attached(attached))
    if attached and not form.errors:
        return redirect("staff:request", pk)
    context = request_page(pk, on=timezone.localdate(), person=request.user, attach_form=form)
    return render(request, "staff/requests/request.html", context, status=422)


def _attach_each(
    request: StaffRequest, records_request: RecordsRequest, form: AttachForm
) -> list[str]:
    """The names of what was attached; what was refused is said beside its field."""
    uploads, attached = form.uploads(), list[str]()
    came_on, now = form.cleaned_data["came_on"], timezone.now()
    for field, upload in uploads:
        try:
            made = attach_file(
                records_request=records_request,
                upload=upload,
                came_on=came_on,
                by=request.user,
                at=now,
            )
        except ImpossibleDate as error:
            form.add_error(error.field, str(error))
            return attached
        except (FileNotAccepted, AlreadyAttached) as error:
            which = f"“{safe_name(upload.name or '')}”: " if len(uploads) > 1 else ""
            form.add_error(field, f"{which}{error}")
        else:
            attached.append(made.original_name)
            if made.state_reason:  # closed from the beginning, and perhaps not there for them
                messages.warning(request, f"{made.original_name} is closed. {made.state_reason}")
    return attached


def _attached(names: list[str]) -> str:
    if len(names) == 1:
        return f"Attached {names[0]}, kept as it came."
    return f"Attached {len(names)} files, kept as they came: {', '.join(names)}."


def _tell_worker() -> None:
    """The files are there: the worker may have them scanned, and read their text."""
    tell_worker(scan_files)
    tell_worker(read_files)


@may(Permission.SEE_WORKSPACE)
def view_attachment(request: StaffRequest, pk: int) -> HttpResponse:
    return _file_page(request, found_attachment(request, pk, Use.NAME))


def _file_page(
    request: StaffRequest,
    attachment: Attachment,
    *,
    state_form: StateForm | None = None,
    copy_form: RedactedCopyForm | None = None,
) -> HttpResponse:
    """The page, with the form that was refused: whoever is shown it has opened the file."""
    context = file_page(
        attachment,
        person=request.user,
        stretch=request.GET.get("page"),
        state_form=state_form,
        copy_form=copy_form,
    )
    if context["row"].may_open:
        note_opening(request, attachment)
    status = 422 if state_form or copy_form else 200
    return render(request, "staff/files/file.html", context, status=status)


@require_POST
@may(Permission.CHANGE_FILE_STATES)
def set_state_now(request: StaffRequest, pk: int) -> HttpResponse:
    attachment = found_attachment(request, pk, Use.NAME)
    form = StateForm(request.POST)
    if form.is_valid():
        try:
            changed = set_file_state(
                attachment=attachment, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except StateChangedMeanwhile as error:
            attachment.refresh_from_db()
            form.move_to(attachment.state)
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{changed} is {changed.get_state_display().lower()} now.")
            return redirect("staff:view_attachment", pk)
    return _file_page(request, attachment, state_form=form)


@require_POST
@may(Permission.ATTACH_FILES)
def attach_copy_now(request: StaffRequest, pk: int) -> HttpResponse:
    original = found_attachment(request, pk, Use.OPEN)
    form = RedactedCopyForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            copy = attach_redacted_copy(
                original=original,
                upload=form.cleaned_data["file"],
                may_go_out=form.cleaned_data["may_go_out"],
                by=request.user,
                at=timezone.now(),
            )
        except (FileNotAccepted, AlreadyAttached, CopyRefused, ImpossibleDate) as error:
            form.add_error("file", str(error))
        else:
            _tell_worker()
            messages.success(request, f"Attached {copy} as a redacted copy of {original}.")
            return redirect("staff:view_attachment", copy.pk)
    return _file_page(request, original, copy_form=form)


@require_POST
@may(Permission.ATTACH_FILES)
def may_go_out_now(request: StaffRequest, pk: int) -> HttpResponse:
    attachment = found_attachment(request, pk, Use.OPEN)
    may_go_out = request.POST.get("may") == "1"
    try:
        set_may_go_out(attachment=attachment, may=may_go_out, by=request.user, at=timezone.now())
    except NotACopy as error:
        messages.error(request, str(error))
    else:
        done = "may go out" if may_go_out else "does not go out"
        messages.success(request, f"{attachment} {done}.")
    return redirect("staff:view_attachment", pk)
