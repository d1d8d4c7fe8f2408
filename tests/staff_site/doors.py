"""What the tests of the doors share: signed-in browsers, and a site with one of everything."""

import html
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import (
    AdoptedHoliday,
    Agency,
    Alias,
    Closure,
    Contact,
    Ori,
)
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.denominators.models import SwornOfficers
from requests_app.domain.misuse_data.importing.import_warnings import ImportWarning
from requests_app.domain.misuse_data.importing.operations import import_figures
from requests_app.domain.misuse_data.measures import ensure_measures
from requests_app.domain.misuse_data.models import Figure, Release, Source
from requests_app.domain.misuse_data.names.confirming import Confirmation, confirm_names
from requests_app.domain.misuse_data.quoting.models import Outlet, Quote, Telling
from requests_app.domain.misuse_data.quoting.operations import Printed, Printing, add_quote
from requests_app.domain.misuse_data.quoting.telling import record_telling
from requests_app.domain.misuse_data.reading.layouts import remember
from requests_app.domain.misuse_data.reading.remembered import Cells, ConfirmedName
from requests_app.domain.misuse_data.releases.corrections import CorrectedFigure, Correction
from requests_app.domain.misuse_data.transcription.models import Transcription
from requests_app.domain.misuse_data.transcription.operations import settle, type_table
from requests_app.domain.misuse_data.vocabulary import Qualifier, SourceKind
from requests_app.domain.reminders.feeds import make_feed
from requests_app.domain.reminders.kinds import ReminderKind
from requests_app.domain.reminders.links import (
    Purpose,
    SnoozeLink,
    StopLink,
    snooze_token,
    stop_token,
)
from requests_app.domain.reminders.models import (
    CalendarFeed,
    FeedKind,
    OwnReminder,
    Reminder,
    ReminderMail,
)
from requests_app.domain.reminders.own import Subject, set_reminder
from requests_app.domain.reminders.wished import KindWished, wished_by
from requests_app.domain.reminders.wishing import wish
from requests_app.domain.reporting.models import AnnualDuty, FoundAnswer
from requests_app.domain.reporting.operations import open_year
from requests_app.domain.reporting.said.kinds import Cause, SaidKind
from requests_app.domain.reporting.said.models import Comment, Said
from requests_app.domain.reporting.said.operations import Words, ask_for_comment, enter_said
from requests_app.domain.request_log.addressees import add_addressees
from requests_app.domain.request_log.bin import delete_attachment
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.letters.fields import Sender
from requests_app.domain.request_log.letters.kinds import LetterKind
from requests_app.domain.request_log.letters.operations import record_letter
from requests_app.domain.request_log.mail_drafts import keep_draft
from requests_app.domain.request_log.membership import add_member
from requests_app.domain.request_log.models import (
    Attachment,
    BinnedItem,
    Campaign,
    CampaignMember,
    Event,
    Letter,
    MailDraft,
    Method,
    OldSheet,
    RecordsRequest,
    SavedView,
)
from requests_app.domain.request_log.old_sheet.uploads import keep_sheet
from requests_app.domain.sign_in.models import Invitation, OpenSession, Passkey
from requests_app.domain.statute_book.models import AppointedHoliday, LawVersion
from requests_app.domain.statute_book.operations import enter_version
from requests_app.domain.upkeep.bulk.changes import Tagging
from requests_app.domain.upkeep.bulk.models import BulkAction
from requests_app.domain.upkeep.bulk.operations import do_in_bulk
from requests_app.domain.upkeep.merging import merge_agencies
from requests_app.domain.upkeep.models import AgencyMerge, DatesMove
from requests_app.staff_site.entering import PROVED_AT
from tests.builders import (
    BUSINESS_DAYS,
    NOW,
    TODAY,
    a_person,
    a_request,
    an_agency,
    an_attachment,
    an_event,
)

RETURNED = "Agency,ORI,Year,Investigations,Violations\n{name},CA0100500,2025,4,2\n"
MAIL = """Subject: Due today
From: desk@example.org
To: pat@example.org
Date: Mon, 22 Jun 2026 10:00:00 -0700
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="=="

--==
Content-Type: text/plain; charset="utf-8"

The determination is due today.
--==
Content-Type: text/html; charset="utf-8"

<p style="color: red">The determination is due today.</p>
--==--
"""


