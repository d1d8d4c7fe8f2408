"""Triggers that let nobody change, delete or empty the audit record, also not by hand in SQL.

Two changes of an entry are let through: the seal, set once; and `actor_id` emptied when the
account is deleted, whose number the entry keeps. What was written before there were seals is
sealed by the first run of the clock (`seal_audit_record`), oldest first: here it would hold up the
upgrade.

A later migration that makes SQLite build this table anew takes the triggers away, and has to call
`put_up` again (tests/domain/audit/test_guards.py and `verify_audit` notice). The tests take them
down to empty their tables between two tests (tests/conftest.py).
"""

from django.db import migrations
from django.db.models import F

TABLE = "requests_app_auditentry"
CONTENT = (
    "id", "at", "actor_number", "actor_name", "verb", "subject_kind", "subject_id", "subject_label",
    "details",
)
NAMES = ("audit_entries_stay", "audit_entries_keep_their_words")
STAY = "an entry of the audit record is never deleted"
KEEP = "an entry of the audit record is never changed"
REPLACE = "an entry of the audit record is never replaced"

_POSTGRESQL = [
    f"""
CREATE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{STAY}' USING ERRCODE = 'restrict_violation';
END $$
""",
    f"""
CREATE FUNCTION audit_entries_keep_their_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF ({", ".join(f"NEW.{name}" for name in CONTENT)})
        IS DISTINCT FROM ({", ".join(f"OLD.{name}" for name in CONTENT)})
        OR (OLD.position IS NOT NULL
            AND (NEW.position, NEW.hash) IS DISTINCT FROM (OLD.position, OLD.hash))
        OR (NEW.actor_id IS NOT NULL AND NEW.actor_id IS DISTINCT FROM OLD.actor_id)
    THEN
        RAISE EXCEPTION '{KEEP}' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
""",
    f"CREATE TRIGGER audit_entries_stay BEFORE DELETE ON {TABLE}"
    " FOR EACH ROW EXECUTE FUNCTION audit_entries_stay()",
    f"CREATE TRIGGER audit_entries_stay_all BEFORE TRUNCATE ON {TABLE}"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_stay()",
    f"CREATE TRIGGER audit_entries_keep_their_words BEFORE UPDATE ON {TABLE}"
    " FOR EACH ROW EXECUTE FUNCTION audit_entries_keep_their_words()",
]
_POSTGRESQL_UNDO = [
    *(f"DROP TRIGGER {name} ON {TABLE}" for name in (*NAMES, "audit_entries_stay_all")),
    *(f"DROP FUNCTION {name}()" for name in NAMES),
]
# SQLite deletes what INSERT OR REPLACE and UPDATE OR REPLACE replace without calling a trigger.
_SQLITE = [
    f"""
CREATE TRIGGER audit_entries_stay BEFORE DELETE ON {TABLE}
BEGIN SELECT RAISE(ABORT, '{STAY}'); END
""",
    f"""
CREATE TRIGGER audit_entries_stay_all BEFORE INSERT ON {TABLE}
WHEN EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id OR position = NEW.position)
BEGIN SELECT RAISE(ABORT, '{REPLACE}'); END
""",
    f"""
CREATE TRIGGER audit_entries_keep_their_words BEFORE UPDATE ON {TABLE}
WHEN {" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in CONTENT)}
    OR (OLD.position IS NOT NULL
        AND (NEW.position IS NOT OLD.position OR NEW.hash IS NOT OLD.hash))
    OR (NEW.actor_id IS NOT NULL AND NEW.actor_id IS NOT OLD.actor_id)
    OR EXISTS (SELECT 1 FROM {TABLE} WHERE position = NEW.position AND id <> OLD.id)
BEGIN SELECT RAISE(ABORT, '{KEEP}'); END
""",
]
_SQLITE_UNDO = [f"DROP TRIGGER {name}" for name in (*NAMES, "audit_entries_stay_all")]


def keep_numbers(apps, schema_editor):
    entries = apps.get_model("requests_app", "AuditEntry").objects
    entries.filter(actor__isnull=False).update(actor_number=F("actor_id"))


def put_up(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in _POSTGRESQL if is_postgresql else _SQLITE:
        schema_editor.execute(statement)


def take_down(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in _POSTGRESQL_UNDO if is_postgresql else _SQLITE_UNDO:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ("requests_app", "0037_the_audit_record_is_a_chain"),
    ]

    operations = [
        migrations.RunPython(keep_numbers, migrations.RunPython.noop),
        migrations.RunPython(put_up, take_down),
    ]
