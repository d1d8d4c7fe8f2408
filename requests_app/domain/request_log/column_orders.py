"""What the columns of a list are sorted by, where that is more than a field, and words put
together by the database: an agency's ORIs, a request's tags."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Aggregate, Case, CharField, F, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, NullIf, Trim

from requests_app.domain.agencies.models import Ori
from requests_app.domain.deadlines.standings import Standing
from requests_app.domain.request_log.event_kinds import Status
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.next_steps import next_step
from requests_app.domain.request_log.queries import standing_conditions

BETWEEN = ", "


class Joined(Aggregate):
    """The texts of a group in one text, in no particular order."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ', ')"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite's own name for it."""
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


_ORIS: Any = Ori.objects.filter(agency=OuterRef("agency")).order_by().values("agency")
_TAGGED = RecordsRequest.tags.through.objects.filter(recordsrequest=OuterRef("pk"))
_TAGS: Any = _TAGGED.order_by().values("recordsrequest")
# Asked along with the rows, so that they cost no query of their own.
DERIVED: dict[str, Subquery] = {
    "oris": Subquery(_ORIS.annotate(all=Joined("code")).values("all")),
    "tag_names": Subquery(_TAGS.annotate(all=Joined("tag__name")).values("all")),
}


def in_order(joined: str | None) -> str:
    """What `Joined` put together, sorted: "CA0100500, CA0109900"."""
    return BETWEEN.join(sorted(joined.split(BETWEEN))) if joined else ""


def filled(name: str) -> Combinable:
    """A text field in which nothing is nothing: without it, an empty text would come first."""
    return NullIf(F(name), Value(""))


def by_ori(on: date) -> Combinable:
    return Subquery(_ORIS.annotate(first=Min("code")).values("first"))


def by_tags(on: date) -> Combinable:
    return Subquery(_TAGS.annotate(first=Min("tag__folded_name")).values("first"))


def by_assignee(on: date) -> Combinable:
    """As a person is called: by their names, else by the name of the account."""
    names = Trim(Concat("assignee__first_name", Value(" "), "assignee__last_name"))
    called = Coalesce(NullIf(names, Value("")), F("assignee__username"))
    return Case(When(assignee__isnull=False, then=called), default=None, output_field=CharField())


def by_standing(on: date) -> Combinable:
    """In the order of the table of standings, which is that of urgency but for those at rest."""
    conditions = standing_conditions(on)
    return Case(*[When(conditions[one], then=Value(n)) for n, one in enumerate(Standing)])


def by_next_step(on: date) -> Combinable:
    """Requests with the same next step side by side, whatever day it names."""
    conditions = standing_conditions(on)
    # The first that is true decides: what a day of its own makes of a step before the plain one.
    rounds: list[tuple[Q, dict[str, date]]] = [
        (Q(estimated_on__lt=on), {"estimate_passed": on}),
        (Q(extension_days__gt=0, due_on__isnull=False), {"extended_to": on}),
        (Q(), {}),
    ]
    found: list[tuple[Q, str]] = []
    for holds, days in rounds:
        where: dict[str, Q] = defaultdict(Q)
        for one in Standing:
            statuses = defaultdict(list)
            for status in Status:
                words = next_step(standing=one, status=status, **days).words
                if not days or words != next_step(standing=one, status=status).words:
                    statuses[words].append(status)
            for words, some in statuses.items():
                where[words] |= conditions[one] & Q(status__in=some)
        found += [(holds & condition, words) for words, condition in where.items()]
    place = {words: n for n, words in enumerate(sorted({words for _, words in found}))}
    return Case(*[When(condition, then=Value(place[words])) for condition, words in found])
