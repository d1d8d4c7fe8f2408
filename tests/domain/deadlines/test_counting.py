"""One due date: its steps, its readings, its notes, its refusals."""

from dataclasses import replace
from datetime import date

import pytest

from requests_app.domain.deadlines.counting import (
    DateOutOfRange,
    DeadlineError,
    ExtensionNotLawful,
    NotADate,
    UnknownLaw,
    due_date,
    due_on,
    parse_day,
    reporting_due_on,
)
from requests_app.domain.deadlines.counting_bulk import due_ordinals
from requests_app.domain.deadlines.days import days_of
from requests_app.domain.deadlines.holidays import PAST_THE_TABLE
from requests_app.domain.deadlines.statutes import LAWS, free_law
from requests_app.domain.deadlines.working_out import why_off

JUNE_9 = date(2026, 6, 9)


def said(due):
    return [(step.on.day, step.what, step.citation) for step in due.working_out]


def test_ccp_12_the_day_of_receipt_is_day_0():
    first = due_date(JUNE_9).working_out[0]
    assert first.what == "day 0 is Tuesday 9 June 2026: received, not counted"
    assert first.citation == "Code Civ. Proc. § 12; Gov. Code § 6800"


def test_ccp_12a_the_last_day_rolls_off_holidays_step_by_step():
    assert said(due_date(JUNE_9))[1:] == [
        (
            19,
            "day 10 is Friday 19 June: Juneteenth, a judicial holiday since 2023; rolls",
            "Code Civ. Proc. § 12a; Code Civ. Proc. § 135 (AB 1655)",
        ),
        (20, "Saturday 20 June: a Saturday; rolls", "Code Civ. Proc. § 12a"),
        (21, "Sunday 21 June: a Sunday; rolls", "Code Civ. Proc. § 12a"),
        (22, "Monday 22 June 2026: due", "Gov. Code § 7922.535(a)"),
    ]


def test_a_tenth_day_that_is_no_holiday_is_the_due_date():
    assert said(due_date(date(2026, 1, 5)))[1:] == [
        (15, "day 10 is Thursday 15 January 2026: due", "Gov. Code § 7922.535(a)")
    ]


def test_section_7922_535_b_the_extension_is_a_step_of_its_own():
    step = due_date(date(2026, 1, 5), extension_days=14).working_out[1]
    assert step.what == "10 days and 14 more by written notice: day 24 is the last"
    assert (step.on, step.citation) == (date(2026, 1, 15), "Gov. Code § 7922.535(b)")


def test_ccp_12b_a_closed_main_office_counts_only_on_the_last_day():
    closed = {date(2026, 1, 14): "flood", date(2026, 1, 15): "flood"}
    due = due_date(date(2026, 1, 5), closures=closed)
    assert due.due_on == date(2026, 1, 16)
    assert due.earliest_arguable_on == date(2026, 1, 16)
    assert said(due)[1][1:] == (
        "day 10 is Thursday 15 January: the office is closed all day (flood); rolls",
        "Code Civ. Proc. § 12b",
    )
    assert due_date(date(2026, 1, 5), closures=[date(2026, 1, 14)]).due_on == date(2026, 1, 15)


def test_closures_may_come_without_reasons():
    due = due_date(date(2026, 1, 5), closures=[date(2026, 1, 15)])
    assert "the office is closed all day; rolls" in due.working_out[1].what


def test_a_day_met_while_rolling_may_be_a_closure():
    due = due_date(JUNE_9, closures={date(2026, 6, 22): "furlough"})
    assert due.due_on == date(2026, 6, 23)


def test_an_appointed_holiday_counts_under_6700_for_the_state_only():
    mourning = {date(2026, 1, 15): "day of mourning"}
    state = due_date(date(2026, 1, 5), appointed=mourning)
    local = due_date(date(2026, 1, 5), appointed=mourning, level="city")
    assert state.earliest_arguable_on == state.due_on == local.due_on == date(2026, 1, 16)
    assert local.earliest_arguable_on == date(2026, 1, 15)


def test_section_6700_binds_a_local_body_to_what_it_adopted():
    received = date(2026, 1, 9)
    assert due_date(received, level="city").earliest_arguable_on == date(2026, 1, 19)
    adopted = due_date(received, level="city", adopted=frozenset({"king"}))
    assert adopted.earliest_arguable_on == date(2026, 1, 20)


def test_without_extension_or_claim_there_are_two_readings():
    names = [reading.name for reading in due_date(JUNE_9).readings]
    assert names == ["judicial holidays", "holidays of Gov. Code § 6700"]


