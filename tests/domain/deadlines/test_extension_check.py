"""Each defect of an extension notice is flagged, with its citation, in words for a letter."""

from dataclasses import replace
from datetime import date

import pytest

from requests_app.domain.deadlines.clock import FLAGS, Fact, FactKind, RequestFacts, clock
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.deadlines.statutes import LAWS, Ground, enacted, free_law

RECEIVED = date(2026, 6, 10)  # day 10 is Saturday 20 June: the first period ends on the 22nd
DAY_24 = date(2026, 7, 4)  # a Saturday: due on Monday 6 July


def notice(on=date(2026, 6, 18), names_on=DAY_24, ground="voluminous", in_writing=True):
    return Fact(FactKind.EXTENSION_NOTICE, on, names_on, ground, in_writing)


def checked(*notices, law="cpra", received_on=RECEIVED, **more):
    facts = RequestFacts(law, "city", received_on, received_on, facts=notices, **more)
    return clock(facts, on=date(2026, 9, 1))


def keys(answer):
    return [flag.key for flag in answer.flags]


def test_a_good_notice_moves_the_date_and_is_not_flagged():
    answer = checked(notice())
    assert keys(answer) == []
    assert (answer.extension_days, answer.due.due_on) == (14, date(2026, 7, 6))


@pytest.mark.parametrize(
    "names_on, days, due",
    [
        (date(2026, 6, 24), 4, date(2026, 6, 24)),
        (date(2026, 6, 27), 7, date(2026, 6, 29)),
        (date(2026, 6, 20), 0, date(2026, 6, 22)),
        (date(2026, 6, 12), 0, date(2026, 6, 22)),
    ],
)
def test_the_notice_grants_the_days_up_to_the_date_it_names(names_on, days, due):
    answer = checked(notice(names_on=names_on))
    assert (answer.extension_days, answer.due.due_on, keys(answer)) == (days, due, [])


def test_more_than_fourteen_days_is_capped_flagged_and_kept_on_the_agencys_clock():
    answer = checked(notice(names_on=date(2026, 7, 20)))
    assert keys(answer) == ["too_long"]
    assert answer.flags[0].what == (
        "The notice of Thursday 18 June 2026 names Monday 20 July 2026, 30 days beyond the first "
        "10; no more than 14 may be added."
    )
    assert (answer.extension_days, answer.due.due_on) == (14, date(2026, 7, 6))
    assert (answer.agency_due_on, answer.agency_gap_days) == (date(2026, 7, 20), 14)


def test_a_day_over_fourteen_is_too_long_and_the_fourteenth_is_not():
    assert keys(checked(notice(names_on=date(2026, 7, 4)))) == []
    assert keys(checked(notice(names_on=date(2026, 7, 5)))) == ["too_long"]


def test_a_second_extension_is_flagged_and_moves_nothing():
    answer = checked(notice(names_on=date(2026, 6, 26)), notice(on=date(2026, 6, 22)))
    assert keys(answer) == ["second"]
    assert answer.flags[0].what == (
        "The notice of Monday 22 June 2026 is a further extension after that of Thursday 18 June "
        "2026; the law allows one."
    )
    assert answer.extension_days == 6
    assert answer.agency_due_on == DAY_24


@pytest.mark.parametrize(
    "ground, on, says",
    [
        ("", date(2026, 6, 18), "gives no reason that the law knows"),
        ("vacation", date(2026, 6, 18), '("vacation") was no lawful one on that day'),
    ],
)
def test_no_lawful_ground_is_flagged_with_the_lawful_ones(ground, on, says):
    answer = checked(notice(on=on, ground=ground))
    assert keys(answer) == ["no_ground"]
    assert says in answer.flags[0].what
    assert "Gov. Code § 7922.535(c)(1)" in answer.flags[0].what
    assert answer.extension_days == 0


