"""Tables of web pages: spans, nesting, what is around them, and nothing of the page is run."""

import pytest

from requests_app.domain.sheets.reading import Sheet, read_sheets
from requests_app.domain.sheets.tables import FileRefused

PLAIN = "<tr><th>Agency<th>Violations<tr><td>Fresno&nbsp;PD<td>1,234"
READ = [["Agency", "Violations"], ["Fresno PD", "1,234"]]


def sheets(page: str | bytes) -> list[Sheet]:
    content = page if isinstance(page, bytes) else f"<!doctype html>{page}".encode()
    return read_sheets(content, max_bytes=10_000_000)


def rows(page: str | bytes) -> list[list[str]]:
    (sheet,) = sheets(page)
    return sheet.rows


def test_text_around_a_table_is_rows_of_their_own_with_their_places() -> None:
    page = f"<h1>Misuse <b>2023</b></h1><table><caption>Cases</caption>{PLAIN}</table><p>Note: x"
    (sheet,) = sheets(page)
    assert sheet.rows == [["Misuse 2023"], ["Cases"], *READ, ["Note: x"]]
    assert sheet.places[2:] == ("table 1, row 1", "table 1, row 2", "below table 1")
    assert (sheet.kind, sheet.name) == ("html", "table 1")


def test_spans_are_expanded_as_those_of_a_workbook() -> None:
    page = """<table><tr><th rowspan=2>Agency<th colspan=2>Outcomes<tr><th>Suspended<th>Fired
    <tr><td rowspan=0>Fresno PD<td>1<td>2<tr><td>3<td>4</table>"""
    assert rows(page) == [
        ["Agency", "Outcomes", ""],
        ["Agency", "Suspended", "Fired"],
        ["Fresno PD", "1", "2"],
        ["Fresno PD", "3", "4"],
    ]


def test_a_table_inside_a_cell_is_a_sheet_of_its_own_and_said_to_be() -> None:
    inner = "<table><tr><td>a<td>b</table>"
    outer, nested = sheets(f"<table>{PLAIN}{inner}<tr><td>Davis PD<td>2</table>")
    assert outer.rows == [*READ, ["Davis PD", "2"]] and nested.rows == [["a", "b"]]
    assert "a sheet of its own" in outer.notes[0]


def test_a_table_that_only_lays_out_the_page_is_lines_of_text() -> None:
    page = f"<table><tr><td>DOJ<td><table>{PLAIN}</table><tr><td>Imprint</table>"
    assert rows(page) == [["DOJ"], *READ, ["Imprint"]]


def test_what_the_page_hides_is_read_and_said_to_be_hidden() -> None:
    (sheet,) = sheets(f'<table>{PLAIN}<tr style="display: none"><td>Old PD<td>9</table>')
    assert sheet.rows[-1] == ["Old PD", "9"] and "1 of its rows or cells" in sheet.notes[0]


def cell(markup: str) -> str:
    page = f"<table><tr><th>Agency<th>Violations<tr><td>Fresno PD<td>{markup}</table>"
    return rows(page)[1][1]


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("7<sup>1</sup>", "7¹"),
        ("7<SUP><a href='#1'>12</a></SUP>", "7¹²"),
        ("7<sup>(1)</sup>", "7¹"),
        ("7<sup>1, 2</sup>", "7¹,²"),
        ("7<sup>a</sup>", "7[a]"),
        ("7<sup>*</sup>", "7*"),
        ("7<sup>1", "7¹"),
        ('7<span style="vertical-align:super">1</span>', "7¹"),
        ("<p>7<sup>1</sup></p>", "7¹"),
        ("1<sup>st</sup> District", "1st District"),
        ("7<sup>1.5</sup>", "7 1.5"),
        ("<s>9</s>3", "9 3"),
        ("7<sub>1</sub>", "7 1"),
        ("<b>7</b>1", "71"),
    ],
)
def test_what_is_raised_or_struck_through_is_no_digit_of_the_number(markup, read) -> None:
    assert cell(markup) == read


