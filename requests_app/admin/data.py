"""What imports go by: sources, measures, officers, and what was settled once for later files."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from requests_app.admin.base import RecordAdmin, ReviewAdmin
from requests_app.admin.files import NamedFiles
from requests_app.domain.accounts.models import Person
from requests_app.domain.misuse_data.denominators.models import SwornOfficers
from requests_app.domain.misuse_data.models import Measure, Source
from requests_app.domain.misuse_data.reading.remembered import ConfirmedName, Layout
from requests_app.domain.misuse_data.transcription.models import Transcription, TypedTable
from requests_app.domain.misuse_data.transcription.operations import left_to_settle
from requests_app.domain.request_log.file_access import Use
from requests_app.domain.request_log.file_states import record_opening


@admin.register(Source)
class SourceAdmin(ReviewAdmin):
    list_display = ["name", "kind"]
    list_filter = ["kind"]
    search_fields = ["name"]


@admin.register(Measure)
class MeasureAdmin(ReviewAdmin):
    list_display = ["name", "key", "unit", "is_outcome", "position"]
    list_filter = ["unit", "is_outcome"]
    search_fields = ["name", "key"]


@admin.register(SwornOfficers)
class SwornOfficersAdmin(ReviewAdmin):
    """Loaded by `manage.py load_sworn_officers`: what agencies are compared by."""

    list_display = ["agency", "year", "officers", "source"]
    list_filter = ["year", "source"]
    search_fields = ["agency__search_text"]
    list_select_related = ["agency"]


@admin.register(Layout)
class LayoutAdmin(ReviewAdmin):
    """What the columns of a source's files held, proposed for its next one."""

    list_display = ["source", "columns", "saved_by", "saved_at"]
    search_fields = ["source__name"]
    list_select_related = ["source", "saved_by"]


@admin.register(ConfirmedName)
class ConfirmedNameAdmin(ReviewAdmin):
    """Taken back on the staff site, with all that was said in the same step."""

    exclude = ["attachment"]  # a file's name is not for everybody
    list_display = ["name", "ori", "county", "agency", "returned_by", "confirmed_by"]
    list_filter = [("agency", admin.EmptyFieldListFilter), ("alias", admin.EmptyFieldListFilter)]
    search_fields = ["name", "ori", "agency__search_text", "returned_by__search_text"]
    list_select_related = ["agency", "returned_by", "confirmed_by"]


class OfAFile(NamedFiles, RecordAdmin):
    """What people read in a file (`attachment`): whoever opens its page opens the file's content.

    Hence for whoever may open the file itself, and on record where that is not everybody."""

    file_states: tuple[str, ...] = ("attachment__state",)
    file_use = Use.OPEN

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        found = self.get_object(request, object_id)
        if found is not None:
            assert isinstance(request.user, Person)  # the review site lets nobody else in
            record_opening(attachment=found.attachment, by=request.user, at=timezone.now())
        return super().change_view(request, object_id, *args, **kwargs)


@admin.register(TypedTable)
class TypedTableAdmin(OfAFile):
    """What one person read in a file, told only when two have typed it: the second is not to see
    what the first read."""

    list_display = ["attachment", "typed_by", "typed_at"]
    search_fields = ["attachment__original_name", "typed_by__username"]
    list_select_related = ["attachment", "typed_by"]

    def get_exclude(self, request: HttpRequest, obj: TypedTable | None = None) -> list[str]:
        is_whole = obj is not None and left_to_settle(obj.attachment) is not None
        return [*super().get_exclude(request, obj), *([] if is_whole else ["rows"])]

    def view_on_site(self, obj: TypedTable) -> str:
        return reverse("staff:transcription", args=[obj.attachment_id])


@admin.register(Transcription)
class TranscriptionAdmin(OfAFile):
    """The table that two typed ones became, and what was chosen where they differed."""

    file_states = ("attachment__state", "table__state")
    list_display = ["attachment", "table", "settled_by", "settled_at"]
    search_fields = ["attachment__original_name", "table__original_name"]
    list_select_related = ["attachment", "table", "settled_by"]

    def view_on_site(self, obj: Transcription) -> str:
        return reverse("staff:transcription", args=[obj.attachment_id])
