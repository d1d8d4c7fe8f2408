"""What the mail server's log is compared by: each promise that was broken is seen."""

import pytest

from tests.chaos.__main__ import promises_kept
from tests.chaos.sink import Delivery
from tests.chaos.tally import tally

DUE = {"TD-2026-0001": "a@example.org", "TD-2026-0002": "b@example.org"}
FIRST = Delivery("<1@x>", "a@example.org", ("TD-2026-0001",))
SECOND = Delivery("<2@x>", "b@example.org", ("TD-2026-0002",))


def test_each_mail_once_keeps_every_promise() -> None:
    found = tally([FIRST, SECOND], DUE)
    assert (found.mails, found.lost, found.doubled, found.again, found.strange) == (2, 0, 0, 0, 0)
    assert promises_kept(found, most_doubled=0)


def test_the_same_mail_again_is_counted_and_forgiven_up_to_what_the_kills_explain() -> None:
    found = tally([FIRST, FIRST, SECOND], DUE)
    assert (found.doubled, found.again) == (1, 0)
    assert promises_kept(found, most_doubled=1)
    assert not promises_kept(found, most_doubled=0)


@pytest.mark.parametrize(
    ("deliveries", "broken"),
    [
        ([FIRST], "lost"),
        ([FIRST, SECOND, Delivery("<3@x>", FIRST.to, FIRST.numbers)], "again"),
        ([FIRST, SECOND, Delivery("<3@x>", FIRST.to, SECOND.numbers)], "strange"),
    ],
)
def test_a_broken_promise_is_seen(deliveries: list[Delivery], broken: str) -> None:
    found = tally(deliveries, DUE)
    assert getattr(found, broken) == 1
    assert not promises_kept(found, most_doubled=100)
