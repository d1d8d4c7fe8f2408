"""Carrying mails to the server, each while the next one is written."""

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from django.core.mail import EmailMessage, get_connection

from requests_app.domain.reminders.handing_over import hand_over


class Postman:
    """Hands mails over one after the other, over one connection, in a thread that does nothing
    else and knows no database."""

    def __init__(self) -> None:
        self._connection = get_connection()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="postman")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.shutdown()
        self._connection.close()

    def take(self, message: EmailMessage) -> Future[None]:
        """Sets out with the mail. What comes back raises what `hand_over` raises."""
        return self._thread.submit(self._carry, message)

    def _carry(self, message: EmailMessage) -> None:
        try:
            hand_over(message, self._connection)
        except OSError:
            # A connection that broke is opened anew for the next one.
            self._connection.close()
            raise