def test_an_extension_may_be_counted_from_the_rolled_tenth_day():
    due = due_date(date(2026, 1, 7), extension_days=14)
    apart = due.readings[1]
    assert apart.name == "judicial holidays, the 14 days counted from Tue 20 Jan"
    assert apart.due_on == due.latest_arguable_on == date(2026, 2, 3)
    assert "§ 7922.535(b)" in apart.citation
    assert due.working_out[-1].what.startswith("arguable until Tuesday 3 February 2026: ")


def test_a_claimed_receipt_adds_its_readings_and_moves_no_due_date():
    due = due_date(JUNE_9, extension_days=14, claimed_received_on=date(2026, 6, 11))
    assert due.due_on == date(2026, 7, 6)
    assert len(due.readings) == 8
    claimed = due.readings[4]
    assert claimed.name == (
        "judicial holidays, received on Thursday 11 June 2026 as the agency claims"
    )
    assert due_date(JUNE_9, claimed_received_on=JUNE_9).readings == due_date(JUNE_9).readings


def test_another_reading_that_gives_another_date_is_in_the_working_out():
    due = due_date(date(2026, 6, 23))
    assert said(due)[-1] == (
        3,
        "arguable from Friday 3 July 2026: holidays of Gov. Code § 6700",
        "Gov. Code §§ 6700, 6701",
    )


def test_open_state_offices_are_a_note_and_no_reading():
    assert due_date(JUNE_9).notes == (
        "The state's own offices are open on Fri 19 Jun (Juneteenth), and an agency may say so; "
        "it is a holiday all the same for counting.",
    )
    # 3 July passes inside the extension: nobody rolls off it.
    assert due_date(date(2026, 6, 10), extension_days=14).notes == ()


def test_a_holiday_on_which_nothing_rolls_is_no_note():
    """Counted to the tenth day and no further, 19 June is the due date itself."""
    due = due_date(JUNE_9, law=replace(LAWS[1], unit="calendar"))
    assert (due.due_on, due.notes) == (date(2026, 6, 19), ())


def test_past_the_looked_up_dates_the_answer_says_so():
    assert due_date(date(2035, 12, 20)).notes == ()
    assert due_date(date(2035, 12, 24)).notes == (PAST_THE_TABLE,)


def test_5_usc_552_leaves_out_weekends_and_federal_holidays():
    due = due_date(JUNE_9, law="foia")
    assert due.due_on == due.earliest_arguable_on == due.latest_arguable_on == date(2026, 7, 9)
    left_out = [step.on for step in due.working_out if step.what.endswith("left out")]
    assert left_out == [date(2026, 6, 10), date(2026, 6, 19), date(2026, 7, 3)]
    assert due.working_out[-1].what == "working day 20 is Thursday 9 July 2026: due"
    assert due_date(JUNE_9, law="foia", extension_days=10).due_on == date(2026, 7, 23)


def test_foia_knows_no_closures_and_says_so():
    due = due_date(JUNE_9, law="foia", closures=[date(2026, 7, 9)])
    assert due.due_on == date(2026, 7, 9)
    assert due.notes == (
        "One-off closures are not counted: the Freedom of Information Act knows none.",
    )


@pytest.mark.parametrize(
    "unit, due",
    [
        ("calendar", date(2026, 6, 20)),
        ("calendar_rolled", date(2026, 6, 23)),
        ("working", date(2026, 6, 25)),
    ],
)
def test_a_free_law_by_unit(unit, due):
    law = free_law(days=11, unit=unit, holidays={date(2026, 6, 22)})
    assert due_on(JUNE_9, law=law) == due_date(JUNE_9, law=law).due_on == due


def test_a_free_laws_own_holiday_is_named():
    law = free_law(days=10, unit="calendar_rolled", holidays={date(2026, 6, 19)})
    assert due_date(JUNE_9, law=law).working_out[1].what == (
        "day 10 is Friday 19 June: a holiday as entered; rolls"
    )


@pytest.mark.parametrize("received_on", [date(1989, 12, 31), date(2101, 1, 1)])
def test_dates_outside_1990_to_2100_are_refused(received_on):
    for refuse in (
        due_on,
        due_date,
        lambda day: due_ordinals([day.toordinal()]),
        lambda day: parse_day(str(day)),
        lambda day: due_date(JUNE_9, claimed_received_on=day),
    ):
        with pytest.raises(DateOutOfRange, match=f"{received_on} is outside 1990–2100"):
            refuse(received_on)


def test_the_first_and_the_last_year_are_counted():
    assert due_on(date(1990, 1, 1)) == date(1990, 1, 11)
    assert due_on(date(2100, 12, 31), extension_days=14) == date(2101, 1, 24)


