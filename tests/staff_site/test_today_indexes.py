"""Each group of Today is read by an index of its own, where there are a million requests."""

import pytest
from django.db import connection

from requests_app.domain.request_log.models import RecordsRequest
from requests_app.staff_site.today_groups import GROUPS
from tests.builders import TODAY

pytestmark = pytest.mark.django_db

# The index that each group is read by, where there are many requests; one of these.
INDEXES = {
    "no_response": "phase_by_due_date",
    "late": "phase_by_due_date",
    "waiting": "requests_waiting_on_us",
    "arguably_late": "undetermined_by_latest_date",
    "soon": "phase_by_due_date",
    "estimate": "requests_with_an_estimate",
    "silent": "acknowledged_and_silent|acknowledged_by_due_date",
    "portals": "portals_by_last_event",
    "extended": "phase_by_due_date",
    "unsent": "phase_by_due_date|requests_by_status",
    "receipt": "phase_by_due_date",
}


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.key)
def test_each_group_is_counted_by_an_index(group) -> None:
    """Asked of PostgreSQL, with so few rows that it would rather read the table: it may not."""
    if connection.vendor != "postgresql":
        pytest.skip("the plan of SQLite says nothing about a million rows")
    found = group.rows(RecordsRequest.objects.all(), TODAY).order_by()
    # Which of the usable ones it would choose depends on the rows; here only that one is usable.
    names = INDEXES[group.key].split("|")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index "
            "WHERE indrelid = 'requests_app_recordsrequest'::regclass AND NOT indisunique"
        )
        for (name,) in cursor.fetchall():
            if name not in names:
                cursor.execute(f'DROP INDEX "{name}"')
    assert any(name in found.explain() for name in names)
