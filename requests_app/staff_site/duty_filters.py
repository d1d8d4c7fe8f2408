"""The filters over the board of 1 February and the list of who owes."""

from typing import Any

import django_filters as filters
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.kinds import COUNTY_CHOICES, Kind
from requests_app.domain.reporting.answers import Answer
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.reporting.queries import FURTHER, AnnualDutyQuerySet
from requests_app.staff_site.filters import ChoiceFilter, TextFilter

ASKED = (("open", "Asked, and open"), ("none", "Never asked about it"))


class WhoseDuty(filters.FilterSet):
    """Over duties, by their agency."""

    agency = TextFilter(label="Agency", method="of_agencies_like")
    county = ChoiceFilter(field_name="agency__county", label="County", choices=COUNTY_CHOICES)
    kind = ChoiceFilter(field_name="agency__kind", label="Kind", choices=Kind.choices)

    class Meta:
        model = AnnualDuty
        fields: list[str] = []

    def of_agencies_like(
        self, queryset: AnnualDutyQuerySet, name: str, value: str
    ) -> AnnualDutyQuerySet:
        return queryset.of_agencies_like(value)


class BoardOfDuties(WhoseDuty):
    answer = ChoiceFilter(label="Answer", choices=[*Answer.choices, *FURTHER], method="answered")

    def answered(self, queryset: AnnualDutyQuerySet, name: str, value: str) -> AnnualDutyQuerySet:
        return queryset.answered_so(value, on=timezone.localdate())


class OwingFilter(WhoseDuty):
    asked = ChoiceFilter(label="Our request", choices=ASKED, method="asked_so")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def asked_so(self, queryset: AnnualDutyQuerySet, name: str, value: str) -> AnnualDutyQuerySet:
        if value == "open":
            return queryset.asked_openly(self.person)
        return queryset.never_asked(self.person)
