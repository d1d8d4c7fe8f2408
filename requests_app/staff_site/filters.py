"""The filters of the staff lists, one set per noun, declared in reading order.

That of the list of requests is in request_filter.py.
"""

from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Q
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from requests_app.domain.agencies.kinds import COUNTY_CHOICES, Kind
from requests_app.domain.agencies.models import Agency, AgencyQuerySet, Level
from requests_app.domain.agencies.suggestions import in_full
from requests_app.domain.request_log.dates import shown
from requests_app.domain.request_log.models import Campaign
from requests_app.staff_site.forms.dates import LooseDateField
from requests_app.staff_site.forms.quick_widgets import QuickSelect, QuickTextInput

ANY = "Any"

LONGEST_TEXT = 200  # characters; no name or number is longer


class SpanForm(forms.Form):
    """A list's filters; of two dates "…_from" and "…_to" the first comes first."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in [name for name in cleaned if name.endswith("_from")]:
            first, last = cleaned[name], cleaned.get(to := name.removesuffix("from") + "to")
            if first and last and last < first:
                self.add_error(to, f"{shown(last)} is before {shown(first)}: nothing lies between.")
        return cleaned


class QuickCopy:
    """A filter that is copied for a page without what is the same on all of them.

    A page's filters differ from their class's in where they belong; Python's own copy in depth
    would go through every validator and every word of theirs.
    """

    def __deepcopy__(self, memo: dict) -> Any:
        made: Any = copy(self)
        made.extra = dict(made.extra)
        if made.method is not None:
            made.method = made.method  # which ties the method to the copy
        return made


class LooseDateFilter(QuickCopy, filters.Filter):
    field_class = LooseDateField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=QuickTextInput(attrs={"autocomplete": "off"}), **kwargs)


class TextFilter(QuickCopy, filters.CharFilter):
    """Words; each becomes a condition, and SQLite takes no more than a thousand of them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=QuickTextInput, max_length=LONGEST_TEXT, **kwargs)


class ChoiceFilter(QuickCopy, filters.ChoiceFilter):
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

    def named_like(self, queryset: AgencyQuerySet, name: str, value: str) -> AgencyQuerySet:
        """Everyday names are found as well; whoever looks chooses."""
        meant = in_full(value)
        if meant is None:
            return queryset.named_like(value)
        as_typed = Agency.objects.named_like(value).values("pk")
        return queryset.filter(Q(pk__in=as_typed) | meant)

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
