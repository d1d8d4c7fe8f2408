"""Runs a function of ours on bytes from outside in a child that can do no harm.

A workbook of a megabyte can cost a parser gigabytes, a PDF can crash one: that happens in a child
process with limits on memory and time, without our settings in its environment. A process of its
own and not `multiprocessing`, whose children a Celery worker may not have.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[3]
START = 5.0  # seconds that a child may take to start, on a busy machine
MEGABYTE = 1024 * 1024

T = TypeVar("T")


class Unreadable(ValueError):
    """The function refused the content, needed more than it may have, or crashed; says which.

    defect: "too_much" for time and memory, else "broken".
    """

    def __init__(self, message: str, defect: str = "broken"):
        self.defect = defect
        super().__init__(message)


def limited(
    function: Callable[..., T],
    content: bytes,
    *given: str,
    seconds: int,
    megabytes: int,
    clock: float | None = None,
) -> T:
    """`function(content, *given)`, worked out in a child that may use so many seconds of processor
    time and of the `clock` (twice as many where it is left out), and so much memory.

    `function` is a module's own, imports no Django, and returns what JSON can say; a tuple comes
    back as a list. Raises `Unreadable` whatever goes wrong with the content.
    """
    name = f"{function.__module__}:{function.__qualname__}"
    command = [sys.executable, "-m", "requests_app.domain.sheets.child"]
    try:
        ran = subprocess.run(
            [*command, name, str(seconds), str(megabytes * MEGABYTE), *given],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=START + (2 * seconds if clock is None else clock),
            cwd=ROOT,
            env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(_too_long(seconds), "too_much") from error
    if ran.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise Unreadable(_too_long(seconds), "too_much")
    if ran.returncode != 0:
        raise Unreadable(
            f"Its reader broke off ({ran.returncode}): the file is broken or hostile, or needs"
            f" more than {megabytes:,} MB."
        )
    answer = json.loads(ran.stdout)
    if "refused" in answer:
        raise Unreadable(answer["refused"], answer["defect"])
    return answer["value"]


def _too_long(seconds: int) -> str:
    return f"Reading it took more than {seconds} seconds."
