"""The sample workspace: a first look with invented requests, dated from today, removed whole."""

from datetime import date, datetime, time

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.directory import find_agency
from requests_app.domain.audit.operations import record
from requests_app.domain.deadlines.spans import days_after
from requests_app.domain.misuse_data.importing.acceptance import accept_all
from requests_app.domain.misuse_data.importing.operations import import_figures
from requests_app.domain.misuse_data.importing.stored_files import forget_files
from requests_app.domain.misuse_data.models import Release, Source
from requests_app.domain.misuse_data.releases.reviews import submit_for_review
from requests_app.domain.misuse_data.transcription.models import Transcription
from requests_app.domain.misuse_data.vocabulary import SourceKind
from requests_app.domain.reminders.models import OwnReminder
from requests_app.domain.reminders.own import set_reminder
from requests_app.domain.request_log.attachments import attach_file
from requests_app.domain.request_log.bin import forget_binned_sample
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.dates import local_day
from requests_app.domain.request_log.details import RequestDetails
from requests_app.domain.request_log.letters.texts import STARTING_TEXT
from requests_app.domain.request_log.models import (
    Attachment,
    Campaign,
    Event,
    Letter,
    RecordsRequest,
    SavedView,
)
from requests_app.domain.request_log.operations import log_request
from requests_app.domain.request_log.timeline import (
    Happening,
    delete_corrections,
    record_event,
)
from requests_app.domain.upkeep.content import DATA
from requests_app.domain.upkeep.sample_requests import (
    SAMPLE_REQUESTS,
    SampleEvent,
    SampleRequest,
)

PERSON = "robin.sample"
CAMPAIGN = "Sample: CLETS misuse {year}"


class SampleRefused(Exception):
    """The sample has no place in a site that is in use."""


@transaction.atomic
def load_sample(*, at: datetime) -> str:
    """Loads the sample with dates counted from `at`; returns a sentence on what is there now.

    Loading it twice changes nothing. Raises `SampleRefused` when DEBUG is off.
    """
    if not settings.DEBUG:
        raise SampleRefused("The sample workspace is loaded only where DEBUG is on.")
    if Campaign.objects.filter(is_sample=True).exists():
        return "The sample workspace is loaded already."
    year = local_day(at).year - 1
    robin = _sample_person(at)
    campaign = save_campaign(
        campaign=None,
        name=_free_name(CAMPAIGN.format(year=year)),
        reporting_year=year,
        lead=robin,
        text=STARTING_TEXT,
        by=robin,
        at=at,
        is_sample=True,
    )
    for sample in SAMPLE_REQUESTS:
        _log(sample, campaign, robin, at=at)
    set_reminder(
        subject=campaign,
        note="Ask again those who never answered last year",
        due_on=local_day(at),
        person=robin,
        by=robin,
        at=at,
    )
    return f"Loaded a sample workspace of {len(SAMPLE_REQUESTS)} invented requests."


def _free_name(name: str) -> str:
    """A campaign of an earlier sample became a real one where a real request is in it."""
    taken = set(Campaign.objects.filter(name__startswith=name).values_list("name", flat=True))
    names = (name, *(f"{name} ({number})" for number in range(2, len(taken) + 2)))
    return next(one for one in names if one not in taken)


def _sample_person(at: datetime) -> Person:
    # Somebody of an earlier sample stays where real requests name them.
    person = Person.objects.filter(username=PERSON).first() or Person(
        username=PERSON, date_joined=at
    )
    person.first_name, person.last_name = "Robin", "Sample"
    person.email = "robin@sample.invalid"
    person.role, person.is_sample, person.is_active = Role.STAFF, True, True
    person.set_unusable_password()
    person.save()
    return person


def _log(sample: SampleRequest, campaign: Campaign, robin: Person, *, at: datetime) -> None:
    today = local_day(at)
    sent_on = _before(today, sample.sent_days_ago)
    logged_at = _at_noon(at, days_ago=sample.sent_days_ago or 0)
    records_request = log_request(
        details=RequestDetails(
            agency=find_agency(sample.agency),
            reporting_year=campaign.reporting_year,
            subject=f"Records of CLETS misuse, {campaign.reporting_year}",
            method=sample.method,
            sent_on=sent_on,
            agency_due_on=_before(today, _negated(sample.agency_due_in)),
            portal_number=sample.portal_number,
            campaign=campaign,
            assignee=robin,
        ),
        by=robin,
        at=logged_at,
        is_sample=True,
    )
    for event in sample.events:
        happening = _happening(event, today=today, received_on=records_request.received_on)
        happened_at = _at_noon(at, days_ago=event.days_ago)
        record_event(records_request=records_request, happening=happening, by=robin, at=happened_at)
        records_request.refresh_from_db()
    if sample.file:
        _attach_and_import(sample, records_request, robin, at=at)


