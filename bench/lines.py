"""The lines of the table: what was found, beside what it may be."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from bench import (
    audit,
    comparison,
    deadlines,
    files,
    imports,
    matching,
    moves,
    reminders,
    rounds,
    steps,
)
from bench.combinations import COMBINATIONS
from bench.measure import LARGE, SMALL, Subject, queries_of, unbounded_counts
from bench.subjects import (
    ADMIN,
    AGENCIES,
    BOARD,
    CAMPAIGNS,
    FEW,
    FLOOR,
    FRONT,
    INDEX,
    LAST,
    LIST,
    LOOKUP,
    MANY,
    STOCK,
    TODAY,
    WORDS,
)

REQUESTS = "requests_app_recordsrequest"
MOST_QUERIES = 6
MOST_ADMIN_QUERIES = 8

Subjects = dict[str, Subject]
Say = Callable[[str], None]


@dataclass(frozen=True)
class Line:
    """measured: None where this run had nothing to measure it on."""

    what: str
    measured: float | None
    limit: float

    @property
    def verdict(self) -> str:
        if self.measured is None:
            return "not in a small run"
        # Not a number is a miss: it compares as false.
        return "ok" if self.measured <= self.limit else "OVER"


def parts(groups: list[Subjects], *, say: Say) -> list[Callable[[], list[Line]]]:
    """What a run measures besides the times of `groups`, in this order: what reminders change of
    the pages' databases nothing after them looks at."""
    large = len(groups) > 1
    return [
        lambda: lines_of(groups),
        lambda: reminder_lines(groups, say=say),
        lambda: move_lines(large=large, say=say),
        lambda: round_lines(say=say),
        lambda: comparison_lines(say=say),
        lambda: import_lines(large=large, say=say),
        lambda: audit_lines(large=large, say=say),
        lambda: deadline_lines(say=say),
    ]


def lines_of(groups: list[Subjects]) -> list[Line]:
    """Every line. `groups`: what was measured on the small size and, unless left out, the large."""
    small, large = groups[0], groups[1] if len(groups) > 1 else None
    return [
        *_staff_list(small, large),
        *_filtered(small, large),
        *_request_page(small, large),
        *_admin(small, large),
        *_search(large),
        *_other_pages(large, small),
        *_steps(small, large),
    ]


def _staff_list(small: Subjects, large: Subjects | None) -> list[Line]:
    lines = []
    for size, subjects in ((SMALL, small), (LARGE, large)):
        ratio = _ratio(subjects, LIST, FLOOR)
        lines.append(Line(f"staff list p50 / floor page p50, {size:,}", ratio, 2.0))
    growth = large[LIST].p95 / small[LIST].p95 if large else None
    lines.append(Line(f"staff list p95, {LARGE:,} / {SMALL:,}", growth, 1.5))
    queries = _queries(large or small, LIST)
    counts = unbounded_counts(queries, REQUESTS)
    lines.append(Line("staff list, queries", len(queries), MOST_QUERIES))
    lines.append(Line("staff list, counts of the whole table", len(counts), 0))
    return lines


def _filtered(small: Subjects, large: Subjects | None) -> list[Line]:
    lines = []
    for size, subjects in ((SMALL, small), (LARGE, large)):
        found = [_ratio(subjects, name, LIST) for name in COMBINATIONS]
        worst = max((one for one in found if one is not None), default=None)
        lines.append(Line(f"worst of 20 filters / first page, {size:,}", worst, 2.0))
        lines.append(Line(f"last page / first page, {size:,}", _ratio(subjects, LAST, LIST), 1.3))
        lookup = _ratio(subjects, LOOKUP, FLOOR)
        lines.append(Line(f"exact number / floor page, {size:,}", lookup, 1.5))
    sized = large or small
    sized[LIST].before()
    lines.append(Line("list as CSV / values_list and a writer", files.ratio(), 1.5))
    return lines


def _request_page(small: Subjects, large: Subjects | None) -> list[Line]:
    lines = []
    for size, subjects in ((SMALL, small), (LARGE, large)):
        ratio = _ratio(subjects, MANY, FEW)
        lines.append(Line(f"request page p50, 30 events / 3, {size:,}", ratio, 2.0))
    few, many = (len(_queries(large or small, name)) for name in (FEW, MANY))
    lines.append(Line("request page, queries more with 30 events", many - few, 0))
    return lines


def _admin(small: Subjects, large: Subjects | None) -> list[Line]:
    growth = large[ADMIN].p50 / small[ADMIN].p50 if large else None
    queries = _queries(large or small, ADMIN)
    counts = unbounded_counts(queries, REQUESTS)
    return [
        Line(f"admin list p50, {LARGE:,} / {SMALL:,}", growth, 2.0),
        Line(f"admin list / stock ModelAdmin, {LARGE:,}", _ratio(large, ADMIN, STOCK), 0.2),
        Line("admin list, queries", len(queries), MOST_ADMIN_QUERIES),
        Line("admin list, counts of the whole table", len(counts), 0),
    ]


