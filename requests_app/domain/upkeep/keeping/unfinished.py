"""Where a backup is written before it has its name, and what processes that ended left there.

.NAME.part-…/running   locked while its process lives: the lock ends with it, however it ends
.NAME.part-…/backup    what becomes NAME
"""

import fcntl
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PART, _RUNNING, _BACKUP = ".part-", "running", "backup"

log = logging.getLogger(__name__)


@contextmanager
def begun(directory: Path) -> Iterator[Path]:
    """A place to write the backup that is to be called `directory`, beside it. What was not given
    that name goes at the end."""
    directory.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{directory.name}{_PART}"
    unfinished = Path(tempfile.mkdtemp(prefix=prefix, dir=directory.parent))
    try:
        with (unfinished / _RUNNING).open("w") as lock:
            # An empty one is never taken for that of an ended process: it may be about to be
            # locked, or lie where there are no locks.
            with suppress(OSError):
                fcntl.flock(lock, fcntl.LOCK_EX)
                print(os.getpid(), file=lock, flush=True)
            (unfinished / _BACKUP).mkdir(0o700)
            yield unfinished / _BACKUP
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def remove_ended(parent: Path) -> list[str]:
    """Removes what backups below `parent` left whose processes have ended; returns the names.
    A backup that still runs, and what is none, is left alone."""
    removed = []
    for left in sorted(parent.glob(f".*{_PART}*")):
        with _taken_over(left) as has_ended:
            if not has_ended:
                continue
            shutil.rmtree(left, ignore_errors=True)
        if left.exists():
            log.warning("%s, which an ended backup left, cannot be removed", left)
        else:
            removed.append(left.name)
    return removed


@contextmanager
def _taken_over(left: Path) -> Iterator[bool]:
    """Whether it is of a process that has ended; if so, nobody else takes it over meanwhile."""
    try:
        # For writing, because a lock over a network asks for that; never waiting for a pipe.
        lock = os.open(left / _RUNNING, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        yield False  # it has no lock, so it is none of ours; or it is somebody else's
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        has_ended = os.fstat(lock).st_size > 0
    except OSError:
        has_ended = False  # its process holds it
    try:
        yield has_ended
    finally:
        os.close(lock)
