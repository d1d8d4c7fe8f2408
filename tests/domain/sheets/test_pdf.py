"""Tables of PDF files: ruled and unruled, over pages, with all the text around them."""

import pytest
import typst

from requests_app.domain.sheets.reading import Sheet, read_sheets
from requests_app.domain.sheets.tables import FileRefused

LETTER = "#set page(width: 8.5in, height: 11in)\n#set text(size: 10pt)\n"
HEAD = "[Agency], [ORI], [Violations], [Suspended],"
ROWS = "[Fresno PD], [CA0100500], [1,234], [none], [LA County SO], [CA0190000], [\\>20], [],"


def pdf_of(source: str) -> bytes:
    return typst.compile((LETTER + source).encode())


def sheets(source: str) -> list[Sheet]:
    return read_sheets(pdf_of(source), max_bytes=10_000_000)


def rows(source: str) -> list[list[str]]:
    (sheet,) = sheets(source)
    return sheet.rows


def table(cells: str, *, columns: object = 4, given: str = "") -> str:
    return f"#table(columns: {columns}, {given} {cells})\n"


READ = [
    ["Agency", "ORI", "Violations", "Suspended"],
    ["Fresno PD", "CA0100500", "1,234", "none"],
    ["LA County SO", "CA0190000", ">20", ""],
]


@pytest.mark.parametrize(
    "given",
    [
        "",
        "stroke: none,",
        "stroke: none, align: (left, left, right, right),",
        "stroke: none, align: center, row-gutter: 6pt,",
        "stroke: (x, y) => (top: if y < 2 { 1pt } else { 0pt }),",
        "stroke: none, fill: (x, y) => if calc.odd(y) { luma(230) },",
    ],
    ids=["ruled", "unruled", "to the right", "centred", "rules above", "shaded"],
)
def test_a_table_is_read_whatever_parts_its_cells(given: str) -> None:
    assert rows(table(HEAD + ROWS, given=given)) == READ


@pytest.mark.parametrize("font", ["DejaVu Sans Mono", "New Computer Modern"])
def test_columns_nearer_to_each_other_than_words_are_told_by_the_blanks_of_the_file(font) -> None:
    names = "".join(f"[City of Fresno PD {n}], [CA{n:07d}], [{n * 371}], [{n}]," for n in range(9))
    source = f'#set text(font: "{font}")\n{table(HEAD + names, given="stroke: none, inset: 2pt,")}'
    assert rows(source) == [
        READ[0],
        *([f"City of Fresno PD {n}", f"CA{n:07d}", f"{n * 371}", f"{n}"] for n in range(9)),
    ]


def test_a_title_and_a_note_are_rows_of_their_own() -> None:
    (sheet,) = sheets(f"CLETS misuse 2023\n\n{table(HEAD + ROWS)}\nNote: as reported.")
    assert sheet.rows == [["CLETS misuse 2023"], *READ, ["Note: as reported."]]
    assert sheet.places == tuple(f"page 1, row {number}" for number in range(1, 6))
    assert (sheet.kind, sheet.name) == ("pdf", "page 1")


@pytest.mark.parametrize("given", ["", "stroke: none,"], ids=["ruled", "unruled"])
def test_a_table_that_goes_on_over_pages_is_one_sheet(given: str) -> None:
    many = "".join(f"[Agency {n} PD], [CA{n:07d}], [{n * 37}], [{n % 3}]," for n in range(120))
    foot = (
        '#set page(footer: [DOJ #h(1fr) Page #context counter(page).display("1 of 1", both: true)])'
    )
    (sheet,) = sheets(f"{foot}\nTitle\n{table(f'table.header({HEAD}),' + many, given=given)}")
    data = [row for row in sheet.rows if row[0].startswith("Agency ")]
    assert data == [[f"Agency {n} PD", f"CA{n:07d}", f"{n * 37}", f"{n % 3}"] for n in range(120)]
    assert [row for row in sheet.rows if row not in data][:2] == [["Title"], READ[0]]
    assert sheet.places[-1].startswith("page 4, row ")
    assert "“DOJ Page 1 of" in sheet.notes[-1], "what is left out is told"


@pytest.mark.parametrize("given", ["", "stroke: none,"], ids=["ruled", "unruled"])
def test_two_tables_are_two_sheets_each_with_the_text_above_it(given: str) -> None:
    one = table(HEAD + ROWS, given=given)
    two = table(
        "[Agency], [Answer], [Chico PD], [none], [Davis PD], [none]", columns=2, given=given
    )
    first, second = sheets(f"With cases\n\n{one}\n\n\nAgencies with none\n\n{two}")
    assert first.rows == [["With cases"], *READ]
    assert second.rows[0] == ["Agencies with none"]
    assert second.rows[1:] == [["Agency", "Answer"], ["Chico PD", "none"], ["Davis PD", "none"]]
    assert (first.name, second.name) == ("page 1", "page 1, table 2")


