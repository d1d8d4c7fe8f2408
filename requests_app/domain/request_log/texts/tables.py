"""The cells of a workbook, row by row, under the names of their sheets."""

import io
import zipfile
from collections.abc import Iterator

from python_calamine import CalamineWorkbook

from requests_app.domain.sheets.archives import opened_archive


def table_text(content: bytes) -> Iterator[str]:
    """Raises ValueError for an archive that would unpack to too much."""
    if zipfile.is_zipfile(io.BytesIO(content)):
        opened_archive(content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        yield name
        for row in book.get_sheet_by_name(name).iter_rows():
            cells = [_written(cell) for cell in row if cell not in ("", None)]
            if cells:
                yield " | ".join(cells)


def _written(cell: object) -> str:
    """As one types it: a workbook keeps 2025 as 2025.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