def _at_noon(at: datetime, *, days_ago: int) -> datetime:
    """Noon some calendar days before `at` (a day of 23 hours is one as well); `at` for today."""
    if days_ago == 0:
        return at
    day = days_after(local_day(at), -days_ago)
    return datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone())


def _before(today: date, days: int | None) -> date | None:
    return None if days is None else days_after(today, -days)


def _negated(days: int | None) -> int | None:
    return None if days is None else -days


def _happening(event: SampleEvent, *, today: date, received_on: date | None) -> Happening:
    names_on = _before(today, _negated(event.names_in))
    if event.names_after_receipt is not None and received_on:
        names_on = days_after(received_on, event.names_after_receipt)
    return Happening(
        kind=event.kind,
        on=days_after(today, -event.days_ago),
        note=event.note,
        names_on=names_on,
        ground=event.ground,
        amount=event.amount,
        exemptions=event.exemptions,
        deciders=event.deciders,
    )


def _attach_and_import(
    sample: SampleRequest, records_request: RecordsRequest, robin: Person, *, at: datetime
) -> None:
    year = records_request.reporting_year
    text = (DATA / "sample" / sample.file).read_text(encoding="utf-8")
    text = text.replace("YEAR_BEFORE", str(year - 1)).replace("YEAR", str(year))
    attachment = attach_file(
        records_request=records_request,
        upload=ContentFile(text.encode(), name=sample.file),
        came_on=local_day(at),
        by=robin,
        at=at,
        is_ours=True,
    )
    state_wide = records_request.agency.name == "California Department of Justice"
    name = "Sample Department of Justice" if state_wide else "Sample Oakland Police"
    release = import_figures(
        attachment=attachment,
        source=Source(name=name, kind=SourceKind.DOJ if state_wide else SourceKind.AGENCY),
        title=f"Sample: {sample.file}, {year}",
        covers_from=year if state_wide else year - 1,
        covers_to=year,
        issued_on=local_day(at),
        mapping=None,
        by=robin,
        at=at,
    )
    if state_wide:
        accept_all(release=release, reason="Sample: as the file has it.", by=robin, at=at)
        submit_for_review(release=release, by=robin, at=at)


@transaction.atomic
def remove_sample(*, by: Person | None, at: datetime) -> str:
    """Removes the sample and nothing else; returns a sentence on what was removed.

    A file that something real holds as well stays in the store.
    """
    requests = RecordsRequest.objects.filter(is_sample=True)
    number = requests.count()
    campaign = Campaign.objects.filter(is_sample=True).first()
    if campaign is None and not number:
        return "There is no sample workspace here."
    releases = Release.objects.filter(is_sample=True)
    releases.update(supersedes=None)  # both go, and each would hold the other
    releases.delete()
    Source.objects.filter(name__startswith="Sample ", releases__isnull=True).delete()
    files = Attachment.objects.filter(records_request__in=requests)
    stored = [*files.values_list("file", flat=True), *forget_binned_sample()]
    Transcription.objects.filter(attachment__records_request__in=requests).delete()
    delete_corrections(Event.objects.filter(records_request__in=requests))
    requests.delete()
    Letter.objects.filter(events=None).delete()  # a letter that names nobody is nobody's
    if campaign:
        record(verb="removed sample", subject=campaign, by=by, at=at, requests=number)
    _release_campaigns()
    transaction.on_commit(lambda: forget_files(stored), robust=True)
    return f"Removed the sample workspace: {number} invented requests and all that hung on them."


def _release_campaigns() -> None:
    """A sample campaign that a real request was logged under becomes a real one."""
    Campaign.objects.filter(is_sample=True, records_requests__isnull=False).update(is_sample=False)
    Campaign.objects.filter(is_sample=True).delete()
    sample_people = Person.objects.filter(is_sample=True)
    theirs: tuple[QuerySet, ...] = (
        RecordsRequest.objects.filter(assignee__in=sample_people),
        Campaign.objects.filter(lead__in=sample_people),
        OwnReminder.objects.filter(person__in=sample_people),
        SavedView.objects.filter(owner__in=sample_people),
    )
    if any(rows.exists() for rows in theirs):
        sample_people.update(is_active=False)
    else:
        sample_people.delete()
