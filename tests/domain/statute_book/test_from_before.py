"""What was entered before bills had names of their own and notices kept their words."""

from dataclasses import replace
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.models import Event
from requests_app.domain.statute_book.models import LawVersion
from requests_app.domain.statute_book.operations import amend_version, enter_version, take_step
from requests_app.domain.statute_book.rules import ground_key
from requests_app.domain.statute_book.states import Step
from tests.builders import BUSINESS_DAYS, NOW, a_person, a_request, an_event

pytestmark = pytest.mark.django_db
STEP = import_module("requests_app.migrations.0006_bills_of_one_name_and_grounds_in_words")


def test_a_notice_gets_the_words_of_a_ground_that_a_dropped_bill_once_had() -> None:
    """The bill was amended since, so that only its history has the words."""
    by = {"by": a_person(), "at": NOW}
    flood = replace(BUSINESS_DAYS, added_grounds=(("A flood in the archive", "(c)(7)"),))
    version = enter_version(details=flood, **by)
    key = ground_key(version, "A flood in the archive")
    heat = replace(BUSINESS_DAYS, added_grounds=(("heat", "(c)(8)"),))
    amend_version(version=version, details=heat, seen=1, **by)
    take_step(version=version, step=Step.DROP, seen=2, **by)
    request = a_request()
    kept, plain, unknown = (
        an_event(request, EventKind.EXTENSION_NOTICE, date(2026, 6, 12), names_on=None, ground=one)
        for one in (key, "voluminous", "version_99_0")
    )
    Event.objects.update(ground_words="")
    STEP.keep_the_words(apps, None)
    for event in (kept, plain, unknown):
        event.refresh_from_db()
    assert [event.ground_words for event in (kept, plain, unknown)] == [
        "A flood in the archive", "", "",
    ]  # fmt: skip


def test_bills_of_one_name_are_told_apart_by_a_number() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_bill_of_a_name_changes_a_law")
    bills = [replace(BUSINESS_DAYS, act=act) for act in ("AB 1", "ab 1", "AB 1", "AB 1 (2)")]
    bills += [replace(BUSINESS_DAYS, act="AB 1", law="foia")]
    for details in bills:
        enter_version(details=details, by=a_person(), at=NOW)
    STEP.tell_bills_apart(apps, None)
    names = list(LawVersion.objects.order_by("pk").values_list("act", flat=True))
    assert names == ["AB 1", "ab 1 (2)", "AB 1 (3)", "AB 1 (2) (2)", "AB 1"]
