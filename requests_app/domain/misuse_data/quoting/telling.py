"""That we told whoever printed a figure: of a mistake, or of a correction of ours."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from requests_app.domain.accounts.models import Person
from requests_app.domain.audit.operations import record
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.quoting.models import Quote, Telling
from requests_app.domain.misuse_data.quoting.operations import QuoteNotPossible
from requests_app.domain.request_log.dates import check_past, local_day


@transaction.atomic
def record_telling(
    *, quote: Quote, correction: Release | None, told_on: date, how: str, by: Person, at: datetime
) -> Telling:
    """We told whoever printed it. A second click about the same correction changes nothing.

    Raises `ImpossibleDate`, and `QuoteNotPossible` for a day before it was printed.
    """
    check_past("told_on", "Told on", told_on, today=local_day(at))
    locked = Quote.objects.select_for_update().get(pk=quote.pk)
    if locked.printed_on and told_on < locked.printed_on:
        raise QuoteNotPossible("told_on", "It was not printed by then.")
    same = locked.tellings.filter(correction=correction)
    already = same.first() if correction else same.filter(told_on=told_on, how=how.strip()).first()
    if already:
        return already
    telling = Telling.objects.create(
        quote=locked,
        correction=correction,
        told_on=told_on,
        how=how.strip(),
        told_by=by,
        recorded_at=at,
    )
    record(verb="told of a mistake", subject=telling, by=by, at=at, quote=locked.pk)
    return telling


@transaction.atomic
def take_back_telling(*, telling: Telling, by: Person, at: datetime) -> None:
    """It was recorded by mistake: nobody was told."""
    locked = Telling.objects.select_for_update().filter(pk=telling.pk).first()
    if locked is None:
        return
    record(verb="took back telling", subject=locked, by=by, at=at, quote=locked.quote_id)
    locked.delete()
