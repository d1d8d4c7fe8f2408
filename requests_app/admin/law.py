"""What moves dates: closures with their preview; laws, holidays and moves to look at."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from requests_app.admin.base import OperationForm, RecordAdmin, ReviewAdmin
from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import AdoptedHoliday, Closure
from requests_app.domain.request_log.dates import ImpossibleDate, local_day
from requests_app.domain.statute_book.models import AppointedHoliday, LawVersion
from requests_app.domain.upkeep.models import DatesMove
from requests_app.domain.upkeep.move_counts import as_told_to
from requests_app.domain.upkeep.offices import (
    ClosureGone,
    ClosureKnown,
    preview_closure,
    preview_removal,
    record_closure,
    remove_closure,
)


class LookFirst(Exception):
    """What a closure would move has not been seen yet."""


class ClosureForm(OperationForm):
    """Saved twice: the first time says what would move, the second time moves it."""

    refusals = (ClosureKnown, ImpossibleDate, LookFirst)
    beside = "on"
    compared = frozenset({"agency", "on"})
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Closure
        fields = ["agency", "on", "reason", "source"]

    def operate(self, *, at: datetime) -> Closure:
        values = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        agency, on = values["agency"], values["on"]
        preview = preview_closure(agency=agency, on=on, today=local_day(at), by=self.by)
        self.previewed = f"{agency.pk} {on}: {preview.sentence}"
        if self.cleaned_data["seen"] != self.previewed:
            raise LookFirst(f"{preview.sentence} Nothing is saved yet: save again to enter it.")
        self.move = record_closure(**values, by=self.by, at=at)
        return Closure.objects.get(agency=agency, on=on)

    def refused(self, refusal: Exception) -> None:
        if isinstance(refusal, LookFirst):
            self.data = {name: self.data[name] for name in self.data} | {"seen": self.previewed}


@admin.register(Closure)
class ClosureAdmin(ReviewAdmin):
    """A closure is entered and taken out; a wrong one is taken out and entered anew."""

    form = ClosureForm
    change_permission = Permission.EDIT_DIRECTORY
    may_add = True
    list_display = ["agency", "on", "reason", "source"]
    search_fields = ["agency__search_text"]
    list_select_related = ["agency"]
    raw_id_fields = ["agency"]
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, ...]:
        """The list on Django's own page of confirmation, with what would move at its head."""
        listed, counts, lacking, protected = super().get_deleted_objects(objs, request)
        today, by = timezone.localdate(), cast(Person, request.user)
        moves = [preview_removal(closure=one, today=today, by=by).sentence for one in objs]
        return [*moves, *listed], counts, lacking, protected

    def delete_model(self, request: HttpRequest, obj: Closure) -> None:
        assert isinstance(request.user, Person)  # the review site lets nobody else in
        try:
            move = remove_closure(closure=obj, by=request.user, at=timezone.now())
        except ClosureGone as gone:
            messages.error(request, str(gone))
        else:
            messages.info(request, _moved(move, request.user))

    def log_deletions(self, *args: Any) -> list[Any]:
        """The audit record keeps this; a second log could only differ from it."""
        return []

    def save_model(self, request: HttpRequest, obj: Any, form: OperationForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        assert isinstance(form, ClosureForm)
        messages.info(request, _moved(form.move, form.by))


def _moved(move: DatesMove, by: Person) -> str:
    [move] = as_told_to(by, move)
    how_far = "so far; the others follow" if not move.is_finished else "in all"
    return f"Requests whose dates moved: {move.moved:,} {how_far}."


@admin.register(AdoptedHoliday)
class AdoptedHolidayAdmin(ReviewAdmin):
    list_display = ["agency", "holiday", "source"]
    list_filter = ["holiday"]
    list_select_related = ["agency"]


@admin.register(AppointedHoliday)
class AppointedHolidayAdmin(ReviewAdmin):
    list_display = ["on", "name", "appointed_by", "source"]
    list_filter = ["appointed_by"]


@admin.register(LawVersion)
class LawVersionAdmin(ReviewAdmin):
    list_display = ["act", "law", "state", "in_force_from", "days", "unit", "source"]
    list_filter = ["law", "state"]


@admin.register(DatesMove)
class DatesMoveAdmin(RecordAdmin):
    """What it came to is told to each without what is kept from them, hence nobody sorts or
    narrows the list by it."""

    list_display = ["started_at", "what", "moved", "finished_at", "by"]
    list_select_related = ["by"]
    # How far it has gone and where it goes on: for itself, and for the staff site while it goes.
    exclude = ["total", "looked_at", "place_received_on", "place_pk"]
    sortable_by = ["started_at", "what", "finished_at"]
    not_narrowed_by = ["moved"]

    def as_told(self, request: HttpRequest, thing: DatesMove) -> DatesMove:
        assert isinstance(request.user, Person)  # the review site lets nobody else in
        return as_told_to(request.user, thing)[0]

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> DatesMove | None:
        found = super().get_object(request, *args, **kwargs)
        return found and self.as_told(request, found)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        listed = super().get_changelist_instance(request)
        listed.result_list = [self.as_told(request, one) for one in listed.result_list]
        return listed

    def view_on_site(self, obj: DatesMove) -> str:
        return reverse("staff:dates_move", args=[obj.pk])
