"""Figures as somebody printed them, and whom we told of a mistake."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.urls import reverse

from requests_app.admin.base import OperationForm, ReadOnlyInline, ReviewAdmin
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.misuse_data.quoting.models import Outlet, Quote, Telling
from requests_app.domain.misuse_data.quoting.operations import (
    Printing,
    QuoteNotPossible,
    amend_quote,
    as_it_stands,
)
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.saved_meanwhile import SavedMeanwhile


class QuoteForm(OperationForm):
    """Where it was printed; the number itself stays as it was entered."""

    refusals = (QuoteNotPossible, ImpossibleDate, SavedMeanwhile)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Quote
        fields = ["outlet", "title", "author", "printed_on", "said", "contact"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = as_it_stands(self.instance)

    def operate(self, *, at: datetime) -> Quote:
        typed = self.cleaned_data | {"outlet": Outlet(self.cleaned_data["outlet"])}
        told = {"seen": typed.pop("seen"), "by": self.by, "at": at}
        return amend_quote(quote=self.instance, printing=Printing(**typed), **told)

    def refused(self, refusal: Exception) -> None:
        """What was typed is put upon what stands now, so that it can be saved again."""
        if isinstance(refusal, SavedMeanwhile):
            self.data = {name: self.data[name] for name in self.data} | {"seen": refusal.stands}


class TellingInline(ReadOnlyInline):
    model = Telling
    fields = ["told_on", "how", "correction", "told_by"]


@admin.register(Quote)
class QuoteAdmin(ReviewAdmin):
    """What it should have been is said on the staff site, where what is known stands beside it."""

    form = QuoteForm
    change_permission = Permission.IMPORT_FIGURES
    list_display = ["claim", "source", "outlet", "printed_on", "is_tied", "entered_by"]
    list_filter = ["outlet", ("should_be", admin.EmptyFieldListFilter)]
    search_fields = ["title", "author", "said", "claim__release__source__name"]
    list_select_related = ["claim__release__source", "entered_by"]
    readonly_fields = ["claim", "should_be", "should_be_sum_of", "entered_by", "entered_at"]
    inlines = [TellingInline]

    def view_on_site(self, obj: Quote) -> str:
        return reverse("staff:quote", args=[obj.pk])

    @admin.display(description="printed by")
    def source(self, obj: Quote) -> str:
        return str(obj.claim.release.source)

    @admin.display(description="tied", boolean=True)
    def is_tied(self, obj: Quote) -> bool:
        return obj.is_tied


@admin.register(Telling)
class TellingAdmin(ReviewAdmin):
    list_display = ["quote", "correction", "told_on", "how", "told_by"]
    list_filter = [("correction", admin.EmptyFieldListFilter)]
    search_fields = ["how", "quote__claim__release__source__name"]
    list_select_related = ["quote__claim__release__source", "correction", "told_by"]
    date_hierarchy = "told_on"
