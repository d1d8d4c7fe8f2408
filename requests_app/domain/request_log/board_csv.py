"""The board of a campaign as CSV: a row for each request, every figure with the day it is of."""

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from requests_app.domain.deadlines.answer_times import AnswerTime
from requests_app.domain.request_log.board import answer_times, state_of
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.sheets.writing import csv_line

COLUMNS = (
    *("as_of", "campaign", "reporting_year", "number", "agency", "kind", "county", "state"),
    *("state_group", "sent_on", "received_on", "due_on", "earliest_arguable_on"),
    *("latest_arguable_on", "heard_on", "determined_on", "days_to_determination"),
    *("of_these_with_us", "in_time", "in_time_without_our_days", "assignee"),
)


def board_lines(requests: QuerySet[RecordsRequest], *, on: date) -> Iterator[str]:
    """The CSV line by line, its head first. `requests`: in the order they shall have."""
    times = answer_times(requests)
    yield csv_line(COLUMNS)
    related = requests.select_related("agency", "campaign", "assignee")
    for request in related.iterator(chunk_size=2000):
        yield csv_line(_cells(request, times.get(request.pk), on))


def _cells(request: RecordsRequest, took: AnswerTime | None, on: date) -> list[object]:
    state, agency = state_of(request, on=on), request.agency
    dates = (
        *(request.sent_on, request.received_on, request.due_on, request.earliest_arguable_on),
        *(request.latest_arguable_on, request.heard_on, request.determined_on),
    )
    return [
        *(on, request.campaign, request.reporting_year, request.number, agency.name),
        *(agency.get_kind_display(), agency.county, state.label, state.group.label),
        *dates,
        *_answered(took),
        request.assignee,
    ]


def _answered(took: AnswerTime | None) -> tuple[object, ...]:
    if took is None:
        return (None,) * 4
    bound = took.due_on is not None
    verdicts = (took.in_time, took.in_time_without_ours)
    words = (("yes" if one else "no") if bound else None for one in verdicts)
    return took.days, took.days_with_us, *words
