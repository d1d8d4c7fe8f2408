from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import admin as django_accounts
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils import timezone

from requests_app.admin.base import OperationForm, ReviewAdmin
from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.names import UsernameRefused
from requests_app.domain.accounts.operations import UsernameTaken
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.upkeep.people import (
    AmendedMeanwhile,
    LastAdministrator,
    add_person,
    amend_person,
    as_it_stands,
    give_new_password,
)

# What a person may do follows from the role alone; a group would only look as if it did.
if isinstance(admin.site._registry.get(Group), django_accounts.GroupAdmin):
    admin.site.unregister(Group)


class NewPersonForm(OperationForm):
    refusals = (UsernameRefused, UsernameTaken)
    one_time_password = ""

    class Meta:
        model = Person
        fields = ["username", "first_name", "last_name", "email", "role"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # Reminders are the point of an account here: without an address it would miss them.
        self.fields["email"].required = True

    def operate(self, *, at: datetime) -> Person:
        person, self.one_time_password = add_person(**self.cleaned_data, by=self.by, at=at)
        return person


class PersonForm(OperationForm):
    refusals = (AmendedMeanwhile, LastAdministrator)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Person
        fields = ["first_name", "last_name", "email", "role", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = as_it_stands(self.instance)

    def operate(self, *, at: datetime) -> Person:
        return amend_person(person=self.instance, **self.cleaned_data, by=self.by, at=at)


@admin.register(Person)
class PersonAdmin(ReviewAdmin):
    change_permission = Permission.MANAGE_PEOPLE
    may_add = True
    list_display = ["username", "first_name", "last_name", "email", "role", "is_active"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "first_name", "last_name", "email"]

    actions = ["give_new_passwords"]

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """An address such as ?password__startswith=… would read out a hash letter by letter."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    @admin.action(description="Give a new one-time password", permissions=["change"])
    def give_new_passwords(self, request: HttpRequest, queryset: Any) -> None:
        """For whoever has lost theirs; shown once to the administrator who gives it."""
        assert isinstance(request.user, Person)  # the review site lets nobody else in
        for person in queryset:
            password = give_new_password(person=person, by=request.user, at=timezone.now())
            messages.warning(
                request, f"One-time password for {person.username}: {password} (shown once)."
            )

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> type[OperationForm]:
        form = PersonForm if obj else NewPersonForm
        return super().get_form(request, obj, change=change, form=form, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if obj is None:
            return NewPersonForm.Meta.fields
        seen = ["seen"] if self.has_change_permission(request) else []
        return [*PersonForm.Meta.fields, *seen]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            messages.warning(
                request,
                f"One-time password for {obj.username}: {form.one_time_password} (shown once).",
            )
