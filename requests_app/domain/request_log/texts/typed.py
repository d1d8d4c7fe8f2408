"""Text as it stands in the file."""

from collections.abc import Iterator

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def decoded(content: bytes) -> str:
    """As UTF-8 or UTF-16, else as old Windows writes; what cannot be read becomes a mark."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def typed_text(content: bytes) -> Iterator[str]:
    yield decoded(content)
