"""Several tables on one sheet: where they are parted, and where one table stays one."""

import io

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.misuse_data.reading.files import sheets_of
from requests_app.domain.misuse_data.reading.parts import MOST_ROWS, Part, parts_of
from requests_app.domain.sheets.tables import Row

HEAD = ["Agency", "Year", "Violations"]
FRESNO, OAKLAND = ["Fresno PD", "2022", "4"], ["Oakland PD", "2023", "7"]
OTHER, KERN = ["Department", "Complaints", "Suspended"], ["Kern SO", "3", "1"]
NOTHING = ["", "", ""]


def side_by_side(left, right, between=1):
    longest = max(len(left), len(right))
    left, right = (side + [NOTHING] * (longest - len(side)) for side in (left, right))
    return [[*one, *[""] * between, *other] for one, other in zip(left, right, strict=True)]


def where(rows):
    return [str(part) for part in parts_of(rows)]


def test_a_table_below_another_begins_at_its_headings_after_a_blank_row():
    rows = [HEAD, FRESNO, OAKLAND, NOTHING, OTHER, KERN]
    assert where(rows) == ["rows 1–3, columns A–C", "rows 5–6, columns A–C"]


def test_the_lines_over_a_table_are_its_own_and_a_remark_stays_with_the_one_above():
    remark, title = ["Reported by hand", "", ""], ["Complaints of 2022", "", ""]
    rows = [HEAD, FRESNO, NOTHING, remark, NOTHING, title, OTHER, KERN]
    assert where(rows) == ["rows 1–4, columns A–C", "rows 6–8, columns A–C"]


def test_tables_beside_one_another_are_parted_at_a_blank_column():
    rows = side_by_side([HEAD, FRESNO, OAKLAND], [OTHER, KERN])
    assert where(rows) == ["rows 1–3, columns A–C", "rows 1–2, columns E–G"]


def test_a_table_may_begin_in_another_row_than_its_neighbour():
    rows = side_by_side([NOTHING, HEAD, FRESNO, OAKLAND], [OTHER, KERN], between=3)
    assert where(rows) == ["rows 2–4, columns A–C", "rows 1–2, columns G–I"]


def test_two_whole_tables_that_touch_are_parted_where_the_second_names_its_agencies():
    rows = side_by_side([HEAD, FRESNO], [OTHER, KERN], between=0)
    assert where(rows) == ["rows 1–2, columns A–C", "rows 1–2, columns D–F"]


def test_two_lists_of_names_are_parted():
    rows = [["Agency", "", "Agency"], ["Fresno PD", "", "Kern SO"], ["Oakland PD", "", ""]]
    assert where(rows) == ["rows 1–3, columns A–A", "rows 1–2, columns C–C"]


def test_the_same_headings_over_another_year_begin_a_table():
    head, row = ["Agency", "Violations"], ["Fresno PD", "4"]
    rows = [["CY 2022", ""], head, row, ["", ""], ["CY 2023", ""], head, row]
    assert where(rows) == ["rows 1–3, columns A–B", "rows 5–7, columns A–B"]


@pytest.mark.parametrize(
    "rows",
    [
        [HEAD, FRESNO, NOTHING, OAKLAND],
        [HEAD, FRESNO, NOTHING, HEAD, OAKLAND],
        [["Violations", "", ""], HEAD, FRESNO, ["Violations", "", ""], HEAD, OAKLAND],
        [["Agency", "", "Violations"], ["Fresno PD", "", "4"]],
        [["Agency", "Year", "", "Measure", "Value"], ["Fresno PD", "2023", "", "violations", "4"]],
        [["County", "Agency", "ORI", "Violations"], ["Fresno", "Fresno PD", "CA0100500", "4"]],
        [["Agency", "Violations", "", "Remarks"], ["Fresno PD", "4", "", "by hand"]],
        [[*HEAD, "Agency"], [*FRESNO, "Fresno PD"]],
        [HEAD, *[FRESNO] * MOST_ROWS, NOTHING, OTHER, KERN],
        [],
        [[]],
    ],
    ids=[
        "blank row", "headings again", "the same title again", "spacer", "long with a spacer",
        "name and ORI", "remarks", "name again at the end", "too long", "nothing", "blank",
    ],
)  # fmt: skip
def test_one_table_stays_one(rows):
    assert parts_of(rows) == []


def test_rows_and_columns_keep_the_numbers_of_their_sheet():
    text = "\n".join(map(",".join, side_by_side([HEAD, FRESNO], [OTHER, KERN])))
    _, right = sheets_of(io.BytesIO(text.encode()), max_bytes=10_000)
    assert (right.name, right.number, str(right.part)) == (
        "table 2", 1, "rows 1–2, columns E–G",
    )  # fmt: skip
    begun = right.begin()
    assert (begun.header_row, begun.columns) == (1, ("Department", "Complaints", "Suspended"))
    assert list(begun.entries())[-1] == Row(2, ("Kern SO", "3", "1"))


LEFT = "[Agency], [Investigations], [Fresno PD], [4], [Oakland PD], [17], [Kern SO], [6],"
RIGHT = "[Department], [Complaints], [Marin SO], [3], [Napa PD], [11], [Yolo SO], [8],"


@pytest.mark.parametrize("inset", ["5pt", "6.5pt"], ids=["rows level", "rows of other heights"])
def test_tables_without_lines_beside_one_another_on_a_page_are_two(inset):
    one, other = (
        f"table(columns: 2, stroke: none, inset: {inset_of}, align: (left, right), {cells})"
        for inset_of, cells in (("5pt", LEFT), (inset, RIGHT))
    )
    page = typst.compile(f"#grid(columns: 2, gutter: 60pt, {one}, {other})".encode())
    left, right = sheets_of(io.BytesIO(page), max_bytes=1_000_000)
    assert [row.cells for row in left.begin().entries() if isinstance(row, Row)] == [
        ("Fresno PD", "4"), ("Oakland PD", "17"), ("Kern SO", "6"),
    ]  # fmt: skip
    assert [row.cells for row in right.begin().entries() if isinstance(row, Row)] == [
        ("Marin SO", "3"), ("Napa PD", "11"), ("Yolo SO", "8"),
    ]  # fmt: skip


def test_more_tables_than_anybody_maps_are_one_and_that_is_told():
    rows = [row for n in range(30) for row in (HEAD, FRESNO, NOTHING, OTHER, KERN, NOTHING)]
    text = "\n".join(map(",".join, rows))
    [sheet] = sheets_of(io.BytesIO(text.encode()), max_bytes=10_000)
    assert sheet.part is None
    assert sheet.notes == ("60 tables seem to stand here; more than 40 are read as one.",)


cells = st.sampled_from(["", "", "Agency", "Violations", "2023", "4", "Kern SO", "Year", "a note"])
sheets = st.lists(st.lists(cells, min_size=7, max_size=7), max_size=12)


@given(sheets)
def test_every_cell_is_in_one_table_and_in_no_two(rows):
    parts = parts_of(rows) or [Part(0, len(rows), 0, 7)]
    filled = {(n, m) for n, row in enumerate(rows) for m, cell in enumerate(row) if cell}
    found = [
        (n, m)
        for part in parts
        for n in range(part.top, part.bottom)
        for m in range(part.left, part.right)
    ]
    assert filled <= set(found)
    assert len(set(found)) == len(found)
