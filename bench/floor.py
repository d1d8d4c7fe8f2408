"""The floors: the least that a page of 50 requests, and its query alone, could cost here.

The floor page goes through the same middleware, with the same signed-in session, and prints the
same facts of the same 50 requests as the product's list, in a plain table.
"""

from functools import cache

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template

from requests_app.domain.request_log.models import RecordsRequest

ROWS = 50

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Requests</title></head><body>
<table>
<thead><tr><th>Agency</th><th>Number</th><th>Due</th><th>Status</th><th>Sent</th><th>Who</th></tr></thead>
<tbody>
{% for row in rows %}<tr><td><a href="/staff/requests/{{ row.pk }}/">{{ row.agency.name }}</a></td>
<td>{{ row.number }}</td><td>{{ row.due_on.isoformat }}</td><td>{{ row.status }}</td>
<td>{{ row.sent_on.isoformat }}</td><td>{{ row.assignee.username }}</td></tr>
{% endfor %}</tbody></table></body></html>
"""

QUERY = """SELECT * FROM requests_app_recordsrequest WHERE is_open
ORDER BY is_open, due_on, id LIMIT 50"""
WORDS = """SELECT records_request_id, kind, object_id FROM requests_app_searchentry
WHERE words @@ %s::tsquery ORDER BY records_request_id DESC LIMIT 200"""


@cache
def _template() -> Template:
    return Template(PAGE)


@login_required
def floor_page(request: HttpRequest) -> HttpResponse:
    """Fifty requests in one query, as a plain table."""
    opened = RecordsRequest.objects.filter(is_open=True).order_by("due_on", "id")
    rows = opened.select_related("agency", "assignee")[:ROWS]
    return HttpResponse(_template().render(Context({"rows": rows})))


def indexed_query() -> int:
    """Reads fifty rows along an index, without Django's models; returns how many came."""
    with connection.cursor() as cursor:
        cursor.execute(QUERY)
        return len(cursor.fetchall())


def words_query(words: str) -> int:
    """Asks the index of words alone, in the order in which the search shows; how many came."""
    with connection.cursor() as cursor:
        cursor.execute(WORDS, [" & ".join(words.split())])
        return len(cursor.fetchall())