@pytest.mark.parametrize("days, law, most", [(-1, "cpra", 14), (15, "cpra", 14), (11, "foia", 10)])
def test_an_extension_that_no_law_allows_is_refused(days, law, most):
    for refuse in (due_on, due_date):
        with pytest.raises(ExtensionNotLawful, match=f"of {days} days: .* allows 0 to {most}"):
            refuse(JUNE_9, law=law, extension_days=days)


def test_an_unknown_law_is_refused():
    for refuse in (due_on, due_date):
        with pytest.raises(UnknownLaw, match="'mars'"):
            refuse(JUNE_9, law="mars")


@pytest.mark.parametrize("text", ["", "9 June 2026", "2026-6-9", "20260609", "2026-02-30", "0202"])
def test_text_that_is_no_date_is_refused(text):
    with pytest.raises(NotADate, match="write it as YYYY-MM-DD") as refused:
        parse_day(text)
    assert repr(text) in str(refused.value)


def test_every_refusal_is_a_value_error():
    assert issubclass(DeadlineError, ValueError)
    for error in (DateOutOfRange, ExtensionNotLawful, NotADate, UnknownLaw):
        assert issubclass(error, DeadlineError)


@pytest.mark.parametrize("wrong", [-5, 0, 4_000_000])
def test_bulk_refuses_what_is_no_ordinal_of_a_date(wrong):
    with pytest.raises(DateOutOfRange):
        due_ordinals([JUNE_9.toordinal(), wrong])


def test_bulk_of_nothing_is_nothing():
    assert due_ordinals([]) == []


def test_the_reporting_year_is_due_on_1_february_and_does_not_roll():
    assert reporting_due_on(2025) == date(2026, 2, 1)
    assert reporting_due_on(2025).weekday() == 6


FIRST, LAST = date(1990, 1, 1).toordinal(), date(2100, 12, 31).toordinal()


def test_bulk_counts_the_first_day_and_the_last():
    assert due_ordinals([FIRST, LAST]) == [
        date(1990, 1, 11).toordinal(),
        date(2101, 1, 10).toordinal(),
    ]


def test_bulk_rolls_off_a_closure():
    day_10 = date(2026, 1, 15)
    assert due_ordinals([date(2026, 1, 5).toordinal()], closures=frozenset({day_10})) == [
        date(2026, 1, 16).toordinal()
    ]


@pytest.mark.parametrize(
    "wrong, says",
    [
        (0, "0 is the ordinal of no date that can be counted."),
        (1, "0001-01-01 is outside 1990–2100, the years that can be counted."),
        (3652059, "9999-12-31 is outside 1990–2100, the years that can be counted."),
        (3652060, "3652060 is the ordinal of no date that can be counted."),
    ],
)
def test_bulk_names_the_first_that_cannot_be_counted(wrong, says):
    with pytest.raises(DateOutOfRange) as refused:
        due_ordinals([FIRST, LAST, wrong, LAST + 1])
    assert str(refused.value) == says


def test_no_working_days_at_all_end_on_the_day_of_receipt_even_a_saturday():
    saturday = date(2026, 6, 6)
    assert due_on(saturday, law=free_law(days=0, unit="working")) == saturday


@pytest.mark.parametrize(
    "received_on, open_on",
    [
        (date(2028, 2, 1), "Fri 11 Feb (Lincoln Day (observed))"),
        (date(2028, 2, 2), None),  # Saturday 12 February: no office is open
    ],
)
def test_an_open_state_office_is_noted_on_weekdays_only(received_on, open_on):
    notes = due_date(received_on).notes
    assert [note.split(" are open on ")[1].split(",")[0] for note in notes] == (
        [open_on] if open_on else []
    )


def test_5_usc_552_step_by_step():
    by = "5 U.S.C. § 552(a)(6)(A)(i)"
    assert said(due_date(JUNE_9, law="foia")) == [
        (9, "day 0 is Tuesday 9 June 2026: received, not counted", by),
        (10, "counting starts; Saturdays and Sundays are left out", by),
        (
            19,
            "Friday 19 June: Juneteenth, a federal holiday since 2021; left out",
            f"{by}; 5 U.S.C. § 6103",
        ),
        (
            3,
            "Friday 3 July: Independence Day (observed), a federal holiday; left out",
            f"{by}; 5 U.S.C. § 6103; 5 U.S.C. § 6103(b)",
        ),
        (9, "working day 20 is Thursday 9 July 2026: due", by),
    ]


def test_days_off_between_receipt_and_the_due_date_are_left_out_one_by_one():
    """The receipt's own day is not one of them; the day after it may be."""
    off = {date(2026, 6, 9), date(2026, 6, 10), date(2026, 6, 12)}
    steps = said(due_date(JUNE_9, law=free_law(days=2, unit="working", holidays=off)))
    assert [(day, what) for day, what, _ in steps[2:]] == [
        (10, "Wednesday 10 June: a holiday as entered; left out"),
        (12, "Friday 12 June: a holiday as entered; left out"),
        (15, "working day 2 is Monday 15 June 2026: due"),
    ]


