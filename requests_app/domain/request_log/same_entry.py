"""The same entry on the timelines of many requests, in one statement."""

from collections.abc import Sequence

from django.db import connection

from requests_app.domain.request_log.models import Event, RecordsRequest


def add_to_timelines(requests: Sequence[int], entry: Event) -> None:
    """Writes an unsaved `entry` once for each of `requests` (ids), in whose transaction it runs.

    Building an object and a row of parameters for each takes four times as long; with a change of
    the law that is minutes.
    """
    columns = [
        field
        for field in Event._meta.concrete_fields
        if field.name not in {"id", "records_request"}
    ]
    values = [
        field.get_db_prep_save(getattr(entry, field.attname), connection) for field in columns
    ]
    quote = connection.ops.quote_name
    table = quote(Event._meta.db_table)
    source = quote(RecordsRequest._meta.db_table)
    target = quote("records_request_id")
    names = ", ".join(quote(str(field.column)) for field in columns)
    places = ", ".join(["%s"] * len(columns))
    chosen = ", ".join(["%s"] * len(requests))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({target}, {names}) "
            f"SELECT id, {places} FROM {source} WHERE id IN ({chosen}) ORDER BY id",
            [*values, *requests],
        )
