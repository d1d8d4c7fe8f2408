"""What is compared: measure, years, and about whom."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from requests_app.domain.agencies.kinds import COUNTY_CHOICES, Kind
from requests_app.domain.misuse_data.choices import Comparable
from requests_app.domain.misuse_data.comparison import Scope
from requests_app.domain.misuse_data.queries import FigureQuerySet
from requests_app.staff_site.forms.agency_field import AgencyChoiceMixin
from requests_app.staff_site.forms.quick_widgets import QuickSelect

COUNTIES = (("", "Every county"), *COUNTY_CHOICES)
KINDS = (("", "Every kind"), *Kind.choices)


class CompareForm(AgencyChoiceMixin):
    """Measures and years are those that there are figures for.

    `asks`: the names of the fields that the chosen comparison has. Those it has not are blank
    whatever the address says, except that a first visit is given the first measure and year.
    """

    measure = forms.ChoiceField(required=False, widget=QuickSelect)
    year = forms.TypedChoiceField(coerce=int, required=False, empty_value=None, widget=QuickSelect)
    before = forms.TypedChoiceField(
        label="Compared with", coerce=int, required=False, empty_value=None, widget=QuickSelect
    )
    county = forms.ChoiceField(choices=COUNTIES, required=False, widget=QuickSelect(table=COUNTIES))
    kind = forms.ChoiceField(
        label="Kind of agency", choices=KINDS, required=False, widget=QuickSelect(table=KINDS)
    )

    def __init__(
        self, query: QueryDict, *, choices: Comparable, asks: frozenset[str], among: FigureQuerySet
    ):
        """among: every figure that is there for whoever compares, of superseded releases too."""
        years = [str(year) for year, _ in choices.year]
        first_measure = next((key for key, _ in choices.measure), "")
        asked = {name: query.get(name, "") if name in asks else "" for name in self.base_fields}
        asked["agency"] = query.get("agency", "") if "agency_text" in asks else ""
        if "every_measure" not in asks and "measure" in asks:
            asked["measure"] = asked["measure"] or first_measure
        if "every_year" not in asks and "year" in asks:
            asked["year"] = asked["year"] or next(iter(years), "")
        if "before" in asks:
            asked["before"] = asked["before"] or _year_before(asked["year"], years)
        super().__init__(asked)
        self.among: FigureQuerySet = among
        self.has_choices = bool(choices.year)
        self.latest_year = max((year for year, _ in choices.year), default=0)
        every_measure = [("", "Every measure")] if "every_measure" in asks else []
        every_year = [("", "Every year")] if "every_year" in asks else []
        self.fields["measure"].choices = [*every_measure, *choices.measure]  # type: ignore[attr-defined]
        self.fields["year"].choices = [*every_year, *choices.year]  # type: ignore[attr-defined]
        self.fields["before"].choices = choices.year  # type: ignore[attr-defined]
        for name in ("measure", "year", "before"):
            self.fields[name].required = name in asks and f"every_{name}" not in asks
        self.fields["agency_text"].required = False
        self.fields["agency_text"].widget.attrs.pop("autofocus", None)

    def subject(self) -> tuple[int | None, str]:
        """Whom to compare, as the subject of a `Statement`; no agency: the whole state."""
        agency = self.cleaned_data.get("agency")
        return (agency.pk, "") if agency and self.cleaned_data["agency_text"] else (None, "")

    def scope(self) -> Scope:
        """Whose figures are added up."""
        return Scope(county=self.cleaned_data["county"], kind=self.cleaned_data["kind"])


def _year_before(year: str, years: list[str]) -> str:
    """The latest year before `year` that there are figures for; without one, the same."""
    return next((one for one in years if one < year), year)
