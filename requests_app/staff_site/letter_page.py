"""What the page shows on which a letter is written: the letter, and what it rests on."""

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import FileResponse

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Agency, Contact
from requests_app.domain.request_log.letters.case import Case
from requests_app.domain.request_log.letters.citations import cited_in
from requests_app.domain.request_log.letters.documents import file_name
from requests_app.domain.request_log.letters.fields import (
    Sender,
    contacts_of,
    gaps_in,
    sender_of,
)
from requests_app.domain.request_log.letters.fitting import fitting, offers
from requests_app.domain.request_log.letters.kinds import LETTERS, LetterKind
from requests_app.domain.request_log.letters.mail import LONGEST_SAFE, mailto
from requests_app.domain.request_log.letters.permitted import why_not
from requests_app.domain.request_log.models import RecordsRequest
from requests_app.domain.typesetting.document import Document
from requests_app.domain.typesetting.docx import docx
from requests_app.domain.typesetting.pdf import pdf
from requests_app.staff_site.forms.letters import LetterForm
from tracker.environment_values import NOBODYS_NAME

TYPES = {
    "pdf": (pdf, "application/pdf"),
    "docx": (
        docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


@dataclass(frozen=True)
class Desk:
    """Where a letter is written. about: our number, or the agency's name; back: the address of
    the page one came from; cases: the requests that the letter is about, each with its case."""

    kind: LetterKind
    agency: Agency
    sender: Sender
    on: date
    about: str
    back: str
    place: str
    cases: tuple[tuple[RecordsRequest, Case], ...] = ()
    more: bool = False


def sender_for(person: Person) -> Sender:
    return sender_of(
        person,
        organisation=settings.ORGANISATION_NAME,
        address=settings.ORGANISATION_ADDRESS,
    )


def unnamed() -> dict[str, Any]:
    """Whether a letter would go out without a name, for `_unnamed.html`, and what it says then."""
    return {
        "organisation_unnamed": settings.ORGANISATION_NAME == NOBODYS_NAME,
        "organisation": NOBODYS_NAME,
    }


def letters_to_write(case: Case) -> dict[str, Any]:
    """For the page of a request: its letters, the one that the next step asks for, and when we
    wrote last if that is what it asks for again."""
    kind = fitting(case)
    row = LETTERS[kind] if kind else None
    return {
        "letter_offers": offers(case),
        "letter_kind": kind,
        "letter": row,
        "wrote": case.last(row.event) if row else None,
        "can_contest": not why_not(LetterKind.EXTENSION_CONTESTED, case),
    }


def letter_page(desk: Desk, form: LetterForm | None, refusal: str = "") -> dict[str, Any]:
    """The context of the page. form: None where the letter may not be written, and why."""
    row = LETTERS[desk.kind]
    only = desk.cases[0] if len(desk.cases) == 1 else None
    context: dict[str, Any] = {
        "desk": desk,
        "row": row,
        "form": form,
        "refusal": refusal,
        "place": desk.place,
        "today": desk.on,
        "citations": (),
        "contacts": list(desk.agency.contacts.all()),
        "only": only[0] if only else None,
        "clock": only[1].clock if only else None,
        "sample": any(one.is_sample for one, _ in desk.cases),
    }
    return context | unnamed() | (_as_it_is_worded(desk, form) if form else {})


def _as_it_is_worded(desk: Desk, form: LetterForm) -> dict[str, Any]:
    """What follows from the words of the letter, which somebody may have changed."""
    mails = contacts_of(desk.agency, Contact.Kind.EMAIL)
    to = mails[0].value if mails else ""
    subject, body = str(form["subject"].value() or ""), str(form["body"].value() or "")
    address = mailto(to=to, subject=subject, body=body)
    return {
        "to": to,
        "mailto": address,
        "mailto_short": mailto(to=to, subject=subject, body=""),
        "mailto_is_long": len(address) > LONGEST_SAFE,
        "longest_mailto": LONGEST_SAFE,
        "gaps": gaps_in(f"{subject}\n{body}"),
        "citations": cited_in(body, LETTERS[desk.kind].cites),
    }


def as_file(
    document: Document, *, about: str, kind: LetterKind, on: date, ending: str
) -> FileResponse:
    """The letter as a file to save, under a name that says what it is."""
    typeset, content_type = TYPES[ending]
    name = file_name(about=about, kind=kind, on=on, ending=ending)
    return FileResponse(
        io.BytesIO(typeset(document)), as_attachment=True, filename=name, content_type=content_type
    )
