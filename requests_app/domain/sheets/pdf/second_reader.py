"""A second opinion on a PDF: how many letters its pages have, and the file put in order.

A file whose lengths or table of contents lie loses letters in one reader and not in the other:
no figure may be missed because of that.
"""

from __future__ import annotations

from io import BytesIO

import pypdfium2

MOST_PAGES = 500


def letters_of(content: bytes) -> int:
    """How many letters that are no blanks PDFium finds on the pages; 0 where it cannot read it."""
    try:
        document = pypdfium2.PdfDocument(content)
        count = 0
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            text = page.get_textpage().get_text_range()
            count += sum(not letter.isspace() and letter.isprintable() for letter in text)
            page.close()
    except pypdfium2.PdfiumError:
        return 0
    return count


def put_in_order(content: bytes) -> bytes | None:
    """The same pages in a file with true lengths and places, what was filled into their fields a
    part of the page; None where PDFium cannot read it."""
    try:
        written = BytesIO()
        document = pypdfium2.PdfDocument(content)
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            pypdfium2.raw.FPDFPage_Flatten(page, pypdfium2.raw.FLAT_NORMALDISPLAY)
            page.close()
        document.save(written)
    except pypdfium2.PdfiumError:
        return None
    return written.getvalue()
