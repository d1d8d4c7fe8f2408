"""What is shown of a column whose meaning is asked for."""

from requests_app.domain.sheets.tables import Table

SAMPLES = 3  # first values shown under a column's name
LONGEST = 30  # characters of each


def first_values(table: Table, position: int) -> str:
    values = [row.cells[position] for row in table.rows[:SAMPLES]]
    return ", ".join(value[:LONGEST] if value else "(blank)" for value in values)
