from django import forms

from requests_app.domain.agencies.models import Level
from requests_app.staff_site.forms.dates import LooseDateField


class CalculatorForm(forms.Form):
    """A receipt and what changes its date. Every field may stand in an address."""

    received = LooseDateField(label="Received on", help_text="Day 0; it is not counted.")
    level = forms.ChoiceField(label="Whose body", choices=Level.choices[:5], required=False)
    extension = forms.IntegerField(
        label="Days of extension", min_value=0, required=False, help_text="At most 14, once."
    )
    claimed = LooseDateField(
        label="Receipt the agency claims", required=False, help_text="Only where it claims one."
    )

    def clean_level(self) -> str:
        return self.cleaned_data["level"] or Level.STATE
