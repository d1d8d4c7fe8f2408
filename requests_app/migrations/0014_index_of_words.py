"""The index behind the search: GIN on PostgreSQL, FTS5 on SQLite.

FTS5 keeps no copy of the texts: it reads the table, and triggers tell it what changed there. A
later migration that makes SQLite build the table anew takes the triggers away, and has to call
`make_index` again (tests/domain/request_log/test_search.py notices).
"""

from django.db import migrations

TABLE = "requests_app_searchentry"
POSTGRESQL = [f"CREATE INDEX search_words ON {TABLE} USING gin (words)"]
_FORGET = (
    "INSERT INTO search_words (search_words, rowid, agency_name, text)"
    " VALUES ('delete', old.id, old.agency_name, old.text);"
)
_LEARN = (
    "INSERT INTO search_words (rowid, agency_name, text)"
    " VALUES (new.id, new.agency_name, new.text);"
)
SQLITE = [
    "CREATE VIRTUAL TABLE search_words USING fts5(agency_name, text,"
    f" content='{TABLE}', content_rowid='id', tokenize='unicode61 remove_diacritics 2')",
    f"CREATE TRIGGER search_words_insert AFTER INSERT ON {TABLE} BEGIN {_LEARN} END",
    f"CREATE TRIGGER search_words_delete AFTER DELETE ON {TABLE} BEGIN {_FORGET} END",
    f"CREATE TRIGGER search_words_update AFTER UPDATE ON {TABLE} BEGIN {_FORGET} {_LEARN} END",
]
SQLITE_UNDO = [
    *(f"DROP TRIGGER search_words_{event}" for event in ("insert", "delete", "update")),
    "DROP TABLE search_words",
]


def make_index(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in POSTGRESQL if vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in ["DROP INDEX search_words"] if vendor == "postgresql" else SQLITE_UNDO:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('requests_app', '0013_files_that_are_read_and_searched'),
    ]

    operations = [migrations.RunPython(make_index, drop_index)]
