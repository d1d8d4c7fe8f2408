"""The forms of what can be done to many requests in one step."""

from abc import abstractmethod
from typing import Any, Self

from django import forms
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.reminders.own import check_ahead
from requests_app.domain.request_log.dates import ImpossibleDate, check_past
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.in_bulk import IN_BULK
from requests_app.domain.request_log.models import Tag
from requests_app.domain.request_log.tags import LONGEST_TAG, NoTag, check_tag, tags_for
from requests_app.domain.request_log.timeline import Happening
from requests_app.domain.upkeep.bulk.changes import (
    Assigning,
    Change,
    Recording,
    Reminding,
    Tagging,
    Untagging,
)
from requests_app.domain.upkeep.bulk.models import BulkKind
from requests_app.staff_site.forms.dates import LooseDateField
from requests_app.staff_site.forms.keys import KeyedForm
from requests_app.staff_site.forms.own_reminders import ReminderFields
from requests_app.staff_site.forms.requests import MAY_BE_ASSIGNED


class ChangeForm(KeyedForm):
    """One thing that can be done to many requests."""

    def offered_to(self, person: Person) -> Self:
        """With the choices that are there for `person`."""
        return self

    @abstractmethod
    def change(self) -> Change:
        """What was entered, for the operation. Only after `is_valid()`."""


class RecordingForm(ChangeForm):
    kind = forms.ChoiceField(
        label="What happened", choices=[(kind.value, kind.label) for kind in IN_BULK]
    )
    on = LooseDateField(label="On", initial="today", help_text="The same day for all of them.")
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            check_past("on", "On", cleaned.get("on"), today=timezone.localdate())
        except ImpossibleDate as refusal:
            self.add_error("on", str(refusal))
        return cleaned

    def change(self) -> Change:
        data = self.cleaned_data
        return Recording(Happening(EventKind(data["kind"]), data["on"], note=data["note"]))


class AssigningForm(ChangeForm):
    assignee = forms.ModelChoiceField(
        Person.objects.filter(MAY_BE_ASSIGNED), required=False, empty_label="Nobody"
    )

    def change(self) -> Change:
        return Assigning(self.cleaned_data["assignee"])


class TaggingForm(ChangeForm):
    tag = forms.CharField(
        max_length=LONGEST_TAG,
        widget=forms.TextInput(attrs={"list": "tags", "autocomplete": "off"}),
        help_text="One that is there, or a new one.",
    )

    def clean_tag(self) -> str:
        try:
            return check_tag(self.cleaned_data["tag"])
        except NoTag as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def change(self) -> Change:
        return Tagging(self.cleaned_data["tag"])


class UntaggingForm(ChangeForm):
    old_tag = forms.ModelChoiceField(Tag.objects.none(), label="Tag", empty_label=None)

    def offered_to(self, person: Person) -> Self:
        field: Any = self.fields["old_tag"]
        field.queryset = tags_for(person)
        return self

    def change(self) -> Change:
        return Untagging(self.cleaned_data["old_tag"])


class RemindingForm(ReminderFields, ChangeForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if due_on := cleaned.get("due_on"):
            try:
                check_ahead(due_on, today=timezone.localdate())
            except ImpossibleDate as refusal:
                self.add_error("due_on", str(refusal))
        return cleaned

    def change(self) -> Change:
        return Reminding(**{name: self.cleaned_data[name] for name in ReminderFields.base_fields})


FORMS: dict[BulkKind, type[ChangeForm]] = {
    BulkKind.EVENT: RecordingForm,
    BulkKind.ASSIGN: AssigningForm,
    BulkKind.ADD_TAG: TaggingForm,
    BulkKind.REMOVE_TAG: UntaggingForm,
    BulkKind.REMIND: RemindingForm,
}
