"""The forms of quoted figures: what was printed and where, what it should be, whom we told."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms

from requests_app.domain.deadlines.years import FIRST_YEAR, LAST_YEAR
from requests_app.domain.misuse_data.models import Measure
from requests_app.domain.misuse_data.quoting.models import Outlet
from requests_app.domain.misuse_data.quoting.operations import Printed, Printing
from requests_app.domain.misuse_data.reading.values import understand
from requests_app.domain.misuse_data.vocabulary import Qualifier, SourceKind, Unit
from requests_app.staff_site.forms.agency_field import AgencyChoiceMixin
from requests_app.staff_site.forms.dates import LooseDateField

LONGEST_SAID = 4_000


class PrintingForm(forms.Form):
    """Where a figure was printed, and in which words."""

    outlet = forms.ChoiceField(label="Printed in", choices=Outlet.choices)
    title = forms.CharField(required=False, max_length=300, help_text="Its headline or number.")
    author = forms.CharField(required=False, max_length=200)
    printed_on = LooseDateField(label="Printed on", required=False)
    said = forms.CharField(
        label="What it said",
        required=False,
        max_length=LONGEST_SAID,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Word for word.",
    )
    contact = forms.CharField(
        label="Contact for corrections",
        required=False,
        max_length=300,
        help_text="An e-mail address, or words.",
    )

    # As it stood when the form was opened.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def printing(self) -> Printing:
        names = ("title", "author", "printed_on", "said", "contact")
        values = {name: self.cleaned_data[name] for name in names}
        return Printing(outlet=Outlet(self.cleaned_data["outlet"]), **values)


class QuoteForm(AgencyChoiceMixin, PrintingForm):
    """A figure that somebody printed, as it was printed."""

    publisher = forms.CharField(max_length=200, help_text="Who printed it.")
    kind = forms.ChoiceField(label="Kind of publisher", choices=SourceKind.choices, initial="press")
    url = forms.URLField(label="Address", max_length=500, assume_scheme="https")
    year_from = forms.IntegerField(
        label="Year, or first year", min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    year_to = forms.IntegerField(
        label="Last year",
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text="Only for a period of several years.",
    )
    measure = forms.ModelChoiceField(
        label="What is counted",
        queryset=Measure.objects.all(),
        empty_label=None,
        to_field_name="key",
    )
    number = forms.CharField(
        max_length=60, help_text="As printed: 7,635; nearly 40; at least 586; 17%."
    )
    note = forms.CharField(
        required=False, max_length=1_000, help_text="A caveat that travels with the figure."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency_text"].required = False
        self.fields["agency_text"].help_text = "Name, another name, or ORI. Blank: the whole state."

    def clean_number(self) -> str:
        text = self.cleaned_data["number"]
        if understand(text).value is None:
            raise forms.ValidationError("No number can be read in that.")
        return text

    def printed(self) -> Printed:
        typed = self.cleaned_data
        read = understand(typed["number"])
        value = read.value if read.value is not None else Decimal(0)
        return Printed(
            publisher=typed["publisher"],
            kind=SourceKind(typed["kind"]),
            url=typed["url"],
            agency=typed["agency"],
            year_from=typed["year_from"],
            year_to=typed["year_to"] or typed["year_from"],
            measure=typed["measure"],
            qualifier=Qualifier(read.qualifier),
            value=value,
            raw=typed["number"].strip(),
            is_percent=read.unit_hint == Unit.PERCENT,
            note=typed["note"],
        )


class TieForm(forms.Form):
    """What a quote should have been: a figure by its number or the address of its passport, or our
    sum of a release; nothing to let go of it."""

    figure = forms.CharField(
        label="Should be the figure",
        required=False,
        max_length=200,
        help_text="Its number, or the address of its passport.",
    )
    sum_of = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)

    def clean_figure(self) -> int | None:
        text = self.cleaned_data["figure"].strip()
        if not text:
            return None
        found = re.search(r"(?:^|/figures/)(\d{1,12})/?$", text)
        if not found:
            raise forms.ValidationError("That is neither a figure's number nor its address.")
        return int(found[1])


class TellingForm(forms.Form):
    told_on = LooseDateField(label="Told on")
    how = forms.CharField(label="Whom, and what came of it", required=False, max_length=300)
    correction = forms.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )
