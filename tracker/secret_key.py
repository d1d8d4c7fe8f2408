"""The key of a local workspace: made once, kept in VAR_DIR, readable by its owner only."""

import errno
import os
import secrets
from pathlib import Path

RANDOM_BYTES = 48  # 64 characters of base64


class UnwritableVarDir(Exception):
    """VAR_DIR cannot be written; the message says where and why."""


def local_secret_key(var_dir: Path) -> str:
    """The key kept in `var_dir`/secret_key, made at its first use.

    Raises `UnwritableVarDir` when there is none and none can be written.
    """
    path = var_dir / "secret_key"
    try:
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(RANDOM_BYTES))
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise UnwritableVarDir(unwritable(var_dir, error)) from error


def unwritable(var_dir: Path, error: OSError) -> str:
    """One line for an error of the file system below `var_dir`."""
    if error.errno == errno.ENOSPC:
        return f"The disk is full: {var_dir} takes no more. Free some, or set VAR_DIR elsewhere."
    return (
        f"VAR_DIR={str(var_dir)!r} cannot be written ({error.strerror}): mend that, or set"
        " VAR_DIR to a directory that can be."
    )


def _write_once(path: Path, key: str) -> None:
    """Writes `key` unless another process was first: several start at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"secret_key.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink(missing_ok=True)