A_CAUSE = Words(SaidKind.CAUSE, TODAY, cause=Cause.CURIOSITY, url="https://example.org/letter")


def signed_in(role: Role = Role.STAFF, **values: Any) -> Client:
    """A browser of a new person with this role; `.person` is who."""
    return browser_of(a_person(role, **values))


def browser_of(person: Person) -> Client:
    """Signed in as that person, who gave their password just now."""
    client = Client()
    client.force_login(person)
    session = client.session
    session[PROVED_AT] = timezone.now().timestamp()
    session.save()
    client.person = person  # type: ignore[attr-defined]
    return client


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens inside leaves no trace in the database."""
    with transaction.atomic():
        mark = transaction.savepoint()
        yield
        transaction.savepoint_rollback(mark)


def texts(response: Any) -> str:
    """The page, with its entities written out."""
    return html.unescape(response.content.decode())


def errors(response: Any, form: str = "form") -> dict[str, list[str]]:
    """What a page says is wrong, by field."""
    return {name: list(found) for name, found in response.context[form].errors.items()}


def looked_at_and_confirmed(
    client: Client, address: str, typed: dict[str, Any] | None = None
) -> Any:
    """Sends a change that moves dates twice: for the look, then with the key of what was seen."""
    typed = typed or {}
    looked = client.post(address, typed) if typed else client.get(address)
    assert looked.status_code == 200, texts(looked)
    return client.post(address, typed | {"confirm": looked.context["key"]}, follow=True)


@dataclass
class World:
    """One of everything that has an address."""

    agency: Agency
    campaign: Campaign
    member: CampaignMember
    request: RecordsRequest
    event: Event
    attachment: Attachment
    binned: BinnedItem
    merge: AgencyMerge
    contact: Contact
    ori: Ori
    alias: Alias
    closure: Closure
    adoption: AdoptedHoliday
    holiday: AppointedHoliday
    version: LawVersion
    move: DatesMove
    duty: AnnualDuty
    reminder: Reminder
    reminder_mail: ReminderMail
    calendar: CalendarFeed
    wishes: AuditEntry
    desk_wishes: AuditEntry
    letter: Letter
    own_reminder: OwnReminder
    bulk_action: BulkAction
    step: AuditEntry
    release: Release
    figure: Figure
    name: ConfirmedName
    correction: Correction
    quote: Quote
    said: Said
    comment: Comment
    telling: Telling
    sheet: OldSheet
    view: SavedView
    mail: str
    mail_draft: MailDraft
    session: OpenSession
    passkey: Passkey
    invitation: Invitation
    links: dict[Purpose, str]


def a_session(person: Person, key: str = "a" * 32, **values: Any) -> OpenSession:
    given = {"agent": "Firefox", "address": "192.0.2.1", "opened_at": NOW, "seen_at": NOW}
    return OpenSession.objects.create(person=person, session_key=key, **given | values)


def a_passkey(person: Person, name: str = "laptop") -> Passkey:
    """A row alone: nobody can sign in with it."""
    return Passkey.objects.create(
        person=person, name=name, key_id=name, key_data=b"", times_used=0, added_at=NOW
    )


def an_invitation(by: Person, email: str = "new@example.org", **values: Any) -> Invitation:
    given = {"role": Role.STAFF, "token_digest": email, "invited_at": NOW}
    given["expires_at"] = NOW + timedelta(days=7)
    return Invitation.objects.create(email=email, invited_by=by, **given | values)


def a_mail(name: str = "20260622-100000-0001.eml", text: str = MAIL) -> str:
    """Keeps a mail as a file, as a site without a mail server does; returns its name."""
    directory = Path(settings.MAIL_DIR)
    directory.mkdir(parents=True, exist_ok=True)
    (directory / name).write_text(text, encoding="utf-8")
    return name


def a_mail_draft(person: Person, content: bytes, name: str = "answer.eml") -> MailDraft:
    """A mail that `person` has given and not saved anything from yet."""
    return keep_draft(
        content=content, name=name, is_pasted=name.endswith(".txt"), person=person, at=NOW
    )


def a_binned_file(request: RecordsRequest, name: str = "twice.csv") -> BinnedItem:
    """A file of the request that somebody deleted."""
    file = an_attachment(request, f"Deleted,{name}\n1,2\n", name)
    return delete_attachment(attachment=file, reason="Twice", by=request.created_by, at=NOW)


def a_reminder(request: RecordsRequest, **values: Any) -> Reminder:
    return Reminder.objects.create(
        **{
            "recipient": request.created_by,
            "records_request": request,
            "kind": "due_today",
            "speaks_of": request.due_on or TODAY,
            "state": Reminder.State.SENT,
            "planned_at": NOW,
            "finished_at": NOW,
            **values,
        }
    )


def a_reminder_mail(recipient: Person | None, **values: Any) -> ReminderMail:
    number = ReminderMail.objects.count()
    return ReminderMail.objects.create(
        **{
            "recipient": recipient,
            "day": TODAY,
            "key": f"at once {number}",
            "state": ReminderMail.State.SENT,
            "message_id": f"<reminder.{number}@example.org>",
            "made_at": NOW,
            "finished_at": NOW,
            "address": recipient.email if recipient else "desk@example.org",
            "subject": "Due today: Fresno Police Department",
            "text": "The determination is due today.",
            "html": '<p style="color: red">The determination is due today.</p>',
            **values,
        }
    )


def a_failed_mail(reminder: Reminder, reason: str = "550 no such box") -> ReminderMail:
    """The mail of a reminder, which no server took."""
    mail = a_reminder_mail(reminder.recipient, state=ReminderMail.State.FAILED, reason=reason)
    reminder.mail, reminder.state, reminder.reason = mail, Reminder.State.FAILED, reason
    reminder.save()
    return mail


def wishes_of(person: Person | None, **wished: Any) -> AuditEntry:
    """What a person, or the desk, wishes from now on; by itself another hour and more notice."""
    before = wished_by(person)
    usual = {
        "digest_at": time(8, before.digest_at is not None),
        "kinds": {ReminderKind.DUE_SOON: KindWished(days=5)},
    }
    made = wish(
        person=person,
        wished=replace(before, **(wished or usual)),
        seen=before.mark,
        by=person or a_person(Role.ADMINISTRATOR),
        at=NOW,
    )
    assert made, "nothing was different"
    return made


def an_own_reminder(subject: Subject, due_on: date = TODAY, **values: Any) -> OwnReminder:
    person = values.pop("person", None) or a_person()
    values = {"note": "Look at the portal", "person": person, "by": person, **values}
    return set_reminder(subject=subject, due_on=due_on, at=NOW, **values)


def a_letter(
    request: RecordsRequest,
    body: str = "Where does it stand?",
    at: datetime = NOW,
    also: Sequence[RecordsRequest] = (),
) -> Letter:
    """A follow-up that was recorded as sent, of this request and those that it names as well."""
    return record_letter(
        kind=LetterKind.FOLLOW_UP,
        requests=[request, *also],
        subject="Our request",
        body=body,
        sender=Sender("Pat Number", "Open Records Project"),
        by=request.created_by,
        at=at,
    )


def a_directory_entry(name: str = "Fresno Police Department") -> Agency:
    agency = an_agency(name)
    Ori.objects.create(agency=agency, code="CA0100500")
    Alias.objects.create(agency=agency, name="Fresno PD")
    Contact.objects.create(agency=agency, kind="email", value="records@example.org")
    agency.refresh_search_text()
    return agency


def a_quote(person: Person) -> Quote:
    """A figure that a paper printed."""
    printed = Printed(
        publisher="A paper", kind=SourceKind.PRESS, url="https://example.org/a", agency=None,
        year_from=2023, year_to=2023, measure=ensure_measures()["violations"],
        qualifier=Qualifier.EXACT, value=Decimal(7635), raw="7,635",
    )  # fmt: skip
    return add_quote(printed=printed, printing=Printing(Outlet.ARTICLE), by=person, at=NOW)


def an_old_sheet(rows: str = "Fresno Police Department,2/2/2026\n") -> OldSheet:
    return keep_sheet(
        upload=ContentFile(f"Agency,Sent\n{rows}".encode(), name="old.csv"), by=None, at=NOW
    )


def a_corrected_figure(release: Release) -> Figure:
    """One that somebody changed by hand after its import: only then it has a history."""
    figure = Figure.objects.filter(release=release).first()
    figure.note = "Looked up in the file."
    figure.save()
    return figure


def a_found_answer(release: Release, agency: Agency, reporting_year: int) -> FoundAnswer:
    """What a release that was published would tell of an agency's year."""
    return FoundAnswer.objects.create(
        agency=agency, reporting_year=reporting_year, answer="reported", told_by="doj",
        release_number=release.pk, release_title=release.title, found_at=NOW,
    )  # fmt: skip


