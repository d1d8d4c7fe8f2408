"""The folder of hand-made mails, read as the product reads them."""

from pathlib import Path

from requests_app.domain.request_log.mail_pasted import read_pasted
from requests_app.domain.request_log.mail_reading import MailRead, read_mail
from tests.builders import TODAY

FOLDER = Path(__file__).resolve().parents[2] / "files" / "mails"
NAMES = sorted(path.name for path in FOLDER.iterdir())


def content_of(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def read(name: str) -> MailRead:
    """The mail in the file; a .txt is what somebody pasted."""
    if name.endswith(".txt"):
        return read_pasted(content_of(name).decode(), today=TODAY)
    return read_mail(content_of(name))
