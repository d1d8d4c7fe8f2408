"""Entering what an agency said about a year; taking it back, putting it back, publishing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Permission
from requests_app.domain.agencies.models import Agency
from requests_app.domain.audit.operations import record
from requests_app.domain.reporting.said.kinds import Cause, SaidKind
from requests_app.domain.reporting.said.models import AboutAYear, Comment, Said
from requests_app.domain.request_log.dates import check_past, local_day
from requests_app.domain.request_log.models import Attachment, RecordsRequest
from requests_app.domain.request_log.saved_meanwhile import (
    key_of_what_stands,
    refuse_saved_meanwhile,
)
from requests_app.domain.request_log.sight import check_reach

Entry = TypeVar("Entry", bound=AboutAYear)


class SaidNotPossible(ValueError):
    """It cannot have been said so; `field` names what is missing or cannot be."""

    def __init__(self, field: str, message: str):
        self.field = field
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Words:
    """What was said, and where that is known from: an address, a file that came back, or a request
    of ours. cause: for the kind `CAUSE` alone."""

    kind: SaidKind
    said_on: date
    text: str = ""
    cause: Cause | None = None
    url: str = ""
    attachment: Attachment | None = None
    records_request: RecordsRequest | None = None


@transaction.atomic
def enter_said(
    *, agency: Agency, reporting_year: int, words: Words, by: Person, at: datetime
) -> Said:
    """Raises `SaidNotPossible`, `ImpossibleDate` and `NotAMember`."""
    check_reach(by, words.attachment, words.records_request, to=Permission.RECORD_DUTIES)
    _check(agency, reporting_year, words, at)
    entry = Said(agency=agency, reporting_year=reporting_year, entered_by=by, entered_at=at)
    return _save(entry, words, "entered what was said", by, at)


@transaction.atomic
def amend_said(*, said: Said, words: Words, by: Person, at: datetime, seen: str = "") -> Said:
    """Sets it right. What was published is looked at again before it is public once more.

    seen: `as_it_stands` when the form was opened ("": nobody looked). Raises `SaidNotPossible`,
    `ImpossibleDate`, `NotAMember`, and `SavedMeanwhile` where somebody else saved in between.
    """
    locked = Said.objects.select_for_update().get(pk=said.pk)
    told = (locked, words.attachment, words.records_request)
    # Whoever cannot see where it is known from would save it without that.
    sources = (locked.attachment, locked.records_request)
    check_reach(by, *told, *sources, to=Permission.RECORD_DUTIES)
    _check(locked.agency, locked.reporting_year, words, at)
    refuse_saved_meanwhile(locked, seen=seen, stands=_shown(_words_of(locked)), new=_shown(words))
    locked.is_public = False
    return _save(locked, words, "amended what was said", by, at)


def as_it_stands(said: Said) -> str:
    """The key of what `amend_said` changes, which a form hands back as what was `seen`."""
    return key_of_what_stands(_shown(_words_of(said)))


def _words_of(said: Said) -> Words:
    cause = Cause(said.cause) if said.cause else None
    told = (said.attachment, said.records_request)
    return Words(SaidKind(said.kind), said.said_on, said.text, cause, said.url, *told)


def _shown(words: Words) -> dict[str, str]:
    """By the labels of the form."""
    return {
        "What it is": words.kind.label,
        "Cause": words.cause.label if words.cause else "",
        "In its words": "\n".join(words.text.strip().splitlines()),
        "Day": f"{words.said_on:%-d %B %Y}",
        "Address": words.url,
        "File that came back": str(words.attachment or ""),
        "Request": str(words.records_request or ""),
    }


def _save(entry: Said, words: Words, verb: str, by: Person, at: datetime) -> Said:
    entry.kind, entry.said_on = words.kind, words.said_on
    entry.text, entry.url = words.text.strip(), words.url
    entry.cause = words.cause or ""
    entry.attachment, entry.records_request = words.attachment, words.records_request
    entry.save()
    record(verb=verb, subject=entry, by=by, at=at, kind=entry.kind, cause=entry.cause)
    return entry


def _check(agency: Agency, reporting_year: int, words: Words, at: datetime) -> None:
    check_past("said_on", "Day", words.said_on, today=local_day(at))
    _check_year(reporting_year, "said_on", words.said_on)
    if words.kind == SaidKind.CAUSE and words.cause is None:
        raise SaidNotPossible("cause", "Choose the cause that it gave.")
    if words.kind != SaidKind.CAUSE and words.cause is not None:
        raise SaidNotPossible("cause", "Only a cause has one: leave it blank, or choose “Cause”.")
    needs_words = words.kind != SaidKind.CAUSE or words.cause == Cause.OTHER
    if needs_words and not words.text.strip():
        raise SaidNotPossible("text", "Say it in the agency's words.")
    if not (words.url or words.attachment or words.records_request):
        raise SaidNotPossible("url", "Say where this is known from: an address, a file, a request.")
    for field, asked in (
        ("records_request", words.records_request),
        ("attachment", words.attachment and words.attachment.records_request),
    ):
        if asked and asked.is_sample:
            raise SaidNotPossible(field, "That is part of the sample: nothing was said in it.")
        if asked and asked.sent_on is None:
            raise SaidNotPossible(field, "That request is not sent: nothing came of it yet.")


def _check_year(reporting_year: int, field: str, day: date) -> None:
    if day.year < reporting_year:
        raise SaidNotPossible(field, f"{reporting_year} had not begun on {day:%d %b %Y}.")


@transaction.atomic
def ask_for_comment(
    *,
    agency: Agency,
    reporting_year: int,
    asked_on: date,
    asked_by: str,
    question: str,
    by: Person,
    at: datetime,
) -> Comment:
    """Records that we asked the agency for its comment on a year. Raises `SaidNotPossible` and
    `ImpossibleDate`."""
    check_past("asked_on", "Asked on", asked_on, today=local_day(at))
    _check_year(reporting_year, "asked_on", asked_on)
    if not asked_by.strip():
        raise SaidNotPossible("asked_by", "Say who asked.")
    comment = Comment.objects.create(
        agency=agency,
        reporting_year=reporting_year,
        asked_on=asked_on,
        asked_by=asked_by.strip(),
        question=question.strip(),
        entered_by=by,
        entered_at=at,
    )
    record(verb="asked for comment", subject=comment, by=by, at=at)
    return comment


@transaction.atomic
def record_comment(
    *, comment: Comment, answered_on: date | None, answer: str, by: Person, at: datetime
) -> Comment:
    """The answer in the agency's words; no day and no words take it back. What was published is
    looked at again. Raises `SaidNotPossible` and `ImpossibleDate`."""
    check_past("answered_on", "Answered on", answered_on, today=local_day(at))
    locked = Comment.objects.select_for_update().get(pk=comment.pk)
    if (answered_on is None) != (not answer.strip()):
        field = "answered_on" if answered_on is None else "answer"
        raise SaidNotPossible(field, "An answer has its words and its day.")
    if answered_on and answered_on < locked.asked_on:
        raise SaidNotPossible("answered_on", "That is before it was asked.")
    locked.answered_on, locked.answer = answered_on, answer.strip()
    locked.is_public = False
    locked.save()
    record(verb="recorded comment", subject=locked, by=by, at=at, answered=bool(answered_on))
    return locked


@transaction.atomic
def take_back(*, entry: Entry, by: Person, at: datetime) -> Entry:
    """It counts no more and is not public; it stays readable, and can be put back."""
    locked = type(entry).objects.select_for_update().get(pk=entry.pk)
    check_reach(by, locked)
    if locked.taken_back_at is None:
        locked.taken_back_at, locked.is_public = at, False
        locked.save()
        record(verb="took back what was said", subject=locked, by=by, at=at)
    return locked


@transaction.atomic
def put_back(*, entry: Entry, by: Person, at: datetime) -> Entry:
    """Undoes `take_back`; publishing it is a step of its own."""
    locked = type(entry).objects.select_for_update().get(pk=entry.pk)
    check_reach(by, locked)
    if locked.taken_back_at is not None:
        locked.taken_back_at = None
        locked.save()
        record(verb="put back what was said", subject=locked, by=by, at=at)
    return locked


@transaction.atomic
def show_in_public(*, entry: Entry, is_public: bool, by: Person, at: datetime) -> Entry:
    """Publishes it beside the figures of the year, or takes it out there.

    Raises `SaidNotPossible` for one that was taken back.
    """
    locked = type(entry).objects.select_for_update().get(pk=entry.pk)
    check_reach(by, locked)
    if is_public and locked.taken_back_at is not None:
        raise SaidNotPossible("", "It was taken back: put it back before it is published.")
    if locked.is_public != is_public:
        locked.is_public = is_public
        locked.save()
        verb = "published what was said" if is_public else "unpublished what was said"
        record(verb=verb, subject=locked, by=by, at=at)
    return locked
