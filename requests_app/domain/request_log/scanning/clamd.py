"""Asking clamd what it finds in a file: its INSTREAM command, on a unix or TCP socket.

clamd(8): "zINSTREAM\\0", then pieces, each after its length in four bytes (network order), a piece
of length 0 at the end; the answer ends with a zero byte. Written here because the maintained
client on PyPI is under the GPL, and the other one has not changed for ten years.
"""

import contextlib
import socket
import struct
from typing import BinaryIO
from urllib.parse import urlsplit

PORT = 3310
PATIENCE = 60.0  # seconds for each step: a large archive takes clamd a while
PIECE = 256 * 1024  # bytes
LONGEST_ANSWER = 4096  # bytes


class ScannerAway(Exception):
    """clamd cannot be reached, broke off, or said what no clamd says. Try again later."""


class NotScanned(Exception):
    """This file cannot be scanned: clamd said so, e.g. of one too large for its settings, or the
    disk gives no more of it. The others can."""


def found_in(file: BinaryIO, *, clamd: str, patience: float = PATIENCE) -> str:
    """The name of what clamd found in `file`, or "" where it found nothing.

    clamd: unix:///path or tcp://host:port; patience: in seconds. Raises `ScannerAway` and
    `NotScanned`.
    """
    try:
        with _connected(clamd, patience) as scanner:
            # It may have heard enough, as of a file over its limit: its answer says why.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                _send(scanner, file)
            answer = _answer(scanner)
    except OSError as error:
        raise ScannerAway(f"clamd: {error.strerror or error}") from error
    return _understood(answer)


def _connected(clamd: str, patience: float) -> socket.socket:
    parts = urlsplit(clamd)
    if parts.scheme == "tcp":
        return socket.create_connection((str(parts.hostname), parts.port or PORT), patience)
    scanner = socket.socket(socket.AF_UNIX)
    scanner.settimeout(patience)
    try:
        scanner.connect(parts.path)
    except OSError:
        scanner.close()
        raise
    return scanner


def _send(scanner: socket.socket, file: BinaryIO) -> None:
    scanner.sendall(b"zINSTREAM\0")
    while piece := _piece(file):
        scanner.sendall(struct.pack("!L", len(piece)) + piece)
    scanner.sendall(struct.pack("!L", 0))


def _piece(file: BinaryIO) -> bytes:
    try:
        return file.read(PIECE)
    except ConnectionError:
        raise  # a store that does not answer: the same for every file
    except OSError as error:
        raise NotScanned(f"reading it fails: {error.strerror or error}") from error


def _answer(scanner: socket.socket) -> str:
    told = b""
    while not told.endswith(b"\0") and len(told) < LONGEST_ANSWER:
        piece = scanner.recv(LONGEST_ANSWER)
        if not piece:
            break
        told += piece
    return told.rstrip(b"\0\n").decode("utf-8", "replace").strip()


def _understood(answer: str) -> str:
    """ "stream: OK", "stream: Eicar FOUND" or "INSTREAM size limit exceeded. ERROR"."""
    told = answer.removeprefix("stream: ")
    if told == "OK":
        return ""
    if told.endswith(" FOUND"):
        return told.removesuffix(" FOUND")[:200]
    if told.endswith("ERROR"):
        raise NotScanned(told.removesuffix("ERROR").strip()[:200])
    raise ScannerAway(f"clamd broke off: {answer[:100]!r}")
