"""PDF, Word documents, web pages."""

from collections.abc import Iterator
from html.parser import HTMLParser

import pypdfium2
from defusedxml.ElementTree import XMLParser

from requests_app.domain.request_log.texts.typed import decoded
from requests_app.domain.sheets.archives import opened_archive

PIECE = 1024 * 1024  # bytes of XML that are read at once
_PARTS = ("word/document", "word/footnotes", "word/endnotes", "word/comments", "word/header",
          "word/footer")  # fmt: skip
_BREAKS = {"p", "br", "cr", "tr"}
_UNSEEN = {"script", "style", "template", "noscript"}
_BLOCKS = {
    *("p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol"),
    *("section", "article", "header", "footer", "blockquote", "pre", "dt", "dd", "title"),
}


def pdf_text(content: bytes) -> Iterator[str]:
    """Page by page. A scan has no text. Raises ValueError for one that asks for a password."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        wants_password = "password" in str(error).lower()
        raise ValueError(
            "It asks for a password." if wants_password else "The PDF is broken (cut off?)."
        ) from error
    for number in range(len(document)):
        page = document[number]
        yield page.get_textpage().get_text_bounded()
        page.close()


class _WordText:
    """Collects the text of a part of a Word document; a paragraph is a line."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._in_text = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self._in_text = name in {"t", "delText"}
        if name == "tab":
            self.pieces.append("\t")

    def end(self, tag: str) -> None:
        self._in_text = False
        if tag.rpartition("}")[2] in _BREAKS:
            self.pieces.append("\n")

    def data(self, text: str) -> None:
        if self._in_text:
            self.pieces.append(text)


def docx_text(content: bytes) -> Iterator[str]:
    """The text, notes and comments, and the text that a tracked change took out: it is in the
    file. Raises ValueError for an archive or XML that would unpack to too much."""
    archive = opened_archive(content)
    names = [name for name in archive.namelist() if name.endswith(".xml")]
    for beginning in _PARTS:
        for name in names:
            if name.startswith(beginning):
                told = _WordText()
                parser = XMLParser(target=told, forbid_dtd=True)
                with archive.open(name) as part:
                    while piece := part.read(PIECE):
                        parser.feed(piece)
                yield "".join(told.pieces).strip()


class _PageText(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag in {"td", "th"}:
            self.pieces.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)


def stripped(page: str) -> str:
    """The text of a web page, without its tags, styles and programs."""
    parser = _PageText()
    parser.feed(page)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.pieces).splitlines())
    return "\n".join(line for line in lines if line)


def html_text(content: bytes) -> Iterator[str]:
    yield stripped(decoded(content))