def test_the_date_of_the_notice_chooses_the_lawful_grounds():
    early = checked(
        notice(on=date(2025, 12, 31), names_on=date(2026, 1, 12), ground="cyberattack"),
        received_on=date(2025, 12, 22),
    )
    assert keys(early) == ["no_ground"]
    late = checked(
        notice(on=date(2026, 1, 2), names_on=date(2026, 1, 12), ground="cyberattack"),
        received_on=date(2025, 12, 23),
    )
    assert keys(late) == []


def test_not_in_writing_is_flagged_and_moves_nothing():
    answer = checked(notice(in_writing=False))
    assert (keys(answer), answer.extension_days) == (["not_in_writing"], 0)


def test_a_notice_after_the_rolled_tenth_day_is_too_late():
    in_time, too_late = checked(notice(on=date(2026, 6, 22))), checked(notice(on=date(2026, 6, 23)))
    assert (keys(in_time), in_time.extension_days) == ([], 14)
    assert (keys(too_late), too_late.extension_days) == (["too_late"], 0)
    assert "came after Monday 22 June 2026" in too_late.flags[0].what


def test_a_closure_on_the_tenth_day_leaves_more_time_for_the_notice():
    facts = RequestFacts(
        "cpra",
        "city",
        RECEIVED,
        RECEIVED,
        closures={date(2026, 6, 22): "flood"},
        facts=(notice(on=date(2026, 6, 23)),),
    )
    assert clock(facts, on=date(2026, 7, 1)).extension_days == 14


def test_a_notice_without_a_date_is_flagged_and_a_complete_one_may_follow():
    answer = checked(notice(names_on=None), notice(on=date(2026, 6, 19)))
    assert keys(answer) == ["no_date"]
    assert answer.extension_days == 14


def test_one_notice_may_have_every_defect():
    bad = notice(on=date(2026, 8, 1), names_on=date(2026, 8, 20), ground="x", in_writing=False)
    answer = checked(notice(), bad, notice(on=date(2026, 8, 2), names_on=None))
    assert set(keys(answer)) == set(FLAGS)
    assert all(flag.citation == "Gov. Code § 7922.535(b)" for flag in answer.flags)
    assert all(flag.on.month == 8 for flag in answer.flags)


def test_foia_counts_the_extension_in_working_days():
    received = date(2026, 6, 9)  # twenty working days end on 9 July, ten more on 23 July
    within = checked(notice(names_on=date(2026, 7, 23)), law="foia", received_on=received)
    assert (within.extension_days, within.due.due_on) == (10, date(2026, 7, 23))
    over = checked(notice(names_on=date(2026, 7, 24)), law="foia", received_on=received)
    assert (over.extension_days, keys(over)) == (10, ["too_long"])
    assert "more than 10 days beyond the first 20" in over.flags[0].what


STRIKE = Ground("strike", "a strike of the agency's staff", "Gov. Code § 7922.535(c)(7)")
STRIKES_SINCE_17_JUNE = Rules(
    laws=enacted(replace(LAWS[1], grounds=(STRIKE,), pending=True), on=date(2026, 6, 17))
)


@pytest.mark.parametrize(
    "on, ground, found",
    [
        (date(2026, 6, 16), "strike", ["no_ground"]),
        (date(2026, 6, 17), "strike", []),
        (date(2026, 6, 16), "voluminous", []),
        (date(2026, 6, 17), "voluminous", ["no_ground"]),
    ],
)
def test_a_later_version_brings_and_takes_grounds_from_its_day(on, ground, found):
    """Received on 10 June under the version before."""
    answer = checked(notice(on=on, ground=ground), rules=STRIKES_SINCE_17_JUNE)
    assert keys(answer) == found


def test_a_day_appointed_by_the_governor_rolls_the_clock_of_a_request():
    rules = Rules(appointed={date(2026, 6, 22): "Day of Mourning"})
    assert checked(rules=rules).due.due_on == date(2026, 6, 23)


