from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from requests_app.admin.base import (
    LONGEST_SEARCH,
    OperationForm,
    ReadOnlyInline,
    RecordAdmin,
    ReviewAdmin,
)
from requests_app.admin.files import NamedFiles, NamedFilesAdmin
from requests_app.admin.waits import WaitsFilter
from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.living import MergedMeanwhile
from requests_app.domain.request_log.campaigns import CampaignNameTaken, save_campaign
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.details import RequestDetails
from requests_app.domain.request_log.file_access import Use, states_for
from requests_app.domain.request_log.letters.merging import TextNotMergeable
from requests_app.domain.request_log.models import (
    Attachment,
    Campaign,
    Event,
    Letter,
    NumberSequence,
    OldSheet,
    RecordsRequest,
    Tag,
)
from requests_app.domain.request_log.operations import ChangedMeanwhile, amend_request
from requests_app.domain.request_log.search import requests_matching
from requests_app.domain.request_log.sight import NotForThem, StaysRestricted, seen_by
from requests_app.domain.request_log.tags import tags_for


class RecordsRequestForm(OperationForm):
    refusals = (ImpossibleDate, ChangedMeanwhile, MergedMeanwhile, NotForThem, StaysRestricted)
    compared = frozenset({"reporting_year", "sent_on", "received_on"})

    class Meta:
        model = RecordsRequest
        fields = [*RequestDetails.__dataclass_fields__, "version"]
        widgets = {"version": forms.HiddenInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "campaign" in self.fields:
            campaigns: Any = self.fields["campaign"]
            campaigns.queryset = seen_by(Campaign.objects.all(), self.by)

    def operate(self, *, at: datetime) -> RecordsRequest:
        entered = {name: self.cleaned_data[name] for name in RequestDetails.__dataclass_fields__}
        return amend_request(
            records_request=self.instance,
            details=RequestDetails(**entered),
            version=self.cleaned_data["version"],
            by=self.by,
            at=at,
        )

    def refused(self, refusal: Exception) -> None:
        """Puts what was typed upon the version that stands now, so that it can be saved again."""
        if isinstance(refusal, ChangedMeanwhile):
            now = RecordsRequest.objects.values_list("version", flat=True).get(pk=self.instance.pk)
            self.data = {name: self.data[name] for name in self.data} | {"version": now}


class EventInline(ReadOnlyInline):
    model = Event
    fields = ["on", "kind", "names_on", "note", "corrects", "recorded_by", "recorded_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        return super().get_queryset(request).select_related("corrects", "recorded_by")


class AttachmentInline(NamedFiles, ReadOnlyInline):
    model = Attachment
    fields = ["original_name", "content_kind", "size", "state", "sha256", "came_on"]


@admin.register(RecordsRequest)
class RecordsRequestAdmin(ReviewAdmin):
    form = RecordsRequestForm
    change_permission = Permission.LOG_REQUESTS
    list_display = ["number", "agency", "reporting_year", "status", "due_on", "assignee"]
    list_filter = [WaitsFilter, "is_open", "status", "method"]
    search_fields = ["number"]  # what is searched, `get_search_results` says
    searched_by = "Our number from its beginning, a portal's, or words of the request."
    list_select_related = ["agency", "assignee"]
    raw_id_fields = ["agency"]
    inlines = [EventInline, AttachmentInline]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Each along an index of its own: asked for in one condition, none would be."""
        words = search_term[:LONGEST_SEARCH].replace("\x00", "").strip()
        if not words:
            return queryset, False
        of_portal = Q(portal_number__iexact=words)
        numbered = queryset.filter(Q(number__startswith=words.upper()) | of_portal)
        if numbered.order_by().exists():
            return numbered, False
        assert isinstance(request.user, Person)  # the review site lets nobody else in
        states = states_for(request.user, Use.FIND)
        found = requests_matching(words, states=states, person=request.user)
        return queryset.filter(pk__in=found), False

    def view_on_site(self, obj: RecordsRequest) -> str:
        return reverse("staff:request", args=[obj.pk])


@admin.register(Event)
class EventAdmin(RecordAdmin):
    list_display = ["on", "kind", "records_request", "recorded_by", "recorded_at"]
    list_filter = ["kind"]
    list_select_related = ["records_request__agency", "recorded_by"]


@admin.register(Letter)
class LetterAdmin(RecordAdmin):
    list_display = ["sent_on", "kind", "subject", "made_by"]
    list_filter = ["kind"]
    list_select_related = ["made_by"]


@admin.register(Attachment)
class AttachmentAdmin(NamedFilesAdmin):
    list_display = ["original_name", "records_request", "content_kind", "state", "came_on"]
    list_filter = [WaitsFilter, "state", "content_kind"]
    search_fields = ["sha256", "original_name"]
    list_select_related = ["records_request__agency"]
    # The file itself goes out through the staff site, which asks who may and keeps a record; which
    # file it is a copy of may not be for whoever looks here.
    exclude = ["file", "redacts"]


class CampaignForm(OperationForm):
    refusals = (CampaignNameTaken, ImpossibleDate, TextNotMergeable, NotForThem)
    beside = "name"
    compared = frozenset({"reporting_year"})

    class Meta:
        model = Campaign
        fields = ["name", "reporting_year", "lead", "text"]

    def operate(self, *, at: datetime) -> Campaign:
        campaign = self.instance if self.instance.pk else None
        return save_campaign(campaign=campaign, **self.cleaned_data, by=self.by, at=at)


@admin.register(Campaign)
class CampaignAdmin(ReviewAdmin):
    form = CampaignForm
    change_permission = Permission.MANAGE_CAMPAIGNS
    may_add = True
    list_display = ["name", "reporting_year", "lead", "is_sample"]
    list_filter = ["reporting_year"]
    list_select_related = ["lead"]


@admin.register(NumberSequence)
class NumberSequenceAdmin(RecordAdmin):
    list_display = ["year", "last"]


@admin.register(Tag)
class TagAdmin(RecordAdmin):
    list_display = ["name"]
    search_fields = ["folded_name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        person = request.user
        return tags_for(person) if isinstance(person, Person) else Tag.objects.none()


@admin.register(OldSheet)
class OldSheetAdmin(RecordAdmin):
    list_display = ["original_name", "uploaded_by", "uploaded_at", "imported_at", "undone_at"]
    list_select_related = ["uploaded_by"]
    exclude = ["file"]  # where it lies in the store, and a link to where nothing is served
