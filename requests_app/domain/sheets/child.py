"""What runs inside the child of `limited.py`: limits first, then the function, then its answer."""

import importlib
import json
import os
import resource
import sys
from collections.abc import Callable
from typing import Any

LONGEST_WORDS = 200  # of an error, which may quote the file


def main(name: str, seconds: int, most_bytes: int, *given: str) -> None:
    """Writes {"value": ...} or {"refused": why, "defect": word} as JSON for the function `name`
    ("module:name") of what comes in on stdin, and of what is `given`."""
    limit(seconds, most_bytes)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints is no answer
    module, _, attribute = name.partition(":")
    try:
        function = getattr(importlib.import_module(module), attribute)
        answer = json.dumps(answered(function, sys.stdin.buffer.read(), *given))
    except MemoryError:
        most = most_bytes // 1024**2
        why = f"Reading it needed more than {most:,} MB of memory."
        answer = json.dumps({"refused": why, "defect": "too_much"})
    answers.write(answer)
    answers.flush()
    # No clearing up: a library in a bad way may crash in it, and the answer is given.
    os._exit(0)


def limit(seconds: int, most_bytes: int) -> None:
    """Processor time, memory, no core file, nothing written to the disk."""
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, most_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(what, (most, most))


def answered(function: Callable[..., Any], content: bytes, *given: str) -> dict[str, Any]:
    """Its value, or why there is none. A refusal (ValueError) speaks for itself."""
    try:
        return {"value": function(content, *given)}
    except MemoryError:
        raise
    except ValueError as error:
        return refused(f"{error}"[:LONGEST_WORDS] or type(error).__name__)
    except Exception as error:  # noqa: BLE001 - whatever a parser makes of a hostile file
        said = f"{type(error).__name__}: {error}"[:LONGEST_WORDS]
        return refused(f"The file is broken or hostile ({said}).")


def refused(why: str) -> dict[str, Any]:
    return {"refused": why, "defect": "broken"}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
