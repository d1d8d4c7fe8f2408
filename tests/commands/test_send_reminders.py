"""`manage.py send_reminders`: what is planned, sent, put off and skipped, each with its reason."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.domain.reminders import dry_run
from requests_app.domain.reminders.models import DeskWishes, Reminder
from requests_app.domain.reminders.own import set_reminder
from requests_app.domain.reminders.recipients import NOBODY
from requests_app.domain.reminders.sweep import plan
from requests_app.domain.request_log.models import RecordsRequest
from tests.builders import NOW, TODAY, a_person, a_request

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def said(*options: str, at=NOW) -> dict[str, list[dict[str, Any]]]:
    out = StringIO()
    call_command("send_reminders", "--json", "--at", at.isoformat(), *options, stdout=out)
    return json.loads(out.getvalue())


def due_today(found: dict[str, list[dict[str, Any]]], outcome: str) -> list[dict[str, Any]]:
    return [one for one in found[outcome] if one["kind"] == "due_today"]


def test_a_dry_run_explains_each_that_is_planned_and_each_that_is_not() -> None:
    person = a_person()
    request = a_request(by=person)
    set_reminder(subject=request, note="Ring", due_on=TODAY, person=person, by=person, at=NOW)
    found = said("--dry-run")
    assert set(found) == {"planned", "sent", "failed", "skipped", "put_off"}
    [planned] = due_today(found, "planned")
    assert planned == {
        "recipient": person.email,
        "subject": f"{request.number}, {request.agency.name}",
        "kind": "due_today",
        "speaks_of": "2026-06-22",
        "reason": "The agency's determination is due today.",
    }
    assert [one["subject"] for one in found["planned"] if one["kind"] == "own"] == ["Ring"]
    reasons = {one["kind"]: one["reason"] for one in found["skipped"]}
    assert reasons["first_day_late"].startswith("It comes on") and all(reasons.values())
    assert not Reminder.objects.exists() and not DeskWishes.objects.exists()


def test_a_dry_run_tells_of_what_waits_and_of_what_went(smtp_sink) -> None:
    request = a_request()
    plan(at=NOW)
    [waits] = due_today(said("--dry-run", at=NOW + MINUTE), "planned")
    assert waits["reason"].endswith("It waits in the ledger.")
    RecordsRequest.objects.update(is_open=False, status="withdrawn")
    [pointless] = due_today(said("--dry-run"), "skipped")
    assert pointless["reason"] == "The request was withdrawn meanwhile."
    RecordsRequest.objects.update(is_open=True, status=request.status)
    assert len(due_today(said(), "sent")) == 1
    [went] = due_today(said("--dry-run", at=NOW + MINUTE), "skipped")
    assert went["reason"] == "It was sent already."


def test_a_dry_run_locks_and_writes_nothing_and_reads_in_chunks(monkeypatch) -> None:
    for _ in range(5):
        a_request()
    plan(at=NOW)
    a_request()
    monkeypatch.setattr(dry_run, "CHUNK", 2)
    with CaptureQueriesContext(connection) as queries:
        found = said("--dry-run")
    asked = [one["sql"].upper() for one in queries]
    assert all(one.startswith("SELECT") and "FOR " not in one.replace("FOR A", "") for one in asked)
    assert len(due_today(found, "planned")) == 6


def test_nobody_is_not_the_desk() -> None:
    a_request(by=a_person(email=""))
    for options in (["--dry-run"], []):
        [one] = due_today(said(*options), "skipped")
        assert (one["recipient"], one["reason"]) == ("nobody", NOBODY)
    DeskWishes.objects.update_or_create(pk=1, defaults={"address": "desk@example.org"})
    assert [one["recipient"] for one in due_today(said("--dry-run"), "planned")] == ["the desk"]


def test_with_the_mail_server_away_each_is_put_off_and_the_command_fails(settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    a_request()
    out = StringIO()
    options = ["--json", "--at", NOW.isoformat()]
    with pytest.raises(CommandError, match="wait for the mail server"):
        call_command("send_reminders", *options, stdout=out)
    [one] = due_today(json.loads(out.getvalue()), "put_off")
    assert "Connection refused" in one["reason"]
    [waits] = due_today(said("--dry-run"), "planned")
    assert "Its mail waits: ConnectionRefusedError" in waits["reason"]


def test_in_words_there_is_a_heading_for_each_outcome_and_a_line_for_each() -> None:
    person = a_person()
    a_request(by=person)
    out = StringIO()
    call_command("send_reminders", "--dry-run", "--at", NOW.isoformat(), stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == "planned: 1" and f"-> {person.email}" in lines[1]
    assert {"sent: 0", "failed: 0", "put_off: 0"} <= set(lines)
