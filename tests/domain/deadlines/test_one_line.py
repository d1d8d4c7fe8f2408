"""A due date in one line: what a mail says of the working-out that the page has whole."""

from datetime import date

import pytest

from requests_app.domain.deadlines.counting import due_date
from requests_app.domain.deadlines.one_line import from_columns, in_one_line

CPRA = "Gov. Code §\N{NO-BREAK SPACE}7922.535"
EXAMPLES = [
    # An ordinary count; rolled off a holiday; off a Saturday; off a closure.
    (
        {"received_on": date(2026, 6, 8)},
        f"Received Mon 8 Jun; day 10 is Thu 18 Jun. {CPRA}(a)",
    ),
    (
        {"received_on": date(2026, 6, 9)},
        f"Received Tue 9 Jun; day 10 is Fri 19 Jun (Juneteenth), so due Mon 22 Jun. {CPRA}(a)",
    ),
    (
        {"received_on": date(2026, 6, 10)},
        f"Received Wed 10 Jun; day 10 is Sat 20 Jun (a Saturday), so due Mon 22 Jun. {CPRA}(a)",
    ),
    (
        {"received_on": date(2026, 6, 8), "closures": {date(2026, 6, 18): "Fire"}},
        "Received Mon 8 Jun; day 10 is Thu 18 Jun (the office is closed all day (Fire)), so due "
        f"Mon 22 Jun. {CPRA}(a)",
    ),
    # Lunar New Year is a day off by Gov. Code § 6700 only.
    (
        {"received_on": date(2026, 2, 7)},
        f"Received Sat 7 Feb; day 10 is Tue 17 Feb, on the latest reading Wed 18 Feb. {CPRA}(a)",
    ),
    (
        {"received_on": date(2026, 6, 8), "extension_days": 14},
        f"Received Mon 8 Jun; day 24 (10 + 14 by notice) is Thu 2 Jul. {CPRA}(b)",
    ),
    (
        {"received_on": date(2026, 6, 9), "law": "foia"},
        "Received Tue 9 Jun; working day 20 is Thu 9 Jul. 5 U.S.C. §",
    ),
]


@pytest.mark.parametrize(("given", "line"), EXAMPLES)
def test_it_says_receipt_count_roll_and_law(given, line: str) -> None:
    assert in_one_line(due_date(**given)).startswith(line)


@pytest.mark.parametrize(
    ("law", "extended", "number"),
    [
        ("cpra", 0, "day 10 after it"),
        ("cpra", 14, "day 24 (10 + 14 by notice) after it"),
        ("foia", 0, "working day 20 after it"),
    ],
)
def test_from_what_is_stored_it_says_the_same_days_and_the_same_law(law, extended, number) -> None:
    due = due_date(date(2026, 6, 9), law=law, extension_days=extended)
    line = from_columns(
        due.statute, received_on=due.received_on, extension_days=extended, due_on=due.due_on
    )
    assert line.startswith(f"Received Tue 9 Jun 2026; {number}, or the next day that is no day off")
    cited = due.statute.extension_citation if extended else due.statute.citation
    assert line.endswith(f"{due.due_on:%b} 2026. {cited}.")
    assert in_one_line(due).replace("\N{NO-BREAK SPACE}", " ").endswith(cited)
