"""What is entered about the law: a version to come, the day it begins, a day that was appointed."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.deadlines.statutes import MOST_DAYS
from requests_app.domain.statute_book.models import AppointedBy, Law, LawVersion, Unit
from requests_app.domain.statute_book.operations import VersionDetails
from requests_app.staff_site.forms.dates import LooseDateField

BETWEEN = "|"


class VersionForm(forms.Form):
    """What a bill would change; it opens with what the law says now."""

    law = forms.ChoiceField(choices=Law.choices)
    act = forms.CharField(label="Bill", max_length=120, help_text="For example: AB 1821 of 2026.")
    days = forms.IntegerField(min_value=1, max_value=MOST_DAYS)
    unit = forms.ChoiceField(label="Counted in", choices=Unit.choices)
    citation = forms.CharField(max_length=200, help_text="The section that gives the period.")
    extension_days = forms.IntegerField(
        label="Days of extension", min_value=0, max_value=MOST_DAYS, help_text="0 for none."
    )
    extension_citation = forms.CharField(label="Its citation", max_length=200)
    struck_grounds = forms.MultipleChoiceField(
        label="Grounds it strikes", required=False, widget=forms.CheckboxSelectMultiple
    )
    added_grounds = forms.CharField(
        label="Grounds it adds",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="One a line: the words | the citation.",
    )
    source = forms.CharField(
        max_length=300, help_text="Where its text and fate are known from; an address."
    )
    note = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, rules: Rules, **kwargs: Any):
        super().__init__(*args, **kwargs)
        struck = self.fields["struck_grounds"]
        assert isinstance(struck, forms.MultipleChoiceField)
        every = {key: one for law in Law.values for key, one in rules.grounds(law).items()}
        struck.choices = [(key, ground.words) for key, ground in every.items()]

    def clean_added_grounds(self) -> list[tuple[str, str]]:
        """(words, citation) of each line that is not blank."""
        found = []
        lines = self.cleaned_data["added_grounds"].splitlines()
        for number, line in enumerate(lines, start=1):
            words, bar, citation = (part.strip() for part in line.partition(BETWEEN))
            if not line.strip():
                continue
            if not (words and bar and citation):
                raise forms.ValidationError(
                    f"Line {number}, “{line.strip()}”: write the words, a {BETWEEN} and the "
                    "citation."
                )
            found.append((words, citation))
        return found

    def details(self) -> VersionDetails:
        """What was entered, for the operation. Only after `is_valid()`."""
        names = VersionDetails.__dataclass_fields__
        return VersionDetails(**{name: self.cleaned_data[name] for name in names})

    def move_to(self, version: int) -> None:
        """Puts what was typed upon the version that stands now, so that it can be saved again."""
        assert isinstance(self.data, QueryDict), "only what was sent is moved"
        self.data = self.data.copy()
        self.data["seen"] = str(version)

    @classmethod
    def as_it_is(cls, *, rules: Rules, today: date) -> "VersionForm":
        """With what the Public Records Act says today, for a bill to be laid over it."""
        law = rules.law(Law.CPRA, today)
        names = ("days", "unit", "citation", "extension_days", "extension_citation")
        initial = {name: getattr(law, name) for name in names}
        return cls(initial=initial | {"law": Law.CPRA}, rules=rules)

    @classmethod
    def opened(cls, version: LawVersion, *, rules: Rules) -> "VersionForm":
        """With what the version says."""
        lines = (f"{one['words']} {BETWEEN} {one['citation']}" for one in version.added_grounds)
        typed = vars(version) | {"added_grounds": "\n".join(lines), "seen": version.version}
        return cls(initial=typed, rules=rules)


class EnactForm(forms.Form):
    """From when a pending version would be, or is, in force. May stand in an address."""

    begins = LooseDateField(
        label="In force from", help_text="The first day of receipt that it covers."
    )


class HolidayForm(forms.Form):
    """A day that was appointed a public holiday."""

    on = LooseDateField(
        label="Day", help_text="The very day that was appointed; nothing is moved off a weekend."
    )
    name = forms.CharField(max_length=120, help_text="National Day of Mourning …")
    appointed_by = forms.ChoiceField(label="Appointed by", choices=AppointedBy.choices)
    source = forms.CharField(max_length=300, help_text="The proclamation or order; an address.")
