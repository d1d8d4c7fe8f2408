"""What a table says of itself around its rows."""

from datetime import date

import pytest

from requests_app.domain.misuse_data.reading.legend import LONGEST_LINE, MOST_LINES, legend_of

LINES = [
    "California Department of Justice",
    "Data as of July 15, 2025",
    'Notes: A dash ("-") means that the agency entered zero.',
    "A blank cell means that the agency left the item blank on its report.",
    "* One confirmed violation may result in more than one administrative action.",
    "¹ Includes an investigation opened in 2023.",
    "As of January 3, 2026 no report had been received from: Colusa Police Department.",
]


def test_the_day_dashes_blanks_and_footnotes_are_found():
    legend = legend_of(LINES)
    assert legend.as_of == (date(2025, 7, 15), LINES[1])
    assert legend.of_marks == (LINES[2], LINES[3])
    assert legend.footnotes == {"*": LINES[4][2:], "¹": LINES[5][2:]}


@pytest.mark.parametrize(
    ("raw", "note", "told"),
    [
        ("5*", "*", LINES[4][2:]),
        ("7¹", "*", LINES[5][2:]),
        ("7†", "†", "marked “†” in the file, unexplained there"),
        ("3 (see memo)", "see memo", "see memo"),
        ("3 (see memo*)", "see memo*", "see memo*"),
        ("3", "", ""),
    ],
)
def test_a_mark_is_told_in_the_words_of_its_footnote(raw, note, told):
    assert legend_of(LINES).explained(raw, note) == told


@pytest.mark.parametrize(
    "line", ["as of 13/45/2025", "as of when it was printed", "Call (916) 555-0142", ""]
)
def test_a_line_without_a_day_gives_none(line):
    assert legend_of([line]).as_of is None


def test_a_flood_of_long_lines_is_cut():
    legend = legend_of(f"*{'x' * 10_000}" if n == 0 else "- blank" for n in range(100_000))
    assert len(legend.footnotes["*"]) < LONGEST_LINE
    assert len(legend.of_marks) == MOST_LINES - 1
