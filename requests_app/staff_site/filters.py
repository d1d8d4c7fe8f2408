"""The filters of the staff lists, one set per noun, declared in reading order."""

from collections.abc import Iterable, Iterator
from typing import Any

import django_filters as filters
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
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
from requests_app.staff_site.forms.quick_widgets import QuickSelect, QuickTextInput

ANY = "Any"

LONGEST_TEXT = 200  # characters; no name or number is longer


class LooseDateFilter(filters.Filter):
    field_class = LooseDateField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=QuickTextInput(attrs={"autocomplete": "off"}), **kwargs)


class TextFilter(filters.CharFilter):
    """Words; each becomes a condition, and SQLite takes no more than a thousand of them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=QuickTextInput, max_length=LONGEST_TEXT, **kwargs)


class ChoiceFilter(filters.ChoiceFilter):
    """One of a fixed table of choices, or any."""

    def __init__(self, *, choices: Iterable[tuple[str, Any]], **kwargs: Any) -> None:
        table = tuple((value, str(label)) for value, label in choices)
        select = QuickSelect(table=(("", ANY), *table))
        # Each page copies its filters in depth: a table option by option, a function as it is.
        super().__init__(choices=lambda: table, widget=select, empty_label=ANY, **kwargs)


class RecordsAtOnce(ModelChoiceIterator):
    """The few records of a select in one query; Django would open a cursor on the server."""

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        yield "", self.field.empty_label
        yield from (self.choice(record) for record in self.queryset.all())


class RecordField(filters.fields.ModelChoiceField):
    iterator = RecordsAtOnce


class RecordFilter(filters.ModelChoiceFilter):
    """One of the records that there are now, or any."""

    field_class = RecordField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=QuickSelect, **kwargs)


# Whoever left may still hold requests: that is when one asks for them.
_PEOPLE = Person.objects.only("username", "first_name", "last_name")


class RequestFilter(filters.FilterSet):
    q = TextFilter(label="Text", method="with_text")
    status = ChoiceFilter(choices=Status.choices)
    standing = ChoiceFilter(
        label="Standing",
        choices=[(key.value, words.label) for key, words in STANDINGS.items()],
        method="in_standing",
    )
    agency = TextFilter(label="Agency", method="of_agency")
    kind = ChoiceFilter(field_name="agency__kind", label="Kind", choices=Kind.choices)
    county = ChoiceFilter(field_name="agency__county", label="County", choices=COUNTY_CHOICES)
    campaign = RecordFilter(queryset=Campaign.objects.only("name"), empty_label=ANY)
    assignee = RecordFilter(queryset=_PEOPLE, empty_label="Anybody")
    lead = RecordFilter(
        field_name="campaign__lead",
        label="Campaigns led by",
        queryset=_PEOPLE,
        empty_label="Anybody",
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
    q = TextFilter(label="Name, alias or ORI", method="named_like")
    kind = ChoiceFilter(choices=Kind.choices)
    county = ChoiceFilter(choices=COUNTY_CHOICES)
    level = ChoiceFilter(choices=Level.choices)

    class Meta:
        model = Agency
        fields: list[str] = []

    def named_like(self, queryset: AgencyQuerySet, name: str, value: str) -> AgencyQuerySet:
        return queryset.named_like(value)


class DirectoryFilter(AgencyFilter):
    contact = ChoiceFilter(
        label="Contacts",
        choices=[("check", "To be re-checked"), ("none", "None known")],
        method="with_contacts",
    )

    def with_contacts(self, queryset: AgencyQuerySet, name: str, value: str) -> AgencyQuerySet:
        if value == "none":
            return queryset.without_contact()
        return queryset.with_contact_to_check(on=timezone.localdate())


class AddresseeFilter(AgencyFilter):
    """Whom to ask: by what they are, or because another campaign asked them."""

    asked_in = RecordFilter(
        field_name="records_requests__campaign",
        label="Asked in the campaign",
        queryset=Campaign.objects.only("name"),
        empty_label=ANY,
    )
