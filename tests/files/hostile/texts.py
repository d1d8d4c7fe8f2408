"""Delimited text: encodings, quotes, sizes, and cells that are no plain words."""

from tests.files.hostile.corpus import (
    CSV,
    HEAD,
    ROWS,
    Cells,
    Size,
    clean,
    hostile,
    plainly,
    refused,
)

plainly("utf-16-le with a mark.csv", clean(), b"\xff\xfe" + CSV.encode("utf-16-le"))
plainly("utf-16-be with a mark.csv", clean(), b"\xfe\xff" + CSV.encode("utf-16-be"))
plainly("utf-16-le without a mark.csv", clean(), CSV.encode("utf-16-le"))
plainly("utf-16-be without a mark.csv", clean(), CSV.encode("utf-16-be"))
plainly("utf-16 cut in a character.csv", refused("encoding"), CSV.encode("utf-16")[:-1])
plainly("utf-32.csv", clean(), CSV.encode("utf-32"))
plainly("two marks.csv", Cells([["\ufeffAgency", *HEAD[1:]], *ROWS[1:]]),
        b"\xef\xbb\xbf\xef\xbb\xbf" + CSV.encode())  # fmt: skip
plainly("NUL bytes.csv", refused("not_a_csv"), CSV.replace("4", "4\x00").encode())
plainly("nothing but NUL.csv", refused("not_a_csv"), bytes(5000))
plainly("nothing but blanks.csv", refused("empty"), b" \r\n\t" * 1000)
plainly("nothing.csv", refused("empty"), b"")
plainly("a mark alone.csv", refused("empty"), b"\xff\xfe")
plainly("noise.csv", refused("not_a_csv"), bytes(range(1, 256)) * 40 + b"\x00")

# UTF-8 in one row and Windows-1252 in the next: each is read as what it is.
MIXED = "Agency,Violations\r\nCañada College,4\r\n".encode() + "Peña PD,7\r\n".encode("cp1252")
plainly("mixed encodings.csv",
        Cells([["Agency", "Violations"], ["Cañada College", "4"], ["Peña PD", "7"]]), MIXED)  # fmt: skip

plainly(
    "open quotation mark.csv", refused("broken_quoting"), (CSV + '"Chico PD,CA0040200,3').encode()
)
plainly(
    "quotation mark in a cell.csv", refused("broken_quoting"), (CSV + '"Chico"PD,CA,3').encode()
)
plainly("rows of any width.csv", Cells([["A", "B"], ["1"], [], ["1", "2", "3", "4"], ["x", "2"]]),
        b"A,B\n1\n\n1,2,3,4\nx,2\n")  # fmt: skip
plainly("old Mac line ends.csv", clean(), CSV.replace("\r\n", "\r").encode())

FORMULAS = [
    '=HYPERLINK("http://example.org","Fresno PD")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1",
    "-12",
    "-2+3",
    "\t=1+1",
    "=1+1",
    "＝1+1",
]
OF_FORMULAS = [HEAD, *([formula, "CA0100500", "-12"] for formula in FORMULAS)]


def quoted(rows: list[list[str]]) -> bytes:
    cells = (",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "".join(line + "\r\n" for line in cells).encode()


plainly("formulas as agency names.csv", Cells(OF_FORMULAS), quoted(OF_FORMULAS))

ODD = [
    ["Fres\u200bno\u200d PD", "zero width"],
    ["\u202eDP onserF\u202c", "right to left"],
    ["Fresno\u00a0PD\u3000", "other blanks"],
    ["Fr\u0337e\u0337s\u0337no", "crossed out"],
    ["\u0424resno PD", "Cyrillic beginning"],
    ["Fresno\u2028PD", "line separator"],
    ["Fresno\x0bPD\x0c", "vertical tab"],
    ["\U0001f694 PD", "beyond the first plane"],
    ["<script>alert(1)</script>", "markup"],
    ["{{ settings.SECRET_KEY }}{% debug %}", "template"],
    ["'; DROP TABLE requests_app_figure; --", "SQL"],
    ["../../../../etc/passwd", "path"],
    ["%s%n%x", "format"],
]
ODD_ROWS = [["Agency", "What"], *ODD]
plainly("odd characters.csv", Cells(ODD_ROWS), quoted(ODD_ROWS))

FIGURES = [
    ["Agency", "Violations"],
    ["A", "１２３"],
    ["B", "٤٥"],
    ["C", "1.234,5"],
    ["D", "1 234"],
    ["E", "1’234"],
    ["F", "-12"],
    ["G", "(12)"],
    ["H", "1e3"],
    ["I", "0x1F"],
    ["J", "NaN"],
    ["K", "Infinity"],
    ["L", "9" * 400],
    ["M", "45292"],
    ["N", "12\u200b3"],
    ["O", "½"],
    ["P", "Ⅻ"],
    ["Q", "1,2,3"],
    ["R", "nearly 40"],
]
plainly("odd figures.csv", Cells(FIGURES), quoted(FIGURES))
plainly("semicolons and commas in figures.csv",
        Cells([["Agency", "Violations"], ["A", "1.234,5"], ["B", "2,5"]]),
        b"Agency;Violations\nA;1.234,5\nB;2,5\n")  # fmt: skip
plainly("pasted cells.txt", clean(), CSV.replace(",", "\t").encode())


@hostile("a cell of 10 MB.csv", refused("cell_too_long"))
def _() -> bytes:
    return CSV.encode() + b"Chico PD," + b"x" * 10_000_000 + b",1\r\n"


@hostile("16,384 columns.csv", Size(2, 16_384))
def _() -> bytes:
    row = b",".join(b"Agency" if n == 0 else b"%d" % n for n in range(16_384))
    return row + b"\n" + row + b"\n"


@hostile("ten million commas.csv", Size(1, 10_000_001))
def _() -> bytes:
    return b"," * 10_000_000


@hostile("two million blank lines.csv", Size(2_000_003, 3))
def _() -> bytes:
    return CSV.encode() + b"\n" * 2_000_000


@hostile("larger than is read.csv", refused("too_large"))
def _() -> bytes:
    return CSV.encode() * 500_000


# Names that say something else than the content.
plainly("a CSV called a workbook.xlsx", clean(), CSV.encode())
plainly("a CSV called a PDF.pdf", clean(), CSV.encode())
plainly("words called a workbook.xlsx", refused("wrong_name"), b"We had no misuse.")
plainly("words called a PDF.pdf", refused("wrong_name"), b"We had no misuse.")
plainly("words.txt", refused("not_a_csv"), b"We had no misuse.\n" * 50)
plainly(
    "a picture called a PDF.pdf", refused("needs_transcription"), b"\x89PNG\r\n\x1a\n" + bytes(99)
)
plainly(
    "a photograph called a CSV.csv", refused("needs_transcription"), b"\xff\xd8\xff\xe0" + bytes(99)
)
plainly("a program called a CSV.csv", refused("not_a_csv"), b"MZ\x90\x00" + bytes(range(256)) * 9)
plainly("rich text called a workbook.xls", refused("not_a_csv"), b"{\\rtf1 Agency\\cell 4\\row}")
plainly("gzip called a CSV.csv", refused("not_a_csv"), b"\x1f\x8b\x08\x00" + bytes(99))
