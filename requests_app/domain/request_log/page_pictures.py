"""The pages of a file as pictures: any browser shows them, and none runs anything of the file."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from requests_app.domain.request_log.models import Attachment
from requests_app.domain.sheets.limited import Unreadable, limited
from requests_app.domain.sheets.page_pictures import picture_of, sizes_of

DRAWN = {"pdf", "tiff"}  # kinds of files whose pages can be drawn
SECONDS, MEGABYTES = 8, 500


@dataclass(frozen=True)
class PagePicture:
    """A page, counted from 1, and the size of its picture in pixels."""

    number: int
    width: int
    height: int


def pages_of(attachment: Attachment) -> list[PagePicture]:
    """The pages that can be drawn. Raises `Unreadable`, with why."""
    sizes = limited(
        sizes_of, _content(attachment), attachment.content_kind,
        seconds=SECONDS, megabytes=MEGABYTES,
    )  # fmt: skip
    return [PagePicture(number, *size) for number, size in enumerate(sizes, start=1)]


def drawn_page(attachment: Attachment, number: int) -> bytes:
    """The picture of a page (from 1) as PNG. Raises `Unreadable`, also where there is none."""
    picture = limited(
        picture_of, _content(attachment), attachment.content_kind, str(number),
        seconds=SECONDS, megabytes=MEGABYTES,
    )  # fmt: skip
    return base64.b64decode(picture)


def _content(attachment: Attachment) -> bytes:
    if attachment.content_kind not in DRAWN:
        raise Unreadable("A file of this kind has no pages to be drawn.")
    try:
        with attachment.file.open("rb") as file:
            return file.read()
    except FileNotFoundError as error:
        raise Unreadable("The file is missing from the file store.") from error
