"""What the children write: kept from filling the disk, and its errors shown on the terminal."""

import json
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

LARGEST_LOG = 10 * 1024 * 1024  # bytes; then it becomes .1 and begins anew
LONGEST_LINE = 300  # characters of an error that are shown; the log has the rest
# What a readable line ends with; another one for each request.
IDS = re.compile(r"  \[.*\]$")
TROUBLE = re.compile(r"\b(ERROR|CRITICAL)\b")


class Troubles:
    """The lines of `logs` that report an error, each told once."""

    def __init__(self, logs: Iterable[Path]) -> None:
        """What stands in the logs already is old news."""
        self.read_to = {log: _size(log) for log in logs}
        self.last_told = ""

    def fresh(self, log: Path) -> list[str]:
        """The errors written to `log` since the last call. Rolls the log when it is large."""
        start, end = self.read_to[log], _size(log)
        if end == start:
            return []
        with log.open("rb") as file:
            file.seek(start if start < end else 0)  # a shorter file was begun anew
            # A line that is still being written is read next time.
            whole, _, rest = file.read(LARGEST_LOG).rpartition(b"\n")
            self.read_to[log] = file.tell() - len(rest)
        if self.read_to[log] > LARGEST_LOG:
            roll(log)
            self.read_to[log] = 0
        lines = map(in_words, whole.decode("utf-8", "replace").splitlines())
        return [line[:LONGEST_LINE] for line in lines if self._is_news(line)]

    def _is_news(self, line: str) -> bool:
        """Whether it reports an error, and another one than the last line that did."""
        found = TROUBLE.search(line)
        if found is None:
            return False
        told = IDS.sub("", line[found.start() :])
        is_news, self.last_told = told != self.last_told, told
        return is_news


def in_words(line: str) -> str:
    """A JSON object of `tracker/logs.py` as a readable line: without the ids, which make the same
    error another one each time. Any other line as it is."""
    if not line.startswith("{"):
        return line
    try:
        told = json.loads(line)
        return f"{told['at']} {told['level']} {told['logger']}: {told['event']}"
    except (ValueError, KeyError):
        return line


def roll(log: Path) -> None:
    """Moves what `log` holds to <name>.1; its writer appends, so it goes on in an empty file."""
    shutil.copyfile(log, log.with_name(log.name + ".1"))
    os.truncate(log, 0)


def _size(log: Path) -> int:
    return log.stat().st_size if log.exists() else 0
