"""The filter that a list opens with from the front page: exactly what waits in a queue there."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.upkeep.waiting import QUEUES, Queue, queues_of


class WaitsFilter(admin.SimpleListFilter):
    """Lists what the queues of this kind of thing hold now."""

    title = "what waits"
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        person = request.user
        assert isinstance(person, Person)  # the review site lets nobody else in
        kept = [one for one in queues_of(person) if one in QUEUES]
        here = [one for one in kept if QUEUES[one].model is model_admin.model]
        return [(one.value, QUEUES[one].words.label) for one in here]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        asked = self.value()
        if asked is None or asked not in {value for value, _ in self.lookup_choices}:
            return queryset
        rows = QUEUES[Queue(asked)].rows(timezone.now())
        return queryset.filter(pk__in=rows.order_by().values("pk"))
