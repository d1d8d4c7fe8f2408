"""Requests on which a letter is due from us and none is recorded."""

from datetime import date

from django.db.models import Exists, OuterRef

from requests_app.domain.deadlines.clock import Standing
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Event, RecordsRequest
from requests_app.domain.request_log.queries import RecordsRequestQuerySet


def late_without_letter(*, on: date) -> RecordsRequestQuerySet:
    """Late on every reading, so that an overdue letter may go out, and no letter or follow-up of
    ours is recorded since: it was not written, or it went out and nobody recorded it."""
    sent = Event.objects.filter(
        records_request=OuterRef("pk"),
        kind=EventKind.FOLLOW_UP_SENT,
        on__gt=OuterRef("latest_arguable_on"),
        corrected_by__isnull=True,
    )
    late = RecordsRequest.objects.standing(Standing.LATE, Standing.NO_RESPONSE, on=on)
    # What their standing says already, in the words of the index that has them by their day.
    return late.filter(~Exists(sent), is_open=True, determined_on__isnull=True)
