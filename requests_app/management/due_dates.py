"""What `manage.py due_date` is asked: its options, and the question that they make."""

import re
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from django.db import OperationalError, ProgrammingError

from requests_app.domain.deadlines.counting import parse_day
from requests_app.domain.deadlines.question import Body, Question
from requests_app.domain.deadlines.rules import AS_BUILT, Rules
from requests_app.domain.deadlines.statutes import (
    MOST_DAYS,
    UNITS,
    DaysOutOfRange,
    DeadlineError,
    Statute,
    free_law,
)

LEVELS = ("state", "local", "county", "city", "school", "district")
_NUMBER = re.compile(r"-?[0-9]+")
LONGEST_NUMBER = 6  # characters; no period comes near


class Out(Protocol):
    """Where an answer is written: standard output, Django's wrapper of it, or a text buffer."""

    def write(self, text: str, /) -> object: ...


class BadInput(DeadlineError):
    """Something asked for that is neither a date nor a law; the message names it and the rule."""


class NotANumber(BadInput):
    """Text where a whole number of days belongs."""


class UnknownLevel(BadInput):
    """A level that no public body of California has."""


class HolidaysFileRefused(BadInput):
    """A holidays file that cannot be read, or has a line that is no date."""


class NotOfThisLaw(BadInput):
    """Days, unit or holidays given for a law that brings its own."""


class NotInCsv(BadInput):
    """An option for one date, given beside a file of many."""


class AgencyNotGiven(BadInput):
    """The directory has no such agency, or several."""


def rules_known(err: Out) -> Rules:
    """The rules in force here, with the laws and holidays that staff entered; where there is no
    database to ask, those of the program, and a line on `err` says so."""
    from requests_app.domain.statute_book.rules import rules_in_force

    try:
        return rules_in_force()
    except (OperationalError, ProgrammingError):
        err.write("No database here: counted by the laws and holidays that the program knows.\n")
        return AS_BUILT


def add_arguments(parser: ArgumentParser) -> None:
    """The options of `manage.py due_date`."""
    form = parser.add_mutually_exclusive_group(required=True)
    form.add_argument("--received", metavar="D", help="day of receipt, YYYY-MM-DD")
    form.add_argument("--csv", metavar="FILE", help="many at once; see below (- for input)")
    parser.add_argument("--law", help="cpra (default), foia or free; else that of the agency")
    parser.add_argument("--level", help=f"one of {', '.join(LEVELS)}; default state")
    parser.add_argument("--extended-by", metavar="N", default="0", help="days granted")
    parser.add_argument("--agency", metavar="X", help="ORI, name or alias: its law and closures")
    parser.add_argument(
        "--closure", metavar="D", action="append", default=[], help="office closed all that day"
    )
    parser.add_argument("--claimed-received", metavar="D", help="receipt, as the agency claims it")
    parser.add_argument("--days", metavar="N", help="with --law free: how many")
    parser.add_argument("--unit", help=f"with --law free: {', '.join(UNITS)}")
    parser.add_argument("--holidays-file", help="with --law free: one ISO date a line")
    parser.add_argument("--json", action="store_true", help="the answer as one JSON object")


def check_many(options: Mapping[str, Any]) -> None:
    """With `--csv` nothing else is asked: what would go unheard is refused. Raises NotInCsv."""
    for name in ("law", "level", "agency", "closure", "claimed_received", "days", "unit",
                 "holidays_file", "json", "extended_by"):  # fmt: skip
        if options[name] and options[name] != "0":
            option = name.replace("_", "-")
            raise NotInCsv(f"--{option} goes with --received; with --csv each row has its columns.")


def asked_for(options: Mapping[str, Any], rules: Rules) -> Question:
    """The question in the options of the command. Raises a DeadlineError."""
    law, level = options["law"], options["level"]
    closures: dict[date, str] = {}
    adopted: frozenset[str] = frozenset()
    body: Body | None = None
    if options["agency"]:
        # The directory needs the database; a plain date does not.
        from requests_app.domain.agencies.directory import AgencyNotFound, find_agency

        try:
            agency = find_agency(options["agency"])
        except AgencyNotFound as error:
            raise AgencyNotGiven(str(error)) from error
        except (OperationalError, ProgrammingError) as error:
            raise AgencyNotGiven("There is no directory here yet: `make run` makes one.") from error
        law = law or agency.records_law
        level = level_named(level) if level else agency.level
        closures, adopted = agency.closure_days(), agency.adopted_keys()
        body = Body(agency.records_law, agency.level)
    closures |= {parse_day(day): "" for day in options["closure"]}
    claimed = options["claimed_received"]
    return Question(
        received_on=parse_day(options["received"]),
        law=law_named(law, options["days"], options["unit"], options["holidays_file"]),
        level=level if body else level_named(level),
        extension_days=whole_number(options["extended_by"], "extended by"),
        closures=closures,
        claimed_received_on=parse_day(claimed) if claimed else None,
        adopted=adopted,
        rules=rules,
        body=body,
    )


def whole_number(text: str, what: str) -> int:
    """A number of days as written; raises NotANumber and DaysOutOfRange."""
    if not _NUMBER.fullmatch(text):
        raise NotANumber(f"{what} is {text!r}; it is a whole number of days.")
    if len(text) > LONGEST_NUMBER:
        raise DaysOutOfRange(f"{what} is {text}; it is 0 to {MOST_DAYS} days.")
    return int(text)


def level_named(text: str | None) -> str:
    """The level as written, `state` where nothing is; raises UnknownLevel."""
    if text and text not in LEVELS:
        raise UnknownLevel(f"Level {text!r}: it is one of {', '.join(LEVELS)}.")
    return text or "state"


def law_named(
    law: str | None, days: str | None, unit: str | None, holidays_file: str | Path | None
) -> str | Statute:
    """The law's key, `cpra` where nothing is written, or the free law that the rest describes.

    Raises NotOfThisLaw when the rest is given for a law that has its own, and as `free_law`.
    """
    if law != "free":
        for what, given in (("days", days), ("unit", unit), ("holidays file", holidays_file)):
            if given:
                raise NotOfThisLaw(
                    f"{what} {str(given)!r}: the law {law or 'cpra'} has its own; days, unit and "
                    "holidays go with the law free."
                )
        return law or "cpra"
    holidays = read_holidays(Path(holidays_file)) if holidays_file else frozenset()
    return free_law(days=whole_number(days or "", "days"), unit=unit or "", holidays=holidays)


def read_holidays(path: Path) -> frozenset[date]:
    """One ISO date a line, blank lines and `#` comments aside; raises HolidaysFileRefused."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise HolidaysFileRefused(f"Holidays file {path} cannot be read: {error}") from error
    found = set()
    for number, line in enumerate(lines, start=1):
        written = line.partition("#")[0].strip()
        if written:
            try:
                found.add(date.fromisoformat(written))
            except ValueError as error:
                refused = f"Holidays file {path}, line {number}: {written!r} is not an ISO date."
                raise HolidaysFileRefused(refused) from error
    return frozenset(found)
