"""A due date in one line: what a mail says of the working-out that the page has whole."""

from datetime import date

import pytest

from requests_app.domain.deadlines.counting import due_date
from requests_app.domain.deadlines.one_line import in_one_line

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
