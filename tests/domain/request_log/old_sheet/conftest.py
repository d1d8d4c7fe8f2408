"""The hand-made spreadsheet and the agencies it speaks of."""

from datetime import datetime
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from requests_app.domain.agencies.importer import import_agencies
from requests_app.domain.request_log.models import OldSheet
from requests_app.domain.request_log.old_sheet.uploads import keep_sheet
from tests.builders import NOW

FILES = Path(__file__).resolve().parents[3] / "files"
DIRECTORY = Path(__file__).resolve().parents[4] / "requests_app" / "data" / "agencies.csv"


@pytest.fixture
def directory(db: None) -> None:
    """The starting directory of 689 agencies."""
    import_agencies(content=DIRECTORY.read_bytes(), name=DIRECTORY.name, by=None, at=NOW)


def kept(content: bytes | str, name: str = "old.csv", at: datetime = NOW) -> OldSheet:
    content = content.encode() if isinstance(content, str) else content
    return keep_sheet(upload=ContentFile(content, name=name), by=None, at=at)


@pytest.fixture
def hand_made(directory: None) -> OldSheet:
    """Merged headings, mixed dates, "L.A. PD", a blank agency, a total row."""
    return kept((FILES / "old_spreadsheet.xlsx").read_bytes(), "old_spreadsheet.xlsx")