def test_another_table_on_the_next_page_is_another_sheet() -> None:
    one = table(HEAD + ROWS, given="stroke: none,")
    two = table("[Agency], [Answer], [Chico PD], [none], [Davis PD], [none]", columns=2,
                given="stroke: none,")  # fmt: skip
    found = sheets(f"{one}#pagebreak()\nAgencies with none\n{two}")
    assert [len(sheet.rows) for sheet in found] == [3, 4]


def test_a_cell_over_several_rows_is_in_each_and_one_over_columns_in_the_first() -> None:
    cells = (
        "table.cell(rowspan: 2)[Agency], table.cell(colspan: 2)[Outcomes], [Suspended], [Fired],"
        "table.cell(rowspan: 2)[Fresno PD], [1], [2], [3], [4],"
    )
    assert rows(table(cells, columns=3)) == [
        ["Agency", "Outcomes", ""],
        ["Agency", "Suspended", "Fired"],
        ["Fresno PD", "1", "2"],
        ["Fresno PD", "3", "4"],
    ]


def test_headings_and_names_over_several_lines_are_joined_and_said_to_be() -> None:
    cells = (
        "[Agency], [Misuse \\ found], [Sus- \\ pended],"
        "[Los Angeles County \\ Sheriff], [6,789], [24],"
        "[Fresno PD], [0], [none], [Chico PD], [2], [1],"
    )
    (sheet,) = sheets(table(cells, columns=3, given="stroke: none, row-gutter: 8pt,"))
    assert sheet.rows[0] == ["Agency", "Misuse found", "Sus- pended"]
    assert sheet.rows[1] == ["Los Angeles County Sheriff", "6,789", "24"]
    assert len(sheet.notes) == 2 and all("joined" in note for note in sheet.notes)


def test_a_column_filled_in_one_row_only_keeps_its_place() -> None:
    cells = "[Agency], [Found], [Resigned], [Fired]," + "".join(
        f"[Agency {n} Police Department], [{n}], [], [{n % 2}]," for n in range(30)
    )
    cells += "[Yuba County Sheriff], [1], [7], [0],"
    found = rows(table(cells, columns="(auto, 2cm, 2cm, 2cm)", given="stroke: none,"))
    assert found[-1] == ["Yuba County Sheriff", "1", "7", "0"]
    assert found[1] == ["Agency 0 Police Department", "0", "", "0"]


def test_columns_with_lines_and_rows_without_are_read_by_line() -> None:
    ends = "top: if y < 2 { 1pt } else { 0pt }, bottom: if y > 4 { 1pt } else { 0pt }"
    sides = f"stroke: (x, y) => (left: 1pt, right: 1pt, {ends}),"
    cells = "[Agency], [Found]," + "".join(f"[Agency {n}], [{n}]," for n in range(5))
    assert rows(table(cells, columns=2, given=sides)) == [
        ["Agency", "Found"], *([f"Agency {n}", f"{n}"] for n in range(5)),
    ]  # fmt: skip


def test_turned_headings_are_read_and_a_stamp_across_the_page_is_told() -> None:
    turned = "rotate(-90deg, reflow: true)[Violations], rotate(90deg, reflow: true)[Let go],"
    stamp = "#place(center + horizon, rotate(-45deg, text(80pt, fill: gray)[DRAFT]))\n"
    (sheet,) = sheets(stamp + table(f"[Agency], {turned} [Fresno PD], [1], [2],", columns=3))
    assert sheet.rows == [["Agency", "Violations", "Let go"], ["Fresno PD", "1", "2"]]
    assert sheet.notes == ("Text across page 1 is in no row: DRAFT",)


def test_a_letter_of_many_lines_keeps_those_near_the_table_and_tells_the_others() -> None:
    (sheet,) = sheets(f"#lorem(500)\n\n{table(HEAD + ROWS)}")
    assert sheet.rows[25:] == READ and "more lines of text above" in sheet.notes[0]
    assert "Lorem ipsum" in sheet.notes[0]


SCAN = "#rect(fill: gray, width: 5cm, height: 5cm)"


@pytest.mark.parametrize(
    ("source", "defect", "words"),
    [
        (SCAN, "needs_transcription", "a scan"),
        ("We had no misuse in 2023.", "no_table", "read it"),
        ("#lorem(300)", "no_table", "no table"),
    ],
    ids=["scan", "a sentence", "a letter"],
)
def test_what_holds_no_table_is_refused_with_what_to_do(source, defect, words) -> None:
    with pytest.raises(FileRefused, match=words) as refusal:
        sheets(source)
    assert refusal.value.defect == defect
