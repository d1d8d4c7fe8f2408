"""A round that is kept from everybody but its members, with one of everything that hangs on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.db import connection, models

from requests_app.domain.accounts.models import Person
from requests_app.domain.misuse_data.importing.operations import import_figures
from requests_app.domain.misuse_data.models import Source
from requests_app.domain.misuse_data.names.confirming import Confirmation, confirm_names
from requests_app.domain.misuse_data.reading.remembered import Cells
from requests_app.domain.misuse_data.vocabulary import SourceKind
from requests_app.domain.reminders.feeds import make_feed
from requests_app.domain.reminders.models import FeedKind
from requests_app.domain.reporting.said.operations import enter_said
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.membership import restrict_campaign
from requests_app.domain.request_log.models import Campaign
from requests_app.domain.upkeep.bulk.changes import Tagging
from requests_app.domain.upkeep.bulk.operations import do_in_bulk
from tests.builders import NOW, TODAY, a_request, an_attachment, an_event
from tests.staff_site.doors import (
    A_CAUSE,
    RETURNED,
    World,
    a_binned_file,
    a_failed_mail,
    a_letter,
    a_reminder,
    a_transcription,
    a_warning,
    an_own_reminder,
)

CANARY = "Kestrel"


def a_campaign(lead: Person, name: str = f"{CANARY} round") -> Campaign:
    return save_campaign(
        campaign=None, name=name, reporting_year=2025, lead=None, text="", by=lead, at=NOW
    )


def a_kept_world(world: World, lead: Person) -> World:
    """The same world, in which all that hangs on a campaign hangs on one that is restricted, and
    has no member yet."""
    campaign = a_campaign(lead)
    request = a_request(
        agency=world.agency, campaign=campaign, by=lead, subject=f"{CANARY} records",
        portal_number=f"{CANARY}-1",
    )  # fmt: skip
    event = an_event(request, EventKind.ACKNOWLEDGED, TODAY, note=f"{CANARY} note")
    attachment = an_attachment(
        request, RETURNED.format(name=world.agency.name) + "\n", f"{CANARY}.csv"
    )
    release = import_figures(
        attachment=attachment,
        source=Source(name="Fresno Police Department", kind=SourceKind.AGENCY),
        title=f"{CANARY} 2024",
        covers_from=2024,
        covers_to=2025,
        issued_on=TODAY,
        mapping=None,
        by=lead,
        at=NOW,
    )
    figure = release.figures.first()
    figure.note = CANARY
    figure.save()
    [name] = confirm_names(
        attachment=attachment,
        confirmations=[Confirmation(Cells(f"{CANARY} P.D."), None)],
        by=lead,
        at=NOW,
    )
    a_warning(release)
    a_transcription(request, by=lead, other=world.member.person, name=f"{CANARY}.pdf")
    reminder = a_reminder(request)
    said = enter_said(
        agency=world.agency,
        reporting_year=2025,
        words=replace(A_CAUSE, records_request=request),
        by=lead,
        at=NOW,
    )
    kept = replace(
        world,
        campaign=campaign,
        request=request,
        event=event,
        attachment=attachment,
        release=release,
        figure=figure,
        name=name,
        reminder=reminder,
        reminder_mail=a_failed_mail(reminder),
        letter=a_letter(request, body=f"Where are the {CANARY} records?"),
        own_reminder=an_own_reminder(request, person=lead, note=f"{CANARY} portal"),
        bulk_action=do_in_bulk(change=Tagging("Urgent"), requests=[request.pk], by=lead, at=NOW),
        calendar=make_feed(kind=FeedKind.CAMPAIGN, campaign=campaign, by=lead, at=NOW),
        said=said,
        binned=a_binned_file(request, f"{CANARY} twice.csv"),
    )
    restrict_campaign(campaign=campaign, by=lead, at=NOW)
    campaign.refresh_from_db()
    return kept


@contextmanager
def numbered_from(first: int) -> Iterator[None]:
    """What is made meanwhile has ids from there, in every table that gives them out. Afterwards
    PostgreSQL goes on where it was: a rollback does not take its sequences back."""
    with connection.cursor() as cursor:
        was = _sequences(cursor) if connection.vendor == "postgresql" else {}
        for name in was:
            cursor.execute("SELECT setval(%s, %s)", [name, first])
        if not was:
            tables = [model._meta.db_table for model in apps.get_models()]
            cursor.execute("DELETE FROM sqlite_sequence")
            cursor.executemany(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)",
                [(table, first) for table in tables],
            )
    yield
    with connection.cursor() as cursor:
        for name, (last, is_used) in was.items():
            cursor.execute("SELECT setval(%s, %s, %s)", [name, last, is_used])


def _sequences(cursor: Any) -> dict[str, tuple[int, bool]]:
    """The sequences of PostgreSQL, with where each is."""
    found = {}
    for model in apps.get_app_config("requests_app").get_models():
        if isinstance(model._meta.pk, models.AutoField):
            names = [model._meta.db_table, model._meta.pk.column]
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", names)
            [name] = cursor.fetchone()
            cursor.execute(f"SELECT last_value, is_called FROM {name}")
            found[name] = cursor.fetchone()
    return found
