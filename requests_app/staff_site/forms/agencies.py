"""Forms of the directory: an entry, what hangs on it, and what becomes of it."""

from __future__ import annotations

from typing import Any

from django import forms

from requests_app.domain.agencies.kinds import COUNTY_CHOICES, Kind
from requests_app.domain.agencies.models import (
    AdoptedHoliday,
    Agency,
    Contact,
    Level,
    RecordsLaw,
    Succession,
)
from requests_app.domain.agencies.operations import AgencyDetails
from requests_app.staff_site.forms.agency_field import AgencyChoiceMixin
from requests_app.staff_site.forms.dates import LooseDateField

CHOOSE = ("", "Choose one")


class ClosureForm(forms.Form):
    """A whole-day closure of the main office."""

    on = LooseDateField(label="Closed on")
    reason = forms.CharField(max_length=200, help_text="Furlough, wildfire, local holiday …")
    source = forms.CharField(max_length=300, help_text="A notice, a resolution, an address.")


class AdoptionForm(forms.Form):
    """A holiday of Gov. Code § 6700 that a local body adopted."""

    holiday = forms.ChoiceField(choices=AdoptedHoliday.Holiday.choices)
    source = forms.CharField(max_length=300, help_text="The resolution or memorandum.")


class AgencyForm(forms.Form):
    """The entry itself."""

    name = forms.CharField(max_length=200)
    kind = forms.ChoiceField(choices=[CHOOSE, *Kind.choices])
    county = forms.ChoiceField(
        choices=[("", "Statewide, or none"), *COUNTY_CHOICES], required=False
    )
    level = forms.ChoiceField(
        choices=[CHOOSE, *Level.choices],
        help_text="Whose body it is: decides which holidays count.",
    )
    records_law = forms.ChoiceField(
        label="Records law",
        choices=[CHOOSE, *RecordsLaw.choices],
        help_text="Decides the dates of requests.",
    )
    website = forms.URLField(max_length=300, required=False, assume_scheme="https")
    source = forms.CharField(
        max_length=300, required=False, help_text="Where this entry is known from."
    )

    def details(self) -> AgencyDetails:
        names = ("name", "kind", "level", "records_law", "county", "website", "source")
        return AgencyDetails(**{name: self.cleaned_data[name] for name in names})


class EditAgencyForm(AgencyForm):
    # The entry as it was when the form was opened: the second of two people is told.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class NewAgencyForm(AgencyForm):
    oris = forms.CharField(
        label="ORIs",
        max_length=200,
        required=False,
        help_text="Nine characters each; as many as are known.",
    )
    # What was found to be alike when the form was shown last.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def codes(self) -> list[str]:
        return self.cleaned_data["oris"].upper().replace(",", " ").replace(";", " ").split()


class ContactForm(forms.Form):
    kind = forms.ChoiceField(choices=Contact.Kind.choices)
    value = forms.CharField(
        label="Address",
        max_length=300,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="An e-mail address, a portal's https:// address, a postal address, a fax number.",
    )
    portal_kind = forms.ChoiceField(
        label="Kind of portal",
        required=False,
        choices=[("", "No portal, or not known"), *Contact.PortalKind.choices],
    )
    last_confirmed_on = LooseDateField(
        label="Last confirmed on",
        required=False,
        help_text="When somebody last found it to be right. Blank: never.",
    )


class OriForm(forms.Form):
    code = forms.CharField(
        label="ORI", max_length=20, help_text="Nine characters: CA and seven more, as CA0190000."
    )


class AliasForm(forms.Form):
    name = forms.CharField(
        label="Other name", max_length=200, help_text="As it stands in returned data."
    )


class NamedAgencyForm(AgencyChoiceMixin):
    """An agency from the search, given on under another name (`gives`)."""

    gives, label, help_text, required = "agency", "Agency", "Name, another name, or ORI.", True

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        text = self.fields["agency_text"]
        text.label, text.help_text, text.required = self.label, self.help_text, self.required

    @classmethod
    def showing(cls, data: Any, agency: Agency | None, **initial: Any) -> NamedAgencyForm:
        if agency:
            initial |= {"agency_text": agency.name, "agency": agency.pk}
        return cls(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        text, agency = cleaned.pop("agency_text", ""), cleaned.pop("agency", None)
        return cleaned | {self.gives: agency if text else None}


class ParentForm(NamedAgencyForm):
    gives, label, required = "parent", "Part of", False
    help_text = "Name or ORI of the larger body. Blank: of none."


class EndForm(NamedAgencyForm):
    """What became of an agency."""

    gives, label, required = "successor", "Which agency came after it", False
    help_text = "Name or ORI. Blank if nobody did."
    kind = forms.ChoiceField(label="What happened", choices=Succession.choices)
    on = LooseDateField(label="On", help_text="The first day on which it was no more.")
    source = forms.CharField(max_length=300, help_text="A resolution, a notice, an address.")
    field_order = ["kind", "agency_text", "agency", "on", "source"]


class MergeForm(NamedAgencyForm):
    gives, label = "kept", "The entry that stays"
    help_text = "Name, another name, or ORI. Its name, law and level stay as they are."
