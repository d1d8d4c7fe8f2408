"""Reading the words of a file, in the worker: for the search, and to be read in the page.

What cannot be read is said on the file and never stops anything else.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from requests_app.domain.request_log import texts
from requests_app.domain.request_log.models import Attachment, AttachmentText
from requests_app.domain.request_log.search_index import index_attachment
from requests_app.domain.sheets.hiding import Hidden, hidden_parts
from requests_app.domain.sheets.limited import Unreadable, limited

SECONDS, MEGABYTES = 40, 1024  # of processor time and memory, for one look at a file
CLAIM = timedelta(minutes=10)  # longer than a worker can be at one file
# A file that ends the worker itself is given up after so many tries.
MOST_TRIES = 3
TextState = Attachment.TextState


@dataclass
class Read:
    """What reading a file gave: its text, or why there is none; what it hides."""

    state: str
    text: str = ""
    why: str = ""
    hides: list[Hidden] = field(default_factory=list)


def read_text(*, attachment: Attachment, at: datetime) -> Attachment:
    """Reads the file in a child process and keeps its text. Twice does no harm."""
    # Counted before anything is opened: a file that takes the worker down is met no fourth time.
    Attachment.objects.filter(pk=attachment.pk).update(
        text_tries=F("text_tries") + 1, text_read_at=at
    )
    attachment.refresh_from_db(fields=["text_tries"])
    return _keep(attachment, _read(attachment), at=at)


def read_pending(*, at: datetime, most: int) -> bool:
    """Reads up to `most` files that nobody has read; returns whether any is left. Two workers at
    once read different ones. Raises `ConnectionError` while the file store is away."""
    for _ in range(most):
        attachment = _claimed(at)
        if attachment is None:
            return False
        try:
            found = _read(attachment)
        except ConnectionError:
            _give_back(attachment)
            raise
        _keep(attachment, found, at=at)
    return _unclaimed(at).exists()


def _unclaimed(at: datetime) -> QuerySet[Attachment]:
    """Not read, and in nobody's hands: whoever began longer ago has died over it."""
    free = Q(text_read_at=None) | Q(text_read_at__lt=at - CLAIM)
    return Attachment.objects.filter(free, text_state=TextState.PENDING).order_by("pk")


def _claimed(at: datetime) -> Attachment | None:
    """The next file, with this try counted; None where there is none."""
    while attachment := _unclaimed(at).first():
        same = _unclaimed(at).filter(pk=attachment.pk, text_tries=attachment.text_tries)
        attachment.text_tries += 1
        if same.update(text_tries=attachment.text_tries, text_read_at=at):
            return attachment
    return None


def _give_back(attachment: Attachment) -> None:
    """That the store is away is no fault of the file, and this was no try."""
    same = Attachment.objects.filter(pk=attachment.pk, text_tries=attachment.text_tries)
    same.update(text_tries=attachment.text_tries - 1, text_read_at=None)


def read_again() -> int:
    """Has every file read anew, as after a change of the readers; returns how many."""
    return Attachment.objects.update(text_state=TextState.PENDING, text_tries=0, text_read_at=None)


def _read(attachment: Attachment) -> Read:
    kind = attachment.content_kind
    if kind not in texts.READERS:
        return Read(TextState.NOT_READ)
    if attachment.text_tries > MOST_TRIES:
        return Read(TextState.FAILED, why=f"Given up after {MOST_TRIES} tries.")
    try:
        with attachment.file.open("rb") as file:
            content = file.read()
    except FileNotFoundError:
        return Read(TextState.FAILED, why="The file is missing from the file store.")
    found = _text(kind, content)
    if kind == "xlsx":
        found.hides, why = _hides(content)
        found.why = found.why or why
    return found


def _text(kind: str, content: bytes) -> Read:
    try:
        read = limited(texts.read, content, kind, seconds=SECONDS, megabytes=MEGABYTES)
    except Unreadable as refusal:
        return Read(TextState.FAILED, why=str(refusal))
    text, is_cut = read
    if not text.strip():
        scan = "A scan: a picture of text, to be read by a person." if kind == "pdf" else ""
        return Read(TextState.NO_TEXT, why=scan)
    cut = f"The first {texts.LONGEST:,} characters; the search knows no more." if is_cut else ""
    return Read(TextState.READ, text=text, why=cut)


def _hides(content: bytes) -> tuple[list[Hidden], str]:
    try:
        return limited(hidden_parts, content, seconds=SECONDS, megabytes=MEGABYTES), ""
    except Unreadable as refusal:
        return [], f"What it hides could not be read: {refusal}"


@transaction.atomic
def _keep(attachment: Attachment, found: Read, *, at: datetime) -> Attachment:
    # The state may have changed while the file was read: the search follows the one it has now.
    files = Attachment.objects.select_related("records_request__agency")
    locked = files.select_for_update(of=("self",)).filter(pk=attachment.pk).first()
    if locked is None:  # somebody deleted it; it is read when it comes back
        return attachment
    if found.text:
        AttachmentText.objects.update_or_create(attachment=locked, defaults={"text": found.text})
    else:
        AttachmentText.objects.filter(pk=locked.pk).delete()
    Attachment.objects.filter(pk=locked.pk).update(
        text_state=found.state,
        text_why=found.why[:300],
        text_read_at=at,
        text_version=texts.VERSION,
        hides=found.hides,
    )
    index_attachment(locked)
    locked.refresh_from_db()
    return locked
