"""Holidays against the golden tables, and the rules one by one."""

from datetime import date

import pytest

from requests_app.domain.deadlines.holiday_rules import FEDERAL, JUDICIAL, SECTION_6700
from requests_app.domain.deadlines.holidays import (
    LOOKED_UP_UNTIL,
    Holiday,
    federal,
    holidays_in,
    judicial,
    section_6700,
)
from requests_app.domain.deadlines.looked_up_dates import DIWALI, LUNAR_NEW_YEAR
from tests.domain.deadlines import golden, plain


def on_weekdays(days):
    return sorted(day.strftime("%m-%d") for day in days if day.weekday() < 5)


@pytest.mark.parametrize("year", golden.JUDICIAL)
def test_judicial_holidays_of_ccp_135_and_rule_1_11(year):
    assert on_weekdays(judicial(year)) == golden.JUDICIAL[year].split()


@pytest.mark.parametrize("year", golden.SECTION_6700)
def test_holidays_of_gov_code_6700_for_the_state(year):
    assert on_weekdays(section_6700(year, "state")) == golden.SECTION_6700[year].split()


@pytest.mark.parametrize("year", golden.SECTION_6700)
@pytest.mark.parametrize("level", ["local", "county", "city", "school", "district"])
def test_holidays_of_gov_code_6700_for_a_local_body(year, level):
    left_out = golden.LOCAL_ONLY_IF_ADOPTED[year].split()
    expected = [day for day in golden.SECTION_6700[year].split() if day not in left_out]
    assert on_weekdays(section_6700(year, level)) == expected


@pytest.mark.parametrize("year", golden.FEDERAL)
def test_federal_holidays_of_5_usc_6103(year):
    assert on_weekdays(federal(year)) == golden.FEDERAL[year].split()


def test_a_local_body_has_what_it_adopted():
    adopted = frozenset({"king"})
    assert section_6700(2026, "city", adopted)[date(2026, 1, 19)] == "Martin Luther King Jr. Day"
    assert date(2026, 3, 31) not in section_6700(2026, "city", adopted)


@pytest.mark.parametrize(
    "day, name",
    [
        (date(2025, 3, 31), "Cesar Chavez Day"),
        (date(2026, 3, 31), "Farmworkers Day"),
        (date(2026, 7, 3), "Independence Day (observed)"),
        (date(2026, 7, 4), "Independence Day"),
        (date(2026, 11, 27), "the day after Thanksgiving"),
        (date(2021, 12, 31), "New Year's Day (observed)"),
        (date(2026, 6, 19), "Juneteenth"),
    ],
)
def test_judicial_holidays_have_the_name_of_their_year(day, name):
    assert judicial(day.year)[day] == name


@pytest.mark.parametrize(
    "calendar, by",
    [
        ("judicial", "Code Civ. Proc. § 135"),
        ("section_6700", "Gov. Code § 6700"),
        ("federal", "5 U.S.C. § 6103"),
    ],
)
def test_every_holiday_of_2026_has_its_name_and_its_act(calendar, by):
    found = [
        (day.strftime("%m-%d"), holiday.name, holiday.since, holiday.citation)
        for day, holiday in holidays_in(calendar, 2026).items()
    ]
    assert found == [
        (day, name, since, by + act) for day, name, since, act in golden.NAMES_2026[calendar]
    ]


@pytest.mark.parametrize(
    "calendar, day, first_year",
    [
        (judicial, (3, 31), 2001),
        (judicial, (6, 19), 2023),
        (section_6700, (3, 31), 2001),
        (section_6700, (6, 19), 2023),
        (section_6700, (4, 24), 2023),
        (federal, (6, 19), 2021),
    ],
)
def test_a_holiday_begins_in_the_year_of_its_act(calendar, day, first_year):
    assert date(first_year - 1, *day) not in calendar(first_year - 1)
    assert date(first_year, *day) in calendar(first_year)


def test_native_american_day_took_the_place_of_columbus_day_in_the_courts_only():
    assert judicial(2021)[date(2021, 10, 11)] == "Columbus Day"
    assert date(2021, 9, 24) not in judicial(2021)
    assert date(2022, 10, 10) not in judicial(2022)
    assert judicial(2022)[date(2022, 9, 23)] == "Native American Day"
    assert section_6700(2022)[date(2022, 10, 10)] == "Columbus Day"
    assert date(2014, 9, 26) not in section_6700(2014)
    assert date(2015, 9, 25) in section_6700(2015)


def test_a_holiday_says_since_when_and_by_which_act():
    juneteenth = holidays_in("judicial", 2026)[date(2026, 6, 19)]
    assert (juneteenth.since, juneteenth.citation) == (2023, "Code Civ. Proc. § 135 (AB 1655)")
    observed = holidays_in("judicial", 2026)[date(2026, 7, 3)]
    assert observed.citation == "Code Civ. Proc. § 135; Cal. Rules of Court, rule 1.11"


def test_offices_are_open_on_court_only_days():
    open_days = {
        d.strftime("%m-%d") for d, h in holidays_in("judicial", 2026).items() if h.offices_open
    }
    assert open_days == {"02-12", "06-19", "07-03", "09-25"}
    assert not holidays_in("judicial", 2023)[date(2023, 11, 10)].offices_open
    # 4 July on a Sunday: on the Monday the offices are closed as well.
    assert not holidays_in("judicial", 2027)[date(2027, 7, 5)].offices_open


def test_looked_up_dates_are_those_of_the_almanac_without_a_gap_and_end_together():
    assert list(LUNAR_NEW_YEAR) == list(range(2023, LOOKED_UP_UNTIL + 1))
    assert list(DIWALI) == list(range(2026, LOOKED_UP_UNTIL + 1))
    assert [str(day) for day in LUNAR_NEW_YEAR.values()] == plain.LUNAR_NEW_YEAR
    assert [str(day) for day in DIWALI.values()] == plain.DIWALI
    assert "Diwali" not in section_6700(LOOKED_UP_UNTIL + 1).values()


def test_two_holidays_on_one_day_keep_both_names():
    assert holidays_in("section_6700", 2034)[date(2034, 11, 10)] == Holiday(
        "Diwali and Veterans Day (observed)",
        None,
        "Gov. Code § 6700 (AB 268); Gov. Code § 6700; Gov. Code § 6701",
    )


def test_every_rule_has_a_key_once_per_year():
    for rules in (JUDICIAL, SECTION_6700, FEDERAL):
        for year in (1990, 2019, 2026, 2100):
            keys = [rule.key for rule in rules if rule.holds_in(year)]
            assert len(keys) == len(set(keys))
