"""A document as a Word file, for whoever wants to go on writing in it."""

import io
from datetime import datetime, time
from typing import Any

from docx import Document as new_file
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

from requests_app.domain.typesetting.document import (
    Block,
    Document,
    Heading,
    Item,
    Table,
    printable,
)

SERIF = "Georgia"
MUTED = RGBColor(0x5F, 0x58, 0x4B)
MARGIN, SIDE, WIDTH = Inches(1), Inches(1.15), Inches(8.5 - 2 * 1.15)
LONGEST_PROPERTY = 255  # characters


def docx(document: Document) -> bytes:
    """The same page as `pdf` sets, built from the same values; text goes in as text."""
    file = new_file()
    _prepare(file, document)
    _letterhead(file, document.letterhead)
    for lines in document.head:
        _paragraph(file, "\n".join(lines), after=12)
    title = _paragraph(file, document.title, before=8, after=10)
    title.runs[0].bold = True
    for block in document.body:
        _add(file, block)
    _foot(file, document.foot)
    made = io.BytesIO()
    file.save(made)
    return made.getvalue()


def _prepare(file: Any, document: Document) -> None:
    page = file.sections[0]
    page.page_width, page.page_height = Inches(8.5), Inches(11)
    page.top_margin = page.bottom_margin = MARGIN
    page.left_margin = page.right_margin = SIDE
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = SERIF, Pt(11)
    normal.paragraph_format.line_spacing = 1.15
    about = file.core_properties
    about.title = printable(document.title)[:LONGEST_PROPERTY]
    about.author = printable(" ".join(document.letterhead[:1]))[:LONGEST_PROPERTY]
    about.comments = ""
    about.created = about.modified = datetime.combine(document.on, time(12))
    about.language = "en-US"


def _paragraph(at: Any, text: str, *, before: int = 0, after: int = 9) -> Any:
    """A paragraph of one run; python-docx makes a line break of each \\n in it."""
    made = at.add_paragraph()
    made.add_run(printable(text))
    made.paragraph_format.space_before, made.paragraph_format.space_after = Pt(before), Pt(after)
    return made


def _letterhead(file: Any, lines: tuple[str, ...]) -> None:
    if not lines:
        return
    name = _paragraph(file, lines[0], after=0)
    name.runs[0].font.size, name.runs[0].bold = Pt(15), True
    last = name
    if lines[1:]:
        last = _paragraph(file, "  ·  ".join(lines[1:]))
        last.runs[0].font.size, last.runs[0].font.color.rgb = Pt(9), MUTED
    last.paragraph_format.space_after = Pt(20)
    rule = OxmlElement("w:pBdr")
    below = OxmlElement("w:bottom")
    for name_, value in {"val": "single", "sz": "6", "space": "6", "color": "1D1A15"}.items():
        below.set(qn(f"w:{name_}"), value)
    rule.append(below)
    # Word is strict about the order in which the properties of a paragraph stand.
    last._p.get_or_add_pPr().insert_element_before(rule, "w:shd", "w:tabs", "w:spacing", "w:ind")


def _add(file: Any, block: Block) -> None:
    if isinstance(block, Table):
        _table(file, block)
    elif isinstance(block, Item):
        item = _paragraph(file, f"{block.mark}\t{block.text}", after=5)
        item.paragraph_format.left_indent = Inches(0.45)
        item.paragraph_format.first_line_indent = Inches(-0.3)
        item.paragraph_format.tab_stops.add_tab_stop(Inches(0.45))
    elif isinstance(block, Heading):
        _paragraph(file, block.text, before=8).runs[0].bold = True
    else:
        _paragraph(file, block.text)


def _table(file: Any, table: Table) -> None:
    rows = [table.head, *table.rows] if table.head else list(table.rows)
    columns = max((len(row) for row in rows), default=0)
    if not columns:
        return
    made = file.add_table(rows=0, cols=columns, style="Table Grid")
    for number, row in enumerate(rows):
        for cell, text in zip(made.add_row().cells, row, strict=False):
            run = cell.paragraphs[0].add_run(printable(text))
            run.font.size, run.bold = Pt(9.5), bool(table.head) and number == 0
    _paragraph(file, "", after=4)


def _foot(file: Any, words: str) -> None:
    line = file.sections[0].footer.paragraphs[0]
    line.style = file.styles["Normal"]  # that of a footer stops in the middle of the line first
    line.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    _small(line, f"{printable(words)}\tPage ")
    _counted(line, "PAGE")
    _small(line, " of ")
    _counted(line, "NUMPAGES")


def _small(line: Any, text: str) -> Any:
    run = line.add_run(text)
    run.font.size, run.font.color.rgb = Pt(8.5), MUTED
    return run


def _counted(line: Any, what: str) -> None:
    """A number that Word counts by itself."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), what)
    field.append(_small(line, "1")._r)
    line._p.append(field)
