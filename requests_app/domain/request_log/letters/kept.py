"""Letters that were kept as they went out: which of a request's they are, and their page."""

from collections.abc import Iterable

from requests_app.domain.request_log.letters.documents import file_name, letter_document
from requests_app.domain.request_log.letters.kinds import LetterKind
from requests_app.domain.request_log.models import Event, Letter
from requests_app.domain.typesetting.document import Document


def sendings(timeline: Iterable[Event]) -> dict[Event, Event]:
    """The events with a letter of ours whose sending was not taken back, each with the event that
    stands in its place. One whose day was set right went out all the same. `timeline`: all events
    of a request."""
    events = list(timeline)
    corrections = {event.corrects_id: event for event in events if event.corrects_id}
    found = {}
    for event in events:
        now = event
        while now.pk in corrections:
            now = corrections[now.pk]
        if event.letter_id and now.kind == event.kind:
            found[event] = now
    return found


def about_kept(letter: Letter, number: str) -> str:
    """What a kept letter is about: a request by its `number`, or all that an agency owes."""
    if letter.kind == LetterKind.STILL_OWED or not number:
        return letter.recipient.partition("\n")[0]
    return number


def kept_document(letter: Letter, *, about: str) -> Document:
    return letter_document(
        subject=letter.subject,
        body=letter.body,
        recipient=tuple(letter.recipient.splitlines()),
        letterhead=tuple(letter.letterhead.splitlines()),
        foot=about,
        on=letter.sent_on,
    )


def kept_file_name(letter: Letter, *, about: str) -> str:
    return file_name(about=about, kind=LetterKind(letter.kind), on=letter.sent_on, ending="pdf")
