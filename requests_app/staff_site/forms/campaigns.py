from typing import Any

from django import forms
from django.db.models import Q

from requests_app.domain.accounts.models import Person
from requests_app.domain.deadlines.years import FIRST_YEAR, LAST_YEAR
from requests_app.domain.request_log.models import Campaign, Method
from requests_app.staff_site.forms.agency_field import AgencyChoiceMixin


class CampaignForm(forms.Form):
    """One year's round of the same request."""

    name = forms.CharField(max_length=200)
    reporting_year = forms.IntegerField(
        label="Year asked about",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="Calendar year.",
    )
    lead = forms.ModelChoiceField(
        Person.objects.filter(is_active=True), required=False, empty_label="Nobody yet"
    )
    text = forms.CharField(
        label="What the requests ask for",
        required=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="The letter that each agency gets; {agency} and other fields are filled in.",
    )

    def __init__(self, *args: Any, before: Campaign | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if before:
            # Whoever left stays its lead until somebody else is named.
            field = self.fields["lead"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Person.objects.filter(Q(is_active=True) | Q(pk=before.lead_id))


class PreviewForm(AgencyChoiceMixin):
    """Whose copy of a campaign's text is shown; unbound: that of whoever comes first."""


class AskForm(forms.Form):
    """What the requests to a list of agencies have in common. seen: the list looked at."""

    subject = forms.CharField(max_length=300, initial="Records of CLETS misuse")
    method = forms.ChoiceField(
        label="How they will be sent",
        choices=Method.choices,
        help_text="It can be changed on each request.",
    )
    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)


class RollOverForm(AskForm):
    """The campaign of the next year."""

    name = forms.CharField(max_length=200)
    field_order = ["name", "subject", "method", "seen"]
