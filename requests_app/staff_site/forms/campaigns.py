from django import forms

from requests_app.domain.accounts.models import Person


class CampaignForm(forms.Form):
    """One year's round of the same request."""

    name = forms.CharField(max_length=200)
    reporting_year = forms.IntegerField(
        label="Year asked about", min_value=1990, max_value=2100, help_text="Calendar year."
    )
    lead = forms.ModelChoiceField(
        Person.objects.filter(is_active=True), required=False, empty_label="Nobody yet"
    )
    text = forms.CharField(
        label="What the requests ask for",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
