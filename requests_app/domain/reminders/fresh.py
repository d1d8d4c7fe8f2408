"""What is read once and used for a moment, and then read again."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

FRESH_SECONDS = 1.0
T = TypeVar("T")


class Fresh(Generic[T]):
    """Calls `read` whenever its last answer is older than `FRESH_SECONDS`. `monotonic`: a clock in
    seconds."""

    def __init__(self, read: Callable[[], T], *, monotonic: Callable[[], float] = time.monotonic):
        self._read, self._monotonic = read, monotonic
        self._known: tuple[float, T] | None = None

    def __call__(self) -> T:
        now = self._monotonic()
        if self._known is None or now - self._known[0] >= FRESH_SECONDS:
            self._known = self._monotonic(), self._read()
        return self._known[1]
