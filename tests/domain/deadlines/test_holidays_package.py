"""Why stock holiday packages will not do: every difference from `holidays`, explained."""

from collections import defaultdict

import pytest

from requests_app.domain.deadlines.holidays import judicial, section_6700

package = pytest.importorskip("holidays", reason="the cross-check wants the holidays package")

# (calendar, who has the day, its name) -> why; on weekdays of 2019-2030.
DIFFERENCES = {
    ("judicial", "ours", "Columbus Day"): "judicial until 2021 (AB 855); the package has none",
    ("judicial", "ours", "Lincoln Day"): "Code Civ. Proc. § 135; the package ends it in 2009",
    ("judicial", "ours", "Lincoln Day (observed)"): "the same, moved by rule 1.11",
    ("judicial", "ours", "Native American Day"): "judicial since 2022; the package has none",
    ("judicial", "ours", "Farmworkers Day (observed)"): "rule 1.11 moves Saturdays too",
    ("judicial", "theirs", "Susan B. Anthony Day"): "a day of remembrance, no day off",
    (
        "judicial",
        "theirs",
        "Juneteenth National Independence Day (observed)",
    ): "federal before 2023",
    ("judicial", "theirs", "Diwali"): "§ 6700 only, no judicial holiday",
    ("§ 6700", "ours", "Lincoln Day"): "§ 6700; the package ends it in 2009",
    ("§ 6700", "ours", "Lincoln Day (observed)"): "§ 6701, Sunday to Monday",
    ("§ 6700", "ours", "Columbus Day"): "§ 6700 keeps it; the package has none",
    ("§ 6700", "ours", "Native American Day"): "§ 6700 since 2015; the package has none",
    ("§ 6700", "ours", "Admission Day"): "§ 6700; the package has none",
    ("§ 6700", "ours", "Admission Day (observed)"): "the same, on a Sunday (§ 6701)",
    ("§ 6700", "ours", "Genocide Remembrance Day"): "§ 6700 since 2023; the package has none",
    ("§ 6700", "ours", "Lunar New Year"): "§ 6700 since 2023; the package has none",
    ("§ 6700", "theirs", "Day After Thanksgiving"): "a judicial holiday, not of § 6700",
    ("§ 6700", "theirs", "Susan B. Anthony Day"): "a day of remembrance, no day off",
    ("§ 6700", "theirs", "Independence Day (observed)"): "§ 6701 moves no 4 July off a Saturday",
    ("§ 6700", "theirs", "Christmas Day (observed)"): "§ 6701 moves no 25 December off a Saturday",
    ("§ 6700", "theirs", "New Year's Day (observed)"): "§ 6701 moves no 1 January off a Saturday",
    (
        "§ 6700",
        "theirs",
        "Juneteenth National Independence Day (observed)",
    ): "§ 6700 has 19 June from 2023, and § 6701 never moves it",
}


def test_every_difference_from_the_holidays_package_is_explained():
    found = defaultdict(list)
    for calendar, ours_in in (("judicial", judicial), ("§ 6700", section_6700)):
        for year in range(2019, 2031):
            ours = {d: n for d, n in ours_in(year).items() if d.weekday() < 5}
            theirs = {
                d: n
                for d, n in package.US(subdiv="CA", years=year).items()
                if d.weekday() < 5 and d.year == year
            }
            for day in ours.keys() - theirs.keys():
                found[calendar, "ours", ours[day]].append(day)
            for day in theirs.keys() - ours.keys():
                found[calendar, "theirs", theirs[day]].append(day)
    for key, days in sorted(found.items()):
        why = DIFFERENCES.get(key, "NOT EXPLAINED")
        print(*key, f"({len(days)} days):", why, sep=" | ")
    assert set(found) == set(DIFFERENCES)
