"""A document typeset twice: hostile text stays text, and what can be selected is what was said."""

import io
import time
import zipfile
from datetime import date

import docx as word
import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.domain.typesetting.document import (
    Document,
    Heading,
    Item,
    Paragraph,
    Table,
    blocks_of,
    printable,
)
from requests_app.domain.typesetting.docx import docx
from requests_app.domain.typesetting.pdf import pdf

ON = date(2026, 6, 22)
HOSTILE = [
    '#read("/etc/passwd")',
    '#eval("1 + 1")',
    "$x^2$ *bold* _slanted_ `raw` = heading",
    "<w:t>tag</w:t> & <b>b</b>",
    "{{ 7 * 7 }} {% for x in y %}",
    "\\u{41} \\ ~ @ref <label> // comment /* c */",
    "[brackets] #[ #{ #set text(red)",
    "\"quotes\" and 'quotes' -- --- ...",
]


def a_document(text: str = "A text.", **values: object) -> Document:
    return Document(**{"title": "Re: A subject", "body": blocks_of(text), "on": ON, **values})


def text_of_pdf(content: bytes) -> str:
    with pdfplumber.open(io.BytesIO(content)) as file:
        return "\n".join(page.extract_text() for page in file.pages).replace("\xa0", " ")


def text_of_docx(content: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in word.Document(io.BytesIO(content)).paragraphs)


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize(("typeset", "read"), [(pdf, text_of_pdf), (docx, text_of_docx)])
def test_hostile_text_is_set_as_it_stands(hostile: str, typeset, read) -> None:
    everywhere = {"title": hostile, "letterhead": (hostile, hostile), "head": ((hostile,),)}
    content = typeset(a_document(hostile, foot=hostile, **everywhere))
    assert read(content).count(hostile) >= 4


@pytest.mark.parametrize("typeset", [pdf, docx])
def test_what_no_page_can_show_does_no_harm(typeset) -> None:
    odd = "a\x00b\x01\x1b\x7f\ud800c\ufffe\U0001f389 漢字 \u202egnp.exe"
    assert typeset(a_document(odd, title=odd, letterhead=(odd,), foot=odd))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200), st.lists(st.text(max_size=30), max_size=3))
def test_anything_can_be_typeset(text: str, lines: list[str]) -> None:
    document = a_document(text, title=text, letterhead=tuple(lines), head=(tuple(lines),))
    assert pdf(document).startswith(b"%PDF") and docx(document).startswith(b"PK")


def test_both_show_everything_in_order() -> None:
    document = Document(
        title="Re: Overdue",
        letterhead=("Open Records Project", "1455 Market Street"),
        head=(("Monday 22 June 2026",), ("Fresno Police", "Custodian of Records")),
        body=(Paragraph("First line\nsecond line"), Heading("Facts"), Item("1.", "An item")),
        foot="TD-2026-0042",
        on=ON,
    )
    said = ["Open Records Project", "Monday 22 June 2026", "Custodian of Records", "Re: Overdue",
            "First line\nsecond line", "Facts", "An item"]  # fmt: skip
    for text in (text_of_pdf(pdf(document)), text_of_docx(docx(document))):
        places = [text.index(one) for one in said]
        assert places == sorted(places)
    assert "TD-2026-0042 Page 1 of 1" in text_of_pdf(pdf(document))


def test_tables_of_figures_and_of_facts() -> None:
    tables = (Table(("Day", "What"), (("Mon", "*sent*"),)), Table((), (("Due", "Tue"), ("x",))))
    document = a_document(body=(*tables, Table((), ())))
    text = text_of_pdf(pdf(document))
    assert "Day What\nMon *sent*" in text and "Due Tue" in text
    read = word.Document(io.BytesIO(docx(document))).tables
    assert [[cell.text for cell in row.cells] for row in read[0].rows] == [
        ["Day", "What"],
        ["Mon", "*sent*"],
    ]
    assert len(read) == 2


def test_a_long_letter_counts_its_pages() -> None:
    content = pdf(a_document("\n\n".join(["A paragraph of some length."] * 90)))
    with pdfplumber.open(io.BytesIO(content)) as file:
        number = len(file.pages)
        assert number > 2
        assert f"Page 2 of {number}" in file.pages[1].extract_text()


def test_the_file_says_what_it_is_and_of_when() -> None:
    document = a_document(letterhead=("Open Records Project",))
    with pdfplumber.open(io.BytesIO(pdf(document))) as file:
        assert file.metadata["Title"] == "Re: A subject"
        assert file.metadata["Author"] == "Open Records Project"
        assert file.metadata["CreationDate"].startswith("D:20260622")
    about = word.Document(io.BytesIO(docx(document))).core_properties
    assert (about.title, about.author, about.created.date()) == (
        "Re: A subject", "Open Records Project", ON,
    )  # fmt: skip


def test_the_same_document_is_the_same_file_whatever_the_clock_says() -> None:
    first = pdf(a_document())
    time.sleep(1.1)
    assert pdf(a_document()) == first


def test_the_pdf_is_tagged_for_whoever_listens_to_it() -> None:
    assert b"/StructTreeRoot" in pdf(a_document()) and b"/Lang" in pdf(a_document())


def test_a_section_keeps_its_number() -> None:
    """Whatever the width: no line of the page ends with the sign."""
    text = "Under the Act, and so on, see § 7922.535 of it. " * 40
    lines = text_of_pdf(pdf(a_document(text))).split("\n")
    assert not [line for line in lines if line.endswith("§")]


def test_every_part_of_the_word_file_is_sound_xml() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(a_document(HOSTILE[3])))) as file:
        assert file.testzip() is None
        assert b"&lt;w:t&gt;tag" in file.read("word/document.xml")


def test_paragraphs_items_and_their_lines_are_told_apart() -> None:
    text = "Dear all:\r\n\r\nTo do:\n1. One\n   goes on\n2) Two\n\n– A dash\n\n  \nYours\nPat"
    assert blocks_of(text) == (
        Paragraph("Dear all:"),
        Paragraph("To do:"),
        Item("1.", "One\ngoes on"),
        Item("2)", "Two"),
        Item("–", "A dash"),
        Paragraph("Yours\nPat"),
    )


@pytest.mark.parametrize("text", ["2026 was a year", "10.5 days", "-5 degrees", "1.", "- "])
def test_what_only_looks_like_an_item_is_none(text: str) -> None:
    assert blocks_of(text) == (Paragraph(text.strip()),)


def test_printable_keeps_letters_of_every_script() -> None:
    assert printable("é漢\U0001f389\t\n\r\nx\x00\ud800") == "é漢\U0001f389\t\n\nx"
