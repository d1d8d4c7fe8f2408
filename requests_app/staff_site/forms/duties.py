"""The forms of 1 February."""

from django import forms
from django.http import QueryDict

from requests_app.domain.deadlines.years import FIRST_YEAR, LAST_YEAR
from requests_app.domain.reporting.models import AnnualDuty, Answer
from requests_app.domain.reporting.operations import LONGEST_SAID
from requests_app.domain.reporting.queries import AnnualDutyQuerySet
from requests_app.staff_site.forms.dates import LooseDateField

MOST_CHOSEN = 2_000


class DutyForm(forms.Form):
    """What became of one agency's duty for one year."""

    answer = forms.ChoiceField(
        choices=Answer.choices,
        help_text="“Not known yet” takes a hand's answer back: what releases tell counts again.",
    )
    said = forms.CharField(
        label="What it reported",
        required=False,
        max_length=LONGEST_SAID,
        help_text="In its words: 4 investigations, 2 violations.",
    )
    reported_on = LooseDateField(
        label="Reported on", required=False, help_text="After 1 February it counts as late."
    )
    evidence = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Where this is known from: a letter, the DOJ's list, the address of a page.",
    )

    @classmethod
    def of(cls, duty: AnnualDuty) -> "DutyForm":
        """What a person entered; what releases tell is not put into a person's mouth."""
        names = ("answer", "said", "reported_on", "evidence")
        return cls(initial={name: getattr(duty, name) for name in names} if duty.by_hand else {})


class YearForm(forms.Form):
    reporting_year = forms.IntegerField(label="Year", min_value=FIRST_YEAR, max_value=LAST_YEAR)


class ListsForm(YearForm):
    """A release, and the year of it whose lists are complete."""

    release_number = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    take_back = forms.BooleanField(required=False)


def ticked_duties(query: QueryDict) -> AnnualDutyQuerySet:
    """The duties ticked in a list, at most `MOST_CHOSEN` of them; what is no number is left out."""
    ticked = [int(one) for one in query.getlist("duty") if one.isdecimal() and len(one) < 19]
    return AnnualDuty.objects.filter(pk__in=ticked[:MOST_CHOSEN])
