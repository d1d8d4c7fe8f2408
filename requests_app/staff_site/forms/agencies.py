from datetime import date

from django import forms

from requests_app.domain.request_log.dates import ImpossibleDate, check_sane
from requests_app.staff_site.forms.dates import LooseDateField


class ClosureForm(forms.Form):
    """A whole-day closure of the main office."""

    on = LooseDateField(label="Closed on")
    reason = forms.CharField(max_length=200, help_text="Furlough, wildfire, local holiday …")
    source = forms.CharField(max_length=300, help_text="A notice, a resolution, an address.")

    def clean_on(self) -> date:
        """A closure may lie ahead, but not in the year 0202."""
        try:
            check_sane("on", "Closed on", self.cleaned_data["on"])
        except ImpossibleDate as error:
            raise forms.ValidationError(str(error)) from error
        return self.cleaned_data["on"]
