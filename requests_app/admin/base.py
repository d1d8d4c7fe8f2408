"""What every page of the review site has in common: by role, by operation, with cheap counts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from simple_history.admin import SimpleHistoryAdmin

from requests_app.admin.counting import CappedPaginator
from requests_app.admin.exporting import Exported
from requests_app.admin.history import InWords
from requests_app.admin.sight import (
    is_there,
    kept_columns,
    may_narrow,
    person_may,
    seen_here,
)
from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.request_log.sight_of_gone import was_kept

LONGEST_SEARCH = 200  # characters


def entries_about(kind: str, pk: object) -> str:
    """The address of all entries of the audit record about a thing."""
    about = urlencode({"subject_kind": kind, "subject_id": str(pk)})
    return f"{reverse('admin:requests_app_auditentry_changelist')}?{about}"


def _check_key(model: Any, text: str) -> Any:
    """What `text` in an address is as a key of the model. Raises Http404 for what can be none."""
    try:
        return model._meta.pk.to_python(text)
    except ValidationError as error:
        raise Http404 from error


class OperationForm(forms.ModelForm):
    """A form that saves by one operation of a room and by nothing else.

    When all that was typed is sound, the operation runs; what it refuses is shown beside the
    field and keeps what was typed. `refusals` are its named errors, `beside` is the field of
    those that name none, `by` is who acts. `compared` are fields that a constraint of the
    table holds against each other or other rows: the operation asks the same, names the field
    and says it in words.
    """

    refusals: tuple[type[Exception], ...] = ()
    beside = ""
    compared: frozenset[str] = frozenset()
    by: Any = None
    saved: Any = None

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | self.compared  # type: ignore[misc]

    def operate(self, *, at: datetime) -> Any:
        raise NotImplementedError

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound or self.errors:
            return
        try:
            self.saved = self.operate(at=timezone.now())
        except self.refusals as refusal:
            field = getattr(refusal, "field", self.beside)
            self.add_error(field if field in self.fields else None, str(refusal))
            self.refused(refusal)

    def refused(self, refusal: Exception) -> None:
        """For what a form has to do when its operation said no."""


class ByRole(Exported):
    """Read-only unless a subclass names the permission to change; nothing is deleted here, and what
    belongs to a campaign that is kept from whoever asks is not there."""

    view_permission = Permission.USE_ADMIN_SITE
    change_permission: Permission | None = None
    may_add = False
    paginator: Any = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # each would count the whole table
    list_per_page = 50
    searched_by = ""  # in words, where the search is told more than its columns
    not_narrowed_by: Sequence[str] = ()  # columns that are told to each otherwise than they stand

    def has_module_permission(self, request: HttpRequest) -> bool:
        return person_may(request, self.view_permission)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.change_permission is not None and person_may(request, self.change_permission)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return self.may_add and self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return seen_here(super().get_queryset(request), request)  # type: ignore[misc]

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """By what a page shows and no more: not by columns that it leaves out."""
        if lookup.partition("__")[0] in {*self.get_exclude(request), *self.not_narrowed_by}:
            return False
        asked = may_narrow(self.model, lookup, value, request)  # type: ignore[attr-defined]
        return asked and super().lookup_allowed(lookup, value, request)  # type: ignore[misc]

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Without what leads to something that is kept from whoever asks."""
        left_out = super().get_exclude(request, obj) or ()  # type: ignore[misc]
        return [*left_out, *kept_columns(obj, request)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        kept = kept_columns(obj, request)
        fields = super().get_readonly_fields(request, obj)  # type: ignore[misc]
        return [one for one in fields if one not in kept]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A select offers what is there for whoever asks; simple-history draws them all."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and getattr(field, "queryset", None) is not None:
            field.queryset = seen_here(field.queryset, request)
        return field

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """With the way to the audit record of the thing, for whoever may read it."""
        if (pk := context.get("object_id")) and person_may(request, Permission.READ_AUDIT):
            context["audit_of_it"] = entries_about(self.opts.model_name, pk)  # type: ignore[attr-defined]
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Each word is a condition, and SQLite takes no more than a thousand of them."""
        words = search_term[:LONGEST_SEARCH]
        return super().get_search_results(request, queryset, words)  # type: ignore[misc]


class RecordAdmin(ByRole, admin.ModelAdmin):
    """For what is written once and never changed: it has no history but itself."""


class ReviewAdmin(ByRole, SimpleHistoryAdmin):
    """For what can change: with its history, and through operations only."""

    object_history_list_template = "admin/history_list.html"

    def get_historical_record_context_helper(self, request: HttpRequest, record: Any) -> InWords:
        return InWords(self.model, record, is_there=lambda model, pk: is_there(model, pk, request))

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[OperationForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: Any, form: OperationForm, change: bool) -> None:
        """The form's operation has saved; the page goes on with what it made."""
        obj.pk = form.saved.pk

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """What became of one thing, also of one that is gone; 404 for a key that can be none."""
        self.check_history(request, object_id)
        return super().history_view(request, object_id, extra_context)

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> Any:
        """An old version is read. simple-history would save it for whoever may look at it."""
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        self.check_history(request, object_id)
        _check_key(self.model.history.model, version_id)
        return super().history_form_view(request, object_id, version_id, extra_context)

    def check_history(self, request: HttpRequest, object_id: str) -> Any:
        """The key whose history is asked for. Raises Http404 where nobody may see one, and where
        the thing is not there for whoever asks: the history alone knows of no campaign."""
        pk = _check_key(self.model, unquote(object_id))
        if self.model._base_manager.filter(pk=pk).exists():
            is_kept = not is_there(self.model, pk, request)
        else:
            assert isinstance(request.user, Person)  # the review site lets nobody else in
            is_kept = was_kept(request.user, self.model, pk)
        if is_kept:
            raise Http404
        return pk

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The operation saved all there is."""

    def construct_change_message(self, *args: Any, **kwargs: Any) -> list[Any]:
        """For Django's own log, which stays empty; it would ask each inline what it saved."""
        return []

    def log_addition(self, *args: Any) -> None:
        """The audit record keeps this; a second log could only differ from it."""

    def log_change(self, *args: Any) -> None:
        """Likewise."""


class ReadOnlyInline(admin.TabularInline):
    """Rows shown below their parent; they are changed where they are made."""

    extra = 0
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return seen_here(super().get_queryset(request), request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return person_may(request, Permission.USE_ADMIN_SITE)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
