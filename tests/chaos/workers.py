"""Real Celery workers that are killed from outside and come back, as under a supervisor."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from tests.chaos.tasks import QUEUE
from tests.services import die_with_parent

ROOT = Path(__file__).resolve().parent.parent.parent
WHOLE_WORKER = 0.04  # of the kills; the others hit one of its sending processes


class Workers:
    """`count` workers with `processes` sending processes each, all over one database."""

    def __init__(self, *, count: int, processes: int, env: dict[str, str], log: Path) -> None:
        self.processes, self.env, self.log = processes, env, log.open("ab")
        self.running = [self._start() for _ in range(count)]
        self.kills = self.whole = 0

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "tracker", "worker", "-I", "tests.chaos.tasks",
             "-Q", QUEUE, "-c", str(self.processes), "--without-gossip", "--without-mingle"],
            cwd=ROOT,
            env=self.env,
            stdout=self.log,
            stderr=self.log,
            preexec_fn=die_with_parent,
        )  # fmt: skip

    def heal(self) -> None:
        """Starts again what ended. The sending processes are their worker's to start again."""
        self.running = [one if one.poll() is None else self._start() for one in self.running]

    def sending(self) -> list[int]:
        """The processes that send, whichever worker they belong to."""
        return [child for one in self.running for child in _children(one.pid)]

    def are_whole(self) -> bool:
        """Whether everything that was killed has been started again."""
        return len(self.sending()) == len(self.running) * self.processes

    def kill_one(self, chance: random.Random) -> None:
        """SIGKILL to one of them, at whatever it is doing."""
        sending = self.sending()
        if chance.random() < WHOLE_WORKER or not sending:
            chosen = chance.choice(self.running).pid
            self.whole += 1
        else:
            chosen = chance.choice(sending)
        os.kill(chosen, signal.SIGKILL)
        self.kills += 1

    def stop(self) -> None:
        for one in self.running:
            one.terminate()
        for one in self.running:
            try:
                one.wait(30)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()
        self.log.close()


def _children(pid: int) -> list[int]:
    try:
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
