"""What is recorded for many at once is what would be recorded for one."""

import pytest
from django.db import transaction

from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.in_bulk import (
    locked_requests,
    reasons_against,
    record_events,
)
from requests_app.domain.request_log.timeline import Happening
from tests.builders import NOW, TODAY, a_person, a_request

pytestmark = pytest.mark.django_db


def test_the_words_of_the_ground_are_kept_as_for_one() -> None:
    request = a_request()
    told = Happening(EventKind.EXTENSION_NOTICE, TODAY, ground="voluminous")
    with transaction.atomic():
        record_events(locked_requests([request.pk]), told, by=a_person(), at=NOW)
    assert request.events.get(kind=EventKind.EXTENSION_NOTICE).ground_words


def test_what_the_kind_does_not_have_is_a_reason_and_no_error() -> None:
    told = Happening(EventKind.ACKNOWLEDGED, TODAY, amount="$3")
    request = a_request()
    assert "has no fee" in reasons_against([request], told, today=TODAY)[request.pk]
