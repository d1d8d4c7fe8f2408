"""The way in for every command: what the database does not give is said in one line.

Exit code 2, as with a setting that cannot be used: the command could not look. With `--traceback`
it is raised as it came.
"""

import re
import sys
from collections.abc import Sequence

from django.core.management import execute_from_command_line
from django.db import (
    DataError,
    Error,
    IntegrityError,
    InternalError,
    NotSupportedError,
    ProgrammingError,
)

# What a command did wrong, and not the database: a mistake in the program, to be seen whole.
_OF_THE_COMMAND = (DataError, IntegrityError, InternalError, NotSupportedError)
# As SQLite says it, and as PostgreSQL does.
_NO_SUCH = re.compile("no such (table|column)|(relation|column) .* does not exist")


def run(argv: Sequence[str]) -> None:
    """Runs the command of `argv`. Raises `SystemExit` as Django does."""
    try:
        execute_from_command_line(list(argv))
    except Error as error:
        said = None if "--traceback" in argv else trouble(error)
        if said is None:
            raise
        print(f"CommandError: {said}", file=sys.stderr)
        raise SystemExit(2) from None


def trouble(error: Error) -> str | None:
    """In one line, why the database cannot be used; None where the command itself went wrong."""
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    if _NO_SUCH.match(line):
        return (
            f"The database was not set up, or not brought up to date ({line}): run manage.py"
            " prepare."
        )
    if isinstance(error, (*_OF_THE_COMMAND, ProgrammingError)):
        return None
    return f"The database cannot be read: {line}"
