"""The mail server's log against what was due."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.chaos.sink import Delivery


@dataclass(frozen=True)
class Tally:
    """lost: reminders that are in no mail to the address that they were due to. doubled: how often
    a mail came that had come before, with the same Message-ID. again: reminders that came in two
    mails with different Message-IDs. strange: mails with something that was not due to their
    address."""

    mails: int
    lost: int
    doubled: int
    again: int
    strange: int


def tally(found: Iterable[Delivery], due: Mapping[str, str]) -> Tally:
    """due: the address by the number of the request."""
    times: Counter[str] = Counter()
    mails_of: defaultdict[str, set[str]] = defaultdict(set)
    strange = 0
    for one in found:
        times[one.message_id] += 1
        strange += any(due.get(number) != one.to for number in one.numbers)
        for number in one.numbers:
            if due.get(number) == one.to:
                mails_of[number].add(one.message_id)
    return Tally(
        mails=len(times),
        lost=len(due.keys() - mails_of.keys()),
        doubled=times.total() - len(times),
        again=sum(len(mails) > 1 for mails in mails_of.values()),
        strange=strange,
    )
