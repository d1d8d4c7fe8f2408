"""The pages of the list are read in the order of an index: nothing is sorted, however many."""

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from requests_app.domain.request_log.queries import PHASE
from requests_app.staff_site.request_list import RequestList
from tests.builders import TODAY, a_person

pytestmark = pytest.mark.django_db

QUERIES = [
    "tab=all&standing=no_response",
    "tab=all&standing=late",
    "tab=all&standing=due_today",
    "tab=all&standing=not_yet_due",
    "tab=all&standing=no_statutory_date",
    "tab=all&standing=waiting_on_us",
    "tab=all&standing=answered",
    "tab=all&standing=not_sent",
    "tab=soon",
    "tab=extended",
    "tab=silent",
    "tab=all&status=withdrawn",
    "status=clarifying&sort=-due",
    "year=2023&method=post",
    "tab=all&sort=-sent",
    "sort=sent",
    "tab=all&page=last",
    "page=last",
]


def plans(query: str) -> list[str]:
    """How the database reads a page, as it says itself: a line for each part of it."""
    listed = RequestList(QueryDict(query), person=a_person(), on=TODAY)
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as captured:
        listed.page()
        asked = [one["sql"] for one in captured.captured_queries]
        # Few rows: it would rather read the table and sort it.
        for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
            cursor.execute(f"SET LOCAL enable_{way} = off")
        lines = []
        for sql in asked:
            cursor.execute(f"EXPLAIN {sql}")
            lines += [row[0] for row in cursor.fetchall()]
    return lines


@pytest.mark.parametrize("query", QUERIES)
def test_a_page_is_a_walk_along_an_index(query: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("the plan of SQLite says nothing about a million rows")
    lines = plans(query)
    assert any("Limit" in line for line in lines)
    assert [line for line in lines if "Sort" in line] == []


def test_the_statistics_are_about_the_phase_that_the_index_has() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no statistics of several columns")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_statisticsobjdef_expressions(oid) FROM pg_statistic_ext "
            "WHERE stxname = 'requests_by_phase'"
        )
        ((expressions,),) = cursor.fetchall()
        cursor.execute("SELECT pg_get_indexdef('phase_by_due_date'::regclass, 1, true)")
        ((indexed,),) = cursor.fetchall()
    assert _words(expressions[0]) == _words(indexed)
    assert len(PHASE.cases) + 1 == indexed.count("'::text")


def _words(expression: str) -> list[str]:
    return expression.replace("(", " ").replace(")", " ").split()
