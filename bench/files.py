"""A whole list as CSV, against the least that it could cost: its fields read and written."""

import csv
import io
import time
from collections.abc import Callable

from django.utils import timezone

from bench.measure import Broken
from requests_app.domain.request_log.columns import columns_of
from requests_app.domain.request_log.exports import AT_ONCE, file_rows
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.sheets.writing import csv_pieces

ROUNDS = 5


def ratio() -> float:
    """The fastest of some rounds each, in turn; the same rows, fields and order in both."""
    columns = columns_of([])
    names = list(dict.fromkeys(name for column in columns for name in column.reads))
    requests = RecordsRequest.objects.filter(is_open=True).order_by("due_on", "id")

    def plain() -> int:
        buffer = io.StringIO()
        rows = requests.values_list(*names).iterator(chunk_size=AT_ONCE)
        csv.writer(buffer).writerows(rows)
        return buffer.getvalue().count("\n")

    def product() -> int:
        rows = file_rows(requests, columns, on=timezone.localdate())
        return sum(piece.count("\n") for piece in csv_pieces([], rows)) - 1

    if plain() != product():
        raise Broken("the file has other rows than the list")
    pairs = [(_seconds(product), _seconds(plain)) for _ in range(ROUNDS)]
    return min(one for one, _ in pairs) / min(floor for _, floor in pairs)


def _seconds(work: Callable[[], int]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