def _search(large: Subjects | None) -> list[Line]:
    ratio = _ratio(large, WORDS, INDEX)
    return [Line(f"search p50 / bare index query p50, {LARGE:,}", ratio, 2.0)]


def _other_pages(large: Subjects | None, small: Subjects) -> list[Line]:
    """Pages without a floor of their own, held to what they take among few requests."""
    limits = {TODAY: 3.0, FRONT: 3.0, CAMPAIGNS: 2.0, BOARD: 2.0, AGENCIES: 3.0}
    return [
        Line(
            f"{name} p50, {LARGE:,} / {SMALL:,}",
            large[name].p50 / small[name].p50 if large else None,
            limit,
        )
        for name, limit in limits.items()
    ]


def _steps(small: Subjects, large: Subjects | None) -> list[Line]:
    seconds, looks = [], []
    for subjects in filter(None, (small, large)):
        subjects[LIST].before()
        seconds.append(steps.bulk_change(timezone.now()))
        looks.append(steps.hourly_look())
    growth = seconds[-1] / seconds[0] if large else None
    return [
        Line(f"{steps.CHANGED} assigned in one step, s", seconds[-1], 2.0),
        Line(f"{steps.CHANGED} assigned, {LARGE:,} / {SMALL:,}", growth, 2.0),
        Line("search looked at every hour, s", looks[-1], 0.25),
        Line(f"{matching.NAMES} names matched with the directory, s", matching.matching(), 1.0),
    ]


def _ratio(subjects: Subjects | None, one: str, other: str) -> float | None:
    return subjects[one].p50 / subjects[other].p50 if subjects else None


def _queries(subjects: Subjects, name: str) -> list[str]:
    subjects[name].before()
    return queries_of(subjects[name].work)


def move_lines(*, large: bool, say: Say) -> list[Line]:
    """Those of bench/moves.py, on databases of their own."""
    at, today = timezone.now(), timezone.localdate()
    return [Line(*line) for line in moves.lines(large=large, at=at, today=today, say=say)]


def import_lines(*, large: bool, say: Say) -> list[Line]:
    """Those of bench/imports.py, on a database of their own."""
    return [Line(*line) for line in imports.lines(large=large, say=say)]


def round_lines(*, say: Say) -> list[Line]:
    """Those of bench/rounds.py, on a database of their own."""
    say("asking 1,200 agencies")
    return [Line(*line) for line in rounds.lines(at=timezone.now(), today=timezone.localdate())]


def comparison_lines(*, say: Say) -> list[Line]:
    """Those of bench/comparison.py, on a database of their own."""
    say("comparing a million figures")
    found = comparison.lines(at=timezone.now(), today=timezone.localdate(), say=say)
    return [Line(*line) for line in found]


def reminder_lines(groups: list[Subjects], *, say: Say) -> list[Line]:
    """Those of bench/reminders.py, on the databases of the pages, which they change."""
    small, large = groups[0][LIST].before, groups[1][LIST].before if len(groups) > 1 else None
    at, today = timezone.now(), timezone.localdate()
    found = reminders.lines(small=small, large=large, at=at, today=today, say=say)
    return [Line(*line) for line in found]


def audit_lines(*, large: bool, say: Say) -> list[Line]:
    """Those of bench/audit.py, on databases of their own."""
    return [Line(*line) for line in audit.lines(large=large, at=timezone.now(), say=say)]


def deadline_lines(*, say: Say) -> list[Line]:
    """Those of bench/deadlines.py; they need no database."""
    say("measuring statutory dates")
    return [Line(*line) for line in deadlines.lines()]


def table(lines: list[Line]) -> str:
    """What, measured, limit and verdict, in columns."""
    rows = [f"{'line':<48} {'measured':>9} {'limit':>7}"]
    for line in lines:
        rows.append(f"{line.what:<48} {_number(line.measured):>9} {line.limit:>7g}  {line.verdict}")
    return "\n".join(rows)


def times(groups: list[Subjects]) -> str:
    """The medians and the 95th percentiles behind the ratios, in milliseconds."""
    rows = [f"{'milliseconds':<36} {'requests':>11} {'p50':>9} {'p95':>9}"]
    for group in groups:
        for one in group.values():
            rows.append(f"{one.name:<36} {one.size:>11,} {one.p50:>9.2f} {one.p95:>9.2f}")
    return "\n".join(rows)


def _number(measured: float | None) -> str:
    if measured is None:
        return "-"
    return str(measured) if isinstance(measured, int) else f"{measured:.2f}"
