"""The old spreadsheet in: uploaded, described, looked at, imported, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.attachments import StoreAway, StoreFull
from requests_app.domain.request_log.models import OldSheet
from requests_app.domain.request_log.old_sheet.columns import ColumnsRefused
from requests_app.domain.request_log.old_sheet.handing_back import failed_csv
from requests_app.domain.request_log.old_sheet.importing import (
    SheetChanged,
    SheetUsed,
    import_sheet,
    undo_import,
)
from requests_app.domain.request_log.old_sheet.plan import Plan, table_of
from requests_app.domain.request_log.old_sheet.uploads import (
    choose_sheet,
    describe_sheet,
    keep_sheet,
    plan_of,
    read_sheet,
)
from requests_app.domain.request_log.sight import seen_by
from requests_app.domain.sheets.reading import Sheet
from requests_app.domain.sheets.tables import FileRefused, Table
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.old_sheet import SheetForm, UploadForm
from requests_app.staff_site.found import found_or_404

EARLIER = 20
SHOWN = 200
KEPT_NAMED = 20


@may(Permission.LOG_REQUESTS)
def import_requests(request: StaffRequest) -> HttpResponse:
    """Uploading a spreadsheet, and those that were uploaded before."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sheet = keep_sheet(upload=form.cleaned_data["file"], by=request.user, at=timezone.now())
        except (FileRefused, StoreAway, StoreFull) as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("staff:old_sheet", sheet.pk)
    earlier = OldSheet.objects.select_related("uploaded_by", "imported_by")
    context = {
        "place": "requests",
        "form": form,
        "earlier": seen_by(earlier, request.user)[:EARLIER],
    }
    status = 422 if form.errors else 200
    return render(request, "staff/old_sheet/upload.html", context, status=status)


@may(Permission.LOG_REQUESTS)
def show_sheet(request: StaffRequest, pk: int) -> HttpResponse:
    """Posted to look, and posted with `action=import` to import what was looked at."""
    sheet = found_or_404(request, OldSheet.objects.select_related("imported_by"), pk=pk)
    if sheet.imported_at:
        context = {"place": "requests", "sheet": sheet, "made": len(sheet.made)}
        return render(request, "staff/old_sheet/done.html", context)
    sheets, table = _read(sheet)
    plan, refusal = _looked_at(request, sheet, table)
    form = _form(request, sheet, sheets, table, plan)
    if request.method == "POST":
        if request.POST.get("sheet_name", sheet.sheet_name) != sheet.sheet_name:
            return _other_sheet(request, sheet, sheets)
        if request.POST.get("action") == "import":
            return _import(request, sheet, table)
        if form.is_valid() and _described(request, sheet, table, form):
            return redirect(f"{reverse('staff:old_sheet', args=[pk])}#look")
    context = _context(sheet, sheets, form, plan) | {"refusal": refusal}
    status = 422 if form.errors else 200
    return render(request, "staff/old_sheet/sheet.html", context, status=status)


def _read(sheet: OldSheet) -> tuple[list[Sheet], Table]:
    try:
        return read_sheet(sheet)
    except FileNotFoundError as error:
        raise Http404(f"“{sheet}” is missing from the file store.") from error


def _looked_at(request: StaffRequest, sheet: OldSheet, table: Table) -> tuple[Plan, str]:
    """What importing it would do; an empty plan, and why, until its columns are described."""
    try:
        return plan_of(sheet, table, today=timezone.localdate(), by=request.user), ""
    except ColumnsRefused as refusal:
        return Plan(table), str(refusal)


def _form(
    request: StaffRequest, sheet: OldSheet, sheets: list[Sheet], table: Table, plan: Plan
) -> SheetForm:
    labels = [(one.name, one.name + " (hidden)" * one.is_hidden) for one in sheets]
    looking = request.method == "POST" and request.POST.get("action") != "import"
    return SheetForm(
        request.POST if looking else None,
        sheet=sheet,
        sheets=labels,
        table=table,
        unmatched=plan.unmatched,
        person=request.user,
    )


def _context(sheet: OldSheet, sheets: list[Sheet], form: SheetForm, plan: Plan) -> dict:
    return {
        "place": "requests",
        "sheet": sheet,
        "others": [one for one in sheets if one.name != sheet.sheet_name],
        "form": form,
        "plan": plan,
        "errors": plan.errors[:SHOWN],
        "ready": plan.ready[:SHOWN],
        "known": plan.known[:SHOWN],
        "repeated": plan.repeated[:SHOWN],
        "unmatched": plan.unmatched[:SHOWN],
        "more_errors": max(len(plan.errors) - SHOWN, 0),
    }


def _other_sheet(request: StaffRequest, sheet: OldSheet, sheets: list[Sheet]) -> HttpResponse:
    name = request.POST["sheet_name"]
    try:
        _, table = table_of(sheets, name=name)
    except FileRefused as refusal:
        messages.error(request, f"Sheet “{name}”: {refusal}")
    else:
        choose_sheet(sheet=sheet, name=name, table=table, by=request.user, at=timezone.now())
    return redirect("staff:old_sheet", sheet.pk)


def _described(request: StaffRequest, sheet: OldSheet, table: Table, form: SheetForm) -> bool:
    try:
        describe_sheet(
            sheet=sheet,
            table=table,
            mapping=form.mapping(),
            defaults=form.defaults(),
            chosen=form.chosen(),
            by=request.user,
            at=timezone.now(),
        )
    except ColumnsRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _import(request: StaffRequest, sheet: OldSheet, table: Table) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        plan = import_sheet(sheet=sheet, table=table, seen=seen, by=request.user, at=timezone.now())
    except (SheetChanged, SheetUsed, ColumnsRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        undo = reverse("staff:undo_old_sheet", args=[sheet.pk])
        number = len(plan.ready)
        words = f"{number:,} request{pluralize(number)} logged."
        messages.success(request, words, extra_tags=f"undo={undo}")
    return redirect("staff:old_sheet", sheet.pk)


@may(Permission.LOG_REQUESTS)
def rows_to_mend(request: StaffRequest, pk: int) -> HttpResponse:
    """The rows that failed, with what to mend beside each, as a file to upload again."""
    sheet = found_or_404(request, OldSheet, pk=pk)
    _, table = _read(sheet)
    plan, _ = _looked_at(request, sheet, table)
    response = HttpResponse(failed_csv(plan), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="rows-to-mend.csv"'
    return response


@require_POST
@may(Permission.LOG_REQUESTS)
def undo_sheet(request: StaffRequest, pk: int) -> HttpResponse:
    sheet = found_or_404(request, OldSheet, pk=pk)
    try:
        undone = undo_import(sheet=sheet, by=request.user, at=timezone.now())
    except SheetUsed as refusal:
        messages.error(request, str(refusal))
        return redirect("staff:old_sheet", pk)
    words = "request was" if undone.gone == 1 else "requests were"
    messages.success(request, f"{undone.gone:,} {words} taken back.")
    if undone.kept:
        named = ", ".join(undone.kept[:KEPT_NAMED]) + " …" * (len(undone.kept) > KEPT_NAMED)
        messages.warning(request, f"Left, since something happened to them meanwhile: {named}.")
    return redirect("staff:import_requests")
