"""The list of requests, its files, and the views of it that people keep."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import (
    FileResponse,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.columns import Column, file_columns
from requests_app.domain.request_log.exports import file_rows, record_export
from requests_app.domain.request_log.models import SavedView
from requests_app.domain.request_log.saved_views import (
    ViewNotPossible,
    clean_query,
    delete_view,
    rename_view,
    replace_view,
    restore_view,
    save_view,
    share_view,
    views_for,
)
from requests_app.domain.sheets.writing import TooManyRows, csv_pieces, workbook
from requests_app.staff_site.access import StaffRequest, may
from requests_app.staff_site.forms.saved_views import SavedViewForm
from requests_app.staff_site.found import found_or_404
from requests_app.staff_site.kept import MOST_KEPT, query_of, read_ids, written
from requests_app.staff_site.request_list import RequestList

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


# The web server reads no longer one (gunicorn.conf.py): a filter this long is none.
LONGEST_ADDRESS = 8_000

IN_A_FILE = {"strip": "Days from receipt to today, or to the answer"}


@may(Permission.SEE_WORKSPACE)
def request_list(request: StaffRequest) -> HttpResponse:
    shown = RequestList(request.GET, person=request.user, on=timezone.localdate())
    if pk := shown.sole_number():
        return redirect("staff:request", pk)
    return render(request, "staff/requests/list.html", shown.context())


@may(Permission.LOG_REQUESTS)
def turn_page(request: StaffRequest) -> HttpResponse:
    """Another page of the list in `list`, with what is ticked on this one kept in its address."""
    ids = read_ids(request.GET.getlist("chosen"))
    if len(ids) > MOST_KEPT:
        messages.warning(
            request,
            f"The first {MOST_KEPT} chosen are kept from page to page, no more: narrow the list "
            "with a filter and take all of it.",
        )
    query = QueryDict(request.GET.get("list", ""))
    page = request.GET.get("page", "")
    address = _list_address(query_of(query, page=page, kept=written(ids[:MOST_KEPT])))
    return redirect(address if len(address) <= LONGEST_ADDRESS else reverse("staff:requests"))


@may(Permission.SEE_WORKSPACE)
def download_csv(request: StaffRequest) -> StreamingHttpResponse:
    """Just this list, in its columns and order."""
    shown, columns, _ = _file(request, "csv")
    head, rows = _head(columns), file_rows(shown.in_order, columns, on=shown.on)
    response = StreamingHttpResponse(csv_pieces(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_name(shown.on)}.csv"'
    return response


@may(Permission.SEE_WORKSPACE)
def download_workbook(request: StaffRequest) -> HttpResponseBase:
    """Just this list as a workbook."""
    shown, columns, about = _file(request, "xlsx")
    rows = file_rows(shown.in_order, columns, on=shown.on)
    try:
        made = workbook(_head(columns), rows, name="Requests", about=about)
    except TooManyRows as error:
        messages.error(request, str(error))
        return redirect(_list_address(request.GET.urlencode()))
    name = f"{_name(shown.on)}.xlsx"
    return FileResponse(made, as_attachment=True, filename=name, content_type=WORKBOOK)


def _head(columns: list[Column]) -> list[str]:
    """A column that is drawn on the page is a number in a file: its heading says of what."""
    return [IN_A_FILE.get(column.key, column.label) for column in columns]


def _file(request: StaffRequest, kind: str) -> tuple[RequestList, list[Column], str]:
    """The list, noted as taken out; its file's columns, and what it is in a line."""
    shown = RequestList(request.GET, person=request.user, on=timezone.localdate())
    record_export(
        what=shown.words,
        query=clean_query(request.GET.urlencode()),
        kind=kind,
        by=request.user,
        at=timezone.now(),
    )
    title = f"Requests, {shown.words}. Tenth Day, {shown.on.isoformat()}"
    return shown, file_columns(shown.columns), title


def _name(on: date) -> str:
    return f"requests-{on.isoformat()}"


