"""Where our own broker listens: a unix socket that only its owner can open."""

import hashlib
import os
import tempfile
from pathlib import Path

LONGEST_SOCKET_PATH = 100  # bytes; Linux takes 107 (unix(7)), macOS 103


def broker_dir(var_dir: Path) -> Path:
    """The directory of the socket: in `var_dir`, or a short one when that lies too deep."""
    wanted = var_dir / "broker"
    if len(os.fsencode(wanted / "broker.sock")) <= LONGEST_SOCKET_PATH:
        return wanted
    name = hashlib.sha256(os.fsencode(var_dir)).hexdigest()[:16]
    base = Path(tempfile.gettempdir())
    short = base if len(os.fsencode(base)) <= 50 else Path("/tmp")
    return short / f"tenth-day-{os.getuid()}-{name}"


def socket_path(var_dir: Path) -> Path:
    """The socket of the broker that serves `var_dir`; every process works out the same one."""
    return broker_dir(var_dir) / "broker.sock"


def broker_url(var_dir: Path) -> str:
    """The address that Celery uses for it."""
    return f"redis+socket://{socket_path(var_dir)}"
