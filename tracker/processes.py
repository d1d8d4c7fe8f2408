"""A child process that is started, watched, started again and stopped."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a dead child is started again
STEADY_AFTER = 60.0  # seconds of life after which a death counts as the first again
PR_SET_PDEATHSIG = 1  # prctl(2)
ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Child:
    """One process of ours. `stop_within` is in seconds; what lives longer is killed."""

    name: str
    command: Sequence[str]
    log: Path
    stop_within: float
    pass_fds: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = None
    pause: float = FIRST_PAUSE
    started: float = 0.0
    start_again_at: float | None = None

    def start(self) -> None:
        """Starts it with its output in `log`. Raises `OSError` when that cannot be done."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=self.pass_fds,
                # A session of its own: Ctrl-C reaches only the supervisor, which keeps the order.
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        self.started, self.start_again_at = time.monotonic(), None

    def watch(self, now: float) -> str | None:
        """Restarts it when its pause is over; returns how it ended when it just did."""
        if self.process is not None and self._ended():
            ending = _ending(self.process.wait())
            self.process = None
            if now - self.started > STEADY_AFTER:
                self.pause = FIRST_PAUSE
            self._start_later(now)
            return ending
        if self.start_again_at is not None and now >= self.start_again_at:
            try:
                self.start()
            except OSError as error:  # a full disk, say: it may be free again next time
                self._start_later(now)
                return f"not started, {error.strerror}"
        return None

    def _start_later(self, now: float) -> None:
        self.start_again_at = now + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE)

    def stop(self) -> None:
        """Asks it to end, waits `stop_within`, then kills it and whatever it started."""
        self.start_again_at = None
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        give_up = time.monotonic() + self.stop_within
        while not self._ended() and time.monotonic() < give_up:
            time.sleep(0.02)
        self._kill_group()
        self.process.wait()
        self.process = None

    def _ended(self) -> bool:
        """Whether it ended. Its own children are killed before its number becomes free."""
        assert self.process is not None
        if self.process.returncode is None:
            flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
            if os.waitid(os.P_PID, self.process.pid, flags) is None:
                return False
            self._kill_group()
        return True

    def _kill_group(self) -> None:
        assert self.process is not None
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return  # nobody is left in it (macOS says so with EPERM)


def _ending(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"


_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None
_supervisor = os.getpid()


def _die_with_parent() -> None:
    """In the new process: be killed when the supervisor dies, even by kill -9 (Linux only)."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != _supervisor:
        os._exit(1)  # it died before the line above
