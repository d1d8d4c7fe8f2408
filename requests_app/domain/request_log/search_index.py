"""The one writer of what the search looks through, called by the operations of this room.

Whatever another way of writing left out (rows made in bulk, an agency that is called otherwise
now) `catch_up` finds and mends.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet

from requests_app.domain.agencies.models import Agency
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.file_access import FILE_USES, Use
from requests_app.domain.request_log.models import (
    Attachment,
    AttachmentText,
    Event,
    Method,
    RecordsRequest,
    SearchedName,
    SearchEntry,
    SearchProgress,
)

BATCH = 500
FILES_AT_ONCE = 20  # a text may have a megabyte
OVERLAP = 10_000  # ids: a long transaction adds its rows after those with higher ids
Kind = SearchEntry.Kind
_THINGS: dict[str, Any] = {
    Kind.REQUEST: RecordsRequest,
    Kind.EVENT: Event,
    Kind.FILE: Attachment,
}
_WRITTEN = ["records_request", "on", "state", "agency_name", "text", "words"]
# What the program itself notes is the same on a million requests: nobody looks for it.
_NOTED_BY_ITSELF = frozenset(f"By {method.label.lower()}." for method in Method)
# What of an event is searched, in the order in which it is quoted.
_SAID = ("note", "amount", "exemptions", "deciders", "ground_words")
_TELLING = (
    ~Q(**dict.fromkeys(_SAID, ""))
    & ~Q(kind=EventKind.DATES_MOVED)
    & ~Q(kind__in=[EventKind.SENT, EventKind.DELIVERED], note__in=_NOTED_BY_ITSELF)
)


def index_requests(requests: Iterable[RecordsRequest]) -> None:
    """Requests (with their agencies) by number, agency, portal number and subject."""
    _write([_of_request(one) for one in requests])


def index_events(events: Sequence[Event]) -> None:
    """Events (with their requests and agencies) by what is said in them; one that says nothing
    of its own is not searched."""
    for start in range(0, len(events), BATCH):
        some = events[start : start + BATCH]
        asked = Event.objects.filter(_TELLING, pk__in=[event.pk for event in some])
        telling = set(asked.values_list("pk", flat=True))
        _write([_of_event(event) for event in some if event.pk in telling])


def index_attachment(attachment: Attachment) -> None:
    """A file by its name and text, or by its name alone when it is in quarantine."""
    _write([_of_attachment(attachment)])


def unindex_attachment(attachment: Attachment) -> None:
    """A file that is deleted is not found any more."""
    SearchEntry.objects.filter(kind=Kind.FILE, object_id=attachment.pk).delete()


def index_whole(requests: Sequence[int]) -> None:
    """Everything of some requests (ids), as it stands."""
    for one in (Kind.REQUEST, Kind.EVENT, Kind.FILE):
        for entries in _batches(one, Q(pk__in=requests), Q(records_request__in=requests)):
            _write(entries)


def catch_up() -> int:
    """Indexes what has no entry yet, and what names its agency otherwise than it is called now.

    Looks at everything, which takes seconds of a million requests. Returns how many things were
    indexed. Each batch is its own transaction: broken off, the next call goes on from there.
    """
    SearchProgress.objects.all().delete()
    stale = SearchEntry.objects.exclude(agency_name=F("records_request__agency__name"))
    wrong = set(stale.values_list("records_request__agency", flat=True))
    look_again(wrong)
    _note_names(Agency.with_merged.exclude(pk__in=wrong))
    return catch_up_lately()


def catch_up_lately() -> int:
    """`catch_up` of what was added, or is called otherwise, since everything before was complete.

    With nothing to do it costs the same among a million. An entry that is lost later is found by
    the next `catch_up`.
    """
    return sum(_catch_up_with(kind) for kind in Kind) + _follow_names()


def look_again(agencies: Collection[int]) -> None:
    """Has the next catch-up look at every entry of these agencies (ids): requests of theirs had
    another one before."""
    SearchedName.objects.filter(agency__in=agencies).delete()


def _note_names(agencies: Iterable[Agency]) -> None:
    SearchedName.objects.bulk_create(
        [SearchedName(agency=agency, name=agency.name) for agency in agencies],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["agency"],
        update_fields=["name"],
    )


def _catch_up_with(kind: str) -> int:
    at = SearchProgress.objects.filter(pk=kind).first() or SearchProgress(kind=kind)
    # Asked first: what is added from here on has a higher id, or lies within the overlap.
    newest = _THINGS[kind].objects.aggregate(newest=Max("pk"))["newest"] or 0
    missing = ~Exists(SearchEntry.objects.filter(kind=kind, object_id=OuterRef("pk")))
    recent = Q(missing, pk__gt=at.complete_to - OVERLAP)
    total = sum(_write(entries) for entries in _batches(kind, recent, recent))
    at.complete_to = newest
    at.save()
    return total


def _follow_names() -> int:
    """Writes anew what names its agency otherwise than it is called now."""
    total = 0
    known = SearchedName.objects.filter(agency=OuterRef("pk"), name=OuterRef("name"))
    for agency in Agency.with_merged.filter(~Exists(known)).order_by("pk"):
        total += _follow_name(agency)
        _note_names([agency])
    return total


def _follow_name(agency: Agency) -> int:
    others = SearchEntry.objects.filter(records_request__agency=agency)
    renamed = others.exclude(agency_name=agency.name)
    # In the order of the ids: each request is looked at once, whatever becomes of its entries.
    total, last = 0, 0
    pks = renamed.order_by("records_request").values_list("records_request", flat=True).distinct()
    while stale := list(pks.filter(records_request__gt=last)[:BATCH]):
        last = stale[-1]
        index_whole(stale)
        # What was not written again is of an event that says nothing now, or of a file that went.
        renamed.filter(records_request__in=stale).delete()
        total += len(stale)
    return total


def rebuild() -> int:
    """Writes every entry anew, in constant memory; returns how many there are."""
    everything = Q(pk__isnull=False)
    batches = (_batches(kind, everything, everything) for kind in Kind)
    return sum(_write(entries) for batch in batches for entries in batch)


@transaction.atomic
def _write(entries: list[SearchEntry]) -> int:
    SearchEntry.objects.bulk_create(
        entries,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=_WRITTEN,
    )
    return len(entries)


def _batches(kind: str, requests: Any, others: Any) -> Iterator[list[SearchEntry]]:
    """Entries for what fits a condition, in batches in the order of the keys."""
    if kind == Kind.REQUEST:
        rows = RecordsRequest.objects.filter(requests).select_related("agency")
        for some in _chunks(rows, BATCH):
            yield [_of_request(one) for one in some]
    elif kind == Kind.EVENT:
        events = Event.objects.filter(_TELLING).filter(others)
        for some in _chunks(events.select_related("records_request__agency"), BATCH):
            yield [_of_event(one) for one in some]
    else:
        files = Attachment.objects.filter(others)
        for some in _chunks(files.select_related("records_request__agency"), FILES_AT_ONCE):
            yield [_of_attachment(one) for one in some]


def _chunks(rows: QuerySet, size: int) -> Iterator[list]:
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:size]):
        yield some
        last = some[-1].pk


def _of_request(one: RecordsRequest) -> SearchEntry:
    says = [one.number, one.agency.name, one.portal_number, one.subject]
    on = one.sent_on or local_day(one.created_at)
    return _entry(one, Kind.REQUEST, one.pk, on=on, text=" · ".join(filter(None, says)))


def _of_event(event: Event) -> SearchEntry:
    says = " · ".join(filter(None, (getattr(event, name) for name in _SAID)))
    return _entry(event.records_request, Kind.EVENT, event.pk, on=event.on, text=says)


def _of_attachment(attachment: Attachment) -> SearchEntry:
    says = attachment.original_name
    if FILE_USES[attachment.state][Use.OPEN] is not None:
        found = AttachmentText.objects.filter(pk=attachment.pk).first()
        says = f"{says}\n{found.text}" if found else says
    entry = _entry(
        attachment.records_request, Kind.FILE, attachment.pk, on=attachment.came_on, text=says
    )
    entry.state = attachment.state
    return entry


def _entry(one: RecordsRequest, kind: str, pk: int, **values: object) -> SearchEntry:
    return SearchEntry(
        records_request=one, kind=kind, object_id=pk, agency_name=one.agency.name, **values
    )
