"""Looking for words in requests, in what happened to them and in their files.

One function, `matching`, for both databases: a GIN index on PostgreSQL, FTS5 on SQLite.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Left

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.excerpts import Excerpt, excerpt_of
from requests_app.domain.request_log.file_access import Use, within_roles
from requests_app.domain.request_log.models import (
    Attachment,
    Event,
    RecordsRequest,
    SearchEntry,
)
from requests_app.domain.request_log.sight import seen_by
from requests_app.domain.request_log.words import Term, as_fts5, as_tsquery, terms_of

REQUESTS_A_PAGE = 20
MOST_ENTRIES = 200  # of one page, whichever requests they are of
SHOWN_OF_A_REQUEST = 3
# An excerpt is looked for so far into a text; beyond it the text is found but not quoted.
READ_FOR_EXCERPT = 100_000


class _Has(Func):
    """Whether indexed words fit a query, as PostgreSQL asks it."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


class Place(NamedTuple):
    """Where words were found: the columns of an entry that cost little to read."""

    pk: int
    records_request_id: int
    kind: str
    object_id: int
    on: date
    state: str

    @property
    def state_label(self) -> str:
        return Attachment.State(self.state).label


@dataclass(frozen=True)
class Hit:
    """One thing with the words in it. name: of a file. superseded: an event that was corrected
    since."""

    entry: Place
    name: Excerpt | None
    excerpt: Excerpt
    superseded: bool


@dataclass
class Found:
    """A request with its hits, the first few of them shown."""

    records_request: RecordsRequest
    hits: list[Hit] = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True)
class SearchPage:
    """found: newest requests first. before: where the next page begins (a request's id)."""

    found: list[Found]
    before: int | None

    @property
    def restricted(self) -> list[int]:
        """Ids of the restricted files that it quotes."""
        hits = [hit.entry for found in self.found for hit in found.hits]
        closed = [one for one in hits if one.state == Attachment.State.RESTRICTED]
        return [one.object_id for one in closed if one.kind == SearchEntry.Kind.FILE]


def matching(
    text: str, *, states: Collection[str], person: Person | None = None
) -> QuerySet[SearchEntry]:
    """Entries with every word of `text`, newest requests first. Nothing without a word.

    `states`: of files, those that whoever asks may find (`file_access.states_for`). `person`: who
    asks; what is not there for them is not found. Any text may be
    asked for; marks in it are no operators, but for "quotes" and an asterisk after a word.
    """
    terms = terms_of(text)
    if not terms:
        return SearchEntry.objects.none()
    found = seen_by(_with(terms).filter(state__in=list(states)), person)
    return within_roles(found, person, Use.FIND) if person else found


def _with(terms: list[Term]) -> QuerySet[SearchEntry]:
    if connection.vendor == "postgresql":
        asked = RawSQL("%s::tsquery", [as_tsquery(terms)])
        return SearchEntry.objects.filter(_Has(F("words"), asked))
    rows = RawSQL("SELECT rowid FROM search_words WHERE search_words MATCH %s", [as_fts5(terms)])
    return SearchEntry.objects.filter(pk__in=rows)


def requests_matching(
    text: str, *, states: Collection[str], person: Person | None = None
) -> QuerySet[SearchEntry, Any]:
    """Ids of requests for a filter: `queryset.filter(pk__in=requests_matching(...))`."""
    return matching(text, states=states, person=person).order_by().values("records_request_id")


def places(rows: QuerySet[SearchEntry]) -> list[Place]:
    """The first `MOST_ENTRIES` of them, without their texts. One query."""
    # By request alone: the index has that order, and each request's few are sorted afterwards.
    columns = rows.order_by("-records_request_id").values_list(*Place._fields)
    return [Place(*row) for row in columns[:MOST_ENTRIES]]


def _in_order(some: Iterable[Place]) -> list[Place]:
    """Within a request: itself, its files, its events; each kind newest first."""
    return sorted(some, key=lambda place: (place.kind, place.on, place.pk), reverse=True)


def search_page(
    text: str,
    *,
    states: Collection[str],
    kind: str = "",
    before: int | None = None,
    person: Person | None = None,
) -> SearchPage:
    """A page of requests in which `text` is found, `before` the request of that id, as it is there
    for `person`.

    Four queries, whatever is found. `kind`: only what is of this kind.
    """
    rows = matching(text, states=states, person=person)
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(records_request__lt=before) if before else rows
    found = places(rows)
    groups = [(pk, _in_order(some)) for pk, some in groupby(found, lambda e: e.records_request_id)]
    shown = groups[:REQUESTS_A_PAGE]
    more = len(groups) > len(shown) or len(found) == MOST_ENTRIES
    return SearchPage(list(_shown(shown, terms_of(text))), shown[-1][0] if shown and more else None)


def _shown(groups: list[tuple[int, list[Place]]], terms: list[Term]) -> Iterator[Found]:
    shown = RecordsRequest.objects.select_related("agency")
    shown = shown.only("number", "is_sample", "agency__name")
    requests = shown.in_bulk([pk for pk, _ in groups])
    quoted = [entry for _, entries in groups for entry in entries[:SHOWN_OF_A_REQUEST]]
    excerpts = _excerpts(quoted, terms)
    superseded = _superseded(quoted)
    for pk, entries in groups:
        hits = [
            Hit(entry, *excerpts[entry.pk], superseded=entry.pk in superseded)
            for entry in entries[:SHOWN_OF_A_REQUEST]
        ]
        yield Found(requests[pk], hits, more=len(entries) - len(hits))


def _excerpts(entries: list[Place], terms: list[Term]) -> dict[int, tuple[Excerpt | None, Excerpt]]:
    """The name of a file and what is quoted, for each."""
    texts = SearchEntry.objects.filter(pk__in=[entry.pk for entry in entries]).order_by()
    read = texts.values_list("pk", "kind", Left("text", READ_FOR_EXCERPT))
    found = {}
    for pk, kind, text in read:
        name, _, rest = text.partition("\n") if kind == SearchEntry.Kind.FILE else ("", "", text)
        found[pk] = excerpt_of(name, terms) if name else None, excerpt_of(rest, terms)
    return found


def _superseded(entries: Iterable[Place]) -> set[int]:
    """Entries (ids) of events that a correction has taken the place of."""
    events = {e.object_id: e.pk for e in entries if e.kind == SearchEntry.Kind.EVENT}
    if not events:
        return set()
    corrected = Event.objects.filter(corrects__in=events).values_list("corrects", flat=True)
    return {events[pk] for pk in corrected if pk is not None}


def record_quoting(*, page: SearchPage, text: str, by: Person, at: datetime) -> None:
    """Notes who was shown words of restricted files: one entry for a page of results, none for a
    page that quotes no such file."""
    if page.restricted:
        hashes = Attachment.objects.filter(pk__in=page.restricted).order_by("pk")
        sha256 = list(hashes.values_list("sha256", flat=True))
        record(verb="was shown words of files", subject=by, by=by, at=at, text=text, sha256=sha256)


def exactly(text: str, *, person: Person | None = None) -> RecordsRequest | Agency | None:
    """What `text` is the number of: our own, a portal's, or an ORI. None where nothing or more
    than one thing has it, or what has it is not there for `person`."""
    number = text.strip()
    if not number or "\x00" in number:
        return None
    numbered = seen_by(RecordsRequest.objects.numbered(number), person)
    found = list(numbered.order_by().only("pk", "campaign")[:2])
    if found:
        return found[0] if len(found) == 1 else None
    return Agency.objects.filter(oris__code=number.upper()).only("pk").first()
