"""The worked examples: issued with the rules, in all three date columns."""

import csv
from datetime import date
from pathlib import Path

import pytest

from requests_app.domain.deadlines.counting import due_date

EXAMPLES = list(csv.DictReader(Path(__file__).with_name("deadline_examples.csv").open()))


def test_all_twenty_four_are_here():
    assert len(EXAMPLES) == 24


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: f"{e['received_on']} {e['why']}")
def test_worked_example(example):
    due = due_date(
        date.fromisoformat(example["received_on"]),
        level=example["level"],
        extension_days=int(example["extension_days"]),
    )
    assert [str(due.due_on), str(due.earliest_arguable_on), str(due.latest_arguable_on)] == [
        example["due_on"],
        example["earliest_arguable_on"],
        example["latest_arguable_on"],
    ]
