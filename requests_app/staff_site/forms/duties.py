from datetime import date

from django import forms
from django.utils import timezone

from requests_app.domain.reporting.models import Answer
from requests_app.domain.request_log.dates import ImpossibleDate, check_past
from requests_app.staff_site.forms.dates import LooseDateField


class DutyForm(forms.Form):
    """What became of one agency's duty for one year."""

    answer = forms.ChoiceField(choices=Answer.choices)
    reported_on = LooseDateField(
        label="Reported on", required=False, help_text="After 1 February it counts as late."
    )
    evidence = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Where this is known from: a letter, the DOJ's list, a page.",
    )

    def clean_reported_on(self) -> date | None:
        day = self.cleaned_data["reported_on"]
        try:
            check_past("reported_on", "Reported on", day, today=timezone.localdate())
        except ImpossibleDate as error:
            raise forms.ValidationError(str(error)) from error
        return day


class YearForm(forms.Form):
    reporting_year = forms.IntegerField(label="Year", min_value=1990, max_value=2100)
