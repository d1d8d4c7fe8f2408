"""The database as a whole: one of two kinds, frozen, emptied and put back the same way."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from requests_app.domain.audit.models import AuditChain, AuditEntry
from requests_app.domain.upkeep.keeping import postgresql, sqlite

# Every migration fills these, in an installation that nobody has used as well.
MADE_BY_MIGRATIONS: frozenset[type[models.Model]] = frozenset({ContentType, Permission})
# The index of words is tables of its own on SQLite.
_TABLES_BESIDE = ("django_migrations", "search_words")


def kind() -> str:
    """ "sqlite" or "postgresql"."""
    return connection.vendor


def server_version() -> int:
    """The major number of the database's program."""
    if kind() == "postgresql":
        return postgresql.server_version()
    return sqlite3.sqlite_version_info[0]


@contextmanager
def frozen(path: Path) -> Iterator[str]:
    """Writes the database as it is at one moment to `path`, and gives the alias under which that
    moment is read until this ends. Raises what the kind's module does."""
    freeze = postgresql.frozen if kind() == "postgresql" else sqlite.frozen
    with freeze(path) as alias:
        yield alias


def put_back(path: Path) -> None:
    """Puts what `frozen` wrote in the place of a database that nothing is in."""
    (postgresql if kind() == "postgresql" else sqlite).put_back(path)


def take_out() -> None:
    """Empties the database altogether, of its tables too."""
    (postgresql if kind() == "postgresql" else sqlite).take_out()


def applied_migrations(using: str = "default") -> list[list[str]]:
    """[app, name] of each that was applied, sorted."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return sorted([app, name] for app, name in applied)


def unknown_migrations(applied: list[list[str]]) -> list[str]:
    """Those of `applied` that this version does not have, as "app.name"."""
    loader = MigrationLoader(None)
    replaced = {key for one in loader.replacements.values() for key in one.replaces}
    known = loader.disk_migrations.keys() | replaced
    return [f"{app}.{name}" for app, name in applied if (app, name) not in known]


def audit_head(using: str) -> dict[str, Any]:
    """How far the audit record had come: the number of entries and the last one's, and the head of
    the chain that binds them."""
    entries, chain = AuditEntry.objects.using(using), AuditChain.objects.using(using).first()
    last = entries.order_by("-pk").values_list("pk", flat=True).first()
    return {
        "entries": entries.count(),
        "last": last or 0,
        "position": chain.position if chain else 0,
        "hash": chain.hash if chain else "",
    }


def whats_in_it() -> str:
    """In words what the database holds that migrations alone do not make; empty where nothing."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    known = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    for table in sorted(there):
        model = known.get(table)
        if model is None and not table.startswith(_TABLES_BESIDE):
            return f"a table that is none of ours, {table}"
        if model and model not in MADE_BY_MIGRATIONS and model._base_manager.exists():
            return f"rows already ({model._meta.verbose_name_plural})"
    return ""