def a_world() -> World:
    agency, lead = a_directory_entry(), a_person(Role.LEAD)
    campaign = save_campaign(
        campaign=None, name="Round 2026", reporting_year=2025, lead=lead, text="", by=lead, at=NOW
    )
    request = a_request(agency=agency, campaign=campaign)
    request.tags.create(name="Urgent")
    event = an_event(request, EventKind.ACKNOWLEDGED, TODAY)
    closure = Closure.objects.create(agency=agency, on=TODAY, reason="Fire", source="Notice")
    open_year(reporting_year=2025, by=lead, at=NOW)
    ensure_measures()
    SwornOfficers.objects.create(agency=agency, year=2025, officers=800, source="POST")
    attachment = an_attachment(request, RETURNED.format(name=agency.name))
    release = import_figures(
        attachment=attachment,
        source=Source(name="Fresno Police Department", kind=SourceKind.AGENCY),
        title="Fresno 2025",
        covers_from=2025,
        covers_to=2025,
        issued_on=TODAY,
        mapping=None,
        by=lead,
        at=NOW,
    )
    remember(source=release.source, columns=["Agency"], mapping={}, by=lead, at=NOW)
    [name] = confirm_names(
        attachment=attachment,
        confirmations=[Confirmation(Cells("Fresno P.D. (city)"), agency)],
        by=lead,
        at=NOW,
    )
    # Figures go in without a row of history each; a figure's begins with its first change.
    Figure.objects.filter(release=release)[0].save()
    a_found_answer(release, agency, 2024)
    a_warning(release, reason="The headings were checked.", by=lead)
    a_transcription(request, by=lead)
    second = an_agency("Fresno Police Dept")
    merge, _ = merge_agencies(gone=second, kept=agency, by=lead, at=NOW)
    return World(
        agency=agency,
        session=a_session(lead),
        passkey=a_passkey(lead),
        invitation=an_invitation(lead),
        merge=merge,
        contact=agency.contacts.get(),
        ori=agency.oris.get(),
        alias=agency.aliases.get(name="Fresno PD"),
        campaign=campaign,
        member=add_member(campaign=campaign, person=a_person(), role=Role.STAFF, by=lead, at=NOW),
        request=request,
        event=event,
        attachment=attachment,
        binned=a_binned_file(request),
        closure=closure,
        adoption=AdoptedHoliday.objects.create(agency=agency, holiday="king", source="MOU"),
        holiday=AppointedHoliday.objects.create(
            on="2026-01-09",
            name="Day of Mourning",
            appointed_by="president",
            source="Proclamation",
            entered_at=NOW,
        ),
        version=enter_version(details=BUSINESS_DAYS, by=lead, at=NOW),
        move=DatesMove.objects.create(what="A closure", started_at=NOW, finished_at=NOW),
        duty=AnnualDuty.objects.get(agency=agency),
        reminder=(reminder := a_reminder(request)),
        reminder_mail=a_failed_mail(reminder),
        calendar=make_feed(kind=FeedKind.CAMPAIGN, campaign=campaign, by=lead, at=NOW),
        wishes=wishes_of(lead),
        desk_wishes=wishes_of(None),
        letter=a_letter(request),
        own_reminder=an_own_reminder(request),
        bulk_action=do_in_bulk(
            change=Tagging("Round 2026"), requests=[request.pk], by=lead, at=NOW
        ),
        step=add_addressees(
            campaign=campaign, agencies=[], subject="x", method=Method.EMAIL, by=lead, at=NOW
        ),
        release=release,
        figure=a_corrected_figure(release),
        name=name,
        correction=a_correction(),
        quote=(quote := a_quote(lead)),
        said=enter_said(agency=agency, reporting_year=2025, words=A_CAUSE, by=lead, at=NOW),
        comment=ask_for_comment(
            agency=agency,
            reporting_year=2025,
            asked_on=TODAY,
            asked_by="Pat",
            question="",
            by=lead,
            at=NOW,
        ),
        telling=record_telling(
            quote=quote, correction=None, told_on=TODAY, how="", by=lead, at=NOW
        ),
        sheet=an_old_sheet(),
        view=SavedView.objects.create(
            owner=lead, name="Late in Fresno", query="tab=late", is_shared=True, created_at=NOW
        ),
        mail=a_mail(),
        mail_draft=a_mail_draft(lead, MAIL.encode()),
        links=some_links(a_reminder(request, kind="due_soon")),
    )


