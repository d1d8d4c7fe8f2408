"""Whether the triggers that keep the audit record from being changed are there (migration 0051)."""

from django.db import connection

GUARDS = {"audit_entries_stay", "audit_entries_stay_all", "audit_entries_keep_their_words"}

_STANDING = {
    # "O" and "A" are fired in an ordinary session; "D" is switched off, "R" only for replication.
    "postgresql": "SELECT tgname FROM pg_trigger"
    " WHERE tgrelid = 'requests_app_auditentry'::regclass AND tgenabled IN ('O', 'A')",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    " AND tbl_name = 'requests_app_auditentry'",
}


def missing_guards() -> list[str]:
    """Their names, in order."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING[connection.vendor])
        return sorted(GUARDS - {name for (name,) in cursor.fetchall()})