def _list_address(query: str) -> str:
    return f"{reverse('staff:requests')}?{query}"


@may(Permission.SEE_WORKSPACE)
def open_view(request: StaffRequest, pk: int) -> HttpResponse:
    """An address of a view that stays when the view changes."""
    view = found_or_404(request, views_for(request.user), pk=pk)
    return redirect(_view_address(view))


def _view_address(view: SavedView) -> str:
    return _list_address(f"{view.query}&view={view.pk}".lstrip("&"))


@require_POST
@may(Permission.SEE_WORKSPACE)
def save_view_now(request: StaffRequest) -> HttpResponse:
    form = SavedViewForm(request.POST)
    if form.is_valid():
        try:
            view = save_view(**form.cleaned_data, by=request.user, at=timezone.now())
        except ViewNotPossible as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"Saved as “{view}”.")
            return redirect(_view_address(view))
    return _asked_again(request, form, None)


@require_POST
@may(Permission.SEE_WORKSPACE)
def rename_view_now(request: StaffRequest, pk: int) -> HttpResponse:
    view, form = _visible(request, pk), SavedViewForm(request.POST)
    if form.is_valid():
        try:
            name = form.cleaned_data["name"]
            view = rename_view(view=view, name=name, by=request.user, at=timezone.now())
        except ViewNotPossible as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"The view is called “{view}” now.")
            return redirect(_view_address(view))
    return _asked_again(request, form, view)


def _asked_again(request: StaffRequest, form: SavedViewForm, view: SavedView | None) -> Any:
    query = clean_query(form.data.get("query", ""))
    back = _view_address(view) if view else _list_address(query)
    context = {"form": form, "view": view, "back": back, "place": "requests"}
    return render(request, "staff/requests/save_view.html", context, status=422)


@require_POST
@may(Permission.SEE_WORKSPACE)
def replace_view_now(request: StaffRequest, pk: int) -> HttpResponse:
    """Keeps what is shown now under the view's name."""
    view, query = _visible(request, pk), request.POST.get("query", "")
    try:
        view = replace_view(view=view, query=query, by=request.user, at=timezone.now())
    except ViewNotPossible as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{view}” shows this list now.")
    return redirect(_view_address(view))


@require_POST
@may(Permission.LOG_REQUESTS)
def share_view_now(request: StaffRequest, pk: int) -> HttpResponse:
    view, shared = _visible(request, pk), request.POST.get("shared") == "yes"
    try:
        view = share_view(view=view, shared=shared, by=request.user, at=timezone.now())
    except ViewNotPossible as error:
        messages.error(request, str(error))
    else:
        who = "everybody here sees" if shared else "only you see"
        messages.success(request, f"“{view}”: {who} it now.")
    return redirect(_view_address(view))


@require_POST
@may(Permission.SEE_WORKSPACE)
def delete_view_now(request: StaffRequest, pk: int) -> HttpResponse:
    view = _visible(request, pk)
    try:
        delete_view(view=view, by=request.user, at=timezone.now())
    except ViewNotPossible as error:
        messages.error(request, str(error))
        return redirect(_view_address(view))
    undo = reverse("staff:restore_view", args=[pk])
    messages.success(request, f"The view “{view}” is deleted.", extra_tags=f"undo={undo}")
    return redirect("staff:requests")


@require_POST
@may(Permission.SEE_WORKSPACE)
def restore_view_now(request: StaffRequest, pk: int) -> HttpResponse:
    view = found_or_404(request, SavedView, pk=pk, owner=request.user)
    try:
        view = restore_view(view=view, by=request.user, at=timezone.now())
    except ViewNotPossible as error:
        messages.error(request, str(error))
        return redirect("staff:requests")
    messages.success(request, f"The view “{view}” is back.")
    return redirect(_view_address(view))


def _visible(request: StaffRequest, pk: int) -> SavedView:
    """Somebody else's private view is not there."""
    return found_or_404(request, views_for(request.user), pk=pk)
