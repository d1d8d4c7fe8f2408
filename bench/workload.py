"""Many requests, made inside PostgreSQL: a mixture as years of such work would leave it.

One request in six is open. Of the open ones some are not sent, some wait for an answer, some were
answered, some wait on us; a few bodies have no statutory date. The same seed makes the same rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

CHANCE = 0.1  # the seed of random()
IN_ROUND = 1_200  # requests of the campaign that is one year's round

# Nested, so that each row's chances and dates are drawn once and then used together.
REQUESTS = """
WITH drawn AS MATERIALIZED (
    SELECT i, random() AS fate, random() AS speed, random() AS who, random() AS year,
        random() AS agency, random() AS how, random() AS age, random() < 1.0 / 6 AS is_open
    FROM generate_series(%(first)s, %(last)s) AS i
), dated AS (
    SELECT *,
        CASE WHEN is_open AND fate < 0.04 THEN NULL
             WHEN is_open THEN %(today)s::date - (age * 400)::int
             ELSE %(today)s::date - 120 - (age * 2400)::int END AS sent_on,
        CASE WHEN fate BETWEEN 0.30 AND 0.42 THEN 14 ELSE 0 END AS extension_days
    FROM drawn
), received AS (
    SELECT *, sent_on + CASE WHEN how < 0.8 THEN 0 ELSE (how * 5)::int END AS received_on
    FROM dated
), last_day AS (
    SELECT *, received_on + 10 + extension_days AS day FROM received
), due AS (
    SELECT *, CASE WHEN who > 0.98 THEN NULL ELSE
        day + CASE extract(isodow FROM day) WHEN 6 THEN 2 WHEN 7 THEN 1 ELSE 0 END END AS due_on
    FROM last_day
), told AS (
    SELECT *,
        CASE WHEN speed < 0.7 THEN received_on + (speed * 20)::int END AS heard,
        CASE WHEN NOT is_open OR fate > 0.60 THEN received_on + 5 + (speed * 60)::int
        END AS determined
    FROM due
), sure AS (
    SELECT *,
        CASE WHEN heard <= %(today)s::date THEN heard END AS heard_on,
        CASE WHEN determined <= %(today)s::date THEN determined END AS determined_on
    FROM told
)
INSERT INTO requests_app_recordsrequest (
    number, agency_id, campaign_id, reporting_year, subject, method, portal_number, assignee_id,
    sent_on, received_on, received_basis, claimed_received_on, agency_due_on, is_sample,
    created_by_id, created_at, form_key, version, status, answer, is_open, extension_days, due_on,
    earliest_arguable_on, latest_arguable_on, heard_on, determined_on, estimated_on,
    waiting_on_us_since, closed_on, silent_since, last_event_on, dates_moved, look_on
)
SELECT
    'TD-' || extract(year FROM coalesce(sent_on, %(today)s::date)) || '-B' || lpad(i::text, 7, '0'),
    (%(agencies)s::bigint[])[1 + floor(agency * %(agency_count)s)::int],
    CASE WHEN i < %(first)s + %(in_round)s THEN %(round)s
        ELSE (%(campaigns)s::bigint[])[1 + floor(year * (%(campaign_count)s + 2))::int] END,
    2019 + floor(year * 7)::int,
    'Records of CLETS misuse, ' || (2019 + floor(year * 7)::int),
    (ARRAY['email', 'email', 'portal', 'portal', 'post'])[1 + floor(how * 5)::int],
    CASE WHEN how BETWEEN 0.4 AND 0.8 THEN 'R' || lpad((i * 7)::text, 8, '0') ELSE '' END,
    (%(people)s::bigint[])[1 + floor(who * (%(person_count)s + 1))::int],
    sent_on, received_on,
    CASE WHEN sent_on IS NULL THEN '' WHEN how < 0.8 THEN 'sent_date' ELSE 'acknowledgement' END,
    NULL, CASE WHEN how BETWEEN 0.4 AND 0.8 THEN due_on + 1 END, false,
    (%(people)s::bigint[])[1], %(at)s, NULL, 1,
    CASE WHEN sent_on IS NULL THEN 'logged'
         WHEN NOT is_open THEN CASE WHEN fate < 0.1 THEN 'withdrawn' ELSE 'closed' END
         WHEN determined_on IS NOT NULL THEN
            (ARRAY['records_promised', 'partly_released', 'released', 'denied', 'no_records'])
            [1 + floor(speed * 5)::int]
         WHEN fate BETWEEN 0.10 AND 0.16 THEN 'clarifying'
         WHEN extension_days > 0 THEN 'extended'
         WHEN heard_on IS NOT NULL THEN 'acknowledged' ELSE 'awaiting' END,
    CASE WHEN determined_on IS NULL THEN '' ELSE
        (ARRAY['records_promised', 'partly_released', 'released', 'denied', 'no_records'])
        [1 + floor(speed * 5)::int] END,
    is_open, extension_days, due_on, due_on, due_on + (how * 3)::int, heard_on, determined_on,
    CASE WHEN determined_on IS NOT NULL AND speed < 0.5 THEN determined_on + 30 END,
    CASE WHEN is_open AND determined_on IS NULL AND fate BETWEEN 0.10 AND 0.16
        THEN least(received_on + 6, %(today)s::date) END,
    CASE WHEN NOT is_open THEN least(determined_on + 40, %(today)s::date) END,
    heard_on,
    CASE WHEN is_open THEN greatest(sent_on, heard_on)
        ELSE greatest(sent_on, heard_on, least(determined_on + 40, %(today)s::date)) END,
    0, CASE WHEN is_open THEN %(today)s::date + 1 + (age * 30)::int END
