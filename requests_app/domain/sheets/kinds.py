"""What a file is, told by how its content begins and never by its name."""

from requests_app.domain.sheets.tables import FileRefused

ZIP, OLE, PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-"
_EMPTY_ZIP, _SPANNED_ZIP = b"PK\x05\x06", b"PK\x07\x08"
PDF_WITHIN = 1024  # bytes: readers of PDF accept so much before its mark
# What begins a file of another kind, and what to do about it.
_PICTURES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
)
_OTHERS = (
    (b"{\\rtf", "a word processor's file (RTF): save its table as CSV first"),
    (b"\x1f\x8b", "a compressed file (gzip): unpack it first"),
    (b"7z\xbc\xaf", "a compressed file (7z): unpack it first"),
    (b"Rar!", "a compressed file (RAR): unpack it first"),
)
_PAGE_BEGINS = (
    *("<!doctype html", "<html", "<head", "<body", "<table", "<meta", "<div", "<style"),
    *("<!--", "<title", "<p>", "<h1"),
)


def kind_of(content: bytes) -> str:
    """ "workbook", "pdf", "html", or "csv" for all other text. Raises `FileRefused` for a file
    whose beginning says that it holds no cells."""
    if content.startswith((ZIP, OLE, _EMPTY_ZIP, _SPANNED_ZIP)):
        return "workbook"
    for beginning, what in _PICTURES:
        if content.startswith(beginning):
            raise FileRefused(
                "needs_transcription",
                f"By its content this is an image ({what}): it has to be transcribed by a person.",
            )
    for beginning, what in _OTHERS:
        if content.startswith(beginning):
            raise FileRefused("not_a_csv", f"By its content this is {what}.")
    beginning_of_text = _text_begins(content)
    if beginning_of_text.startswith(_PAGE_BEGINS):
        return "html"
    if beginning_of_text.startswith(("<?xml", "<!doctype")):
        return _kind_of_xml(beginning_of_text)
    return "pdf" if PDF in content[:PDF_WITHIN] else "csv"


def _kind_of_xml(text: str) -> str:
    if "<html" in text or "<table" in text:
        return "html"
    raise FileRefused(
        "not_a_csv", "By its content this is XML: save it as a workbook (XLSX) or as CSV first."
    )


def _text_begins(content: bytes) -> str:
    """The first characters in lower case, whatever the encoding; marks are read as Latin text."""
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content[2:2002].decode(encoding, "replace").strip().lower()
    return content[:1000].decode("latin-1").removeprefix("\xef\xbb\xbf").strip().lower()
