"""The day strip and the spark: what they show, in marks and in words."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from requests_app.domain.deadlines.counting import due_date
from requests_app.domain.deadlines.days import days_of, strip_text
from requests_app.templatetags._strip_drawing import FOLD, PHONE_FOLD, draw_rows
from requests_app.templatetags.strips import MOST_DAYS, day_strip, spark, spark_words

RECEIVED = date(2026, 6, 9)  # its tenth day is Juneteenth, a Friday: due Monday 22 June
DUE = due_date(RECEIVED)


def strip(on: date, **more: date) -> str:
    text = strip_text(DUE, on=on, **more)
    return day_strip(days_of(DUE, on=on, **more), text=text)


def squares(svg: str, css: str) -> int:
    return len(re.findall(rf'<rect class="cell[^"]*\b{css}\b', svg))


def test_a_strip_is_well_formed_and_says_in_words_what_it_shows() -> None:
    drawn = strip(date(2026, 6, 15))
    figure = ElementTree.fromstring(drawn)
    svg = figure.find("svg")
    assert svg is not None
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == "day 6 of 10, due Mon 22 Jun"
    assert svg.findtext("title") == "day 6 of 10, due Mon 22 Jun"
    assert '<p class="strip-text">day 6 of 10, due Mon 22 Jun</p>' in drawn


def test_a_strip_has_one_square_a_day_and_marks_the_days_ahead() -> None:
    drawn = strip(date(2026, 6, 15))
    assert drawn.count('<rect class="cell') == 14  # day 0 to day 13
    assert squares(drawn, "received") == 1
    assert squares(drawn, "ahead") == 7
    assert squares(drawn, "late") == 0


def test_the_tenth_day_the_due_date_and_the_roll_are_drawn() -> None:
    drawn = strip(date(2026, 6, 15))
    assert drawn.count('class="ring"') == drawn.count('class="ring due"') == 1
    assert 'class="roll"' in drawn
    assert "due Mon 22 Jun</text>" in drawn
    assert "Fri 19 Jun: Juneteenth" in drawn


@pytest.mark.parametrize(
    ("law", "says"),
    [("cpra", "counts, but cannot be the last day"), ("foia", "weekend or holiday: not counted")],
)
def test_the_legend_says_whether_days_off_are_counted(law: str, says: str) -> None:
    due = due_date(RECEIVED, law=law)
    assert says in day_strip(days_of(due, on=RECEIVED), legend=True)


def test_the_last_day_of_the_period_is_numbered_in_the_unit_of_the_law() -> None:
    """Twenty working days from 9 June 2026, Juneteenth and the observed 4 July left out."""
    foia = due_date(RECEIVED, law="foia")
    assert "day 20 Thu 9 Jul" in day_strip(days_of(foia, on=RECEIVED))
    assert "day 10 Fri 19 Jun" in day_strip(days_of(DUE, on=RECEIVED))


def test_a_due_date_that_did_not_roll_has_no_arrow() -> None:
    due = due_date(date(2026, 6, 1))  # its tenth day is a Thursday
    assert 'class="roll"' not in day_strip(days_of(due, on=date(2026, 6, 3)))


def test_lateness_runs_until_the_answer() -> None:
    drawn = draw_rows(
        days_of(DUE, on=date(2026, 7, 8), determined_on=date(2026, 6, 25)), "x", FOLD, ""
    )
    assert squares(drawn, "late") == 2  # 23 and 24 June; the 25th is the answer
    assert squares(drawn, "determined") == 1
    assert "answered Thu 25 Jun" in drawn


def test_a_wide_strip_is_drawn_for_a_phone_as_well() -> None:
    drawn = strip(date(2026, 7, 8))
    widths = [int(width) for width in re.findall(r'<svg class="strip[^>]* width="(\d+)"', drawn)]
    assert len(widths) == 2
    assert widths[1] < 358 < widths[0]  # 390 px less the page's margins
    assert strip(date(2026, 6, 15)).count("<svg") == 1


def test_the_roll_crosses_from_one_row_into_the_next() -> None:
    due = due_date(date(2025, 11, 15), closures={date(2025, 11, 25): "", date(2025, 11, 26): ""})
    assert due.due_on == date(2025, 12, 1)  # rolls from day 10 to day 16
    drawn = draw_rows(days_of(due, on=date(2025, 12, 2)), "x", PHONE_FOLD, "")
    assert drawn.count('class="roll"') == 2
    assert drawn.count('class="roll-head"') == 1


def test_a_strip_too_long_to_draw_says_that_it_goes_on() -> None:
    assert 'class="going-on"' in strip(date(2026, 12, 1))
    assert 'class="going-on"' not in strip(date(2026, 7, 8))


def test_what_an_office_wrote_about_its_closure_is_escaped() -> None:
    due = due_date(RECEIVED, closures={date(2026, 6, 22): "<script>alert(1)</script>"})
    drawn = day_strip(days_of(due, on=date(2026, 6, 23)))
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn


def test_without_a_text_the_marks_are_read_out() -> None:
    drawn = day_strip(days_of(DUE, on=date(2026, 6, 24)))
    assert (
        "Received Tue 9 Jun 2026, tenth day Fri 19 Jun 2026, due Mon 22 Jun 2026, "
        "late since Tue 23 Jun 2026, today is day 15." in drawn
    )


def test_no_days_draw_nothing() -> None:
    assert day_strip(()) == ""


def test_nothing_drawn_needs_an_inline_style_or_script() -> None:
    drawn = strip(date(2026, 7, 8)) + spark(RECEIVED, DUE.due_on, date(2026, 7, 8))
    assert not re.search(r"\bstyle=|\bon[a-z]+=|<script|<style", drawn)


@pytest.mark.parametrize(
    ("today", "determined", "words"),
    [
        (6, None, "Day 6, due on day 13"),
        (13, None, "Day 13, due today"),
        (14, None, "Day 14, 1 day late"),
        (29, None, "Day 29, 16 days late"),
        (1042, None, "Day 1,042, 1,029 days late"),
        (40, 12, "Answered on day 12"),
        (40, 16, "Answered on day 16, 3 days late"),
    ],
)
def test_a_spark_in_words(today: int, determined: int | None, words: str) -> None:
    assert spark_words(13, today, determined) == words


def test_a_spark_shows_days_run_days_late_and_today() -> None:
    drawn = spark(RECEIVED, DUE.due_on, date(2026, 6, 24))
    late = re.search(r'class="over" d="([^"]+)"', drawn)
    assert late is not None
    assert late.group(1).count("M") == 2  # 23 and 24 June
    assert 'class="now"' in drawn
    assert ElementTree.fromstring(drawn).findtext("title") == "Day 15, 2 days late"


def test_a_spark_of_years_keeps_its_width_and_says_that_it_was_cut() -> None:
    drawn = spark(RECEIVED, DUE.due_on, date(2029, 6, 24))
    assert 'class="cut"' in drawn
    assert int(re.findall(r'width="(\d+)"', drawn)[0]) < (MOST_DAYS + 4) * 6


def test_no_spark_without_a_receipt_or_a_date() -> None:
    assert spark(None, DUE.due_on, RECEIVED) == spark(RECEIVED, None, RECEIVED) == ""


def test_a_strip_that_lies_ahead_is_whole_and_not_cut() -> None:
    assert 'class="going-on"' not in strip(date(2026, 6, 1))
    assert "counts from Tue 9 Jun, due Mon 22 Jun" in strip(date(2026, 6, 1))


def test_no_strip_counts_more_days_than_its_period_has() -> None:
    for number in range(60):
        found = re.search(r"day (\d+) of (\d+)", strip_text(DUE, on=RECEIVED + timedelta(number)))
        assert found is None or int(found[1]) <= int(found[2])


def test_the_legend_names_each_colour_that_the_cells_have_and_no_other() -> None:
    waits = [(RECEIVED + timedelta(9), RECEIVED + timedelta(20))]
    days = days_of(DUE, on=RECEIVED + timedelta(18), waiting=waits)
    legend = day_strip(days, legend=True).partition('<ul class="legend">')[2]
    assert 'class="cell late with-us"' in legend and "waiting on us, past due" in legend
    assert 'class="cell with-us"' in legend
    assert 'class="cell late"' not in legend, "every late day was ours"
    ours_before = days_of(DUE, on=RECEIVED + timedelta(18), waiting=[(RECEIVED, RECEIVED)])
    assert "past due" not in day_strip(ours_before, legend=True)
    answered = days_of(DUE, on=RECEIVED + timedelta(20), determined_on=DUE.due_on + timedelta(1))
    legend = day_strip(answered, legend=True).partition('<ul class="legend">')[2]
    assert 'class="cell late"' not in legend, "the only late day is that of the answer"
