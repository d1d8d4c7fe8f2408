"""From the bytes of a returned file to its table. Told by the content, never by the file's name.

Reads delimited text. Everything else is refused by what it is.
"""

from __future__ import annotations

from dataclasses import replace

from requests_app.domain.misuse_data.headings import names_a_column
from requests_app.domain.sheets.delimited import read_delimited
from requests_app.domain.sheets.reading import OLE, ZIP, check_size, refuse_what_is_no_table
from requests_app.domain.sheets.tables import FileRefused, Table, table_from

# What a workbook holds is not read here yet.
_WORKBOOKS: tuple[tuple[bytes, str], ...] = (
    (ZIP, "a workbook (XLSX, ODS) or ZIP archive: save its sheet as CSV first"),
    (OLE, "an old Office file (XLS, DOC): save its sheet as CSV first"),
)


def read_table(content: bytes, *, max_bytes: int) -> Table:
    """The table in `content`. Raises `FileRefused` naming the defect; changes nothing.

    `max_bytes`: the size of the largest file that is read.
    """
    check_size(content, max_bytes=max_bytes)
    refuse_what_is_no_table(content)
    for beginning, what in _WORKBOOKS:
        if content.startswith(beginning):
            raise FileRefused("not_a_csv", f"By its content this is {what}.")
    text = read_delimited(content)
    table = table_from(text.rows, knows=names_a_column)
    return replace(table, encoding=text.encoding, delimiter=text.delimiter)
