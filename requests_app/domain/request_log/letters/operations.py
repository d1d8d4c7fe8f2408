"""Recording a letter as sent: its words are kept, and every request it names has its event."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.audit.operations import record
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.form_keys import saved_with, says
from requests_app.domain.request_log.letters.case import case_of
from requests_app.domain.request_log.letters.drafts import with_cases
from requests_app.domain.request_log.letters.fields import Sender, address_lines, gaps_in
from requests_app.domain.request_log.letters.kept import sendings
from requests_app.domain.request_log.letters.kinds import LETTERS, LetterKind
from requests_app.domain.request_log.letters.permitted import NotYet, check_permitted
from requests_app.domain.request_log.letters.went_out import check_new
from requests_app.domain.request_log.models import Letter, RecordsRequest
from requests_app.domain.request_log.sight import check_reach
from requests_app.domain.request_log.timeline import Happening, record_event
from requests_app.domain.statute_book.rules import rules_in_force
from requests_app.domain.typesetting.document import printable


class LetterHasGaps(ValueError):
    """Something in the letter is still to be filled in."""


@transaction.atomic
def record_letter(
    *,
    kind: LetterKind,
    requests: Sequence[RecordsRequest],
    subject: str,
    body: str,
    sender: Sender,
    by: Person,
    at: datetime,
    form_key: str | None = None,
    went_out_seen: str | None = None,
) -> Letter:
    """Keeps a letter as it went out to one agency, with an event on each request it names.

    The same `form_key` again returns the letter already kept (a second click). went_out_seen: the
    day of the same letter that went out already and was looked at, "" where none was; None where
    nobody looked. Raises `LetterHasGaps`, `NotYet` when one of the requests stands otherwise by
    now, `WentOutAlready`, `KeyUsed`, and what `record_event` raises; then nothing is kept.
    """
    said = {"kind": kind, "subject": printable(subject), "body": printable(body)}
    pks = sorted(one.pk for one in requests)
    locked = list(RecordsRequest.objects.select_for_update().filter(pk__in=pks).order_by("pk"))
    check_reach(by, *locked, to=Permission.RECORD_EVENTS)
    if already := saved_with(
        form_key, Letter.objects.all(), lambda one: says(one, said) and _went_out_on(one, locked)
    ):
        return already
    if gaps := gaps_in(f"{subject}\n{body}"):
        raise LetterHasGaps(f"Fill in what is not known yet: {', '.join(gaps)}.")
    if len(locked) < len(pks):
        raise NotYet("One of the requests is gone.")
    today, rules = local_day(at), rules_in_force()
    named = list(with_cases().filter(pk__in=pks).order_by("pk"))
    for one in named:
        check_permitted(kind, case_of(one, on=today, rules=rules))
    check_new(kind, named, on=today, seen=went_out_seen)
    letter = Letter.objects.create(
        **said,
        recipient="\n".join(address_lines(named[0].agency)),
        letterhead="\n".join(sender.letterhead),
        sent_on=today,
        made_by=by,
        made_at=at,
        form_key=form_key,
    )
    happening = Happening(kind=LETTERS[kind].event, on=today, note=f"{LETTERS[kind].title}.")
    for one in named:
        record_event(records_request=one, happening=happening, by=by, at=at, letter=letter)
    record(verb="recorded letter", subject=letter, by=by, at=at, requests=len(named))
    return letter


def _went_out_on(letter: Letter, requests: Sequence[RecordsRequest]) -> bool:
    """Whether its sending stands on these requests, and it names no other."""
    named = set(letter.events.values_list("records_request", flat=True))
    standing = {
        one.pk
        for one in requests
        if any(event.letter_id == letter.pk for event in sendings(one.events.all()))
    }
    return named == standing == {one.pk for one in requests}
