"""Our own numbers for requests: TD, the year of logging, a sequence without gaps."""

from requests_app.domain.request_log.models import NumberSequence


def next_numbers(*, year: int, count: int = 1) -> list[str]:
    """The next `count` numbers of a year: "TD-2026-0042". Called in a transaction: the row of the
    year stays locked until the requests that carry them are saved."""
    NumberSequence.objects.get_or_create(year=year)
    sequence = NumberSequence.objects.select_for_update().get(year=year)
    first, sequence.last = sequence.last + 1, sequence.last + count
    sequence.save()
    return [f"TD-{year}-{number:04d}" for number in range(first, sequence.last + 1)]
