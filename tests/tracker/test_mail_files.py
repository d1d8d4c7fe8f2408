"""Mails kept as files: whole messages, readable by any mail program."""

import email
import email.policy
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives

from tracker.mail_files import EmailBackend, keep


@pytest.fixture
def mail_dir(tmp_path: Path, settings: Any) -> Path:
    settings.MAIL_DIR = tmp_path / "mail"
    return tmp_path / "mail"


def test_a_message_is_one_file_that_reads_back(mail_dir: Path) -> None:
    message = EmailMultiAlternatives("Due today — §", "Text: ümlaut", "a@b.org", ["c@d.org"])
    message.attach_alternative("<p>Text: ümlaut</p>", "text/html")
    assert EmailBackend().send_messages([message]) == 1
    (path,) = mail_dir.iterdir()
    assert path.suffix == ".eml"
    content = path.read_bytes()
    read = email.message_from_bytes(content, policy=email.policy.default)
    assert (read["Subject"], read["To"]) == ("Due today — §", "c@d.org")
    body = read.get_body(("html",))
    assert body is not None
    assert "ümlaut" in body.get_content()
    assert content.count(b"\n") == content.count(b"\r\n")


def test_a_message_for_nobody_is_not_kept(mail_dir: Path) -> None:
    assert EmailBackend().send_messages([EmailMultiAlternatives("s", "b", "a@b.org", [])]) == 0
    assert not mail_dir.exists()


def test_mails_sort_by_time_and_no_draft_is_left(mail_dir: Path) -> None:
    first, second = keep(b"one", mail_dir), keep(b"two", mail_dir)
    assert sorted(path.name for path in mail_dir.iterdir()) == [first.name, second.name]


def test_a_full_disk_is_not_taken_for_a_sent_mail(mail_dir: Path) -> None:
    mail_dir.write_text("a file where the directory should be")
    with pytest.raises(OSError, match="mail"):
        keep(b"one", mail_dir)
