"""Starts broker, workers, beat and web, keeps them running, and stops them in order."""

import contextlib
import os
import select
import signal
import socket
import sys
import time
from types import FrameType

from tracker import broker
from tracker.child_logs import Troubles
from tracker.environment import Environment, read_or_exit
from tracker.listening import CannotListen, FirstPage, host_header, listen
from tracker.preparation import (
    CannotPrepare,
    check_space,
    collect_static,
    prepare_content,
    take_lock,
)
from tracker.processes import Child
from tracker.secret_key import unwritable

TICK = 0.25  # seconds between two looks at the children
LATEST_START = 8.0  # seconds that beat and the workers wait for a first page


class StopRequested(BaseException):
    """Ctrl-C or SIGTERM while the site was still being prepared."""


def serve() -> int:
    """Runs the site until it is told to stop. Returns the exit code: 0, or 1 with one line."""
    environment = read_or_exit()
    os.umask(0o077)  # returned files and mails are for nobody else on this machine
    try:
        with contextlib.ExitStack() as held:
            held.enter_context(take_lock(environment.var_dir, environment.site_url))
            check_space(environment.var_dir)
            listener = held.enter_context(listen(environment.bind, environment.port))
            Supervisor(environment, listener).run()
    except (CannotPrepare, CannotListen, broker.NoBroker) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(unwritable(environment.var_dir, error), file=sys.stderr)
        return 1
    return 0


class Supervisor:
    """The processes of one site. `listener` is the socket that the web server inherits."""

    def __init__(self, environment: Environment, listener: socket.socket) -> None:
        self.environment = environment
        self.listener = listener
        self.logs = environment.var_dir / "log"
        self.children = self._children()  # in the order in which they are stopped
        self.troubles = Troubles([child.log for child in self.children])
        self.preparing = True
        self.asked_to_stop = False

    def run(self) -> None:
        """Prepares, starts, watches until SIGINT, SIGTERM or SIGHUP, and stops.

        Raises `CannotPrepare`, `NoBroker` or `OSError` when it cannot start.
        """
        awake = self._listen_to_signals()
        try:
            self._say("Tenth Day is starting.")
            self._start("broker")
            prepare_content()
            collect_static()
            sys.stdout.flush()
            self._start("web")
            # The first page comes sooner when the others do not ask for the processor as well.
            self._start("beat", "worker", "dates", within=LATEST_START)
            self.preparing = False
            self._watch(awake)
        except StopRequested:
            self._say("")
        finally:
            self.preparing = False
            self._stop()

    def _watch(self, awake: socket.socket) -> None:
        page: FirstPage | None = FirstPage(
            self.listener, host_header(self.environment.site_url, self.environment.allowed_hosts)
        )
        while not self.asked_to_stop:
            waiting_for = [awake] if page is None else [awake, page.ask()]
            ready, _, _ = select.select(waiting_for, [], [], TICK)
            if awake in ready:
                awake.recv(64)
            elif page is not None and page.connection in ready and self._came(page.answered()):
                page = None
                self._start("beat", "worker", "dates", within=0)
            self._look_after_children()

    def _look_after_children(self) -> None:
        for child in self.children:
            ending = child.watch(time.monotonic())
            for line in self.troubles.fresh(child.log):
                self._say(f"{child.name}: {line}")
            if ending is not None:
                self._say(f"{child.name} ended ({ending}) and is started again. See {child.log}")

    def _came(self, status: int | None) -> bool:
        """Tells where the site is, once its first page came."""
        if status is None:
            return False
        self._say(f"Tenth Day answers at {self.environment.site_url}/   (Ctrl-C stops it)")
        if status >= 400:
            self._say(f"But its first page is an error, {status}: see {self.logs / 'web.log'}")
        self._say(f"Logs are in {self.logs}")
        return True

    def _start(self, *names: str, within: float | None = None) -> None:
        """Starts children now, or lets `_look_after_children` do it after so many seconds."""
        for child in self.children:
            if child.name not in names or child.process is not None:
                continue
            if within is None:
                child.start()
            else:
                child.start_again_at = time.monotonic() + within

    def _stop(self) -> None:
        # From here on new visitors are refused, not kept waiting for a server that went.
        self.listener.close()
        running = [child for child in self.children if child.process is not None]
        for child in running:
            child.stop()
        broker.tidy(self.environment.var_dir)
        if running:
            self._say("Stopped: " + ", ".join(child.name for child in running) + ".")

    def _children(self) -> list[Child]:
        celery = [sys.executable, "-m", "celery", "-A", "tracker"]
        worker = [*celery, "worker", "--without-gossip", "--without-mingle"]
        fd = self.listener.fileno()
        commands = {
            "web": [sys.executable, "-m", "gunicorn", "--bind", f"fd://{fd}"],
            "beat": [*celery, "beat", "--pidfile", ""],
            "worker": [*worker, "-n", "worker@%h", "-c", "2", "-Q", "celery"],
            "dates": [*worker, "-n", "dates@%h", "-c", "1", "-Q", "dates"],
        }
        if not self.environment.redis_url:
            commands["broker"] = broker.command(self.environment.var_dir)
        # Seconds each may take to end: a page, a tick, a task, the broker's file.
        stop_within = {"web": 12.0, "beat": 5.0, "worker": 20.0, "dates": 20.0, "broker": 10.0}
        return [
            Child(
                name,
                command,
                self.logs / f"{name}.log",
                stop_within[name],
                pass_fds=[fd] if name == "web" else [],
            )
            for name, command in commands.items()
        ]

    def _listen_to_signals(self) -> socket.socket:
        """Makes the stop signals set a flag, and wake the socket that is returned."""
        awake, alarm = socket.socketpair()
        alarm.setblocking(False)
        signal.set_wakeup_fd(alarm.detach())
        for wanted in (signal.SIGINT, signal.SIGTERM):
            signal.signal(wanted, self._asked)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup keeps it running
            signal.signal(signal.SIGHUP, self._asked)
        return awake

    def _asked(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_stop = True
        if self.preparing:
            self.preparing = False
            raise StopRequested

    def _say(self, line: str) -> None:
        with contextlib.suppress(BrokenPipeError):  # a terminal that closed must not stop the site
            print(line, flush=True)
