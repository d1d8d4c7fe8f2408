"""The questions asked of the database and the pure standing give the same answer on every row."""

from datetime import date, timedelta
from itertools import product

import pytest

from requests_app.domain.deadlines.standings import LATE_STANDINGS, Standing
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.request_log.standings import standing_of
from tests.builders import NOW, TODAY, a_person, an_agency

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def every_case() -> None:
    """A row for each mixture of the stored columns that a standing is read from."""
    agency, person = an_agency(), a_person()
    past, near = TODAY - 5 * DAY, (None, TODAY - DAY, TODAY, TODAY + DAY)
    told = (None, past)
    rows = product(told, near, (0, 1), told, told, told, told)
    requests = [
        RecordsRequest(
            number=f"T-{number}",
            agency=agency,
            reporting_year=2025,
            method="email",
            created_at=NOW,
            created_by=person,
            sent_on=received or (TODAY - 60 * DAY if number % 3 else None),
            received_on=received,
            due_on=due,
            earliest_arguable_on=due,
            latest_arguable_on=due and due + later * DAY,
            heard_on=heard,
            determined_on=determined,
            waiting_on_us_since=waiting,
            closed_on=closed,
            is_open=closed is None,
        )
        for number, (received, due, later, heard, determined, waiting, closed) in enumerate(rows)
    ]
    RecordsRequest.objects.bulk_create(requests)


@pytest.mark.parametrize("standing", Standing)
def test_the_question_and_the_pure_rule_agree(every_case, standing) -> None:
    asked = set(RecordsRequest.objects.standing(standing, on=TODAY))
    worked_out = {r for r in RecordsRequest.objects.all() if standing_of(r, on=TODAY) == standing}
    assert asked == worked_out
    assert asked


def test_every_request_stands_in_exactly_one_way(every_case) -> None:
    counts = [RecordsRequest.objects.standing(one, on=TODAY).count() for one in Standing]
    assert sum(counts) == RecordsRequest.objects.count()


def test_overdue_is_late_on_any_reading(every_case) -> None:
    overdue = set(RecordsRequest.objects.overdue(on=TODAY))
    assert overdue == set(RecordsRequest.objects.standing(*LATE_STANDINGS, on=TODAY))


def test_due_within_counts_both_ends(every_case) -> None:
    due = RecordsRequest.objects.due_within(days=1, on=TODAY)
    assert {r.due_on for r in due} == {TODAY, TODAY + DAY}


def test_an_estimate_is_passed_only_after_its_day() -> None:
    agency = an_agency()
    for number, day in enumerate((date(2026, 6, 21), TODAY, None)):
        RecordsRequest.objects.create(
            number=str(number), agency=agency, reporting_year=2025, created_at=NOW, estimated_on=day
        )
    assert [r.number for r in RecordsRequest.objects.estimate_passed(on=TODAY)] == ["0"]