def a_warning(release: Release, *, reason: str = "", by: Person | None = None) -> ImportWarning:
    """What a check said of a release's file; accepted where there is a reason."""
    return ImportWarning.objects.create(
        release=release,
        rule="tenfold",
        where="row 2",
        message="Ten times last year's.",
        reason=reason,
        accepted_by=by if reason else None,
        accepted_at=NOW if reason else None,
    )


def a_transcription(
    request: RecordsRequest, *, by: Person, name: str = "scan.pdf", other: Person | None = None
) -> Transcription:
    """A scan that two people typed, and whom nothing parted."""
    scan = an_attachment(request, f"%PDF-1.7\n{name}", name)
    for person in (by, other or a_person()):
        type_table(attachment=scan, text=f"Agency | {name}\nFresno | 4", by=person, at=NOW)
    settle(attachment=scan, chosen={}, by=by, at=NOW)
    return scan.transcription


def a_correction(name: str = "Clovis Police Department") -> Correction:
    """The note of a published re-issue."""
    source = Source.objects.create(name=name, kind=SourceKind.AGENCY)
    values = {"source": source, "covers_from": 2024, "covers_to": 2024, "imported_at": NOW}
    first, second = (
        Release.objects.create(title=title, state=state, published_at=NOW, **values)
        for title, state in (("Clovis 2024", "superseded"), ("Clovis 2024 again", "published"))
    )
    Release.objects.filter(pk=second.pk).update(supersedes=first)
    note = Correction.objects.create(
        release=second, replaced=first, why="A row was forgotten.", published_at=NOW, changed=1
    )
    before, after = a_figure(first, 4), a_figure(second, 5)
    CorrectedFigure.objects.create(
        correction=note, kind="changed", before=before, after=after, by=1
    )
    return note


def a_figure(release: Release, value: int) -> Figure:
    """Violations of the release's year, of a body that the directory lacks."""
    return Figure.objects.create(
        release=release,
        agency_as_written=release.source.name,
        year_from=release.covers_from,
        year_to=release.covers_to,
        measure=ensure_measures()["violations"],
        measure_as_written="Violations",
        unit="violations",
        answer="reported",
        value=value,
        raw=str(value),
        where="row 2",
    )


def some_links(reminder: Reminder, *, days: int = 3, on: date | None = None) -> dict[Purpose, str]:
    """The links of a mail with this reminder, which was sent today, or on that day."""
    on = on or timezone.localdate()
    person = reminder.recipient_id or 0
    return {
        Purpose.SNOOZE: snooze_token(SnoozeLink(reminder.pk, person, days), on=on),
        Purpose.STOP: stop_token(StopLink(person, ReminderKind(reminder.kind)), on=on),
    }
