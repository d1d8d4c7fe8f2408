"""A task that waits, for tests/tracker/test_lost_work.py: it runs in a real worker."""

import os
from pathlib import Path

from tests.services import until
from tracker.celery import app


@app.task(name="tests.wait_for_release")
def wait_for_release(directory: str) -> None:
    """Notes that it began, and ends when the test lets it."""
    place = Path(directory)
    with (place / "begun").open("a") as begun:
        begun.write(f"{os.getpid()}\n")
    until((place / "released").exists, "the release")
    (place / "done").write_text("once")
