"""The socket that the site answers on, and whether its first page came."""

import errno
import socket
from urllib.parse import urlsplit


class CannotListen(Exception):
    """The address cannot be used; the message names it and what to do."""


def listen(bind: str, port: int) -> socket.socket:
    """A listening socket that the web server inherits, so that its restarts refuse nobody.

    Raises `CannotListen`.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            bind, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise CannotListen(f"BIND={bind!r}: give an address of this machine.") from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(512)
    except OSError as error:
        listener.close()
        raise CannotListen(_why_not(error, bind, port)) from error
    return listener


def _why_not(error: OSError, bind: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} of {bind} is in use: choose another one, for example PORT={port + 1}."
    if error.errno == errno.EACCES:
        return f"PORT={port}: only root may use it; choose one from 1024, for example PORT=8000."
    return f"BIND={bind!r}: give an address of this machine ({error.strerror})."


class FirstPage:
    """Asks for the first page without waiting for it, so that the supervisor can go on."""

    def __init__(self, listener: socket.socket, host: str) -> None:
        self.address = _reachable(listener)
        self.family = listener.family
        self.question = (
            f"GET / HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Proto: https\r\n"
            "User-Agent: tenth-day-start\r\nConnection: close\r\n\r\n"
        ).encode("ascii")
        self.connection: socket.socket | None = None

    def ask(self) -> socket.socket:
        """The connection on which the answer will come."""
        if self.connection is None:
            self.connection = socket.socket(self.family, socket.SOCK_STREAM)
            self.connection.settimeout(5)
            # The listener is ours already: this waits in its queue until the server runs.
            self.connection.connect(self.address)
            self.connection.sendall(self.question)
        return self.connection

    def answered(self) -> int | None:
        """The HTTP status, read once `ask`'s connection is readable; None: ask again."""
        assert self.connection is not None
        try:
            words = self.connection.recv(64).split()
        except OSError:
            words = []  # the server died while it worked on the page
        self.connection.close()
        self.connection = None
        return int(words[1]) if len(words) > 1 and words[1].isdigit() else None


def _reachable(listener: socket.socket) -> tuple[str, int]:
    host, port = listener.getsockname()[:2]
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port


def host_header(site_url: str, allowed_hosts: list[str]) -> str:
    """A name under which the site will answer: the first of `allowed_hosts` that is one."""
    named = [host.lstrip(".") for host in allowed_hosts if host != "*"]
    return named[0] if named else urlsplit(site_url).netloc
