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
    Statute,
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


def test_5_usc_552_a_6_is_twenty_working_days_and_ten_more_once():
    law = law_on("foia", date(2026, 6, 9))
    assert (law.days, law.unit, law.calendar) == (20, "working", "federal")
    assert (law.extension_days, law.extension_times) == (10, 1)


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
    with pytest.raises(UnknownUnit) as refused:
        free_law(days=2, unit="fortnights")
    assert str(refused.value) == (
        "Unit 'fortnights': a period is counted in calendar_rolled, calendar, working."
    )
    for days in (-1, MOST_DAYS + 1):
        with pytest.raises(DaysOutOfRange, match=f"^{days} days: a free law's .* 0 to 366 days.$"):
            free_law(days=days, unit="calendar")
    assert free_law(days=366, unit="calendar").days == 366


def test_a_free_law_says_of_itself_what_was_entered():
    own = "a free law: 3 days, calendar rolled"
    off = frozenset({date(2026, 6, 22)})
    assert free_law(days=3, unit="calendar_rolled", holidays=off) == Statute(
        key="free",
        name="law of your own",
        citation=own,
        valid_from=None,
        valid_until=None,
        days=3,
        unit="calendar_rolled",
        calendar="own",
        rival_calendar="",
        extension_days=366,
        extension_times=1,
        extension_citation=own,
        grounds=(),
        source="as entered",
        counting_citation=own,
        rolling_citation=own,
        closures_citation=own,
        own_holidays=off,
    )


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


BOUND = "The Public Records Act binds state and local bodies of California"


@pytest.mark.parametrize(
    "records_law, level, says",
    [
        (
            "none",
            "tribal",
            f"{BOUND} (Gov. Code § 7920.525); a tribe is none, so no statutory date applies.",
        ),
        (
            "none",
            "private",
            f"{BOUND} (Gov. Code § 7920.525); a private body is none: no statutory date applies.",
        ),
        (
            "none",
            "federal",
            f"{BOUND}, not federal offices; without the federal FOIA there is no date to count.",
        ),
        ("none", "city", "No records law with a date is recorded for this body (none)."),
        ("", "city", "No records law with a date is recorded for this body (none)."),
        ("texas", "city", "No records law with a date is recorded for this body (texas)."),
    ],
)
def test_a_body_that_no_law_binds_gets_no_date_and_the_reason(records_law, level, says):
    assert no_date_reason(records_law, level) == says


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


def test_a_law_enacted_between_two_versions_ends_where_the_next_begins():
    begun = enacted(PENDING, on=date(2020, 7, 1))[-1]
    assert begun == replace(
        PENDING, valid_from=date(2020, 7, 1), valid_until=date(2022, 12, 31), pending=False
    )


def test_a_law_is_enacted_among_the_laws_that_were_given():
    ours = replace(LAWS[1], key="ours")
    closed, begun = enacted(replace(ours, pending=True), on=date(2027, 1, 1), laws=(ours,))
    assert (closed.valid_until, begun.valid_from) == (date(2026, 12, 31), date(2027, 1, 1))


def test_the_own_grounds_of_a_law_have_their_days_too():
    ground = replace(STRIKE, valid_from=date(2026, 6, 1), valid_until=date(2026, 6, 30))
    own = replace(free_law(days=5, unit="working"), grounds=(ground,))
    lawful = [
        bool(grounds_for(own, date(2026, *day))) for day in ((5, 31), (6, 1), (6, 30), (7, 1))
    ]
    assert lawful == [False, True, True, False]


def test_a_law_that_was_not_in_force_is_refused_with_those_that_are_known():
    with pytest.raises(UnknownLaw) as refused:
        law_on("mars", date(2026, 1, 1))
    assert str(refused.value) == (
        "No law 'mars' was in force on 2026-01-01; known laws: cpra, foia, free (days, unit and "
        "holidays of your own) and none."
    )


def test_rules_know_every_ground_of_a_law_as_its_newest_version_says_it():
    grounds = Rules(laws=WITH_STRIKE).grounds("cpra")
    assert list(grounds) == [*FOUR, "emergency", "cyberattack", "strike"]
    assert "directly affects" in grounds["emergency"].words
    assert list(Rules().grounds("foia")) == ["held_elsewhere", "voluminous", "consultation"]


CITATIONS = {
    date(2022, 6, 1): [f"Gov. Code § 6253(c)({number})" for number in (1, 2, 3, 4)],
    date(2025, 6, 1): [
        *(f"Gov. Code § 7922.535(c)({number})" for number in (1, 2, 3, 4)),
        "Gov. Code § 7922.535(c)(5) (SB 1034 of 2024)",
    ],
    date(2026, 6, 1): [
        *(f"Gov. Code § 7922.535(c)({number})" for number in (1, 2, 3, 4, 5)),
        "Gov. Code § 7922.535(c)(6) (AB 370 of 2025)",
    ],
}


@pytest.mark.parametrize("notice_on", CITATIONS)
def test_each_ground_is_cited_by_its_number(notice_on):
    grounds = lawful_grounds("cpra", notice_on)
    assert [ground.citation for ground in grounds] == CITATIONS[notice_on]
