"""The filters over the list of requests, in reading order: the most used ones first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.kinds import COUNTY_CHOICES, Kind
from requests_app.domain.agencies.models import Agency, Ori
from requests_app.domain.agencies.names import folded
from requests_app.domain.deadlines.standings import STANDINGS, Standing
from requests_app.domain.deadlines.years import FIRST_YEAR, LAST_YEAR
from requests_app.domain.request_log.event_kinds import CLOSED_STATUSES, Status
from requests_app.domain.request_log.file_access import Use, states_for
from requests_app.domain.request_log.models import Method, RecordsRequest
from requests_app.domain.request_log.queries import RecordsRequestQuerySet as Requests
from requests_app.domain.request_log.search import requests_matching
from requests_app.staff_site.filters import (
    ANY,
    ChoiceFilter,
    LooseDateFilter,
    QuickCopy,
    SpanForm,
    TextFilter,
)
from requests_app.staff_site.forms.quick_widgets import (
    QuickSelect,
    QuickSelectMultiple,
    QuickTextInput,
)
from requests_app.staff_site.offered import Offered, Pairs, what_is_offered

NOBODY, ME = "nobody", "me"
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
MOST_USED = ("q", "standing", "status", "agency", "campaign", "assignee")


class OfferedFilter(QuickCopy, filters.ChoiceFilter):
    """One of the records that there are now, or any."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=(), widget=QuickSelect, **kwargs)


class TagsFilter(QuickCopy, filters.MultipleChoiceFilter):
    """One or more; a request that is found has all of them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=(), widget=QuickSelectMultiple(attrs={"size": 3}), **kwargs)


class YearFilter(QuickCopy, filters.NumberFilter):
    field_class = forms.IntegerField

    def __init__(self, **kwargs: Any) -> None:
        limits = {"min_value": YEARS[0], "max_value": YEARS[-1]}
        super().__init__(widget=QuickTextInput(attrs={"inputmode": "numeric"}), **limits, **kwargs)

    def get_max_validator(self) -> None:
        """None: the field's own limits say it better."""


