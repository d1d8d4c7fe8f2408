"""What happened to a request, line by line, as it stands: for a statement that leaves the house."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from requests_app.domain.deadlines.facts import FROM_THE_AGENCY
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.deadlines.statute import Statute
from requests_app.domain.request_log.dates import local_day, shown
from requests_app.domain.request_log.event_kinds import EVENT_RULES, EventKind
from requests_app.domain.request_log.models import Event, RecordsRequest
from requests_app.domain.request_log.recompute import standing_events

AGENCY, REQUESTER, CLOCK = "The agency", "The requester", "The clock"

# Notes are between ourselves; what the program wrote about moved dates happened to nobody.
LEFT_OUT = frozenset({EventKind.NOTE, EventKind.DATES_MOVED})

K = EventKind
# The rule that speaks of such an event, in the code as it is numbered since 2023.
RECODIFIED = date(2023, 1, 1)
CITED = {
    K.CLARIFICATION_ASKED: "Gov. Code § 7922.600",
    K.FEE_ASKED: "Gov. Code §§ 7922.530, 7922.575",
    K.DETERMINATION_IN_PART: "Gov. Code §§ 7922.525, 7922.540",
    K.DETERMINATION_DENIED: "Gov. Code §§ 7922.000, 7922.540",
    K.LAWSUIT: "Gov. Code §§ 7923.000, 7923.115",
}
BY_THE_PERIOD = frozenset(
    {
        K.DETERMINATION_DISCLOSABLE,
        K.DETERMINATION_NO_RECORDS,
        K.ESTIMATE_GIVEN,
        K.ESTIMATE_CHANGED,
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chronology. details: sentences; citation: empty where no rule speaks of it."""

    on: date
    who: str
    what: str
    details: tuple[str, ...] = ()
    citation: str = ""


def happened_by(events: Iterable[Event], *, on: date) -> list[Event]:
    """The standing events of the days up to `on`, oldest first, without what is left out."""
    return [e for e in standing_events(events) if e.on <= on and e.kind not in LEFT_OUT]


def chronology(
    records_request: RecordsRequest,
    events: Sequence[Event],
    *,
    on: date,
    rules: Rules,
    statute: Statute | None,
) -> list[Line]:
    """From sending to the day `on`, with the day of receipt. `events`: the whole timeline."""
    corrected = {event.pk: event for event in events}
    standing = happened_by(events, on=on)
    lines = [_line(event, corrected, rules, statute) for event in standing]
    received_on = records_request.received_on
    proven = any(event.kind == K.DELIVERED for event in standing)
    if received_on and received_on <= on and not proven:
        basis = records_request.get_received_basis_display()
        details = (f"Known from: {basis[:1].lower()}{basis[1:]}.",) if basis else ()
        cited = statute.counting_citation if statute else ""
        lines.append(Line(received_on, AGENCY, "Received: day 0", details, cited))
    # A receipt comes after the sending of its day.
    return sorted(lines, key=lambda line: (line.on, line.what.startswith("Received")))


def _line(
    event: Event, corrected: Mapping[int, Event], rules: Rules, statute: Statute | None
) -> Line:
    kind = EventKind(event.kind)
    theirs = EVENT_RULES[kind].fact in FROM_THE_AGENCY or kind == K.DELIVERED
    return Line(
        event.on,
        AGENCY if theirs else REQUESTER,
        kind.label,
        tuple(_details(event, corrected.get(event.corrects_id or 0), rules)),
        _citation(kind, statute),
    )


def _details(event: Event, replaced: Event | None, rules: Rules) -> Iterable[str]:
    if event.names_on:
        yield f"Names {shown(event.names_on)}."
    if not event.in_writing:
        yield "Not in writing."
    if ground := event.ground_words or rules.ground_words(event.ground):
        yield f"Ground stated: {ground}."
    if event.amount:
        yield f"Amount: {event.amount}."
    if event.exemptions:
        yield f"Exemptions cited: {event.exemptions.rstrip('.')}."
    if event.deciders:
        yield f"Named as responsible: {event.deciders.rstrip('.')}."
    if event.note:
        yield event.note
    if replaced and event.kind == K.CORRECTION:
        yield f"Takes back “{replaced.get_kind_display()}” of {shown(replaced.on)}."
    elif replaced:
        yield (
            f"Corrected on {shown(local_day(event.recorded_at))}; until then recorded as "
            f"“{replaced.get_kind_display()}” of {shown(replaced.on)}."
        )


def _citation(kind: EventKind, statute: Statute | None) -> str:
    if statute is None:
        return ""
    if kind == K.EXTENSION_NOTICE:
        return statute.extension_citation
    if kind in BY_THE_PERIOD:
        return statute.citation
    recodified = statute.key == "cpra" and (statute.valid_from or date.min) >= RECODIFIED
    return CITED.get(kind, "") if recodified else ""
