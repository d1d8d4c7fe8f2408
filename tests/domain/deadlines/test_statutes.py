"""Which law, which version, which grounds."""

from dataclasses import replace
from datetime import date

import pytest

from requests_app.domain.deadlines.counting import due_on
from requests_app.domain.deadlines.law_book import HELD_ELSEWHERE
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.deadlines.statutes import (
    LAWS,
    MOST_DAYS,
    AlreadyBegins,
    DaysOutOfRange,
    Ground,
    UnknownLaw,
    UnknownUnit,
    enacted,
    free_law,
    grounds_for,
    law_on,
    lawful_grounds,
    no_date_reason,
)


@pytest.mark.parametrize(
    "received_on, citation",
    [
        (date(1990, 1, 1), "Gov. Code § 6253(c)"),
        (date(2022, 12, 31), "Gov. Code § 6253(c)"),
        (date(2023, 1, 1), "Gov. Code § 7922.535(a)"),
        (date(2100, 12, 31), "Gov. Code § 7922.535(a)"),
    ],
)
def test_section_7922_535_replaces_6253_from_2023(received_on, citation):
    assert law_on("cpra", received_on).citation == citation


def test_the_cpra_is_ten_calendar_days_and_at_most_fourteen_more_once():
    for law in LAWS[:2]:
        assert (law.days, law.unit, law.extension_days, law.extension_times) == (
            10,
            "calendar_rolled",
            14,
            1,
        )


def test_5_usc_552_a_6_is_twenty_working_days_and_ten_more():
    law = law_on("foia", date(2026, 6, 9))
    assert (law.days, law.unit, law.extension_days, law.calendar) == (20, "working", 10, "federal")


@pytest.mark.parametrize("key", ["none", "", "CPRA", "texas"])
def test_an_unknown_law_is_named(key):
    with pytest.raises(UnknownLaw, match=f"'{key}'.*known laws: cpra, foia"):
        law_on(key, date(2026, 1, 1))


FOUR = ("held_elsewhere", "voluminous", "consultation", "compiling")


@pytest.mark.parametrize(
    "notice_on, keys",
    [
        (date(2022, 12, 31), FOUR),
        (date(2024, 12, 31), FOUR),
        (date(2025, 1, 1), (*FOUR, "emergency")),
        (date(2025, 12, 31), (*FOUR, "emergency")),
        (date(2026, 1, 1), (*FOUR, "emergency", "cyberattack")),
    ],
)
def test_section_7922_535_c_grounds_as_they_changed(notice_on, keys):
    assert tuple(ground.key for ground in lawful_grounds("cpra", notice_on)) == keys


def test_section_7922_535_c_5_was_narrowed_in_2026():
    wide, narrow = (
        next(g for g in lawful_grounds("cpra", date(year, 6, 1)) if g.key == "emergency")
        for year in (2025, 2026)
    )
    assert "directly affects" not in wide.words
    assert "directly affects" in narrow.words


def test_foia_has_its_own_three_grounds():
    keys = [ground.key for ground in lawful_grounds("foia", date(2026, 1, 1))]
    assert keys == ["held_elsewhere", "voluminous", "consultation"]


def test_every_law_and_ground_has_its_citation_and_words():
    for law in LAWS:
        assert all([law.citation, law.extension_citation, law.source, law.counting_citation])
        assert all(ground.citation and ground.words for ground in law.grounds)


def test_a_free_law_refuses_what_it_cannot_count():
    with pytest.raises(UnknownUnit, match="fortnights"):
        free_law(days=2, unit="fortnights")
    for days in (-1, MOST_DAYS + 1):
        with pytest.raises(DaysOutOfRange, match=f"{days} days"):
            free_law(days=days, unit="calendar")


PENDING = replace(LAWS[1], unit="working", citation="AB 1821 of 2026", pending=True)


def test_a_pending_law_never_applies_by_itself():
    assert law_on("cpra", date(2027, 1, 4), (*LAWS, PENDING)) is LAWS[1]
    assert due_on(date(2026, 6, 9), law=PENDING) == date(2026, 6, 24)


def test_a_law_once_enacted_applies_from_its_day_and_not_before():
    laws = enacted(PENDING, on=date(2027, 1, 1), laws=(*LAWS, PENDING))
    assert law_on("cpra", date(2026, 12, 31), laws).unit == "calendar_rolled"
    assert law_on("cpra", date(2027, 1, 1), laws).citation == "AB 1821 of 2026"
    assert law_on("cpra", date(2022, 12, 31), laws) is LAWS[0]
    assert LAWS[1].valid_until is None


@pytest.mark.parametrize(
    "records_law, level, says",
    [
        ("none", "tribal", "a tribe is none"),
        ("none", "private", "a private body is none"),
        ("none", "federal", "not federal offices"),
        ("none", "city", "No records law"),
        ("", "city", "No records law"),
    ],
)
def test_a_body_that_no_law_binds_gets_no_date_and_the_reason(records_law, level, says):
    assert says in no_date_reason(records_law, level)


@pytest.mark.parametrize("records_law", ["cpra", "foia"])
def test_a_body_that_a_law_binds_gets_no_excuse(records_law):
    assert no_date_reason(records_law, "private") == ""


def test_two_versions_cannot_begin_on_one_day():
    with pytest.raises(AlreadyBegins, match="begins on 2023-01-01 already"):
        enacted(PENDING, on=date(2023, 1, 1))


STRIKE = Ground("strike", "a strike of the agency's staff", "Gov. Code § 7922.535(c)(7)")
WITH_STRIKE = enacted(
    replace(LAWS[1], grounds=(*LAWS[1].grounds, STRIKE), citation="a bill", pending=True),
    on=date(2027, 1, 1),
)


@pytest.mark.parametrize(
    "notice_on, lawful", [(date(2026, 12, 31), False), (date(2027, 1, 1), True)]
)
def test_the_day_of_the_notice_chooses_the_grounds_and_the_receipt_the_period(notice_on, lawful):
    """Received under the old version, extended under the new."""
    received_under = law_on("cpra", date(2026, 12, 22), WITH_STRIKE)
    grounds = grounds_for(received_under, notice_on, WITH_STRIKE)
    assert (STRIKE in grounds) == lawful
    assert grounds_for(LAWS[1], notice_on) == lawful_grounds("cpra", notice_on)


def test_a_law_of_ones_own_has_its_own_grounds_and_no_others():
    own = replace(free_law(days=5, unit="working"), grounds=(STRIKE,))
    assert grounds_for(own, date(2026, 6, 1)) == (STRIKE,)


def test_rules_know_a_ground_by_the_words_of_the_newest_law():
    rules = Rules(laws=WITH_STRIKE)
    assert rules.ground_words("strike") == "a strike of the agency's staff"
    assert rules.ground_words("held_elsewhere") == HELD_ELSEWHERE
    assert rules.ground_words("never heard of") == "never heard of"
    assert rules.law("cpra", date(2027, 1, 1)).citation == "a bill"