class RequestFilter(filters.FilterSet):
    q = TextFilter(label="Text", method="with_text")
    standing = ChoiceFilter(
        label="Standing",
        choices=[(key.value, words.label) for key, words in STANDINGS.items()],
        method="in_standing",
    )
    status = ChoiceFilter(choices=Status.choices, method="in_status")
    agency = TextFilter(label="Agency", method="of_agency")
    campaign = OfferedFilter(empty_label=ANY)
    assignee = OfferedFilter(empty_label="Anybody", method="of_assignee")
    lead = OfferedFilter(
        field_name="campaign__lead", label="Campaigns led by", empty_label="Anybody"
    )
    due_from = LooseDateFilter(field_name="due_on", lookup_expr="gte", label="Due from")
    due_to = LooseDateFilter(field_name="due_on", lookup_expr="lte", label="Due to")
    sent_from = LooseDateFilter(field_name="sent_on", lookup_expr="gte", label="Sent from")
    sent_to = LooseDateFilter(field_name="sent_on", lookup_expr="lte", label="Sent to")
    kind = ChoiceFilter(field_name="agency__kind", label="Kind", choices=Kind.choices)
    county = ChoiceFilter(field_name="agency__county", label="County", choices=COUNTY_CHOICES)
    ori = TextFilter(label="ORI", method="of_ori")
    year = YearFilter(field_name="reporting_year", label="Year asked about")
    method = ChoiceFilter(choices=Method.choices)
    on_portal = ChoiceFilter(
        label="Portal",
        choices=[("yes", "With a number"), ("no", "Without a number")],
        method="with_a_portal_number",
    )
    portal = TextFilter(label="Portal number", method="of_portal_number")
    tags = TagsFilter(label="Tags", method="with_tags")

    class Meta:
        model = RecordsRequest
        form = SpanForm
        fields: list[str] = []

    def __init__(
        self,
        data: Any,
        *,
        person: Person,
        offered: Offered | None = None,
        whole: bool = False,
        **kwargs: Any,
    ) -> None:
        """person: who looks ("me"). offered: what the selects offer, where it is known already.

        The filters that `data` does not ask for are left out unless `whole`: making, reading and
        printing nineteen of them takes as long as fifty rows.
        """
        if not whole:
            known = self.get_filters().items()
            self.base_filters = {name: one for name, one in known if _is_asked(data, name)}
        super().__init__(data, **kwargs)
        self.person = person
        self.offered = offered or what_is_offered(person)

    @property
    def form(self) -> forms.Form:
        if not hasattr(self, "_form"):
            form: forms.Form = super().form
            people = ((ME, "Me"), (NOBODY, "Nobody"), *self.offered.people)
            # Put in where they are asked for: Django copies in depth what a form's class has.
            _offer(form, "campaign", self.offered.campaigns)
            _offer(form, "assignee", people)
            _offer(form, "lead", self.offered.people)
            _offer(form, "tags", self.offered.tags)
        return self._form

    def with_text(self, queryset: Requests, name: str, value: str) -> Requests:
        """Number, portal number, agency, or the words of the search: subject, notes, files.

        One word with a digit in it is a number, and nothing else is looked through for it.
        """
        text = value.strip()
        found = Q(number__startswith=text.upper()) | _portal_number_begins(text)
        if folded(text):
            found |= Q(agency__in=_ids(Agency.objects.named_like(text)))
        if not is_a_number(text):
            states = states_for(self.person, Use.FIND)
            found |= Q(pk__in=requests_matching(text, states=states, person=self.person))
        return queryset.filter(found)

    def in_standing(self, queryset: Requests, name: str, value: str) -> Requests:
        return queryset.standing(Standing(value), on=timezone.localdate())

    def in_status(self, queryset: Requests, name: str, value: str) -> Requests:
        """A status is one of open requests or of closed ones: said, the index is of one piece."""
        return queryset.filter(status=value, is_open=Status(value) not in CLOSED_STATUSES)

    def of_agency(self, queryset: Requests, name: str, value: str) -> Requests:
        return queryset.filter(agency__in=_ids(Agency.objects.named_like(value)))

    def of_assignee(self, queryset: Requests, name: str, value: str) -> Requests:
        if value == NOBODY:
            return queryset.filter(assignee=None)
        return queryset.filter(assignee=self.person.pk if value == ME else int(value))

    def of_ori(self, queryset: Requests, name: str, value: str) -> Requests:
        begins = Ori.objects.filter(code__startswith=value.strip().upper())
        return queryset.filter(agency__in=list(begins.values_list("agency", flat=True)))

    def with_a_portal_number(self, queryset: Requests, name: str, value: str) -> Requests:
        without = Q(portal_number="")
        return queryset.filter(~without if value == "yes" else without)

    def of_portal_number(self, queryset: Requests, name: str, value: str) -> Requests:
        return queryset.filter(_portal_number_begins(value.strip()))

    def with_tags(self, queryset: Requests, name: str, value: Iterable[str]) -> Requests:
        tagged = RecordsRequest.tags.through.objects
        for tag in value:
            having = tagged.filter(tag=int(tag)).values("recordsrequest")
            queryset = queryset.filter(pk__in=having)
        return queryset


FURTHER = tuple(name for name in RequestFilter.get_filters() if name not in MOST_USED)


def is_a_number(text: str) -> bool:
    """Whether a typed text is a number of a request rather than words: one word with a digit."""
    return len(text.split()) == 1 and any(character.isdigit() for character in text)


def _is_asked(data: Any, name: str) -> bool:
    if isinstance(data, QueryDict):
        return any(data.getlist(name))
    return bool(data and data.get(name))


def _offer(form: forms.Form, name: str, pairs: Pairs) -> None:
    if field := form.fields.get(name):
        assert isinstance(field, forms.ChoiceField)
        field.choices = pairs


def _ids(agencies: Any) -> list[int]:
    """Looked up first, so that the database knows how many requests to expect of them."""
    return list(agencies.values_list("pk", flat=True))


def _portal_number_begins(text: str) -> Q:
    """Portals write their numbers in capitals; a number is typed as it was written, or without."""
    begins = Q(portal_number__startswith=text)
    capitals = text.upper()
    return begins if capitals == text else begins | Q(portal_number__startswith=capitals)
