"""What is in each calendar: the dates of requests, own reminders, 1 February."""

from collections.abc import Iterator
from datetime import date, datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.deadlines.counting import reporting_due_on
from requests_app.domain.deadlines.one_line import from_columns
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.deadlines.standings import STANDINGS
from requests_app.domain.deadlines.statutes import Statute, law_on
from requests_app.domain.reminders.calendars import Entry, calendar_file
from requests_app.domain.reminders.feeds import FeedClosed
from requests_app.domain.reminders.models import CalendarFeed, FeedKind, OwnReminder
from requests_app.domain.reporting.models import AnnualDuty, Answer
from requests_app.domain.request_log.dates import local_day, shown
from requests_app.domain.request_log.event_kinds import SETTLED_STATUSES
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.queries import RecordsRequestQuerySet
from requests_app.domain.request_log.sight import seen_by
from requests_app.domain.request_log.standings import STANDING_FIELDS, standing_of
from requests_app.domain.statute_book.rules import rules_in_force

DAYS_BACK = 365
# So long what is over stays, as cancelled: a program that reads once a month still hears of it.
DAYS_CANCELLED = 60
MOST = 5_000  # requests in one calendar, those with the latest due dates
READ = (
    *STANDING_FIELDS,
    *(
        "number",
        "agency__name",
        "agency__records_law",
        "extension_days",
        "estimated_on",
        "status",
        "is_open",
        "last_event_on",
    ),
    "dates_moved",
)


def feed_file(feed: CalendarFeed, *, at: datetime) -> bytes:
    """The file behind a calendar's address, in a few queries however much is in it."""
    name, about, entries = _contents(feed, local_day(at))
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return calendar_file(name, about, entries, host=host, at=at)


def _contents(feed: CalendarFeed, on: date) -> tuple[str, str, list[Entry]]:
    if feed.kind == FeedKind.PERSON:
        requests = seen_by(RecordsRequest.objects.filter(assignee=feed.person), feed.person)
        entries = [*entries_of_requests(requests, on=on), *entries_of_own(feed.person, on=on)]
        return f"Tenth Day: {feed.person}", "What is due on your requests; your reminders.", entries
    if feed.kind == FeedKind.DUTIES:
        about = "The days by which agencies report a year's misuse to the DOJ."
        return "Tenth Day: 1 February", about, list(entries_of_duties(on=on))
    if feed.campaign is None:
        raise FeedClosed("The campaign is gone.")
    requests = RecordsRequest.objects.filter(campaign=feed.campaign)
    about = f"What is due in the round about {feed.campaign.reporting_year}."
    return f"Tenth Day: {feed.campaign}", about, list(entries_of_requests(requests, on=on))


def entries_of_requests(requests: RecordsRequestQuerySet, *, on: date) -> Iterator[Entry]:
    """Of those requests that are open, or were closed lately: what is due within a year back and
    for all time ahead. Three queries."""
    first, lately = days_after(on, -DAYS_BACK), days_after(on, -DAYS_CANCELLED)
    has_a_date = Q(latest_arguable_on__gte=first) | Q(estimated_on__gte=first)
    alive = Q(is_open=True) | Q(last_event_on__gte=lately) | Q(closed_on__gte=lately)
    found = requests.filter(has_a_date, alive).select_related("agency").only(*READ)
    laws = rules_in_force().laws
    for request in found.order_by("-due_on", "-id")[:MOST]:
        for entry, ended_on in _of_request(request, on, laws):
            is_kept = not entry.is_over or ended_on is None or ended_on >= lately
            if is_kept and entry.on >= first:
                yield entry


def _of_request(
    request: RecordsRequest, on: date, laws: tuple[Statute, ...]
) -> Iterator[tuple[Entry, date | None]]:
    """Each of its entries, with the day on which it ended, if it is over and that is known."""
    about = f"{STANDINGS[standing_of(request, on=on)].sentence}{_reckoned(request, laws)}"
    closed = request.closed_on or request.last_event_on
    answered = request.determined_on or closed
    is_answered = request.determined_on is not None or not request.is_open
    is_settled = not request.is_open or request.status in SETTLED_STATUSES
    if request.due_on:
        yield _entry(request, "due", "Due", request.due_on, about, is_over=is_answered), answered
    latest = request.latest_arguable_on
    if latest and latest != request.due_on:
        words = "Due on every reading"
        yield _entry(request, "latest", words, latest, about, is_over=is_answered), answered
    if request.estimated_on:
        words, day = "Records estimated", request.estimated_on
        yield _entry(request, "estimate", words, day, about, is_over=is_settled), closed


def _reckoned(request: RecordsRequest, laws: tuple[Statute, ...]) -> str:
    """How the due date was reached, as far as the stored columns tell."""
    if request.due_on is None or request.received_on is None:
        return ""
    statute = law_on(request.agency.records_law, request.received_on, laws)
    reckoned = from_columns(
        statute,
        received_on=request.received_on,
        extension_days=request.extension_days,
        due_on=request.due_on,
    )
    return f" {reckoned}"


def _entry(
    request: RecordsRequest, what: str, words: str, day: date, about: str, *, is_over: bool
) -> Entry:
    return Entry(
        key=f"request-{request.pk}-{what}",
        on=day,
        summary=f"{words}: {request.agency} ({request.number})",
        description=about,
        address=_at("request", request.pk),
        sequence=request.dates_moved,
        is_over=is_over,
    )


def entries_of_own(person: Person, *, on: date) -> Iterator[Entry]:
    """What this person wants to be reminded of, and what of it was done lately. A few queries."""
    lately = timezone.make_aware(datetime.combine(days_after(on, -DAYS_CANCELLED), time.min))
    kept = Q(done_at__isnull=True) | Q(done_at__gte=lately)
    found = seen_by(OwnReminder.objects.of(person), person).filter(
        kept, due_on__gte=days_after(on, -DAYS_BACK)
    )
    for own in found.with_subject().order_by("-due_on", "-id")[:MOST]:
        yield Entry(
            key=f"own-{own.pk}",
            on=own.due_on,
            summary=own.note,
            description=f"Your reminder: {own.subject}.",
            address=settings.SITE_URL + reverse("staff:own_reminders"),
            sequence=own.times_put_off,
            is_over=own.done_at is not None,
        )


def entries_of_duties(*, on: date) -> Iterator[Entry]:
    """1 February of the years that are opened, and the next two that come. One query."""
    years = AnnualDuty.objects.filter(reporting_year__gte=on.year - 2).values("reporting_year")
    unknown = Count("pk", filter=Q(answer=Answer.UNKNOWN))
    counted = years.annotate(every=Count("pk"), unknown=unknown).order_by("reporting_year")
    opened = {row["reporting_year"]: (row["every"], row["unknown"]) for row in counted}
    for year in sorted({*opened, on.year - 1, on.year}):
        due_on = reporting_due_on(year)
        if due_on < days_after(on, -DAYS_BACK):
            continue
        words = "The year is not opened yet."
        if year in opened:
            every, owing = opened[year]
            words = (
                f"{every:,} agencies owe a report for {year}; of {owing:,} nothing is known yet."
            )
        yield Entry(
            key=f"duties-{year}",
            on=due_on,
            summary=f"Misuse reports for {year} due at the DOJ",
            description=f"{words} It does not roll off a weekend: {shown(due_on)}.",
            address=f"{_at('duties')}?year={year}",
        )


def _at(name: str, *args: int) -> str:
    return settings.SITE_URL + reverse(f"staff:{name}", args=args)
