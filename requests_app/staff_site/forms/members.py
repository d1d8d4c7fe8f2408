"""The forms of who sees a campaign."""

from typing import Any

from django import forms

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import ROLE_SENTENCES, Permission, Role
from requests_app.domain.request_log.membership import may_be_added
from requests_app.domain.request_log.models import Campaign
from requests_app.domain.request_log.sight import people_who_see
from requests_app.staff_site.forms.requests import MAY_BE_ASSIGNED

# Whoever manages campaigns sees them all, and is a member of none.
ROLES = [role for role in Role if not Person(role=role).may(Permission.MANAGE_CAMPAIGNS)]


class MemberForm(forms.Form):
    """One who is to see it."""

    person = forms.ModelChoiceField(Person.objects.none(), label="Who", empty_label="Choose")
    role = forms.ChoiceField(
        label="Role in this campaign",
        choices=[(role.value, role.title()) for role in ROLES],
        initial=Role.STAFF.value,
        help_text="Never more than by their own role. "
        + " ".join(f"{role.title()}: {ROLE_SENTENCES[role]}" for role in ROLES),
    )

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = may_be_added(campaign)


class HandOverForm(forms.Form):
    """Who takes over what a member leaves."""

    to = forms.ModelChoiceField(
        Person.objects.none(), label="Who takes over", required=False, empty_label="Nobody yet"
    )

    def __init__(self, *args: Any, campaign: Campaign, leaving: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        seeing = Person.objects.filter(MAY_BE_ASSIGNED).filter(people_who_see(campaign))
        field.queryset = seeing.exclude(pk=leaving.pk)
