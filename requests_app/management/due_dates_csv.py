"""`manage.py due_date --csv`: the same rows in the same order, with their dates or their error."""

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from requests_app.domain.deadlines.counting import DueDate, parse_day
from requests_app.domain.deadlines.question import Question
from requests_app.domain.deadlines.rules import AS_BUILT, Rules
from requests_app.domain.deadlines.statutes import DeadlineError, Statute
from requests_app.domain.deadlines.words import count_of
from requests_app.management.due_dates import (
    BadInput,
    Out,
    law_named,
    level_named,
    whole_number,
)

ADDED = ("due_on", "earliest_arguable_on", "latest_arguable_on", "error")
COLUMNS_HELP = (
    "CSV columns: received_on, extension_days; optionally level (state, local), law (cpra, foia, "
    "free), and for free: days, unit (calendar, calendar_rolled, working), holidays_file. Out: the "
    "same rows with " + ", ".join(ADDED) + "."
)


class CsvRefused(BadInput):
    """A file that is no CSV with a `received_on` column."""


class Answered(NamedTuple):
    """How many rows were written, and how many of them say what is wrong with them."""

    rows: int
    failed: int


def print_many(file: str, out: Out, rules: Rules) -> Answered:
    """Writes the rows of the CSV `file` (`-`: standard input) with their dates added to `out`.

    A column of the same name is filled anew in its place. Constant memory. Raises CsvRefused when
    the file as a whole cannot be read; a bad row keeps its place and says what is wrong.
    """
    path = Path(file)
    try:
        source = path.open(newline="", encoding="utf-8-sig") if file != "-" else sys.stdin
    except OSError as error:
        raise CsvRefused(f"{file} cannot be opened: {error.strerror}.") from error
    writer = csv.writer(out, lineterminator="\n")
    with source if file != "-" else nullcontext():
        answers = with_dates(_rows(file, source), beside=path.parent, rules=rules)
        head = next(answers)
        writer.writerow(head)
        place, rows, failed = head.index("error"), 0, 0
        for row in answers:
            writer.writerow(row)
            rows += 1
            failed += bool(row[place])
    return Answered(rows, failed)


def _rows(file: str, lines: Iterable[str]) -> Iterator[list[str]]:
    try:
        yield from csv.reader(lines)
    except (UnicodeDecodeError, csv.Error) as error:
        raise CsvRefused(f"{file} cannot be read as a CSV in UTF-8: {error}.") from error


def with_dates(
    rows: Iterable[list[str]], *, beside: Path, rules: Rules = AS_BUILT
) -> Iterator[list[str]]:
    """The head and the rows with the dates filled in. `beside`: where holidays files are sought."""
    reader = iter(rows)
    # What comes from standard input has its byte order mark still.
    head = [name.strip("\ufeff \t") for name in next(reader, [])]
    if "received_on" not in head:
        has = ", ".join(head) or "nothing"
        raise CsvRefused(f"The first line names no column received_on; it has {has}.")
    full_head = head + [name for name in ADDED if name not in head]
    places = [full_head.index(name) for name in ADDED]
    yield full_head
    for cells in reader:
        if not cells:
            continue
        row = (cells + [""] * len(full_head))[: len(full_head)]
        row[len(head) :] = [""] * (len(full_head) - len(head))
        given = {name: cell.strip() for name, cell in zip(head, cells, strict=False)}
        answer = _answer(given, len(cells) - len(head), beside, rules)
        for place, value in zip(places, answer, strict=True):
            row[place] = value
        yield row


def _answer(
    given: Mapping[str, str], too_many: int, beside: Path, rules: Rules
) -> tuple[str, str, str, str]:
    """The four values that are added to a row."""
    try:
        if too_many > 0:
            more = count_of(too_many, "cell")
            raise CsvRefused(f"The row has {more} more than the head has columns.")
        due = _asked(given, beside, rules).answer()
    except DeadlineError as error:
        return "", "", "", f"{type(error).__name__}: {error}"
    if not isinstance(due, DueDate):
        return "", "", "", due
    return str(due.due_on), str(due.earliest_arguable_on), str(due.latest_arguable_on), ""


def _asked(given: Mapping[str, str], beside: Path, rules: Rules) -> Question:
    return Question(
        received_on=parse_day(given.get("received_on", "")),
        law=_law(
            given.get("law", ""),
            given.get("days", ""),
            given.get("unit", ""),
            given.get("holidays_file", ""),
            beside,
        ),
        level=level_named(given.get("level")),
        extension_days=whole_number(given.get("extension_days") or "0", "extension_days"),
        rules=rules,
    )


@lru_cache(maxsize=256)
def _law(law: str, days: str, unit: str, holidays_file: str, beside: Path) -> str | Statute:
    """The law of a row; a holidays file is sought from here first, then beside the CSV."""
    file = Path(holidays_file) if holidays_file else None
    if file and not file.exists():
        file = beside / file
    return law_named(law, days, unit, file)
