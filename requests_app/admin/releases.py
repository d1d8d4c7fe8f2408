"""Releases: an import with its files, warnings and figures; what a re-issue corrected."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from requests_app.admin.base import (
    LONGEST_SEARCH,
    ReadOnlyInline,
    RecordAdmin,
    ReviewAdmin,
)
from requests_app.admin.counting import COUNT_CAP
from requests_app.admin.files import NamedFiles, NamedFilesAdmin
from requests_app.admin.release_review import ReleaseReviewAdmin
from requests_app.admin.sight import seen_here
from requests_app.admin.waits import WaitsFilter
from requests_app.domain.agencies.models import Agency
from requests_app.domain.misuse_data.importing.import_warnings import ImportWarning
from requests_app.domain.misuse_data.models import Figure, Release, ReturnedFile
from requests_app.domain.misuse_data.releases.corrections import CorrectedFigure, Correction


class ReturnedFileInline(NamedFiles, ReadOnlyInline):
    file_states = ("attachment__state",)
    model = ReturnedFile
    fields = ["original_name", "reader", "encoding", "rows_read"]


@admin.register(Release)
class ReleaseAdmin(ReleaseReviewAdmin):
    """Published and sent back on the page of its review, and on the staff site."""

    list_display = ["title", "state", "its_review", "period", "source", "imported_by"]
    list_filter = [WaitsFilter, "state", "is_quoted_claim", "source__kind", "is_sample"]
    search_fields = ["title", "source__name"]
    list_select_related = ["source", "imported_by"]
    readonly_fields = ["its_review", "its_figures", "its_warnings"]
    not_exported = ["its_review"]
    inlines = [ReturnedFileInline]

    def view_on_site(self, obj: Release) -> str:
        return reverse("staff:release", args=[obj.pk])

    @admin.display(description="review")
    def its_review(self, obj: Release) -> SafeString:
        page = reverse("admin:requests_app_release_review", args=[obj.pk])
        return format_html('<a href="{}">Beside its file</a>', page)

    @admin.display(description="figures")
    def its_figures(self, obj: Release) -> SafeString:
        count = obj.figures.order_by()[: COUNT_CAP + 1].count()
        told = f"more than {COUNT_CAP:,}" if count > COUNT_CAP else f"{count:,}"
        return format_html('<a href="{}">{} figures</a>', _listed(Figure, obj), told)

    @admin.display(description="warnings")
    def its_warnings(self, obj: Release) -> SafeString | str:
        """Of each rule: how many, and for which reasons they were accepted."""
        said = obj.warnings.order_by("rule", "reason").values_list("rule", "reason")
        lines = [
            (f"{count:,}", rule, f"accepted: “{reason}”" if reason else "not accepted yet")
            for rule, reason, count in said.annotate(count=Count("pk"))
        ]
        if not lines:
            return "none"
        told = format_html_join("", "{} by the rule “{}”, {}<br>", lines)
        link = format_html('<a href="{}">Each warning</a>', _listed(ImportWarning, obj))
        return format_html("{}{}", told, link)


def _listed(model: type, release: Release) -> str:
    """The list of what belongs to the release."""
    name = model._meta.model_name  # type: ignore[attr-defined]
    page = reverse(f"admin:requests_app_{name}_changelist")
    return f"{page}?release__id__exact={release.pk}"


@admin.register(ImportWarning)
class ImportWarningAdmin(RecordAdmin):
    """Accepted on the staff site, while the release is a draft."""

    list_display = ["release", "rule", "where", "message", "reason", "accepted_by", "accepted_at"]
    list_display_links = ["message"]
    list_filter = [WaitsFilter, ("accepted_at", admin.EmptyFieldListFilter), "release__state"]
    search_fields = ["rule", "message", "reason", "release__title"]
    list_select_related = ["release", "accepted_by"]
    ordering = ["-id"]


class YearFilter(admin.SimpleListFilter):
    """The last year that a figure is about. Asked of releases, of which there are few: Django's
    own filter would go through every figure for the years there are."""

    title = "last year"
    parameter_name = "year_to"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        releases = seen_here(Release.objects.order_by(), request)
        covered = releases.values_list("covers_from", "covers_to").distinct()
        years = {year for first, last in covered for year in range(first, last + 1)}
        return [(str(year), str(year)) for year in sorted(years, reverse=True)]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        known = {value for value, _ in self.lookup_choices}
        return queryset.filter(year_to=self.value()) if self.value() in known else queryset


@admin.register(Figure)
class FigureAdmin(ReviewAdmin):
    list_display = ["about", "period", "measure", "answer", "qualifier", "value", "raw", "release"]
    list_filter = [WaitsFilter, "measure", "answer", "unit", YearFilter, "release__state"]
    search_fields = ["agency_as_written"]
    searched_by = "An agency: its name, another name of it, an ORI."
    list_select_related = ["measure", "release"]
    ordering = ["-id"]  # along an index; the usual order sorts all there are

    def view_on_site(self, obj: Figure) -> str:
        return reverse("staff:figure", args=[obj.pk])

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """By the directory, whose figures have an index; by the words in the file where the
        directory lacks whom they name."""
        words = search_term[:LONGEST_SEARCH].replace("\x00", "").strip()
        if not words:
            return queryset, False
        known = Agency.objects.named_like(words).values("pk")
        unknown = Q(agency__isnull=True, agency_as_written__icontains=words)
        return queryset.filter(Q(agency__in=known) | unknown), False


@admin.register(ReturnedFile)
class ReturnedFileAdmin(NamedFilesAdmin):
    file_states = ("attachment__state",)
    file_key = "attachment_id"
    # The file itself goes out through the staff site; where it lies in the store is nobody's.
    exclude = ["file"]
    list_display = ["original_name", "release", "reader", "rows_read", "left_out_count", "came_on"]
    list_filter = ["reader"]
    search_fields = ["original_name", "sha256", "release__title"]
    list_select_related = ["release"]


@admin.register(Correction)
class CorrectionAdmin(RecordAdmin):
    list_display = ["replaced", "release", "published_at", "published_by", "sentence"]
    search_fields = ["replaced__title", "release__title", "why"]
    list_select_related = ["replaced", "release", "published_by"]
    date_hierarchy = "published_at"
    readonly_fields = ["its_figures"]

    @admin.display(description="figures")
    def its_figures(self, obj: Correction) -> SafeString:
        page = reverse("admin:requests_app_correctedfigure_changelist")
        address = f"{page}?correction__id__exact={obj.pk}"
        return format_html('<a href="{}">Each figure, before and after</a>', address)


@admin.register(CorrectedFigure)
class CorrectedFigureAdmin(RecordAdmin):
    """Each figure of a note; its list opens from the note."""

    list_display = ["kind", "about", "before", "after", "by", "correction"]
    list_filter = ["kind"]
    list_select_related = ["before", "after", "correction__replaced"]
    ordering = ["-id"]

    @admin.display(description="about")
    def about(self, obj: CorrectedFigure) -> str:
        figure = obj.after or obj.before
        return figure.about if figure else ""
