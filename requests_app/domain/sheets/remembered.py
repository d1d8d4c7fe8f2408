"""Answers that are worked out once: a file says the same few words a million times."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")

MOST = 50_000


class Remembered(dict[Asked, Answer]):
    """`remembered[asked]` is `work_out(asked)`, worked out at the first asking.

    It forgets everything once it knows `most` answers, so that a file of a million different cells
    costs time and no memory.
    """

    def __init__(self, work_out: Callable[[Asked], Answer], *, most: int = MOST):
        super().__init__()
        self._work_out = work_out
        self._most = most

    def __missing__(self, asked: Asked) -> Answer:
        if len(self) >= self._most:
            self.clear()
        answer = self[asked] = self._work_out(asked)
        return answer
