"""Two people at the same moment: the second begins before the first has committed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal
from time import sleep

from django.db import connection, transaction

OPEN_FOR = 0.5  # seconds, in which the second arrives


def one_in_the_other(
    first: Callable[[], object],
    second: Callable[[], object],
    refusal: type[Exception],
) -> object:
    """What `second` came to, its `refusal` included; it begins when `first` is done and not
    committed yet."""
    written = Signal()

    def hold() -> None:
        try:
            with transaction.atomic():
                first()
                written.set()
                sleep(OPEN_FOR)
        finally:
            connection.close()

    def follow() -> object:
        try:
            written.wait(10)
            return second()
        except refusal as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        holding, following = pool.submit(hold), pool.submit(follow)
        holding.result()
        return following.result()
