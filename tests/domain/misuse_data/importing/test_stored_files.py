"""What an import without a request leaves in the store, and what is swept out of it."""

import os
from datetime import timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from requests_app.domain.misuse_data.importing.incoming import Incoming
from requests_app.domain.misuse_data.importing.operations import (
    NotADraft,
    RowsRefused,
    Titled,
    import_file,
    undo_import,
)
from requests_app.domain.misuse_data.importing.previews import Wanted
from requests_app.domain.misuse_data.importing.stored_files import forget_files, forget_unowned
from requests_app.domain.misuse_data.models import Release, Source
from requests_app.domain.misuse_data.periods import Covers
from requests_app.domain.request_log.attachments import PART, store_content, stored_name
from tests.at_once import one_in_the_other
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_attachment

GOOD, BAD = "Agency,Violations\nFresno PD,4\n", "Agency,Violations\nFresno PD,-4\n"


@pytest.fixture(autouse=True)
def store(tmp_path, settings, transactional_db):
    """Transactions that end: what follows a commit is part of what is tested."""
    settings.MEDIA_ROOT = tmp_path / "files"
    an_agency("Fresno PD")


def came(tmp_path, content: str, *, year: int = 2023) -> Release:
    path = tmp_path / "returned.csv"
    path.write_text(content, encoding="utf-8")
    return import_file(
        incoming=Incoming.at(path, came_on=TODAY),
        wanted=Wanted(Source(name="The DOJ", kind="doj"), Covers(year, year)),
        titled=Titled("Handed over"),
        by=None,
        at=NOW,
    )[0]


def stored() -> list[str]:
    root = Path(default_storage.path(""))
    return sorted(one.name for one in root.rglob("*") if one.is_file())


def test_a_refused_import_stores_nothing(tmp_path):
    with pytest.raises(RowsRefused):
        came(tmp_path, BAD)
    assert stored() == []


def test_an_undone_import_takes_its_file_along(tmp_path):
    release = came(tmp_path, GOOD)
    [name] = stored()
    assert name == release.returned_files.get().sha256
    undo_import(release=release, by=a_person(), at=NOW)
    assert stored() == []


def test_a_file_that_something_else_needs_stays(tmp_path):
    release = came(tmp_path, GOOD)
    attachment = an_attachment(a_request(), GOOD)
    undo_import(release=release, by=a_person(), at=NOW)
    assert stored() == [attachment.sha256]


@pytest.mark.parametrize("is_attached", [True, False], ids=["attached", "imported"])
def test_a_file_that_somebody_is_just_storing_again_stays(tmp_path, is_attached):
    release, request = came(tmp_path, GOOD), a_request()

    def store() -> object:
        return an_attachment(request, GOOD) if is_attached else came(tmp_path, GOOD, year=2022)

    undo = partial(undo_import, release=release, by=a_person(), at=NOW)
    one_in_the_other(store, undo, NotADraft)
    assert not Release.objects.filter(pk=release.pk).exists()
    assert stored() == [sha256(GOOD.encode()).hexdigest()]


def test_what_was_forgotten_meanwhile_is_stored_anew(tmp_path):
    name = store_content(sha256(GOOD.encode()).hexdigest(), GOOD.encode())
    one_in_the_other(partial(forget_files, [name]), partial(came, tmp_path, GOOD), RowsRefused)
    assert stored() == [Release.objects.get().returned_files.get().sha256]


def aged(name: str, days: float) -> None:
    then = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(default_storage.path(name), (then, then))


def swept() -> int:
    return forget_unowned(before=timezone.now() - timedelta(days=1))


def test_what_belongs_to_nothing_goes_after_a_day(tmp_path):
    owned = an_attachment(a_request(), GOOD)
    imported = came(tmp_path, GOOD + "Statewide,4\n").returned_files.get()
    for digit, days in (("a", 0.9), ("b", 1.1)):
        aged(store_content(digit * 64, b"x"), days)
    part = Path(default_storage.path("bb")) / f"{PART}x"
    part.write_bytes(b"half")
    aged(f"bb/{part.name}", 2)
    for name in (owned.file.name, imported.file.name):
        aged(name, 400)
    assert swept() == 2
    assert stored() == sorted(["a" * 64, owned.sha256, imported.sha256])


def test_what_is_stored_again_is_as_new(tmp_path):
    name = store_content("c" * 64, b"x")
    aged(name, 9)
    assert store_content("c" * 64, b"x") == name == stored_name("c" * 64)
    assert swept() == 0


def test_what_is_none_of_ours_and_an_empty_store_are_left_alone(tmp_path):
    assert swept() == 0
    mail = default_storage.path("mails-read/7/x")
    Path(mail).parent.mkdir(parents=True)
    Path(mail).write_bytes(b"mail")
    aged("mails-read/7/x", 9)
    assert swept() == 0
    assert stored() == ["x"]
