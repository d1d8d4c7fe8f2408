from datetime import date

from django import forms
from django.utils import timezone

from requests_app.domain.request_log.dates import ImpossibleDate, check_past
from requests_app.staff_site.forms.dates import LooseDateField


class StatementForm(forms.Form):
    """The day that a clock statement speaks of, in the address."""

    on = LooseDateField(label="As of", required=False)

    def clean_on(self) -> date:
        today = timezone.localdate()
        day = self.cleaned_data["on"] or today
        try:
            check_past("on", "As of", day, today=today)
        except ImpossibleDate as error:
            raise forms.ValidationError(str(error)) from error
        return day
