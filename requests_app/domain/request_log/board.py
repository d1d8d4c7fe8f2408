"""The board of a campaign: its agencies by state of the round, and how long the answers took."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from requests_app.domain.deadlines.answer_times import AnswerTime
from requests_app.domain.deadlines.clock import Fact
from requests_app.domain.deadlines.hands import HANDOVERS, in_whose_hands
from requests_app.domain.request_log.event_kinds import EVENT_RULES, EventKind, question_of
from requests_app.domain.request_log.models import Campaign, Event, RecordsRequest
from requests_app.domain.request_log.round_states import (
    COLUMNS,
    RoundState,
    StateGroup,
    round_state,
    state_on,
)

# Of one campaign, in the list of them. California has some 1,200 bodies to ask.
MOST_COUNTED = 10_000
_HANDED = {kind for _, kind in HANDOVERS}
# The kinds of events that put a request into other hands.
HANDING_KINDS = [kind for kind in EventKind if EVENT_RULES[kind].fact in _HANDED]


@dataclass(frozen=True)
class RoundCounts:
    """How many requests are in each state (those with none are left out), to how many agencies."""

    states: dict[RoundState, int]
    agencies: int

    @property
    def requests(self) -> int:
        return sum(self.states.values())

    def of(self, group: StateGroup) -> int:
        return sum(number for state, number in self.states.items() if state.group == group)

    @property
    def silent(self) -> int:
        return self.of(StateGroup.SILENT)

    @property
    def late(self) -> int:
        return self.of(StateGroup.LATE)

    @property
    def answered(self) -> int:
        return self.of(StateGroup.ANSWERED)


def state_of(request: RecordsRequest, *, on: date) -> RoundState:
    """The state of a loaded request."""
    return round_state(on=on, **{name: getattr(request, name) for name in COLUMNS})


def in_states(campaign: Campaign, *, on: date) -> QuerySet[RecordsRequest]:
    """The requests of a campaign, each with its `state` on the day."""
    return campaign.records_requests.annotate(state=state_on(on))


def round_counts(campaign: Campaign, *, on: date) -> RoundCounts:
    """The whole campaign, counted in two queries."""
    requests = campaign.records_requests.annotate(state=state_on(on)).order_by()
    found = {state: number for state, number in requests.values_list("state").annotate(Count("pk"))}
    agencies = campaign.records_requests.aggregate(n=Count("agency", distinct=True))["n"]
    states = {state: found[state] for state in RoundState if state in found}
    return RoundCounts(states, agencies)


def beyond_counting() -> Exists:
    """Whether a campaign has more than `MOST_COUNTED` requests: its own page counts them."""
    requests = RecordsRequest.objects.filter(campaign=OuterRef("pk")).order_by()
    return Exists(requests[MOST_COUNTED : MOST_COUNTED + 1])


def counts_of_campaigns(campaigns: Iterable[Campaign], *, on: date) -> dict[int, RoundCounts]:
    """The same of many campaigns, by id, in one query; the agencies are not counted."""
    asked = [one.pk for one in campaigns]
    requests = RecordsRequest.objects.filter(campaign__in=asked)
    counted = requests.annotate(state=state_on(on)).order_by().values_list("campaign", "state")
    found: dict[int, dict[RoundState, int]] = defaultdict(dict)
    for campaign, state, number in counted.annotate(Count("pk")):
        found[campaign][RoundState(state)] = number
    return {pk: RoundCounts(found[pk], 0) for pk in asked}


def answer_times(requests: QuerySet[RecordsRequest]) -> dict[int, AnswerTime]:
    """Of those that were received and answered, by id; two queries, however many they are."""
    answered = requests.filter(determined_on__isnull=False, received_on__isnull=False)
    rows = answered.order_by().values_list("pk", "received_on", "determined_on", "due_on")
    facts = _handing_facts(answered)
    found = {}
    for pk, received_on, determined_on, due_on in rows:
        assert received_on is not None and determined_on is not None
        ours = _days_with_us(facts.get(pk, ()), received_on, determined_on)
        found[pk] = AnswerTime(received_on, determined_on, due_on, ours)
    return found


def _days_with_us(facts: Sequence[Fact], received_on: date, until: date) -> int:
    """The days from receipt to the day `until` on which the agency waited for us."""
    happened = [fact for fact in facts if fact.on <= until]
    return in_whose_hands(happened, received_on, until).with_us


def _handing_facts(requests: QuerySet[RecordsRequest]) -> dict[int, list[Fact]]:
    """What handed those requests on, oldest first, by id; corrections are followed."""
    handed = Event.objects.filter(
        Q(kind__in=HANDING_KINDS),
        corrected_by__isnull=True,
        records_request__in=requests.order_by().values("pk"),
    )
    found: dict[int, list[Fact]] = defaultdict(list)
    told = handed.order_by("on", "pk").values_list("records_request", "kind", "on")
    for pk, kind, on in told:
        kind = EventKind(kind)
        fact = EVENT_RULES[kind].fact
        assert fact is not None  # chosen by having one
        found[pk].append(Fact(fact, on, question=question_of(kind) or ""))
    return found
