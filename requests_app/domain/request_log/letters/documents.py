"""A letter as a document to typeset, and the name that its file has."""

import re
from datetime import date

from requests_app.domain.deadlines.words import full_day
from requests_app.domain.request_log.letters.kinds import LETTERS, LetterKind
from requests_app.domain.typesetting.document import Document, blocks_of, printable

LONGEST_NAME = 120  # characters, before the ending
# What no file system takes in a name, and what no person sees in one.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')


def letter_document(
    *,
    subject: str,
    body: str,
    recipient: tuple[str, ...],
    letterhead: tuple[str, ...],
    foot: str,
    on: date,
) -> Document:
    """The letter's page: letterhead, day, address, subject, body."""
    return Document(
        title=f"Re: {subject}",
        letterhead=letterhead,
        head=((full_day(on),), recipient),
        body=blocks_of(body),
        foot=foot,
        on=on,
    )


def file_name(*, about: str, kind: LetterKind, on: date, ending: str) -> str:
    """ "TD-2026-0042 overdue letter 2026-06-22.pdf". about: our number, or an agency's name."""
    name = f"{about} {LETTERS[kind].title.lower()} {on.isoformat()}"
    plain = _NOT_IN_NAMES.sub(" ", printable(name))
    return f"{' '.join(plain.split())[-LONGEST_NAME:]}.{ending}"
