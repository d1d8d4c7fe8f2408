"""One run: seed, copy, fill, measure all sizes in turn."""

from collections.abc import Callable, Sequence

from django.utils import timezone

from bench.measure import Subject, in_rounds
from bench.seed import seed
from bench.site import copy_of_seed
from bench.subjects import subjects_of
from bench.workload import fill


def measured(
    sizes: Sequence[int], rounds: int, say: Callable[[str], None]
) -> list[dict[str, Subject]]:
    """The subjects of each size, with their times. `say` is told how far it is."""
    at, today = timezone.now(), timezone.localdate()
    seeded = seed(at=at, today=today)
    groups = []
    for size in sizes:
        sized = copy_of_seed(size)
        fill(sized.connection, size=size, at=at, today=today)
        groups.append(subjects_of(sized, seeded))
        say(f"{size:,} requests made")
    in_rounds([one for group in groups for one in group.values()], rounds)
    return groups
