"""A database in which others have to wait with what they write."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

from tests.chaos.conftest import database_url


@contextmanager
def nobody_else_writes() -> Iterator[Callable[[], bool]]:
    """Holds the table of mails, with SQLite the database; gives the question whether somebody
    waits. May be used from another thread than it was made in."""
    if connection.vendor == "sqlite":
        held = sqlite3.connect(connection.settings_dict["NAME"], check_same_thread=False)
        held.execute("BEGIN IMMEDIATE")
        # SQLite does not say who waits; but whoever was answered has nothing else to do.
        yield lambda: True
        held.rollback()
        held.close()
        return
    with psycopg.connect(database_url()) as lock, psycopg.connect(database_url()) as asking:
        lock.execute("LOCK TABLE requests_app_remindermail IN SHARE MODE")
        waits = "SELECT 1 FROM pg_locks WHERE NOT granted"
        yield lambda: asking.execute(waits).fetchone() is not None


class Lock:
    """The same, to be taken in one place and given back in another."""

    def __init__(self) -> None:
        self.held = nobody_else_writes()
        self.somebody_waits = lambda: False

    def take(self) -> None:
        self.somebody_waits = self.held.__enter__()

    def give_back(self) -> None:
        self.held.__exit__(None, None, None)
