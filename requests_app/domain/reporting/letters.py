"""The letter that asks for a year's report, to many agencies in one step.

Each goes out on the request that asks about that year, through the operation that keeps every
letter; an agency that was never asked gets none, and is named.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.agencies.models import Contact
from requests_app.domain.deadlines.rules import Rules
from requests_app.domain.reporting.answers import OWED
from requests_app.domain.reporting.models import AnnualDuty
from requests_app.domain.reporting.owing import owing_lines
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.letters.documents import file_name, letter_document
from requests_app.domain.request_log.letters.drafts import draft, with_cases
from requests_app.domain.request_log.letters.fields import Sender, contacts_of
from requests_app.domain.request_log.letters.kinds import LetterKind
from requests_app.domain.request_log.letters.mail import mailto
from requests_app.domain.request_log.letters.operations import record_letter
from requests_app.domain.request_log.letters.permitted import NotYet
from requests_app.domain.request_log.letters.went_out import WentOutAlready, check_new
from requests_app.domain.request_log.models import Letter, RecordsRequest
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.domain.typesetting.pdf import pdf

MOST_AT_ONCE = 100  # letters in one step, each with its own words
KIND = LetterKind.YEARS_REPORT
NEVER_ASKED = "No request of ours asks it about that year: ask it in a campaign first."


class LettersChanged(Exception):
    """What was looked at is not so any more; nothing was recorded."""


@dataclass(frozen=True, slots=True)
class ReportLetter:
    """One letter, filled in. to: an e-mail address, or ""."""

    duty: AnnualDuty
    request: RecordsRequest
    recipient: tuple[str, ...]
    subject: str
    body: str
    to: str

    @property
    def mailto(self) -> str:
        return mailto(to=self.to, subject=self.subject, body=self.body)


@dataclass
class Letters:
    """left_out: who gets none, by the reason why."""

    ready: list[ReportLetter] = field(default_factory=list)
    left_out: dict[str, list[AnnualDuty]] = field(default_factory=dict)

    def leave_out(self, duty: AnnualDuty, why: str) -> None:
        self.left_out.setdefault(why, []).append(duty)


def letters_asking(
    duties: Iterable[AnnualDuty],
    *,
    sender: Sender,
    on: date,
    rules: Rules,
    person: Person | None = None,
) -> Letters:
    """The letters for these duties, on the requests that are there for `person`, as they would go
    out on that day, at most `MOST_AT_ONCE`.

    `duties` with their agency. Writes nothing. A few queries for each letter.
    """
    letters = Letters()
    lines = owing_lines(duties, on=on, person=person)
    asked = {one.asked.pk for one in lines if one.asked}
    loaded = {one.pk: one for one in with_cases().filter(pk__in=asked)}
    for line in lines:
        if line.duty.answer not in OWED:
            letters.leave_out(line.duty, f"It has answered: {line.duty.in_words.lower()}.")
        elif line.asked is None:
            letters.leave_out(line.duty, NEVER_ASKED)
        elif len(letters.ready) == MOST_AT_ONCE:
            letters.leave_out(line.duty, f"More than {MOST_AT_ONCE} at once: the next step.")
        else:
            _write(letters, line.duty, loaded[line.asked.pk], sender, on, rules)
    return letters


def _write(
    letters: Letters,
    duty: AnnualDuty,
    request: RecordsRequest,
    sender: Sender,
    on: date,
    rules: Rules,
) -> None:
    try:
        check_new(KIND, [request], on=on, seen="")
        drafted = draft(KIND, request, sender=sender, on=on, rules=rules)
    except (NotYet, WentOutAlready) as refusal:
        letters.leave_out(duty, str(refusal))
        return
    mails = contacts_of(request.agency, Contact.Kind.EMAIL)
    letters.ready.append(
        ReportLetter(
            duty,
            request,
            drafted.recipient,
            drafted.subject,
            drafted.body,
            mails[0].value if mails else "",
        )
    )


@transaction.atomic
def record_letters(
    *, duties: Sequence[AnnualDuty], sender: Sender, seen: int, by: Person, at: datetime
) -> list[Letter]:
    """Records the letters to these agencies as sent, each kept word for word on its request.

    seen: how many letters were looked at; raises `LettersChanged` when there are not as many now,
    which is also what becomes of a second click. All of them or none.
    """
    locked = AnnualDuty.objects.select_for_update(of=("self",)).select_related("agency")
    wanted = list(locked.filter(pk__in=[duty.pk for duty in duties]).order_by("agency__name", "pk"))
    letters = letters_asking(
        wanted, sender=sender, on=local_day(at), rules=rules_in_force(), person=by
    )
    if len(letters.ready) != seen or not seen:
        raise LettersChanged(
            f"{len(letters.ready):,} letters can go out now, and {seen:,} were looked at:"
            " nothing was recorded. Look again."
        )
    return [
        record_letter(
            kind=KIND,
            requests=[one.request],
            subject=one.subject,
            body=one.body,
            sender=sender,
            by=by,
            at=at,
            went_out_seen="",
        )
        for one in letters.ready
    ]


def letters_zip(letters: Letters, *, sender: Sender, on: date) -> bytes:
    """A ZIP of the letters as PDF, each under our number."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in letters.ready:
            document = letter_document(
                subject=one.subject,
                body=one.body,
                recipient=one.recipient,
                letterhead=sender.letterhead,
                foot=one.request.number,
                on=on,
            )
            name = file_name(about=one.request.number, kind=KIND, on=on, ending="pdf")
            archive.writestr(name, pdf(document))
    return held.getvalue()
