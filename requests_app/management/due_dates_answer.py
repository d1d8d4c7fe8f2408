"""The answer of `manage.py due_date` for one date, as text or as JSON."""

import json
from collections.abc import Mapping
from typing import Any

from requests_app.domain.deadlines.counting import DueDate
from requests_app.domain.deadlines.question import Question
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.deadlines.words import full_day
from requests_app.management.due_dates import Out, asked_for


def print_one(options: Mapping[str, Any], out: Out, rules: Rules) -> None:
    """Answers for `--received`, in words or as JSON. Raises a DeadlineError."""
    asked = asked_for(options, rules)
    answer = asked.answer()
    if options["json"]:
        out.write(json.dumps(as_json(asked, answer)) + "\n")
    else:
        out.write("\n".join(as_text(asked, answer)) + "\n")


def as_json(asked: Question, answer: DueDate | str) -> dict[str, Any]:
    """The answer as plain values; dates as YYYY-MM-DD, null where there is none."""
    if isinstance(answer, str):
        return {
            "due_on": None,
            "earliest_arguable_on": None,
            "latest_arguable_on": None,
            "received_on": asked.received_on.isoformat(),
            "no_date_because": answer,
            "working_out": [],
        }
    return {
        "due_on": answer.due_on.isoformat(),
        "earliest_arguable_on": answer.earliest_arguable_on.isoformat(),
        "latest_arguable_on": answer.latest_arguable_on.isoformat(),
        "received_on": answer.received_on.isoformat(),
        "law": answer.statute.key,
        "citation": answer.statute.citation,
        "level": answer.level,
        "extension_days": answer.extension_days,
        "working_out": [
            {"on": step.on.isoformat(), "what": step.what, "citation": step.citation}
            for step in answer.working_out
        ],
        "readings": [
            {"name": r.name, "citation": r.citation, "due_on": r.due_on.isoformat()}
            for r in answer.readings
        ],
        "notes": list(answer.notes),
    }


def as_text(asked: Question, answer: DueDate | str) -> list[str]:
    """The answer for people, line by line."""
    if isinstance(answer, str):
        return [f"No due date. {answer}"]
    earliest, latest = answer.earliest_arguable_on, answer.latest_arguable_on
    lines = [f"Due {full_day(answer.due_on)} under the {answer.statute.name}."]
    if earliest != latest:
        lines.append(f"Arguable from {full_day(earliest)} until {full_day(latest)}.")
    lines.append("")
    lines += [f"{step.on}  {step.what}  [{step.citation}]" for step in answer.working_out]
    return lines + [f"Note: {note}" for note in answer.notes]
