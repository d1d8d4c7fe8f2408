import errno
import hashlib
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st

from requests_app.domain.request_log.attachments import (
    AlreadyAttached,
    FileTooLarge,
    StoreFull,
    attach_file,
)
from requests_app.domain.request_log.dates import ImpossibleDate
from requests_app.domain.request_log.file_access import may_leave
from requests_app.domain.request_log.file_kinds import KIND_LABELS, FileNotAccepted, kind_of
from requests_app.domain.request_log.file_names import safe_name
from requests_app.domain.request_log.models import Attachment
from tests.builders import NOW, TODAY, a_request, an_attachment


def a_zip(*names: str) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name in names:
            archive.writestr(name, "content")
    return memory.getvalue()


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
KINDS = [
    (b"agency,count\nA,1\nB,2\n", "csv"),
    (b"PK,agency,count\n1,A,1\n2,B,2\n", "csv"),
    (b"agency;count\r\nA;1\r\n", "csv"),
    ("agency\tcount\nA\t1\n".encode("utf-16"), "csv"),
    (b"Dear requester,\nwe have no records.\n", "text"),
    (b"<!DOCTYPE html><title>x</title>", "html"),
    (b"Received: from mail\nSubject: x\n\nbody", "eml"),
    (b"%PDF-1.7\n...", "pdf"),
    (a_zip("xl/workbook.xml"), "xlsx"),
    (a_zip("word/document.xml"), "docx"),
    (a_zip("content.xml"), "ods"),
    (OLD_OFFICE, "office-97"),
    (OLD_OFFICE + "Workbook".encode("utf-16-le"), "xls"),
    (OLD_OFFICE + "Book".encode("utf-16-le"), "xls"),
    (OLD_OFFICE + "WordDocument".encode("utf-16-le"), "doc"),
    (OLD_OFFICE + "__properties_version1.0".encode("utf-16-le"), "msg"),
    (b"{\\rtf1\\ansi Dear requester}", "rtf"),
    (b"\x78\x9f\x3e\x22\x01\x00", "tnef"),
    (b"GIF89a....", "gif"),
    (b"GIF87a....", "gif"),
    (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "webp"),
    (b"\x89PNG\r\n\x1a\n....", "png"),
    (b"\xff\xd8\xff\xe0....", "jpeg"),
    (b"II*\x00....", "tiff"),
    (b"MM\x00*....", "tiff"),
]


@pytest.mark.parametrize(("content", "kind"), KINDS, ids=range(len(KINDS)))
def test_the_content_tells_the_kind(content, kind) -> None:
    assert kind_of(content) == kind
    assert kind in KIND_LABELS


def test_every_kind_is_recognised_somewhere() -> None:
    assert {kind for _, kind in KINDS} == set(KIND_LABELS)


@pytest.mark.parametrize(
    ("content", "defect"),
    [
        (b"", "empty"),
        (b" \n\x00\x00", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"\xff\xfe", "empty"),
        (a_zip(), "ZIP archive"),
        (a_zip("evil.exe"), "ZIP archive"),
        (a_zip("xl/workbook.xml")[:40], "broken"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "neither a table"),
        (b"\x7fELF\x02\x01\x01\x00", "neither a table"),
    ],
    ids=[
        "nothing",
        "blanks",
        "mark",
        "mark and blanks",
        "wide mark",
        "no files",
        "zip",
        "cut off",
        "windows",
        "linux",
    ],
)
def test_what_agencies_do_not_return_is_refused_by_its_defect(content, defect) -> None:
    with pytest.raises(FileNotAccepted, match=defect):
        kind_of(content)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\sheets\\a.csv", "a.csv"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("a\x00b\n.csv", "ab.csv"),
        ("", "unnamed"),
        ("evil %22name%22 <b>e.html", 'evil "name" <b>e.html'),
        ("50%25 of it.csv", "50%25 of it.csv"),
        ("x" * 300 + ".csv", "x" * 251 + ".csv"),
    ],
)
def test_a_name_is_shown_safely(name, shown) -> None:
    assert safe_name(name) == shown


@pytest.mark.django_db
def test_the_file_is_kept_as_it_came_under_its_hash() -> None:
    content = b"agency,count\nA,1\nB,2\n"
    attachment = an_attachment(a_request(), content, name="../Sheet.csv")
    assert attachment.sha256 == hashlib.sha256(content).hexdigest()
    assert attachment.file.name == f"{attachment.sha256[:2]}/{attachment.sha256}"
    assert attachment.file.open("rb").read() == content
    assert (attachment.original_name, attachment.size) == ("Sheet.csv", len(content))


