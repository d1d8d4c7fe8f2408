"""A real site for tests: `manage.py serve` in a directory of its own."""

import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import redis

from tests.services import free_port, until
from tracker.broker_address import socket_path

ROOT = Path(__file__).resolve().parent.parent.parent
START = 180.0  # seconds that a first start may take on a busy machine (10 on an idle one)
# What the tests' own process was given must not reach the site under test.
OURS = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "PYTEST_CURRENT_TEST", "TEST_VAR_DIR"}
Processes = dict[int, list[str]]


def environ(var_dir: Path, **given: str) -> dict[str, str]:
    """The environment of a trial site in `var_dir`."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    # With setproctitle about, gunicorn writes its title over the environment that /proc shows.
    ours = {"DEBUG": "1", "VAR_DIR": str(var_dir), "PYTHONUNBUFFERED": "1", "SPT_NOENV": "1"}
    ours["RATE_LIMITS"] = "0"  # a test that waits for a page asks for it very often
    return {**kept, **ours, **given}


def run(argv: Sequence[str], **env: str) -> subprocess.CompletedProcess[str]:
    """Runs a program of the project's environment to its end."""
    program = str(Path(sys.executable).parent / argv[0])
    return subprocess.run(
        [program, *argv[1:]], cwd=ROOT, env=env, capture_output=True, text=True, timeout=START
    )


def processes_of(var_dir: Path) -> Processes:
    """Every process that was started for `var_dir`, by its number, with its command line.

    Found by their environment, so that one which lost its parent is found as well.
    """
    wanted = f"VAR_DIR={var_dir}".encode()
    found = {}
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and wanted in (entry / "environ").read_bytes().split(b"\0"):
                words = (entry / "cmdline").read_bytes().decode().split("\0")
                found[int(entry.name)] = words
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue  # it ended while we looked, or is none of ours
    return {number: words for number, words in found.items() if words != [""]}  # not a zombie


def _leads(number: int) -> bool:
    try:
        return os.getpgid(number) == number
    except ProcessLookupError:
        return False


class Site:
    """One running `manage.py serve`; `lines` is what it printed."""

    def __init__(self, var_dir: Path, **given: str) -> None:
        self.var_dir = var_dir
        self.port = int(given.get("PORT") or free_port())
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=environ(var_dir, **{"PORT": str(self.port), **given}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def _read(self) -> None:
        assert self.process.stdout is not None
        self.lines.extend(line.rstrip() for line in self.process.stdout)

    def printed(self, pattern: str, within: float = START) -> str:
        """Waits for a line that matches and returns it."""
        return str(
            until(
                lambda: next((line for line in self.lines if re.search(pattern, line)), None),
                f"a line with {pattern!r} in {self.lines}",
                within,
            )
        )

    def answers(self) -> int:
        """The status of the first page."""
        with urllib.request.urlopen(self.url, timeout=30) as response:
            return int(response.status)

    def has(self, word: str) -> bool:
        """Whether a child runs whose command line has `word`."""
        return bool(self._leaders(word))

    def child(self, word: str) -> int:
        """The number of that child."""
        leaders = self._leaders(word)
        assert len(leaders) == 1, f"{word} among {processes_of(self.var_dir)}"
        return leaders[0]

    def _leaders(self, word: str) -> list[int]:
        """Each child leads a group of its own; what it started itself is in that group."""
        found = processes_of(self.var_dir).items()
        return [n for n, words in found if word in " ".join(words) and _leads(n)]

    def broker(self) -> redis.Redis:
        """A connection to the site's own broker."""
        return redis.Redis(unix_socket_path=str(socket_path(self.var_dir)))

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Stops it and returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(60)
        self.reader.join(10)
        return code
