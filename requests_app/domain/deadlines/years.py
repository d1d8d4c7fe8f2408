"""The calendar years that anything here is about. Pure, and the one home of the two numbers.

For earlier ones no law, holiday or figure is known; a later one is a slip of the keyboard.
"""

FIRST_YEAR, LAST_YEAR = 1990, 2100


def is_year_of_ours(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR
