"""A mail server in a thread of the tests that does what a test wants at a given moment."""

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.chaos.sink import Delivery, read
from tests.services import MailSink

Step = Callable[[int], str | None]


def nothing(_: int) -> None:
    """What most servers do."""


class Server(MailSink):
    """`before`, `after`: called with the number of the mail (from 1) when it begins, and when the
    server has it and has not said so yet. What they return is the answer, where it is not 250.

    Both may take their time: they run in a thread of their own. `taken`: what it has, in order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.before: Step = nothing
        self.after: Step = nothing
        self.refused = ""  # an address that does not exist here
        self.drops = False  # whether the connection ends where the answer to DATA would be
        self.begun = 0
        self.taken: list[Delivery] = []

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Called by aiosmtpd when a mail begins."""
        self.begun += 1
        envelope.mail_from = address
        return await asyncio.to_thread(self.before, self.begun) or "250 OK"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Called by aiosmtpd for each recipient."""
        if address == self.refused:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Called by aiosmtpd for each message."""
        self.taken.append(read(envelope))
        answer = await asyncio.to_thread(self.after, len(self.taken))
        if self.drops:
            server.transport.abort()
        return answer or "250 kept"

    def times(self) -> Counter[str]:
        """How often each mail came, by its Message-ID."""
        return Counter(one.message_id for one in self.taken)

    def of_each(self) -> Counter[str]:
        """How many mails each address got."""
        return Counter(one.to for one in self.taken)
