"""Pages as pictures, for people to read beside a form. Runs in a limited child, without Django."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import islice

import pypdfium2
from PIL import Image, ImageSequence, UnidentifiedImageError

WIDTH = 1400  # pixels: small print of a letter page can be read
MOST_PIXELS = 4_000_000  # of one page, whatever size it claims
MOST_PAGES = 500
# Of a scan in the file itself, which has to be unpacked whole before it is made smaller.
Image.MAX_IMAGE_PIXELS = 60_000_000

Size = tuple[int, int]


def sizes_of(content: bytes, kind: str) -> tuple[int, list[Size]]:
    """How many pages there are; and width and height of each one's picture, in pixels, of the
    first `MOST_PAGES`.

    kind: "pdf" or "tiff". Raises ValueError, in words for people, for what cannot be read.
    """
    return _sizes_of_pdf(content) if kind == "pdf" else _sizes_of_tiff(content)


def picture_of(content: bytes, kind: str, page: str) -> str:
    """The picture of a page (counted from 1) as PNG, in base 64. Raises ValueError."""
    index = int(page) - 1
    picture = _drawn_pdf(content, index) if kind == "pdf" else _drawn_tiff(content, index)
    written = BytesIO()
    picture.save(written, "PNG")
    return base64.b64encode(written.getvalue()).decode("ascii")


def scaled(width: float, height: float) -> tuple[Size, float]:
    """The size of the picture of a page of this size, and how many times that is. Raises
    ValueError for a page that has no size."""
    if not (width > 0 and height > 0 and math.isfinite(width * height)):
        raise ValueError("The page has no size.")
    times = min(WIDTH / width, math.sqrt(MOST_PIXELS / (width * height)))
    size = max(round(width * times), 1), max(round(height * times), 1)
    if size[0] * size[1] > 2 * MOST_PIXELS:
        raise ValueError("The page is a line.")
    return size, times


@contextmanager
def _opened_pdf(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    try:
        document = pypdfium2.PdfDocument(content)
        document.init_forms()  # what was filled into its fields is part of the page
        yield document
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).lower()
        raise ValueError(
            "It asks for a password." if is_locked else "The PDF is broken (cut off?)."
        ) from error


def _sizes_of_pdf(content: bytes) -> tuple[int, list[Size]]:
    with _opened_pdf(content) as document:
        count = len(document)
        drawn = range(min(count, MOST_PAGES))
        return count, [scaled(*document.get_page_size(number))[0] for number in drawn]


def _drawn_pdf(content: bytes, index: int) -> Image.Image:
    with _opened_pdf(content) as document:
        if not 0 <= index < min(len(document), MOST_PAGES):
            raise ValueError(f"It has no page {index + 1}.")
        page = document[index]
        _, times = scaled(*page.get_size())
        return page.render(scale=times).to_pil()


@contextmanager
def _opened_tiff(content: bytes) -> Iterator[Image.Image]:
    try:
        yield Image.open(BytesIO(content), formats=["TIFF"])
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise ValueError("The picture is broken or too large.") from error


def _sizes_of_tiff(content: bytes) -> tuple[int, list[Size]]:
    with _opened_tiff(content) as picture:
        frames = islice(ImageSequence.Iterator(picture), MOST_PAGES)
        sizes = [scaled(*frame.size)[0] for frame in frames]
        return getattr(picture, "n_frames", 1), sizes


def _drawn_tiff(content: bytes, index: int) -> Image.Image:
    with _opened_tiff(content) as picture:
        try:
            picture.seek(index)
        except EOFError as error:
            raise ValueError(f"It has no page {index + 1}.") from error
        size, _ = scaled(*picture.size)
        return picture.convert("RGB").resize(size)
