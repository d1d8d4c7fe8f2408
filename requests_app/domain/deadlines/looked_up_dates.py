"""Holidays that no rule of the civil calendar gives: a table with its source, and where it ends."""

from datetime import date

# Lunar New Year as observed in California (Gov. Code § 6700: the second new moon after the winter
# solstice, the third where a month is intercalated). Source: the conversion table of the Hong Kong
# Observatory, which California's own lists of state holidays follow.
LUNAR_NEW_YEAR: dict[int, date] = {
    day.year: day
    for day in (
        date(2023, 1, 22),
        date(2024, 2, 10),
        date(2025, 1, 29),
        date(2026, 2, 17),
        date(2027, 2, 6),
        date(2028, 1, 26),
        date(2029, 2, 13),
        date(2030, 2, 3),
        date(2031, 1, 23),
        date(2032, 2, 11),
        date(2033, 1, 31),
        date(2034, 2, 19),
        date(2035, 2, 8),
    )
}

# Diwali, the fifteenth day of Kartik (AB 268 of 2025). Source: the published almanac dates, the
# same in the `holidays` package's California list.
# *Verify* against the state's own list before relying on 2027: looked at a second time, by hand,
# it is 28 October. The new moon is on 29 October 2027 at 13:36 UT, 6:36 in the morning in
# California, so that the last sunset before it is there that of the 28th. The same count gives the
# day before in 2030 (new moon 13:17 in California) and 2031 (13:10). Only a § 6700 reading hangs on
# it: an arguable date, never the due date.
DIWALI: dict[int, date] = {
    day.year: day
    for day in (
        date(2026, 11, 8),
        date(2027, 10, 29),
        date(2028, 10, 17),
        date(2029, 11, 5),
        date(2030, 10, 26),
        date(2031, 11, 14),
        date(2032, 11, 2),
        date(2033, 10, 22),
        date(2034, 11, 10),
        date(2035, 10, 30),
    )
}

LOOKED_UP_UNTIL = min(max(LUNAR_NEW_YEAR), max(DIWALI))
PAST_THE_TABLE = (
    f"Lunar New Year and Diwali are looked up until {LOOKED_UP_UNTIL} only: the § 6700 reading of "
    "a later date leaves them out."
)
