"""Each hostile file ends in its own refusal or its exact cells, within the limits of its child."""

from typing import Any

import pytest

from requests_app.domain.sheets.limited import START
from requests_app.domain.sheets.reading import CLOCK, MEGABYTES, SECONDS, read_sheets
from requests_app.domain.sheets.tables import FileRefused
from tests.files.hostile.corpus import Refused
from tests.files.hostile.everything import CORPUS

MOST_BYTES = 25 * 1024 * 1024


def every_file() -> list[Any]:
    """The corpus as parameters; what the clock ends is left to the long tests."""
    return [
        pytest.param(name, id=name, marks=[pytest.mark.long] if file.is_slow else [])
        for name, file in CORPUS.items()
    ]


@pytest.mark.parametrize("name", every_file())
def test_it_ends_as_it_should(name: str) -> None:
    file = CORPUS[name]
    try:
        sheets = read_sheets(file.make(), max_bytes=MOST_BYTES, name=name)
    except FileRefused as refusal:
        assert isinstance(file.expected, Refused), f"{refusal.defect}: {refusal}"
        assert refusal.defect in file.expected.defects, str(refusal)
        assert str(refusal).endswith(".") and "\n" not in str(refusal)
    else:
        assert not isinstance(file.expected, Refused), sheets[0].rows[:5]
        assert file.expected.differ_from(sheets) == ""


def test_the_corpus_is_as_large_as_was_asked_for_and_the_limits_too() -> None:
    assert len(CORPUS) >= 60
    assert MEGABYTES <= 500 and max(SECONDS, CLOCK + START) <= 20
