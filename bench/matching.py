"""How long the names of a returned file take to be matched with the directory."""

import random
import time
from collections.abc import Callable

from bench.measure import Broken
from requests_app.domain.agencies.models import Agency
from requests_app.domain.misuse_data.names.matching import Matcher

NAMES = 800
ROUNDS = 3


def matching() -> float:
    """Seconds, the fastest of some, the reading of the directory with it: 800 names of which half
    are in the directory and half are misspelled, so that each asks for suggestions."""
    written = names(random.Random(10))

    def work() -> None:
        matcher = Matcher()
        found = [matcher.match(name=name) for name in written]
        matched = sum(match.agency is not None for match in found)
        suggested = sum(bool(match.suggestions) for match in found)
        if matched < NAMES / 3 or suggested < NAMES / 3:
            raise Broken(f"of {NAMES} names {matched} were matched and {suggested} suggested")

    return min(_seconds(work) for _ in range(ROUNDS))


def names(chance: random.Random) -> list[str]:
    """Half as the directory has them, half with two letters changed about."""
    known = list(Agency.objects.order_by("pk").values_list("name", flat=True))
    chosen = [chance.choice(known) for _ in range(NAMES)]
    return [_misspelled(name, chance) if n % 2 else name for n, name in enumerate(chosen)]


def _misspelled(name: str, chance: random.Random) -> str:
    at = chance.randrange(len(name) - 1)
    return f"{name[:at]}{name[at + 1]}{name[at]}x{name[at + 2 :]}"


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
