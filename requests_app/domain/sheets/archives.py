"""Whether a ZIP (which a workbook or Word document is) can be unpacked without harm.

A few kilobytes may unpack to gigabytes. What they come to stands in the archive's own directory,
so that it is added up before a byte is unpacked.
"""

import io
import struct
import zipfile

MOST_BYTES = 512 * 1024 * 1024  # unpacked, all parts together
MOST_PARTS = 10_000
MOST_RATIO = 200  # times the packed size; a sheet of one repeated word comes to some 60
SMALL_BYTES = 16 * 1024 * 1024  # below this a high ratio does no harm

# What `zipfile` raises on a directory that is no directory: offsets outside the file, names in
# no encoding, a version yet to be written.
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    OverflowError,
    struct.error,
)


class ArchiveRefused(ValueError):
    """The archive is "broken", or would unpack to "too_much" for a file of its kind."""

    def __init__(self, message: str, defect: str = "broken"):
        self.defect = defect
        super().__init__(message)


def opened_archive(content: bytes) -> zipfile.ZipFile:
    """The archive in `content` (bytes), looked over but not unpacked. Raises `ArchiveRefused`."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except BROKEN_ARCHIVE as error:
        raise ArchiveRefused("The file begins like a workbook or ZIP but is broken.") from error
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    too_dense = unpacked > SMALL_BYTES and unpacked > MOST_RATIO * len(content)
    if len(parts) > MOST_PARTS or unpacked > MOST_BYTES or too_dense:
        raise ArchiveRefused(
            f"The file would unpack to {unpacked / 1024 / 1024:,.0f} MB in {len(parts):,} parts,"
            " more than a workbook or document of its size holds. It was not opened.",
            "too_much",
        )
    return archive
