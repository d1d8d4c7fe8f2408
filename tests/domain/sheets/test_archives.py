"""An archive is looked over before it is unpacked."""

import io
import zipfile

import pytest

from requests_app.domain.sheets.archives import ArchiveRefused, opened_archive


def packed(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def test_an_ordinary_archive_is_opened() -> None:
    archive = opened_archive(packed({"xl/workbook.xml": b"<workbook/>"}))
    assert archive.read("xl/workbook.xml") == b"<workbook/>"


def test_a_bomb_is_refused_unopened() -> None:
    bomb = packed({"xl/worksheets/sheet1.xml": bytes(64 * 1024 * 1024)})
    assert len(bomb) < 100_000
    with pytest.raises(ArchiveRefused, match="unpack to 64 MB in 1 parts"):
        opened_archive(bomb)


def test_a_high_ratio_of_little_does_no_harm() -> None:
    assert opened_archive(packed({"sheet.xml": bytes(1_000_000)})).namelist() == ["sheet.xml"]


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 cut off", packed({"a": b"b"})[:40]],
    ids=["empty", "no archive", "cut off"],
)
def test_what_is_broken_is_refused(content: bytes) -> None:
    with pytest.raises(ArchiveRefused, match="broken"):
        opened_archive(content)
