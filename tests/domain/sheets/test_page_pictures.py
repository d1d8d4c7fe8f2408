"""Pages as pictures: of a size that can be read and no more, in the child that all PDFs get."""

import base64
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from requests_app.domain.request_log.page_pictures import MEGABYTES, SECONDS
from requests_app.domain.sheets.limited import Unreadable, limited
from requests_app.domain.sheets.page_pictures import (
    MOST_PAGES,
    MOST_PIXELS,
    WIDTH,
    picture_of,
    scaled,
    sizes_of,
)
from tests.files.hostile.everything import CORPUS
from tests.files.hostile.papers import SOUND, one_page, paper

LIMITS = {"seconds": SECONDS, "megabytes": MEGABYTES}
HOSTILE = [
    pytest.param(name, id=name, marks=[pytest.mark.long] if file.is_slow else [])
    for name, file in CORPUS.items()
    if name.endswith(".pdf")
]


def seen(content: bytes, page: int = 1, kind: str = "pdf") -> Image.Image:
    png = base64.b64decode(picture_of(content, kind, str(page)))
    return Image.open(BytesIO(png), formats=["PNG"])


def a_tiff(*sizes: tuple[int, int]) -> bytes:
    first, *more = (Image.new("1", size, number % 2) for number, size in enumerate(sizes))
    written = BytesIO()
    first.save(written, "TIFF", save_all=True, append_images=more, compression="group4")
    return written.getvalue()


def test_the_scan_is_seen_in_the_size_that_was_told(project_root: Path) -> None:
    memo = (project_root / "tests/files/returned/scanned_memo.pdf").read_bytes()
    picture = seen(memo)
    assert sizes_of(memo, "pdf") == (1, [picture.size])
    assert picture.width == WIDTH
    dark = sum(picture.convert("L").histogram()[:100])
    assert 1_000 < dark < picture.width * picture.height / 2, "there is something on the page"


def test_each_page_is_its_own() -> None:
    two = a_tiff((100, 200), (300, 100))
    assert sizes_of(two, "tiff") == (2, [(1400, 2800), (1400, 467)])
    assert [seen(two, page, "tiff").size for page in (1, 2)] == [(1400, 2800), (1400, 467)]


def test_of_a_very_long_file_the_first_pages_are_drawn_and_all_are_counted() -> None:
    count, sizes = sizes_of(one_page(pages=f"/Kids[{'3 0 R ' * 501}]/Count 501"), "pdf")
    assert (count, len(sizes)) == (501, MOST_PAGES)


@pytest.mark.parametrize("page", ["0", "2", "-1", "99999999999"])
@pytest.mark.parametrize(("content", "kind"), [(SOUND, "pdf"), (a_tiff((9, 9)), "tiff")])
def test_a_page_that_is_not_there_is_refused(content: bytes, kind: str, page: str) -> None:
    with pytest.raises(ValueError, match="It has no page"):
        picture_of(content, kind, page)


@given(st.floats(1e-6, 1e7), st.floats(1e-6, 1e7))
def test_no_page_is_drawn_larger_than_the_most(width: float, height: float) -> None:
    try:
        (across, down), times = scaled(width, height)
    except ValueError:
        return
    assert 1 <= across <= WIDTH and down >= 1 and across * down <= 2 * MOST_PIXELS
    assert times > 0


@pytest.mark.parametrize("width", [0, -1, float("nan"), float("inf")])
def test_a_page_without_a_size_is_refused(width: float) -> None:
    with pytest.raises(ValueError, match="no size"):
        scaled(width, 100)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_drawn_or_refused_within_the_limits(name: str) -> None:
    content = CORPUS[name].make()
    for function, given_ in ((sizes_of, ("pdf",)), (picture_of, ("pdf", "1"))):
        try:
            assert limited(function, content, *given_, **LIMITS)
        except Unreadable as refusal:
            assert "\n" not in str(refusal) and len(str(refusal)) < 300


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"%PDF-1.7\nand so on", "broken"),
        (one_page()[:200], "broken"),
        (paper([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"]), "broken"),
    ],
)
def test_why_there_is_no_picture_is_said_in_words(content: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        limited(picture_of, content, "pdf", "1", **LIMITS)


def test_a_picture_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(Unreadable, match=r"too large|memory"):
        limited(picture_of, a_tiff((20_000, 20_000)), "tiff", "1", **LIMITS)
