"""How a request stands and what its next step is, from its stored columns alone."""

from datetime import date

from requests_app.domain.deadlines.standings import Standing, standing
from requests_app.domain.request_log.models import RecordsRequest

# What a standing follows from, in the order of `standing_from`.
STANDING_FIELDS = (
    *("sent_on", "received_on", "due_on", "latest_arguable_on", "heard_on"),
    *("determined_on", "waiting_on_us_since", "closed_on"),
)


def standing_from(on: date, *dates: date | None) -> Standing:
    """How a request with these dates, those of `STANDING_FIELDS`, stands on the day `on`."""
    sent, received, due, latest, heard, determined, waiting, closed = dates
    return standing(
        on=on,
        sent_on=sent,
        received_on=received,
        due_on=due,
        latest_arguable_on=latest,
        heard_on=heard,
        determined_on=determined,
        waiting_on_us_since=waiting,
        closed_on=closed,
    )


def standing_of(request: RecordsRequest, *, on: date) -> Standing:
    """How a request stands on the day `on`."""
    return standing_from(
        on,
        request.sent_on,
        request.received_on,
        request.due_on,
        request.latest_arguable_on,
        request.heard_on,
        request.determined_on,
        request.waiting_on_us_since,
        request.closed_on,
    )
