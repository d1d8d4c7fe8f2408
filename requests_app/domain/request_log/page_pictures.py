"""The pages of a file as pictures: any browser shows them, and none runs anything of the file."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from requests_app.domain.request_log.models import Attachment
from requests_app.domain.sheets.limited import Unreadable, limited
from requests_app.domain.sheets.page_pictures import picture_of, sizes_of

DRAWN = {"pdf", "tiff"}  # kinds of files whose pages can be drawn
SECONDS, MEGABYTES = 8, 500

T = TypeVar("T")


@dataclass(frozen=True)
class PagePicture:
    """A page, counted from 1, and the size of its picture in pixels."""

    number: int
    width: int
    height: int


@dataclass(frozen=True)
class Pages:
    """The pages that can be drawn, of how many: of a very long file the first ones."""

    drawn: list[PagePicture]
    of: int


def pages_of(attachment: Attachment) -> Pages:
    """Raises `Unreadable`, with why, also for a file that has no pages."""
    count, sizes = _limited(sizes_of, attachment)
    if not sizes:
        raise Unreadable("The file has no pages.")
    return Pages([PagePicture(number, *size) for number, size in enumerate(sizes, 1)], count)


def drawn_page(attachment: Attachment, number: int) -> bytes:
    """The picture of a page (from 1) as PNG. Raises `Unreadable`, also where there is none."""
    return base64.b64decode(_limited(picture_of, attachment, str(number)))


def _limited(function: Callable[..., T], attachment: Attachment, *given: str) -> T:
    kind, content = attachment.content_kind, _content(attachment)
    return limited(function, content, kind, *given, seconds=SECONDS, megabytes=MEGABYTES)


def _content(attachment: Attachment) -> bytes:
    if attachment.content_kind not in DRAWN:
        raise Unreadable("A file of this kind has no pages to be drawn.")
    try:
        with attachment.file.open("rb") as file:
            return file.read()
    except FileNotFoundError as error:
        raise Unreadable("The file is missing from the file store.") from error
    except ConnectionError as error:
        raise Unreadable("The file store does not answer. Try again in a minute.") from error