@pytest.mark.parametrize(
    "changed, what",
    [
        (
            {"in_writing": False},
            "The extension of Thursday 18 June 2026 was not given in writing; it takes written "
            "notice to the requester.",
        ),
        (
            {"names_on": None},
            "The notice of Thursday 18 June 2026 does not name the date on which a determination "
            "is expected.",
        ),
        (
            {"on": date(2026, 6, 23)},
            "The notice of Tuesday 23 June 2026 came after Monday 22 June 2026, when the "
            "determination was due; what has run out cannot be extended.",
        ),
    ],
)
def test_a_defect_is_told_in_a_sentence_for_a_letter(changed, what):
    assert [flag.what for flag in checked(notice(**changed)).flags] == [what]


def test_a_notice_without_a_ground_is_answered_with_the_lawful_ones_of_its_day():
    bad = notice(on=date(2019, 3, 5), names_on=date(2019, 3, 20), ground="")
    answer = checked(bad, received_on=date(2019, 2, 28))
    assert [flag.what for flag in answer.flags] == [
        "The notice of Tuesday 5 March 2019 gives no reason that the law knows. Lawful grounds: "
        "the records have to be searched for and collected from separate offices (Gov. Code "
        "§ 6253(c)(1)); a voluminous amount of separate and distinct records has to be examined "
        "(Gov. Code § 6253(c)(2)); another agency or component with a substantial interest has to "
        "be consulted (Gov. Code § 6253(c)(3)); data have to be compiled, or a program written to "
        "extract them (Gov. Code § 6253(c)(4))."
    ]


def test_a_ground_that_came_later_is_named_in_its_words():
    early = notice(on=date(2025, 12, 31), names_on=date(2026, 1, 12), ground="cyberattack")
    answer = checked(early, received_on=date(2025, 12, 22))
    assert answer.flags[0].what.startswith(
        'The reason given in the notice of Wednesday 31 December 2025 ("a cyberattack that keeps '
        'the agency from its electronic records") was no lawful one on that day. Lawful grounds: '
    )


@pytest.mark.parametrize(
    "ground, words, given",
    [
        ("version_9_abc", "a flood in the archive", "a flood in the archive"),
        (
            "cyberattack",
            "a cyberattack, as the notice put it",
            "a cyberattack, as the notice put it",
        ),
        ("version_9_abc", "", "version_9_abc"),
    ],
)
def test_a_ground_is_named_as_it_read_when_the_notice_was_recorded(ground, words, given):
    """Whether or not a law still knows it: the bill that added it may have failed."""
    early = replace(notice(on=date(2025, 12, 31), ground=ground), ground_words=words)
    answer = checked(early, received_on=date(2025, 12, 22))
    assert f'("{given}") was no lawful one on that day' in answer.flags[0].what


def test_a_law_that_allows_no_more_days_grants_none():
    strict = replace(LAWS[1], extension_days=0)
    assert keys(checked(notice(names_on=None), law=strict)) == ["no_date"]
    over = checked(notice(names_on=date(2026, 6, 21)), law=strict)
    assert (over.extension_days, [flag.what for flag in over.flags]) == (
        0,
        [
            "The notice of Thursday 18 June 2026 names Sunday 21 June 2026, 1 day beyond the first "
            "10; no more than 0 may be added."
        ],
    )


@pytest.mark.parametrize("names_on, days", [(16, 0), (17, 1), (19, 2), (22, 3)])
def test_a_closed_office_does_no_work_on_the_days_that_a_notice_adds(names_on, days):
    """Five working days from 9 June end on Tuesday 16 June; the office is closed on the 18th."""
    answer = checked(
        notice(on=date(2026, 6, 12), names_on=date(2026, 6, names_on)),
        law=free_law(days=5, unit="working"),
        received_on=date(2026, 6, 9),
        closures={date(2026, 6, 18): "flood"},
    )
    assert (answer.extension_days, answer.due.due_on) == (days, date(2026, 6, names_on))
    assert keys(answer) == []


def test_a_closure_leaves_no_more_time_for_a_notice_under_foia():
    answer = checked(
        notice(on=date(2026, 7, 10), names_on=date(2026, 7, 23)),
        law="foia",
        received_on=date(2026, 6, 9),
        closures={date(2026, 7, 9): "flood"},
    )
    assert keys(answer) == ["too_late"]