FROM sure
"""

EVENTS = """
INSERT INTO requests_app_event (
    records_request_id, kind, "on", ground, ground_words, in_writing, amount, exemptions, deciders,
    note, recorded_by_id, recorded_at
)
SELECT made.id, told.kind, told.day, '', '', true, '', '', '', told.note, made.created_by_id,
    made.created_at
FROM requests_app_recordsrequest AS made, LATERAL (VALUES
    ('sent', made.sent_on, ''),
    ('acknowledged', made.heard_on, 'Acknowledged by the records unit, to be answered in '
        || to_char(made.heard_on + mod(made.id, 90)::int, 'FMMonth')),
    ('closed', made.closed_on, '')
) AS told (kind, day, note)
WHERE told.day IS NOT NULL AND made.number LIKE 'TD-____-B%%'
"""

# What the operations write for the search, but for accents, which none of this has.
SEARCHED = """
INSERT INTO requests_app_searchentry (
    records_request_id, kind, object_id, "on", state, agency_name, text, words
)
SELECT told.request, told.kind, told.id, told.day, 'normal', told.agency, told.text,
    to_tsvector('simple', regexp_replace(told.text, '[^[:alnum:]]+', ' ', 'g'))
    || array_to_tsvector(told.beside)
FROM (
    SELECT made.id AS request, 'request' AS kind, made.id,
        coalesce(made.sent_on, made.created_at::date) AS day, agency.name AS agency,
        concat_ws(' · ', made.number, agency.name, made.portal_number, made.subject) AS text,
        '{}'::text[] AS beside
    FROM requests_app_recordsrequest AS made
    JOIN requests_app_agency AS agency ON agency.id = made.agency_id
    WHERE made.number LIKE 'TD-____-B%%'
    UNION ALL
    SELECT made.id, 'event', event.id, event."on", agency.name, event.note,
        string_to_array('~' || regexp_replace(lower(agency.name), '[^[:alnum:]]+', ' ~', 'g'), ' ')
    FROM requests_app_event AS event
    JOIN requests_app_recordsrequest AS made ON made.id = event.records_request_id
    JOIN requests_app_agency AS agency ON agency.id = made.agency_id
    WHERE event.note <> '' AND made.number LIKE 'TD-____-B%%'
) AS told
"""

# All but those that a constraint keeps.
INDEXES = """
SELECT indexes.indexname, indexes.indexdef FROM pg_indexes AS indexes
LEFT JOIN pg_constraint AS held ON held.conname = indexes.indexname
WHERE indexes.tablename = %s AND held.oid IS NULL
"""


def fill(connection: Any, *, size: int, at: Any, today: date) -> None:
    """Makes `size` requests with their events in the database of `connection`, and its statistics.

    The database has its seed already; the requests of the seed count towards `size`.
    """
    with connection.cursor() as cursor:
        known: dict[str, Any] = {
            "agencies": _ids(cursor, "agency"),
            "campaigns": _ids(cursor, "campaign"),
            "people": _ids(cursor, "person"),
        }
        known["round"] = known["campaigns"].pop()
        cursor.execute("SELECT count(*) FROM requests_app_recordsrequest")
        made = cursor.fetchone()[0]
        cursor.execute("SET maintenance_work_mem = '256MB'")
        # Foreign keys are right by construction; asking for each would take longer than the rows.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SELECT setseed(%s)", [CHANCE])
        counts = {
            "agency_count": len(known["agencies"]),
            "campaign_count": len(known["campaigns"]),
            "person_count": len(known["people"]),
        }
        span = {"first": made + 1, "last": size, "today": today, "at": at}
        with without_indexes(cursor, "requests_app_recordsrequest"):
            cursor.execute(REQUESTS, {**known, **counts, **span, "in_round": IN_ROUND})
        with without_indexes(cursor, "requests_app_event"):
            cursor.execute(EVENTS, {})
        with without_indexes(cursor, "requests_app_searchentry"):
            cursor.execute(SEARCHED, {})
        cursor.execute("SET session_replication_role = DEFAULT")
        # Without a vacuum the server would do it on its own, in the middle of the measurement.
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")


@contextmanager
def without_indexes(cursor: Any, table: str) -> Iterator[None]:
    """Takes the indexes of `table` away and makes them again: far quicker than row by row."""
    cursor.execute(INDEXES, [table])
    indexes = cursor.fetchall()
    for name, _ in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    yield
    for _, definition in indexes:
        cursor.execute(definition)


def _ids(cursor: Any, noun: str) -> list[int]:
    cursor.execute(f"SELECT id FROM requests_app_{noun} ORDER BY id")
    return [row[0] for row in cursor.fetchall()]
