"""A form is sent twice: the same again is a second click, other words with its key are refused."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from requests_app.domain.request_log.details import RequestDetails
from requests_app.domain.request_log.event_kinds import EventKind as K
from requests_app.domain.request_log.form_keys import KeyUsed
from requests_app.domain.request_log.letters.fields import Sender
from requests_app.domain.request_log.letters.kinds import LetterKind
from requests_app.domain.request_log.letters.operations import record_letter
from requests_app.domain.request_log.models import Event, Letter, Method, RecordsRequest
from requests_app.domain.request_log.operations import log_request
from requests_app.domain.request_log.timeline import Happening, correct_event, record_event
from tests.builders import NOW, TODAY, a_person, a_request, an_agency

pytestmark = pytest.mark.django_db
ACKNOWLEDGED = Happening(K.ACKNOWLEDGED, TODAY)


def recorded(request: RecordsRequest, happening: Happening = ACKNOWLEDGED, **values: Any) -> Event:
    told = {"records_request": request, "happening": happening, "form_key": "k", **values}
    return record_event(by=None, at=NOW, **told)


@pytest.mark.parametrize(
    "other",
    [
        Happening(K.FEE_ASKED, TODAY, amount="$20"),
        replace(ACKNOWLEDGED, note="By phone."),
        replace(ACKNOWLEDGED, on=TODAY - timedelta(days=1)),
    ],
)
def test_an_event_of_other_words_is_not_taken_for_a_second_click(other: Happening) -> None:
    request = a_request()
    recorded(request)
    with pytest.raises(KeyUsed, match="as “Acknowledged on 2026-06-22”, which is not what it says"):
        recorded(request, other)
    assert request.events.count() == 2


def test_nor_is_one_on_another_request() -> None:
    recorded(a_request())
    with pytest.raises(KeyUsed):
        recorded(a_request())


def test_what_was_taken_back_since_is_not_said_to_stand() -> None:
    request = a_request()
    taken_back = Happening(K.CORRECTION, TODAY)
    correct_event(event=recorded(request), happening=taken_back, by=a_person(), at=NOW)
    with pytest.raises(KeyUsed, match="not what stands by now"):
        recorded(request)


def test_a_second_click_is_none_that_looked_at_an_old_page() -> None:
    request = a_request()
    version = request.version
    assert recorded(request, version=version) == recorded(request, version=version)


@pytest.mark.parametrize("other", ["agency", "subject", "sent_on"])
def test_a_request_of_other_words_is_not_taken_for_a_second_click(other: str) -> None:
    details = RequestDetails(an_agency(), 2025, "Records", Method.EMAIL, sent_on=TODAY)
    first = log_request(details=details, by=a_person(), at=NOW, form_key="k")
    said = {"agency": an_agency(), "subject": "Other records", "sent_on": date(2026, 6, 9)}
    with pytest.raises(KeyUsed, match=first.number):
        log_request(
            details=replace(details, **{other: said[other]}), by=a_person(), at=NOW, form_key="k"
        )
    assert RecordsRequest.objects.get() == first


def a_letter(request: RecordsRequest, **values: Any) -> Letter:
    told = {"subject": "Subject", "body": "Words.", "requests": [request], **values}
    sender = Sender("Jo Ramirez", "Open Records Project")
    by = a_person()
    kind = LetterKind.FOLLOW_UP
    return record_letter(kind=kind, sender=sender, by=by, at=NOW, form_key="k", **told)


def test_a_letter_of_other_words_or_requests_is_not_taken_for_a_second_click() -> None:
    request = a_request(sent_on=date(2026, 5, 1))
    letter = a_letter(request)
    assert a_letter(request) == letter
    for other in ({"body": "Other words."}, {"requests": [a_request(sent_on=date(2026, 5, 1))]}):
        with pytest.raises(KeyUsed, match="“Follow-up letter of 2026-06-22”"):
            a_letter(request, **other)
    by = a_person()
    told = Happening(K.FOLLOW_UP_SENT, TODAY, note="By mail.")
    right = correct_event(event=letter.events.get(), happening=told, by=by, at=NOW)
    assert a_letter(request) == letter
    correct_event(event=right, happening=Happening(K.CORRECTION, TODAY), by=by, at=NOW)
    with pytest.raises(KeyUsed):
        a_letter(request)
    assert Letter.objects.get() == letter
