"""The filters over quoted figures."""

import django_filters as filters

from requests_app.domain.deadlines.years import LAST_YEAR
from requests_app.domain.misuse_data.quoting.models import Outlet, Quote
from requests_app.domain.misuse_data.quoting.queries import QuoteQuerySet
from requests_app.staff_site.filters import ChoiceFilter, TextFilter

STATES = (("tied", "Held against a figure"), ("untied", "Not held against any yet"))
TOLD = (("yes", "Somebody was told"), ("no", "Nobody was told"))


class QuoteFilter(filters.FilterSet):
    q = TextFilter(label="Words or number", method="with_words")
    outlet = ChoiceFilter(label="Printed in", choices=Outlet.choices)
    year = filters.NumberFilter(label="About the year", method="about_year", max_value=LAST_YEAR)
    tied = ChoiceFilter(label="Held against", choices=STATES, method="is_tied")
    told = ChoiceFilter(label="Told", choices=TOLD, method="was_told")

    class Meta:
        model = Quote
        fields: list[str] = []

    def with_words(self, queryset: QuoteQuerySet, name: str, value: str) -> QuoteQuerySet:
        return queryset.with_words(value)

    def about_year(self, queryset: QuoteQuerySet, name: str, value: int) -> QuoteQuerySet:
        return queryset.filter(claim__year_from__lte=value, claim__year_to__gte=value)

    def is_tied(self, queryset: QuoteQuerySet, name: str, value: str) -> QuoteQuerySet:
        return queryset.tied() if value == "tied" else queryset.untied()

    def was_told(self, queryset: QuoteQuerySet, name: str, value: str) -> QuoteQuerySet:
        nobody = queryset.told_nobody()
        return nobody if value == "no" else queryset.exclude(pk__in=nobody.values("pk"))
