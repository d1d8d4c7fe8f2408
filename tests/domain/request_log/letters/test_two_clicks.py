"""Two clicks on one button at the same moment keep one letter."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from requests_app.domain.request_log.letters.fields import Sender
from requests_app.domain.request_log.letters.kinds import LetterKind
from requests_app.domain.request_log.letters.operations import record_letter
from requests_app.domain.request_log.models import Letter
from tests.builders import NOW, a_person, a_request


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", [LetterKind.REQUEST, LetterKind.FOLLOW_UP])
def test_two_clicks_at_once_keep_one_letter(kind: LetterKind) -> None:
    request, by = a_request(**({"sent_on": None} if kind == LetterKind.REQUEST else {})), a_person()
    start = threading.Barrier(2)

    def click(_: int) -> int:
        try:
            start.wait(timeout=10)
            letter = record_letter(
                kind=kind, requests=[request], subject="Subject", body="Words.", by=by, at=NOW,
                sender=Sender("Pat", "Us"), form_key="8d9f4a52-7d8c-4a43-9a53-6f4b9f4c1f10",
            )  # fmt: skip
            return letter.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as together:
        first, second = together.map(click, range(2))
    assert first == second == Letter.objects.get().pk
    assert Letter.objects.get().events.count() == 1