def test_a_raised_mark_leads_the_note_below_the_table() -> None:
    assert rows(f"<table>{PLAIN}</table><p><sup>1</sup> preliminary</p>")[-1] == ["¹ preliminary"]


@pytest.mark.parametrize(
    "markup",
    [
        '<span style="display:none">9</span>3',
        '<span style="display: none"><b>9</b>8<br></span>3',
        "<span style='visibility:hidden'>9</span>3",
        "<i hidden>9</i>3",
        "<p hidden>9<p>3",
        "<div hidden><div>9</div>8</div>3",
        "3<span hidden>9",
        "3<sup hidden>9</sup>",
    ],
)
def test_text_that_is_hidden_inside_a_cell_is_not_read_and_said_to_be(markup) -> None:
    (sheet,) = sheets(f"<table><tr><th>Agency<th>Violations<tr><td>A PD<td>{markup}</table>")
    assert sheet.rows[1] == ["A PD", "3"]
    assert any("hidden in the page; not read" in note for note in sheet.notes)


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("Fresno Police De<span style='display:none'>partment</span>", "Fresno Police Department"),
        ("7<span style='display:none'>1</span>", "7 1"),
    ],
)
def test_words_that_excel_hides_as_too_wide_for_their_column_are_read(markup, read) -> None:
    head = '<html xmlns:x="urn:schemas-microsoft-com:office:excel">'
    page = f"{head}<table><tr><td>Agency<td>Cases<tr><td>x<td>{markup}</table>"
    assert rows(page)[1][1] == read


def test_a_hidden_tag_ends_with_its_cell() -> None:
    page = "<table><tr><td>Agency<td>Cases<tr><td>A PD<span hidden>x<td>3<tr><td>B PD<td>4</table>"
    assert rows(page)[1:] == [["A PD", "3"], ["B PD", "4"]]


def test_tags_without_end_inside_one_another_are_refused() -> None:
    with pytest.raises(FileRefused, match="stand in one another"):
        sheets(f"<table><tr><td>{'<i hidden>' * 300}x<td>1</table>")


def test_programs_and_styles_are_no_text() -> None:
    page = f"<script>'<table><tr><td>x<td>y</table>'</script><style>td{{}}</style><table>{PLAIN}"
    assert rows(page) == READ


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "utf-8"),
        ("", "utf-8-sig"),
        ("", "utf-16"),
        ("", "cp1252"),
        ("<meta charset=latin2>", "iso8859-2"),
        ("<meta charset=utf-8>", "cp1252"),
        ("<meta charset=no-such>", "utf-8"),
    ],
)
def test_the_encoding_is_found_whatever_the_page_says_of_itself(declared, encoding) -> None:
    page = f"<html>{declared}<table><tr><td>Agency<td>é<tr><td>x<td>1</table>"
    assert rows(page.encode(encoding))[0] == ["Agency", "é"]


def test_a_workbook_saved_as_a_web_page_is_told_by_its_content() -> None:
    excel = f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>{PLAIN}</table>'
    assert read_sheets(excel.encode(), max_bytes=10_000, name="2023.xls")[0].rows == READ


@pytest.mark.parametrize(
    ("page", "defect"),
    [
        ("<p>We had no misuse.", "no_table"),
        ("<table><tr><td> <td></table>", "no_table"),
        ("<table><tr><td>" * 60, "too_much"),
        ("<table>" + "<tr><td rowspan=65534 colspan=1000>x" * 4_000, "too_much"),
    ],
    ids=["words", "blank", "deep", "wide"],
)
def test_what_holds_no_table_or_too_much_of_one_is_refused(page, defect) -> None:
    with pytest.raises(FileRefused) as refusal:
        sheets(page)
    assert refusal.value.defect == defect and str(refusal.value).endswith(".")


def test_other_xml_is_refused_with_what_to_do() -> None:
    with pytest.raises(FileRefused, match="XML: save it as"):
        sheets(b'<?xml version="1.0"?><Workbook/>')
