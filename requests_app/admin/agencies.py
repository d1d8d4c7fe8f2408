from datetime import datetime

from django.contrib import admin

from requests_app.admin.base import OperationForm, ReadOnlyInline, RecordAdmin, ReviewAdmin
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import (
    AdoptedHoliday,
    Agency,
    Alias,
    Closure,
    Contact,
    Ori,
)
from requests_app.domain.agencies.operations import AgencyDetails, AgencyExists
from requests_app.domain.upkeep.directory import amend_agency
from requests_app.domain.upkeep.models import AgencyMerge


class AgencyForm(OperationForm):
    refusals = (AgencyExists,)
    beside = "name"

    class Meta:
        model = Agency
        fields = ["name", "kind", "level", "records_law", "county", "website", "source"]

    def operate(self, *, at: datetime) -> Agency:
        details = AgencyDetails(**{name: self.cleaned_data[name] for name in self.fields})
        agency = self.instance if self.instance.pk else None
        return amend_agency(agency=agency, details=details, by=self.by, at=at)


class OriInline(ReadOnlyInline):
    model = Ori
    fields = ["code"]


class AliasInline(ReadOnlyInline):
    model = Alias
    fields = ["name"]


class ContactInline(ReadOnlyInline):
    model = Contact
    fields = ["kind", "value", "portal_kind", "last_confirmed_on"]


class ClosureInline(ReadOnlyInline):
    model = Closure
    fields = ["on", "reason", "source"]


class AdoptedHolidayInline(ReadOnlyInline):
    model = AdoptedHoliday
    fields = ["holiday", "source"]


@admin.register(Agency)
class AgencyAdmin(ReviewAdmin):
    form = AgencyForm
    change_permission = Permission.EDIT_DIRECTORY
    may_add = True
    list_display = ["name", "kind", "level", "county", "records_law"]
    list_filter = ["kind", "level", "records_law", "county"]
    search_fields = ["search_text"]
    inlines = [OriInline, AliasInline, ContactInline, ClosureInline, AdoptedHolidayInline]


@admin.register(Ori)
class OriAdmin(ReviewAdmin):
    list_display = ["code", "agency"]
    search_fields = ["code"]
    list_select_related = ["agency"]


@admin.register(Alias)
class AliasAdmin(ReviewAdmin):
    list_display = ["name", "agency"]
    search_fields = ["folded_name"]
    list_select_related = ["agency"]


@admin.register(AgencyMerge)
class AgencyMergeAdmin(RecordAdmin):
    list_display = ["gone_name", "kept", "by", "at", "undone_at"]
    list_select_related = ["kept", "by"]
    # What undoing it takes: rows of whatever went along, kept from some or not.
    exclude = ["moved", "changed", "dropped"]


@admin.register(Contact)
class ContactAdmin(ReviewAdmin):
    list_display = ["agency", "kind", "value", "portal_kind", "last_confirmed_on"]
    list_filter = ["kind"]
    list_select_related = ["agency"]
