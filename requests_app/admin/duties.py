"""1 February: what became of each agency's duty, what tells so, and what agencies said of it."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.urls import reverse

from requests_app.admin.base import OperationForm, RecordAdmin, ReviewAdmin
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.reporting.models import AnnualDuty, Answer, FoundAnswer
from requests_app.domain.reporting.operations import AnswerIncomplete, record_answer
from requests_app.domain.reporting.said.models import Comment, Said
from requests_app.domain.reporting.said.operations import SaidNotPossible, show_in_public
from requests_app.domain.request_log.dates import ImpossibleDate


class AnnualDutyForm(OperationForm):
    refusals = (AnswerIncomplete, ImpossibleDate)
    compared = frozenset({"answer", "reported_on"})

    class Meta:
        model = AnnualDuty
        fields = ["answer", "said", "reported_on", "evidence"]

    def operate(self, *, at: datetime) -> AnnualDuty:
        return record_answer(
            duty=self.instance,
            answer=Answer(self.cleaned_data["answer"]),
            said=self.cleaned_data["said"],
            reported_on=self.cleaned_data["reported_on"],
            evidence=self.cleaned_data["evidence"],
            by=self.by,
            at=at,
        )


@admin.register(AnnualDuty)
class AnnualDutyAdmin(ReviewAdmin):
    form = AnnualDutyForm
    change_permission = Permission.RECORD_DUTIES
    list_display = ["agency", "reporting_year", "answer", "reported_on", "by_hand", "answered_by"]
    list_filter = ["reporting_year", "answer", "by_hand", "is_contradicted"]
    search_fields = ["agency__search_text"]
    list_select_related = ["agency", "answered_by"]

    def view_on_site(self, obj: AnnualDuty) -> str:
        return reverse("staff:duty", args=[obj.pk])


@admin.register(FoundAnswer)
class FoundAnswerAdmin(RecordAdmin):
    """What each release tells of an agency's year."""

    list_display = ["agency", "reporting_year", "answer", "said", "release_title", "stands"]
    list_filter = ["reporting_year", "answer", "told_by", "stands", "is_absence"]
    search_fields = ["agency__search_text", "release_title"]
    list_select_related = ["agency"]
    ordering = ["-id"]


class PublicForm(OperationForm):
    """Whether the public sees it: the one thing that a reviewer decides of what was entered."""

    refusals = (SaidNotPossible,)

    def operate(self, *, at: datetime) -> Any:
        is_public = self.cleaned_data["is_public"]
        return show_in_public(entry=self.instance, is_public=is_public, by=self.by, at=at)


class SaidForm(PublicForm):
    class Meta:
        model = Said
        fields = ["is_public"]


class CommentForm(PublicForm):
    class Meta:
        model = Comment
        fields = ["is_public"]


class AboutAYearAdmin(ReviewAdmin):
    """Entered and set right on the staff site, on the page of the agency's year."""

    change_permission = Permission.PUBLISH_RELEASES
    list_select_related = ["agency", "entered_by"]

    def view_on_site(self, obj: Any) -> str:
        about = {"agency": obj.agency_id, "reporting_year": obj.reporting_year}
        duty = AnnualDuty.objects.filter(**about).first()
        return reverse("staff:duty", args=[duty.pk]) if duty else reverse("staff:duties")


@admin.register(Said)
class SaidAdmin(AboutAYearAdmin):
    form = SaidForm
    list_display = ["agency", "reporting_year", "kind", "cause", "said_on", "is_public"]
    list_filter = ["kind", "cause", "is_public", ("taken_back_at", admin.EmptyFieldListFilter)]
    search_fields = ["agency__search_text", "text"]
    # Without the file that is its source: a file's name is not for everybody.
    readonly_fields = [
        *("agency", "reporting_year", "kind", "cause", "text", "said_on", "url"),
        *("records_request", "entered_by", "entered_at", "taken_back_at"),
    ]


@admin.register(Comment)
class CommentAdmin(AboutAYearAdmin):
    form = CommentForm
    list_display = ["agency", "reporting_year", "asked_on", "answered_on", "is_public"]
    list_filter = ["is_public", ("answered_on", admin.EmptyFieldListFilter),
                   ("taken_back_at", admin.EmptyFieldListFilter)]  # fmt: skip
    search_fields = ["agency__search_text", "question", "answer"]
    readonly_fields = [
        *("agency", "reporting_year", "asked_on", "asked_by", "question", "answered_on"),
        *("answer", "entered_by", "entered_at", "taken_back_at"),
    ]
