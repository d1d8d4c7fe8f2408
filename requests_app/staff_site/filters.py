"""The filters of the staff lists, one set per noun, declared in reading order."""

import django_filters as filters
from django.db.models import Q
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.kinds import COUNTY_CHOICES, Kind
from requests_app.domain.agencies.models import Agency, AgencyQuerySet, Level
from requests_app.domain.agencies.names import folded
from requests_app.domain.deadlines.standings import STANDINGS, Standing
from requests_app.domain.request_log.event_kinds import Status
from requests_app.domain.request_log.models import Campaign, RecordsRequest
from requests_app.domain.request_log.queries import RecordsRequestQuerySet as Requests
from requests_app.staff_site.forms.dates import LooseDateField


class LooseDateFilter(filters.Filter):
    field_class = LooseDateField


class RequestFilter(filters.FilterSet):
    q = filters.CharFilter(label="Text", method="with_text")
    status = filters.ChoiceFilter(choices=Status.choices, empty_label="Any")
    standing = filters.ChoiceFilter(
        label="Standing",
        choices=[(key.value, words.label) for key, words in STANDINGS.items()],
        empty_label="Any",
        method="in_standing",
    )
    agency = filters.CharFilter(label="Agency", method="of_agency")
    kind = filters.ChoiceFilter(
        field_name="agency__kind", label="Kind", choices=Kind.choices, empty_label="Any"
    )
    county = filters.ChoiceFilter(
        field_name="agency__county", label="County", choices=COUNTY_CHOICES, empty_label="Any"
    )
    campaign = filters.ModelChoiceFilter(queryset=Campaign.objects.all(), empty_label="Any")
    assignee = filters.ModelChoiceFilter(
        queryset=Person.objects.filter(is_active=True), empty_label="Anybody"
    )
    due_from = LooseDateFilter(field_name="due_on", lookup_expr="gte", label="Due from")
    due_to = LooseDateFilter(field_name="due_on", lookup_expr="lte", label="Due to")

    class Meta:
        model = RecordsRequest
        fields: list[str] = []

    def with_text(self, queryset: Requests, name: str, value: str) -> Requests:
        """Number, portal number, subject or agency."""
        text = value.strip()
        agencies = Agency.objects.named_like(text).values("pk") if folded(text) else []
        return queryset.filter(
            Q(number__istartswith=text)
            | Q(portal_number__icontains=text)
            | Q(subject__icontains=text)
            | Q(agency__in=agencies)
        )

    def in_standing(self, queryset: Requests, name: str, value: str) -> Requests:
        return queryset.standing(Standing(value), on=timezone.localdate())

    def of_agency(self, queryset: Requests, name: str, value: str) -> Requests:
        return queryset.filter(agency__in=Agency.objects.named_like(value).values("pk"))


class AgencyFilter(filters.FilterSet):
    q = filters.CharFilter(label="Name, alias or ORI", method="named_like")
    kind = filters.ChoiceFilter(choices=Kind.choices, empty_label="Any")
    county = filters.ChoiceFilter(choices=COUNTY_CHOICES, empty_label="Any")
    level = filters.ChoiceFilter(choices=Level.choices, empty_label="Any")

    class Meta:
        model = Agency
        fields: list[str] = []

    def named_like(self, queryset: AgencyQuerySet, name: str, value: str) -> AgencyQuerySet:
        return queryset.named_like(value)
