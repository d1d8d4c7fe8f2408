"""Files in a bucket of a real S3-compatible server: kept, read and forgotten as on a disk."""

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from requests_app.domain.accounts.roles import Role
from requests_app.domain.misuse_data.importing.incoming import AttachmentNotUsable
from requests_app.domain.misuse_data.importing.previews import read_attachment
from requests_app.domain.misuse_data.importing.stored_files import forget_unowned
from requests_app.domain.request_log.attachments import StoreAway, store_content, stored_name
from requests_app.domain.request_log.mail_drafts import forget_drafts, keep_draft, read_draft
from requests_app.domain.request_log.text_reading import read_text
from tests import services
from tests.builders import NOW, a_person, a_request, an_attachment
from tracker.environment import read

pytestmark = pytest.mark.django_db
ROWS = "Agency,Year,Violations\n,2025,4\n"
LATER = timedelta(days=3)


@pytest.fixture
def bucket(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """The directory in which the server keeps the objects of the bucket that the site uses."""
    with services.running_file_store(tmp_path / "s3") as url:
        options = read({"DEBUG": "1", "VAR_DIR": str(tmp_path), "FILES_URL": url}).file_store
        store = {"BACKEND": "tracker.file_store.FileStore", "OPTIONS": options}
        settings.STORAGES = {**settings.STORAGES, "default": store}
        yield tmp_path / "s3" / "files"


def objects(bucket: Path) -> list[str]:
    return sorted(str(one.relative_to(bucket)) for one in bucket.rglob("*") if one.is_file())


def test_a_file_is_kept_under_its_hash_and_read_back(bucket: Path) -> None:
    attachment = an_attachment(a_request(), ROWS, name="cases.csv")
    digest = hashlib.sha256(ROWS.encode()).hexdigest()
    assert objects(bucket) == [stored_name(digest)]
    assert (bucket / stored_name(digest)).read_text() == ROWS
    for _ in range(2):
        assert len(read_attachment(attachment)[0].columns) == 3
    assert read_text(attachment=attachment, at=NOW).text_state == "read"


def test_the_same_content_twice_is_one_object_and_stays_whole(bucket: Path) -> None:
    one, other = (an_attachment(a_request(), ROWS) for _ in range(2))
    assert one.file.name == other.file.name and len(objects(bucket)) == 1
    assert other.file.open("rb").read().decode() == ROWS


def test_it_is_downloaded_and_one_that_is_missing_is_not_found(bucket: Path) -> None:
    attachment = an_attachment(a_request(), ROWS, name="cases.csv")
    client = Client()
    client.force_login(a_person(Role.STAFF))
    address = reverse("staff:attachment", args=[attachment.pk])
    response = client.get(address)
    assert b"".join(response.streaming_content).decode() == ROWS
    assert response["Content-Length"] == str(len(ROWS))
    default_storage.delete(str(attachment.file.name))
    assert client.get(address).status_code == 404
    with pytest.raises(AttachmentNotUsable, match="missing from the file store"):
        read_attachment(attachment)


def test_what_belongs_to_nothing_is_forgotten(bucket: Path) -> None:
    assert forget_unowned(before=timezone.now()) == 0
    kept = an_attachment(a_request(), ROWS)
    store_content("ab" * 32, b"of nobody")
    assert forget_unowned(before=timezone.now() - LATER) == 0
    assert forget_unowned(before=timezone.now() + LATER) == 1
    assert objects(bucket) == [kept.file.name]


def test_a_mail_that_is_dropped_again_after_days_is_kept_anew(
    bucket: Path, django_capture_on_commit_callbacks: Any
) -> None:
    mail = {"content": b"Subject: Hello\n\nWorld", "name": "a.eml", "is_pasted": False}
    person = a_person()
    for at in (NOW, NOW + LATER):
        with django_capture_on_commit_callbacks(execute=True):
            draft = keep_draft(**mail, person=person, at=at)
    assert len(objects(bucket)) == 1
    assert read_draft(draft).subject == "Hello"
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_drafts(before=NOW + 2 * LATER) == 1
    assert objects(bucket) == []


def test_a_store_that_is_away_refuses_in_words_and_without_its_secret(
    settings: Any, tmp_path: Path
) -> None:
    url = f"s3+http://key:secret-word@127.0.0.1:{services.free_port()}/files"
    options = read({"DEBUG": "1", "VAR_DIR": str(tmp_path), "FILES_URL": url}).file_store
    store = {"BACKEND": "tracker.file_store.FileStore", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": store}
    with pytest.raises(StoreAway, match="does not answer") as refusal:
        an_attachment(a_request(), ROWS)
    assert "secret-word" not in f"{refusal.value} {refusal.value.__cause__}"
    with pytest.raises(ConnectionError):
        default_storage.open("ab/cd")
    with pytest.raises(ConnectionError):
        default_storage.save("ab/cd", ContentFile(b"x"))


def test_a_page_says_that_the_store_is_away(bucket: Path, settings: Any, tmp_path: Path) -> None:
    attachment = an_attachment(a_request(), ROWS)
    url = f"s3+http://key:secret-word@127.0.0.1:{services.free_port()}/files"
    options = read({"DEBUG": "1", "VAR_DIR": str(tmp_path), "FILES_URL": url}).file_store
    away = {"BACKEND": "tracker.file_store.FileStore", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": away}
    client = Client()
    client.force_login(a_person(Role.STAFF))
    page = client.get(reverse("staff:attachment", args=[attachment.pk]))
    assert page.status_code == 503 and "cannot be reached" in page.content.decode()
