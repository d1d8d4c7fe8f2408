from django import forms

from requests_app.domain.reporting.models import Answer
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


class YearForm(forms.Form):
    reporting_year = forms.IntegerField(label="Year", min_value=1990, max_value=2100)
