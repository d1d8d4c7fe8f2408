"""Running one of our readers on a hostile file: in a child process with little time and memory.

A process of its own, not a fork: a worker of Celery may not have children of `multiprocessing`, and
what the child inherits it could exhaust.
"""

from __future__ import annotations

import importlib
import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
MEGABYTE = 1024 * 1024


class OverLimit(ValueError):
    """The reader took more time or memory than it may, or broke down over the file."""


def limited(function: str, content: bytes, *, seconds: int, megabytes: int) -> Any:
    """What `function` ("package.module:name") makes of `content`, as JSON brings it back.

    `seconds` of processor time (and twice that on the clock), `megabytes` of memory. Raises
    `OverLimit`.
    """
    call = [sys.executable, "-m", __name__, function, str(seconds), str(megabytes)]
    try:
        done = subprocess.run(
            call, input=content, capture_output=True, cwd=ROOT, timeout=2 * seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise OverLimit(f"Reading the file took more than {2 * seconds} seconds.") from error
    if done.returncode != 0:
        raise OverLimit(
            f"The file could not be read within {seconds} seconds and {megabytes:,} MB of memory,"
            " or it is damaged."
        )
    return json.loads(done.stdout)


def _child(function: str, seconds: int, megabytes: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    module, name = function.split(":")
    answer = getattr(importlib.import_module(module), name)(sys.stdin.buffer.read())
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    _child(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
