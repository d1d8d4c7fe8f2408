from django import forms

from requests_app.domain.agencies.models import AdoptedHoliday
from requests_app.staff_site.forms.dates import LooseDateField


class ClosureForm(forms.Form):
    """A whole-day closure of the main office."""

    on = LooseDateField(label="Closed on")
    reason = forms.CharField(max_length=200, help_text="Furlough, wildfire, local holiday …")
    source = forms.CharField(max_length=300, help_text="A notice, a resolution, an address.")


class AdoptionForm(forms.Form):
    """A holiday of Gov. Code § 6700 that a local body adopted."""

    holiday = forms.ChoiceField(choices=AdoptedHoliday.Holiday.choices)
    source = forms.CharField(max_length=300, help_text="The resolution or memorandum.")
