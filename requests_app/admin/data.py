from django.contrib import admin
from django.urls import reverse

from requests_app.admin.base import (
    NamedFiles,
    NamedFilesAdmin,
    ReadOnlyInline,
    RecordAdmin,
    ReviewAdmin,
)
from requests_app.domain.misuse_data.corrections import Correction
from requests_app.domain.misuse_data.denominators.models import SwornOfficers
from requests_app.domain.misuse_data.models import Figure, Measure, Release, ReturnedFile, Source
from requests_app.domain.misuse_data.remembered import ConfirmedName, Layout


class ReturnedFileInline(NamedFiles, ReadOnlyInline):
    file_state = "attachment__state"
    model = ReturnedFile
    fields = ["attachment", "reader", "encoding", "rows_read"]


@admin.register(Release)
class ReleaseAdmin(ReviewAdmin):
    """Reviewed beside its figures on the staff site ("View on site"): there it is published."""

    list_display = ["title", "source", "period", "issued_on", "state", "imported_by"]
    list_filter = ["state", "is_quoted_claim", "source__kind"]
    search_fields = ["title", "source__name"]
    list_select_related = ["source", "imported_by"]
    inlines = [ReturnedFileInline]

    def view_on_site(self, obj: Release) -> str:
        return reverse("staff:release", args=[obj.pk])


@admin.register(Figure)
class FigureAdmin(ReviewAdmin):
    list_display = ["about", "period", "measure", "answer", "qualifier", "value", "raw", "release"]
    list_filter = ["measure", "answer", "unit", "year_to"]
    search_fields = ["agency_as_written"]
    list_select_related = ["measure", "release", "agency"]

    def view_on_site(self, obj: Figure) -> str:
        return reverse("staff:figure", args=[obj.pk])


@admin.register(ReturnedFile)
class ReturnedFileAdmin(NamedFilesAdmin):
    file_state = "attachment__state"
    file_key = "attachment_id"
    list_display = ["attachment", "release", "reader", "rows_read"]
    list_select_related = ["attachment", "release"]


@admin.register(Source)
class SourceAdmin(ReviewAdmin):
    list_display = ["name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name"]


@admin.register(Measure)
class MeasureAdmin(ReviewAdmin):
    list_display = ["name", "key", "unit", "is_outcome", "position"]
    list_filter = ["unit"]


@admin.register(SwornOfficers)
class SwornOfficersAdmin(ReviewAdmin):
    """Loaded by `manage.py load_sworn_officers`: what agencies are compared by."""

    list_display = ["agency", "year", "officers", "source"]
    list_filter = ["year", "source"]
    search_fields = ["agency__name"]
    list_select_related = ["agency"]


@admin.register(Layout)
class LayoutAdmin(ReviewAdmin):
    list_display = ["source", "columns", "saved_by", "saved_at"]
    list_filter = ["source"]
    list_select_related = ["source", "saved_by"]


@admin.register(ConfirmedName)
class ConfirmedNameAdmin(ReviewAdmin):
    exclude = ["attachment"]  # a file's name is not for everybody
    list_display = ["name", "ori", "county", "agency", "returned_by", "confirmed_by"]
    search_fields = ["name", "ori"]
    list_select_related = ["agency", "returned_by", "confirmed_by"]


@admin.register(Correction)
class CorrectionAdmin(RecordAdmin):
    list_display = ["replaced", "release", "published_at", "published_by", "sentence"]
    list_select_related = ["replaced", "release", "published_by"]
    date_hierarchy = "published_at"
