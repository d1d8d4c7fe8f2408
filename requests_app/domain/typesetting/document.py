"""A document as plain values: what stands on the page, and nothing about how it is set."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

# "1. ", "12) ", "– ", "• ": what makes a line an item of a list, with a hanging indent.
_MARKED = re.compile(r"(\d{1,3}[.)]|[-–•])[ \t]+(?=\S)")
# What a text cannot hold: controls, and halves of a character (XML 1.0, section 2.2). A line of a
# paragraph ends with \n and nothing else.
_UNPRINTABLE = re.compile("[^\n\t\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Turns the direction of what follows: a name could be made to read as another one.
_TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines end where the text says so."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list, with the mark that it was written with."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """head: empty for a table of facts, whose first column says what the others are."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Item | Table


@dataclass(frozen=True, slots=True)
class Document:
    """title: in bold, and the file's own title. letterhead: who writes, the name first. head:
    blocks of lines above the title (the day, the address). foot: runs below each page, before its
    number. on: the day of the document, which the file carries as the day it was made."""

    title: str
    body: tuple[Block, ...]
    on: date
    letterhead: tuple[str, ...] = ()
    head: tuple[tuple[str, ...], ...] = ()
    foot: str = ""


def printable(text: str) -> str:
    """`text` without what no page can show; line ends as \\n."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _TURNING.sub("", _UNPRINTABLE.sub("", lines))


def blocks_of(text: str) -> tuple[Block, ...]:
    """Plain text as it is typed in a letter: an empty line ends a paragraph, a line that begins
    with a number or a dash is an item of a list."""
    return tuple(_blocks(printable(text)))


def _blocks(text: str) -> Iterator[Block]:
    for chunk in re.split(r"\n[ \t]*\n", text):
        mark, lines = "", list[str]()
        for line in chunk.split("\n"):
            marked = _MARKED.match(line.lstrip())
            if marked:
                yield from _block(mark, lines)
                mark, lines = marked[1], [line.lstrip()[marked.end() :]]
            else:
                lines.append(line)
        yield from _block(mark, lines)


def _block(mark: str, lines: list[str]) -> Iterator[Block]:
    text = "\n".join(line.strip() for line in lines).strip("\n")
    if mark:
        yield Item(mark, text)
    elif text:
        yield Paragraph(text)
