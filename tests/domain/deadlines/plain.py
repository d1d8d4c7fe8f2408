"""The definitions a second time, as plainly as they can be put: day by day, by predicates, with
no table and nothing shared with the product. Slow, and meant to be."""

from datetime import date, timedelta

ONE = timedelta(days=1)
LUNAR_NEW_YEAR = [
    "2023-01-22",
    "2024-02-10",
    "2025-01-29",
    "2026-02-17",
    "2027-02-06",
    "2028-01-26",
    "2029-02-13",
    "2030-02-03",
    "2031-01-23",
    "2032-02-11",
    "2033-01-31",
    "2034-02-19",
    "2035-02-08",
]
DIWALI = [
    "2026-11-08",
    "2027-10-29",
    "2028-10-17",
    "2029-11-05",
    "2030-10-26",
    "2031-11-14",
    "2032-11-02",
    "2033-10-22",
    "2034-11-10",
    "2035-10-30",
]


def monday(d: date, month: int, first: int) -> bool:
    return d.month == month and d.weekday() == 0 and first <= d.day <= first + 6


def in_both(d: date) -> bool:
    """Holidays that J and G have in common, on their own day, moves aside."""
    fixed = {(1, 1), (2, 12), (7, 4), (11, 11), (12, 25)}
    if d.year >= 2001:
        fixed = fixed | {(3, 31)}
    if d.year >= 2023:
        fixed = fixed | {(6, 19)}
    return (
        (d.month, d.day) in fixed
        or monday(d, 1, 15)
        or monday(d, 2, 15)
        or monday(d, 5, 25)
        or monday(d, 9, 1)
        or thanksgiving(d)
    )


def thanksgiving(d: date) -> bool:
    return d.month == 11 and d.weekday() == 3 and 22 <= d.day <= 28


def native_american(d: date) -> bool:
    return d.month == 9 and d.weekday() == 4 and 22 <= d.day <= 28


def judicial_itself(d: date) -> bool:
    return (
        in_both(d)
        or (d.year >= 2022 and native_american(d))
        or (d.year <= 2021 and monday(d, 10, 8))
        or thanksgiving(d - ONE)
    )


def in_j(d: date) -> bool:
    """Saturday to Friday, Sunday to Monday, every judicial holiday."""
    return (
        d.weekday() >= 5
        or judicial_itself(d)
        or (d.weekday() == 4 and judicial_itself(d + ONE))
        or (d.weekday() == 0 and judicial_itself(d - ONE))
    )


def in_g(d: date, level: str) -> bool:
    local = level != "state"
    if d.weekday() >= 5:
        return True
    before = d - ONE
    moves_to_monday = {(1, 1), (2, 12), (3, 31), (7, 4), (9, 9), (11, 11), (12, 25)}
    if local or d.year < 2001:
        moves_to_monday = moves_to_monday - {(3, 31)}
    if d.weekday() == 0 and (before.month, before.day) in moves_to_monday:
        return True
    if d.weekday() == 4 and (d.month, d.day) == (11, 10):
        return True
    if local and (monday(d, 1, 15) or (d.month, d.day) == (3, 31)):
        return False
    return (
        in_both(d)
        or (d.month, d.day) == (9, 9)
        or (d.year >= 2015 and native_american(d))
        or monday(d, 10, 8)
        or (d.year >= 2023 and (d.month, d.day) == (4, 24))
        or d.isoformat() in LUNAR_NEW_YEAR
        or d.isoformat() in DIWALI
    )


def dates(received: date, n: int, off: list[set[date]]) -> tuple[date, date, date]:
    """Due, earliest, latest. `off`: the days off of J, then of G."""
    found = []
    for excluded in off:
        whole = rolled(received + timedelta(days=10 + n), excluded)
        apart = rolled(
            rolled(received + timedelta(days=10), excluded) + timedelta(days=n), excluded
        )
        found += [whole, apart]
    return found[0], min(found), max(found)


def rolled(d: date, excluded: set[date]) -> date:
    while d in excluded:
        d += ONE
    return d
