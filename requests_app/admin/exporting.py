"""A change list as a file: what the filters show, in the page's columns; each time on record."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from requests_app.domain.accounts.models import Person
from requests_app.domain.request_log.exports import AT_ONCE, record_export
from requests_app.domain.sheets.writing import Cell, TooManyRows, csv_pieces, workbook

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 31  # characters, of a sheet
LONGEST_QUERY = 2_000  # of what the record keeps of an address


class Exported:
    """Adds the files to a change list. `not_exported`: columns that are a way to somewhere."""

    not_exported: Sequence[str] = ()

    def get_urls(self: Any) -> list[Any]:
        opts = self.opts
        return [
            path(
                f"export.{kind}",
                self.admin_site.admin_view(getattr(self, f"export_{kind}")),
                name=f"{opts.app_label}_{opts.model_name}_{kind}",
            )
            for kind in ("csv", "xlsx")
        ] + super().get_urls()  # type: ignore[misc]

    def export_csv(self, request: HttpRequest) -> HttpResponseBase:
        found = self._exported(request, "csv")
        if found is None:
            return redirect(self._list_address())
        response = StreamingHttpResponse(csv_pieces(*found), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self._file_name()}.csv"'
        return response

    def export_xlsx(self, request: HttpRequest) -> HttpResponseBase:
        found = self._exported(request, "xlsx")
        if found is None:
            return redirect(self._list_address())
        title = self._title()
        about = f"{title}. Tenth Day, {timezone.localdate().isoformat()}"
        try:
            made = workbook(*found, name=title[:LONGEST_NAME], about=about)
        except TooManyRows as refusal:
            messages.error(request, str(refusal))
            return redirect(f"{self._list_address()}?{request.GET.urlencode()}")
        name = f"{self._file_name()}.xlsx"
        return FileResponse(made, as_attachment=True, filename=name, content_type=WORKBOOK)

    def _exported(
        self: Any, request: HttpRequest, kind: str
    ) -> tuple[list[str], Iterator[list[Cell]]] | None:
        """Heads and rows, noted as taken out; None where the address asks for what cannot be."""
        if request.method not in {"GET", "HEAD"} or not self.has_view_permission(request):
            raise PermissionDenied
        assert isinstance(request.user, Person)  # the review site lets nobody else in
        try:
            rows = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return None
        columns = [one for one in self.list_display if one not in self.not_exported]
        query = request.GET.urlencode()[:LONGEST_QUERY]
        what = f"review site: {self._title()}"
        record_export(what=what, query=query, kind=kind, by=request.user, at=timezone.now())
        heads = [str(label_for_field(one, self.model, self)) for one in columns]
        things = (self.as_told(request, one) for one in rows.iterator(chunk_size=AT_ONCE))
        return heads, self._rows(things, columns)

    def as_told(self, request: HttpRequest, thing: Any) -> Any:
        """A row as it is told to whoever asks; not to be saved."""
        return thing

    def _rows(self: Any, things: Iterable[Any], columns: Sequence[str]) -> Iterator[list[Cell]]:
        """Read as they are taken: a million need no more memory."""
        for one in things:
            yield [self._cell(one, column) for column in columns]

    def _cell(self: Any, thing: Any, column: str) -> Cell:
        """As the page shows it, without its links; a number and a day as themselves."""
        try:
            field, _, value = lookup_field(column, thing, self)
        except ObjectDoesNotExist:
            return None
        if field is not None and getattr(field, "flatchoices", None):
            value = dict(field.flatchoices).get(value, value)
        if value is None or value.__class__ is int:
            return value
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, datetime):
            return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S %Z")
        if isinstance(value, date):
            return value
        return strip_tags(value) if isinstance(value, SafeString) else str(value)

    def _title(self: Any) -> str:
        return str(self.opts.verbose_name_plural).capitalize()

    def _file_name(self: Any) -> str:
        return f"{self.opts.model_name}-{timezone.localdate().isoformat()}"

    def _list_address(self: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
