"""After the browser's Back: what is sent with a used key is kept, and saved with the next click."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from requests_app.domain.reminders.models import OwnReminder
from requests_app.domain.request_log.models import Event, Letter, RecordsRequest
from requests_app.domain.upkeep.bulk.models import BulkAction
from tests.builders import a_request, an_agency
from tests.staff_site.doors import texts

pytestmark = pytest.mark.django_db
KEY = "8d9f4a52-7d8c-4a43-9a53-6f4b9f4c1f10"
Sent = tuple[str, dict[str, Any]]


def event() -> tuple[Sent, Sent]:
    address = f"/staff/requests/{a_request().pk}/record/"
    typed = {"on": "6/15", "in_writing": "on"}
    fee = {"kind": "fee_asked", "amount": "$20", "note": "Per page."}
    return (address, {"kind": "acknowledged", **typed}), (address, {**typed, **fee})


def request() -> tuple[Sent, Sent]:
    address = "/staff/requests/log/"
    typed = {"reporting_year": "2025", "subject": "Records", "method": "email", "sent_on": "6/9"}
    first, second = ({**typed, "agency_text": an_agency().name} for _ in range(2))
    return (address, first), (address, second)


def letter() -> tuple[Sent, Sent]:
    asked = a_request(sent_on=None)
    address = f"/staff/requests/{asked.pk}/letters/request/"
    typed = {"subject": "Records", "requests": str(asked.pk), "act": "record"}
    return (address, {**typed, "body": "Words."}), (address, {**typed, "body": "Other words."})


def reminder() -> tuple[Sent, Sent]:
    asked = a_request()
    address = f"/staff/requests/{asked.pk}/remind/"
    typed = {"due_on": "next monday", "person": str(asked.assignee_id)}
    return (address, {**typed, "note": "Call"}), (address, {**typed, "note": "Write"})


def in_bulk() -> tuple[Sent, Sent]:
    first, second = a_request(), a_request()
    address = f"/staff/requests/bulk/?chosen={first.pk}&chosen={second.pk}&do=add_tag"
    one = {"tag": "One", "requests": str(first.pk)}
    return (address, one), (address, {"tag": "Two", "requests": str(second.pk)})


SAVED: dict[Callable[[], tuple[Sent, Sent]], type] = {
    event: Event, request: RecordsRequest, letter: Letter, reminder: OwnReminder,
    in_bulk: BulkAction,
}  # fmt: skip


@pytest.mark.parametrize("form", SAVED)
def test_other_words_with_a_used_key_are_kept_and_saved_once_more(staff: Client, form) -> None:
    (address, first), (where, second) = form()
    assert staff.post(address, {**first, "form_key": KEY}).status_code == 302
    before = SAVED[form].objects.count()
    refused = staff.post(where, {**second, "form_key": KEY})
    assert SAVED[form].objects.count() == before
    page = texts(refused)
    assert "Nothing was saved: look at it, and save it once more if it is meant." in page
    for typed in {"note", "body", "amount", "tag", "agency_text"} & set(second):
        assert second[typed] in page
    keys = set(re.findall(r'name="form_key" value="([^"]+)"', page))
    assert keys and KEY not in keys
    answer = staff.post(where, {**second, "form_key": keys.pop()})
    if form is letter:  # it went out already, which is another question
        assert "was sent" in texts(answer)
    else:
        assert answer.status_code == 302
        assert SAVED[form].objects.count() == before + 1
