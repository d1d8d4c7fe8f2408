"""What every page of the review site has in common: by role, by operation, with cheap counts."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from simple_history.admin import SimpleHistoryAdmin

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission

COUNT_CAP = 5000


class CappedPaginator(Paginator):
    """Counts no further than `COUNT_CAP`: beyond that nobody pages, they filter."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows.order_by()[:COUNT_CAP].count()


def person_may(request: HttpRequest, permission: Permission) -> bool:
    """Whether whoever asks is signed in with a role that carries `permission`."""
    return isinstance(request.user, Person) and request.user.may(permission)


class OperationForm(forms.ModelForm):
    """A form that saves by one operation of a room and by nothing else.

    When all that was typed is sound, the operation runs; what it refuses is shown beside the
    field and keeps what was typed. `refusals` are its named errors, `by` is who acts.
    """

    refusals: tuple[type[Exception], ...] = ()
    by: Any = None
    saved: Any = None

    def operate(self, *, at: datetime) -> Any:
        raise NotImplementedError

    def full_clean(self) -> None:
        super().full_clean()
        if not self.is_bound or self.errors:
            return
        try:
            self.saved = self.operate(at=timezone.now())
        except self.refusals as refusal:
            field = getattr(refusal, "field", None)
            self.add_error(field if field in self.fields else None, str(refusal))


class ByRole:
    """Read-only unless a subclass names the permission to change; nothing is deleted here."""

    view_permission = Permission.USE_ADMIN_SITE
    change_permission: Permission | None = None
    may_add = False
    paginator: Any = CappedPaginator
    show_full_result_count = False
    list_per_page = 50

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


class RecordAdmin(ByRole, admin.ModelAdmin):
    """For what is written once and never changed: it has no history but itself."""


class ReviewAdmin(ByRole, SimpleHistoryAdmin):
    """For what can change: with its history, and through operations only."""

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[OperationForm]:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: Any, form: OperationForm, change: bool) -> None:
        """The form's operation has saved; the page goes on with what it made."""
        obj.pk = form.saved.pk

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The operation saved all there is."""

    def log_addition(self, *args: Any) -> None:
        """The audit record keeps this; a second log could only differ from it."""

    def log_change(self, *args: Any) -> None:
        """Likewise."""


class ReadOnlyInline(admin.TabularInline):
    """Rows shown below their parent; they are changed where they are made."""

    extra = 0
    can_delete = False
    show_change_link = True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return person_may(request, Permission.USE_ADMIN_SITE)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
