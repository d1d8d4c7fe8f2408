"""A mail server in a process of its own: `python -m tests.chaos.sink PORT LOG`.

What it has taken is in its log before it answers 250: that log, and not the ledger, says which
mails went.
"""

import asyncio
import email
import email.policy
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP

from tests.services import accepts, die_with_parent, free_port, until

SLOWEST = 0.03  # seconds from the log to the 250
NUMBER = re.compile(r"\bTD-\d{4}-\d{4,}\b")


@dataclass(frozen=True)
class Delivery:
    """One mail that the server took. to: of the envelope. numbers: of the requests it speaks of."""

    message_id: str
    to: str
    numbers: tuple[str, ...]


def read(envelope: Any) -> Delivery:
    """What an envelope of aiosmtpd holds."""
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    text = message.get_body(preferencelist=("plain",)).get_content()  # type: ignore[attr-defined]
    numbers = tuple(sorted(set(NUMBER.findall(text))))
    return Delivery(str(message["Message-ID"]), ", ".join(envelope.rcpt_tos), numbers)


class Keeper:
    """Writes each mail to the log, then answers 250."""

    def __init__(self, log: Path) -> None:
        self.log = log.open("a", encoding="utf-8", buffering=1)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Called by aiosmtpd for each message."""
        self.log.write(json.dumps(astuple(read(envelope))) + "\n")
        # As servers do that pass a mail on first; whoever is killed now never hears of the 250.
        await asyncio.sleep(random.random() * SLOWEST)
        return "250 kept"


def deliveries(log: Path) -> list[Delivery]:
    """What the log holds, in the order in which it came."""
    lines = log.read_text(encoding="utf-8").splitlines()
    return [Delivery(who, to, tuple(numbers)) for who, to, numbers in map(json.loads, lines)]


@contextmanager
def running_sink(log: Path) -> Iterator[str]:
    """The server as a process of its own; gives what EMAIL_URL would be for it."""
    port = free_port()
    command = [sys.executable, "-m", "tests.chaos.sink", str(port), str(log)]
    server = subprocess.Popen(command, preexec_fn=die_with_parent)
    try:
        until(lambda: accepts(port), "the mail server")
        yield f"smtp://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(15)


async def _serve(port: int, log: Path) -> None:
    keeper, loop = Keeper(log), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keeper, loop=loop), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), Path(sys.argv[2])))
