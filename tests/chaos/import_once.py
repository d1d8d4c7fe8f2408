"""One import in a process of its own: `python -m` this, a path, and where it is to wait.

It says a line when it is there, and goes on when it is told one. Ends with 1 when it is refused.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

PUBLISHER, COVERS = "California Department of Justice", "2023"


def main(path: str, place: str) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    django.setup()
    from requests_app.domain.misuse_data.importing import loading, operations
    from requests_app.domain.misuse_data.importing.incoming import Incoming
    from requests_app.management.returned_data_in import Asked, returned_data_in
    from tests.builders import NOW

    loading.AT_ONCE = loading.COPIED_AT_ONCE = 1  # each figure goes by itself
    places: dict[str, tuple[Any, str]] = {
        "with some figures written": (loading, "_copy" if _is_postgres() else "_insert"),
        "with all figures written": (operations, "_describe"),
        "with the file stored": (Incoming, "keep"),
    }
    if place in places:
        owner, name = places[place]
        setattr(owner, name, _then_wait(getattr(owner, name)))
    came = returned_data_in(Asked(Path(path), PUBLISHER, COVERS), at=NOW)
    return 1 if came.error_count else 0


def _is_postgres() -> bool:
    from django.db import connection

    return connection.vendor == "postgresql"


def _then_wait(work: Callable[..., object]) -> Callable[..., object]:
    def working(*args: Any, **more: Any) -> object:
        done = work(*args, **more)
        print("there", flush=True)
        sys.stdin.readline()
        return done

    return working


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