@pytest.mark.django_db
def test_the_same_file_twice_is_recognised() -> None:
    request = a_request()
    first = an_attachment(request, b"a,b\n1,2\n3,4\n", name="first.csv")
    with pytest.raises(AlreadyAttached, match=r"first\.csv") as known:
        an_attachment(request, b"a,b\n1,2\n3,4\n", name="second.csv")
    assert known.value.attachment == first
    assert Attachment.objects.count() == 1


@pytest.mark.django_db
def test_two_requests_may_hold_the_same_file_and_it_is_stored_once() -> None:
    first = an_attachment(a_request(), b"a,b\n5,6\n7,8\n")
    second = an_attachment(a_request(), b"a,b\n5,6\n7,8\n")
    assert first.file.name == second.file.name
    held = default_storage.listdir(first.sha256[:2])[1]
    assert [name for name in held if name.startswith(first.sha256)] == [first.sha256]


@pytest.mark.django_db
def test_a_file_over_the_limit_is_refused_with_both_sizes(settings) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    with pytest.raises(FileTooLarge, match=r"2\.0 MB; the limit is 1 MB"):
        an_attachment(a_request(), b"a,b\n" * 524288)
    assert not Attachment.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("came_on", "message"),
    [(date(2026, 6, 23), "future"), (date(2026, 6, 8), "before the day it was sent")],
)
def test_a_file_comes_after_the_sending_and_not_tomorrow(came_on, message) -> None:
    with pytest.raises(ImpossibleDate, match=message):
        attach_file(
            records_request=a_request(),
            upload=ContentFile(b"a,b\n1,2\n", name="a.csv"),
            came_on=came_on,
            by=None,
            at=NOW,
        )
    assert date(2026, 6, 23) > TODAY


def stored(attachment: Attachment) -> Path:
    return Path(default_storage.path(attachment.file.name))


@pytest.mark.django_db
def test_a_stored_file_is_for_nobody_else_on_the_machine() -> None:
    path = stored(an_attachment(a_request(), b"a,b\n35,36\n37,38\n"))
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_a_half_written_original_is_written_again() -> None:
    content = b"a,b\n9,10\n11,12\n"
    first = an_attachment(a_request(), content)
    stored(first).write_bytes(content[:5])
    an_attachment(a_request(), content)
    assert stored(first).read_bytes() == content


@pytest.mark.django_db
def test_a_full_disk_is_a_named_refusal_and_leaves_nothing_behind(monkeypatch) -> None:
    request, content = a_request(), b"a,b\n13,14\n15,16\n"
    name = hashlib.sha256(content).hexdigest()

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("requests_app.domain.request_log.attachments.os.fsync", full)
    with pytest.raises(StoreFull, match="no room left"):
        an_attachment(request, content)
    assert not Attachment.objects.exists()
    # Other tests keep files there whose hash begins alike.
    left = default_storage.listdir(name[:2])[1]
    assert [file for file in left if file == name or file.startswith(".part-")] == []
    monkeypatch.undo()
    assert stored(an_attachment(request, content)).read_bytes() == content


@pytest.mark.django_db
def test_another_failure_of_the_disk_is_not_called_a_full_one(monkeypatch) -> None:
    def broken(descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("requests_app.domain.request_log.attachments.os.fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        an_attachment(a_request(), b"a,b\n17,18\n19,20\n")


@pytest.mark.parametrize("state", list(Attachment.State))
def test_only_a_normal_file_may_leave_the_store(state) -> None:
    assert may_leave(Attachment(state=state)) == (state == Attachment.State.NORMAL)


@given(st.binary(max_size=60), st.integers(0, 119))
def test_a_zip_with_any_damage_has_a_kind_or_is_refused(damage, position) -> None:
    whole = a_zip("xl/workbook.xml")
    start = len(whole) - 1 - position
    content = whole[:start] + damage + whole[start + len(damage) :]
    try:
        assert kind_of(content) in KIND_LABELS
    except FileNotAccepted as refusal:
        assert str(refusal)


def zip_that_needs_version_99() -> bytes:
    content = bytearray(a_zip("xl/workbook.xml"))
    content[content.index(b"PK\x01\x02") + 6] = 99
    return bytes(content)


def zip_with_a_name_in_no_encoding() -> bytes:
    content = bytearray(a_zip("xl/é.xml"))
    entry = content.index(b"PK\x01\x02")
    content[entry + 49 : entry + 51] = b"\xff\xff"
    return bytes(content)


@pytest.mark.parametrize("content", [zip_that_needs_version_99(), zip_with_a_name_in_no_encoding()])
def test_a_zip_with_an_odd_directory_is_refused_as_broken(content) -> None:
    with pytest.raises(FileNotAccepted, match="broken"):
        kind_of(content)