def test_5_usc_552_the_extension_is_a_step_of_its_own():
    assert said(due_date(JUNE_9, law="foia", extension_days=10))[1] == (
        9,
        "20 days and 10 more by written notice: day 30 is the last",
        "5 U.S.C. § 552(a)(6)(B)(i)",
    )


def test_closures_are_noted_as_not_counted_only_where_there_are_any_and_they_do_not_count():
    assert due_date(JUNE_9, law="foia").notes == ()
    assert due_date(date(2026, 1, 5), closures=[date(2026, 1, 15)]).notes == ()


def test_closures_roll_the_tenth_day_and_the_extension_that_runs_from_it():
    """Day 10 is Thursday 15 January, closed; fourteen days from the 16th is Friday the 30th."""
    closed = [date(2026, 1, 15), date(2026, 1, 30)]
    apart = due_date(date(2026, 1, 5), extension_days=14, closures=closed).readings[1]
    assert apart.name == "judicial holidays, the 14 days counted from Fri 16 Jan"
    assert apart.due_on == date(2026, 2, 2)


def test_a_due_date_keeps_for_whom_it_was_counted():
    due = due_date(JUNE_9, level="city", adopted=frozenset({"king"}))
    assert (due.level, due.adopted) == ("city", {"king"})


@pytest.mark.parametrize(
    "own, due",
    [(frozenset(), date(2026, 1, 20)), (frozenset({date(2026, 1, 20)}), date(2026, 1, 21))],
)
def test_a_law_counted_by_6700_itself_has_every_holiday_of_the_state(own, due):
    """Day 10 is M. L. King Day, which a local body has only if it adopted it."""
    law = replace(LAWS[1], calendar="section_6700", rival_calendar="", own_holidays=own)
    assert due_on(date(2026, 1, 9), law=law) == due


def test_a_day_that_counts_has_no_reason_to_be_off():
    assert why_off(LAWS[1], JUNE_9, {}) == ("", "")


def test_an_appointed_day_is_a_judicial_holiday_and_no_closure():
    """Code Civ. Proc. § 135: received on 23 November 2026, day 10 is Thursday 3 December."""
    day = date(2026, 12, 3)
    due = due_date(date(2026, 11, 23), appointed={day: "Day of Mourning"})
    assert due.due_on == date(2026, 12, 4)
    assert (due.working_out[1].what, due.working_out[1].citation) == (
        "day 10 is Thursday 3 December: Day of Mourning, a judicial holiday; rolls",
        "Code Civ. Proc. §§ 12a, 135",
    )
    assert days_of(due, on=day)[10].note == "Day of Mourning, a judicial holiday"


@pytest.mark.parametrize(
    "appointed, received_on, due_on",
    [
        (date(2026, 12, 5), date(2026, 11, 24), date(2026, 12, 4)),  # Saturday: not on Friday too
        (date(2026, 12, 6), date(2026, 11, 27), date(2026, 12, 7)),  # Sunday: not on Monday too
    ],
)
def test_an_appointed_day_is_the_day_that_was_appointed_and_never_another(
    appointed, received_on, due_on
):
    """Rule 1.11 of the Rules of Court shifts the holidays of a rule; an order names its own day."""
    due = due_date(received_on, appointed={appointed: "Day of Mourning"})
    assert due.due_on == due.earliest_arguable_on == due.latest_arguable_on == due_on


def test_a_count_of_working_days_names_the_appointed_day_and_the_closure_that_it_leaves_out():
    """Received on Monday 8 June 2026 under a law of five court days: 9, 12, 15, 16 and 17 June."""
    due = due_date(
        date(2026, 6, 8),
        law=replace(LAWS[1], days=5, unit="working"),
        closures={date(2026, 6, 11): "fire"},
        appointed={date(2026, 6, 10): "Day of Mourning"},
    )
    assert due.due_on == date(2026, 6, 17)
    assert [step.what for step in due.working_out[2:4]] == [
        "Wednesday 10 June: Day of Mourning, a judicial holiday; left out",
        "Thursday 11 June: the office is closed all day (fire); left out",
    ]


def test_a_holiday_that_got_a_new_name_is_one_since_it_began():
    """31 March: a judicial holiday since 2001, called Farmworkers Day from 2026 (AB 2156)."""
    due = due_date(date(2026, 3, 21))
    assert due.working_out[1].what == (
        "day 10 is Tuesday 31 March: Farmworkers Day, a judicial holiday since 2001; rolls"
    )
