"""Web pages: programs, nesting, spans, and tags that do not end."""

from tests.files.hostile.corpus import HEAD, ROWS, Cells, clean, hostile, plainly, refused

TABLE = "<table>" + "".join(
    "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS
) + "</table>"  # fmt: skip


def page(inside: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body>{inside}</body></html>".encode()


plainly("a page called a workbook.xls", clean(), page(TABLE))
plainly("a page called a CSV.csv", clean(), page(TABLE))
plainly("programs in the page.html", clean(),
        page('<script src="http://127.0.0.1:9/x.js"></script><script>document.write("<table>")</script>'
             f'<iframe src="file:///etc/passwd"></iframe><img src=x onerror="alert(1)">{TABLE}'
             '<object data="http://127.0.0.1:9/"></object><svg onload="alert(1)"></svg>',
             '<meta http-equiv="refresh" content="0; url=http://127.0.0.1:9/">'
             '<base href="http://127.0.0.1:9/"><link rel=stylesheet href="//127.0.0.1:9/x.css">'))  # fmt: skip
plainly("programs in the cells.html", Cells([HEAD, ["", "javascript:x", "4"]]),
        page("<table><tr><td>Agency<td>ORI<td>Violations<tr><td><script>alert(1)</script>"
             "<td onclick=alert(1)><a href='javascript:x'>javascript:x</a><td>4</table>"))  # fmt: skip
plainly("entities.html", Cells([HEAD, ["&lt;b&gt; & \ufffd \ufffd", "&nosuch;", "4"]]),
        page("<table><tr><td>Agency<td>ORI<td>Violations<tr><td>&amp;lt;b&amp;gt; &amp; &#0; "
             "&#xD800;<td>&nosuch;<td>4</table>"))  # fmt: skip
plainly("a DTD with entities.html", Cells([["]>"], HEAD, ["&j;", "x", "4"]]),
        b'<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY j "&a;&a;">]><table><tr><td>Agency<td>ORI<td>'
        b"Violations<tr><td>&j;<td>x<td>4</table>")  # fmt: skip
plainly("spans of any size.html", Cells([["Agency", "Violations"], ["A", "A"], ["A", "1"]]),
        page('<table><tr><td>Agency<td colspan="-1">Violations<tr><td rowspan="99999999999">A<td>A'
             '<tr><td colspan="x" rowspan="1e9">1</table>'))  # fmt: skip
plainly("cut off.html", Cells([*ROWS[:2], ["Davis PD", "CA0570100"]]), page(TABLE)[:-45])
plainly("a comment without an end.html", refused("no_table"), page(f"<!-- {TABLE}"))
plainly("a program without an end.html", refused("no_table"), page(f"<script>{TABLE}"))
plainly("no table.html", refused("no_table"), page("<p>We had no misuse in 2023."))
plainly("XML of a workbook.xls", refused("not_a_csv"),
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>')  # fmt: skip
plainly("says UTF-7.html", clean(), page(TABLE, "<meta charset=utf-7>"))
plainly("says rot13.html", clean(), page(TABLE, "<meta charset=rot13>"))
plainly("NUL bytes.html", Cells([["Agency", "Vio\ufffdlations"], ["A", "1"]]),
        page("<table><tr><td>Agency<td>Vio\x00lations<tr><td>A<td>1</table>"))  # fmt: skip


@hostile("tags in one another by the hundred thousand.html", clean())
def _() -> bytes:
    return page("<div>" * 300_000 + TABLE)


@hostile("tables in one another.html", refused("too_much"))
def _() -> bytes:
    return page("<table><tr><td>" * 100_000)


@hostile("spans over millions of cells.html", refused("too_much"))
def _() -> bytes:
    return page("<table>" + "<tr><td colspan=1000 rowspan=65534>x" * 10_000)


@hostile("a hundred thousand tables.html", refused("too_much"))
def _() -> bytes:
    return page(TABLE * 100_000)


@hostile("tags that do not end.html", refused("too_much"))
def _() -> bytes:
    return page("<a " * 2_000_000 + "<!" * 500_000)


@hostile("a tag with a million attributes.html", refused("too_much"))
def _() -> bytes:
    return page("<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">" + TABLE)


@hostile("an address of 20 MB.html", clean())
def _() -> bytes:
    return page('<img src="data:image/png;base64,' + "A" * 20_000_000 + '">' + TABLE)
