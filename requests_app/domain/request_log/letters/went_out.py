"""A letter of a kind that went out already: said and asked, before it is recorded a second time."""

from collections.abc import Sequence
from datetime import date

from requests_app.domain.request_log.dates import shown
from requests_app.domain.request_log.letters.kept import sendings
from requests_app.domain.request_log.letters.kinds import LETTERS, LetterKind
from requests_app.domain.request_log.models import Event, RecordsRequest
from requests_app.domain.request_log.recompute import standing_events


class WentOutAlready(Exception):
    """Such a letter went out today, or nothing happened since it did; nothing was recorded.

    seen: the day of it, as ISO writes it, for whoever has looked at that.
    """

    def __init__(self, message: str, seen: str):
        self.seen = seen
        super().__init__(message)


def check_new(
    kind: LetterKind, requests: Sequence[RecordsRequest], *, on: date, seen: str | None
) -> None:
    """Raises `WentOutAlready` unless that is what was `seen` (None: nobody looked). `requests` with
    their events; what was taken back since did not go out, what was set right did."""
    if seen is None:
        return
    of_kind = Event.objects.filter(records_request__in=requests, letter__kind=kind)
    letters = set(of_kind.values_list("pk", flat=True))
    last: dict[str, date] = {}
    for one in requests:
        events = standing_events(one.events.all())
        now = [now for event, now in sendings(one.events.all()).items() if event.pk in letters]
        sent = sorted(now, key=lambda event: (event.on, event.pk))
        if sent and (sent[-1].on == on or sent[-1] == events[-1]):
            last[one.number] = sent[-1].on
    if not last or seen == max(last.values()).isoformat():
        return
    day = max(last.values())
    number = next(number for number, sent_on in last.items() if sent_on == day)
    others = f" and {len(last) - 1:,} more" if len(last) > 1 else ""
    raise WentOutAlready(
        f"“{LETTERS[kind].title}” went out already on {shown(day)}, on {number}{others}.",
        day.isoformat(),
    )
