"""The rule of restricted campaigns, asked of rows, of things and by operations."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.case_files.exports import export_request
from requests_app.domain.reminders.own import set_reminder
from requests_app.domain.reminders.recipients import AddressBook
from requests_app.domain.request_log.attachments import attach_file
from requests_app.domain.request_log.bin import delete_attachment, restore_from_bin
from requests_app.domain.request_log.bin_access import binned_for
from requests_app.domain.request_log.campaigns import save_campaign
from requests_app.domain.request_log.details import RequestDetails
from requests_app.domain.request_log.event_kinds import EventKind
from requests_app.domain.request_log.file_access import Use, may_use, states_for
from requests_app.domain.request_log.file_states import set_file_state
from requests_app.domain.request_log.membership import (
    AlreadyThere,
    RoleAbove,
    StillLeads,
    StillResponsible,
    add_member,
    open_campaign,
    remove_member,
    restrict_campaign,
)
from requests_app.domain.request_log.models import (
    Attachment,
    BinnedItem,
    Campaign,
    RecordsRequest,
    Tag,
)
from requests_app.domain.request_log.operations import amend_request, discard_request, log_request
from requests_app.domain.request_log.search import matching
from requests_app.domain.request_log.sight import (
    NotAMember,
    NotForThem,
    StaysRestricted,
    seen_by,
    sees,
)
from requests_app.domain.request_log.tags import tag_request, tags_for
from requests_app.domain.request_log.timeline import Happening, record_event
from requests_app.domain.upkeep.bulk.changes import Assigning
from requests_app.domain.upkeep.bulk.operations import BulkChanged, do_in_bulk, undo
from requests_app.domain.upkeep.leaving import let_member_go
from tests.builders import NOW, TODAY, a_person, a_request, an_agency, an_attachment

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Person:
    return a_person(Role.LEAD)


@pytest.fixture
def campaign(lead: Person) -> Campaign:
    made = save_campaign(
        campaign=None, name="Quiet", reporting_year=2025, lead=None, text="", by=lead, at=NOW
    )
    return restrict_campaign(campaign=made, by=lead, at=NOW)


@pytest.fixture
def request_(campaign: Campaign, lead: Person) -> RecordsRequest:
    return a_request(campaign=campaign, by=lead)


def a_member(campaign: Campaign, lead: Person, role: Role = Role.STAFF) -> Person:
    person = a_person(Role.REVIEWER)
    add_member(campaign=campaign, person=person, role=role, by=lead, at=NOW)
    return person


def test_every_model_that_hangs_on_a_campaign_says_how() -> None:
    """By its foreign keys: whatever can be followed to a campaign or a request."""
    kept: set[Any] = {Campaign, RecordsRequest}
    every = [
        m
        for m in apps.get_app_config("requests_app").get_models()
        if "Historical" not in m.__name__
    ]
    lacking = {
        model.__name__
        for model in every
        for field in model._meta.fields
        if field.related_model in kept | {m for m in every if hasattr(m, "ways_to_campaign")}
        and not hasattr(model, "ways_to_campaign")
    }
    # What is public, names a release that is, or was printed by others.
    assert lacking == {"Correction", "CorrectedFigure", "Quote", "Telling"}


def test_to_whom_it_is_there(campaign: Campaign, request_: RecordsRequest, lead: Person) -> None:
    other = a_request()
    member, outsider = a_member(campaign, lead), a_person(Role.REVIEWER)
    every = RecordsRequest.objects.order_by("pk")
    assert list(seen_by(every, outsider)) == [other]
    assert list(seen_by(every, member)) == list(seen_by(every, lead)) == [request_, other]
    assert list(seen_by(every, None)) == [request_, other]
    assert not sees(outsider, request_) and sees(member, request_)
    assert sees(outsider, other)


def test_an_open_campaign_is_everybodys(
    campaign: Campaign, request_: RecordsRequest, lead: Person
) -> None:
    open_campaign(campaign=campaign, by=lead, at=NOW)
    assert list(seen_by(RecordsRequest.objects.all(), a_person())) == [request_]


def test_it_asks_once_and_changes_no_query(lead: Person, django_assert_num_queries: Any) -> None:
    person, plain = a_person(), RecordsRequest.objects.all()
    with django_assert_num_queries(1):
        same = [str(seen_by(plain, person).query) for _ in range(3)]
    assert set(same) == {str(plain.query)}
    with django_assert_num_queries(0):
        seen_by(plain, lead)


def details(request: RecordsRequest, **values: Any) -> RequestDetails:
    names = RequestDetails.__dataclass_fields__
    return RequestDetails(**{name: getattr(request, name) for name in names} | values)


ACTS: dict[str, Callable[[RecordsRequest, Person], Any]] = {
    "log": lambda one, by: log_request(details=details(one), by=by, at=NOW),
    "amend": lambda one, by: amend_request(
        records_request=one, details=details(one), version=one.version, by=by, at=NOW
    ),
    "discard": lambda one, by: discard_request(records_request=one, by=by, at=NOW),
    "record": lambda one, by: record_event(
        records_request=one, happening=Happening(EventKind.NOTE, TODAY, note="x"), by=by, at=NOW
    ),
    "attach": lambda one, by: attach_file(
        records_request=one,
        upload=ContentFile(b"a,b\n", name="a.csv"),
        came_on=TODAY,
        by=by,
        at=NOW,
    ),
    "tag": lambda one, by: tag_request(records_request=one, name="x", by=by, at=NOW),
    "remind": lambda one, by: set_reminder(
        subject=one, note="x", due_on=TODAY, person=by, by=by, at=NOW
    ),
    "export": lambda one, by: export_request(
        records_request=one, into=ContentFile(b""), by=by, at=NOW
    ),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", [None, Role.READER])
def test_no_operation_passes_by(
    act: str, role: Role | None, campaign: Campaign, request_: RecordsRequest, lead: Person
) -> None:
    by = a_member(campaign, lead, role) if role else a_person(Role.REVIEWER)
    audited = AuditEntry.objects.count()
    with pytest.raises(NotAMember):
        ACTS[act](request_, by)
    assert AuditEntry.objects.count() == audited


def test_many_at_once_neither(campaign: Campaign, request_: RecordsRequest, lead: Person) -> None:
    outsider = a_person()
    with pytest.raises(BulkChanged, match="taken back meanwhile"):
        do_in_bulk(change=Assigning(None), requests=[request_.pk], by=outsider, at=NOW)
    done = do_in_bulk(change=Assigning(None), requests=[request_.pk], by=lead, at=NOW)
    with pytest.raises(NotAMember):
        undo(action=done, by=outsider, at=NOW)


def test_only_who_sees_it_is_made_responsible(
    campaign: Campaign, request_: RecordsRequest, lead: Person
) -> None:
    outsider = a_person()
    with pytest.raises(NotForThem, match="is no member") as refusal:
        amend_request(
            records_request=request_,
            details=details(request_, assignee=outsider),
            version=request_.version,
            by=lead,
            at=NOW,
        )
    assert refusal.value.field == "assignee"
    with pytest.raises(BulkChanged, match="no member"):
        do_in_bulk(change=Assigning(outsider), requests=[request_.pk], by=lead, at=NOW)
    with pytest.raises(NotForThem):
        set_reminder(subject=request_, note="x", due_on=TODAY, person=outsider, by=lead, at=NOW)


def test_a_member_takes_nothing_out_of_it(
    campaign: Campaign, request_: RecordsRequest, lead: Person
) -> None:
    asked = {
        "records_request": request_,
        "details": details(request_, campaign=None),
        "version": request_.version,
        "at": NOW,
    }
    with pytest.raises(StaysRestricted):
        amend_request(**asked, by=a_member(campaign, lead))
    assert amend_request(**asked, by=lead).campaign is None


def test_whoever_works_on_it_stays(lead: Person) -> None:
    worker, leads = a_person(), a_person(Role.REVIEWER)
    made = save_campaign(
        campaign=None, name="Open", reporting_year=2025, lead=leads, text="", by=lead, at=NOW
    )
    a_request(campaign=made, by=lead, assignee=worker)
    restricted = restrict_campaign(campaign=made, by=lead, at=NOW)
    assert {one.person for one in restricted.members.all()} == {worker, leads}
    with pytest.raises(StillLeads):
        remove_member(campaign=made, person=leads, by=lead, at=NOW)


def test_a_member_who_leaves_hands_over(campaign: Campaign, lead: Person) -> None:
    leaving, taking = a_member(campaign, lead), a_member(campaign, lead)
    request = a_request(campaign=campaign, by=lead, assignee=leaving)
    with pytest.raises(StillResponsible, match="1 open request of it"):
        remove_member(campaign=campaign, person=leaving, by=lead, at=NOW)
    with pytest.raises(NotForThem):
        let_member_go(campaign=campaign, person=leaving, to=a_person(), by=lead, at=NOW)
    role, [step] = let_member_go(campaign=campaign, person=leaving, to=taking, by=lead, at=NOW)
    request.refresh_from_db()
    assert (role, request.assignee) == (Role.STAFF, taking)
    assert undo(action=step, by=lead, at=NOW).kept == {
        "whoever had it before is no member of its campaign": [request.number]
    }


def test_nobody_is_more_there_than_elsewhere(campaign: Campaign, lead: Person) -> None:
    asked = {"campaign": campaign, "at": NOW}
    with pytest.raises(RoleAbove):
        add_member(**asked, person=a_person(Role.READER), role=Role.STAFF, by=lead)
    with pytest.raises(AlreadyThere, match="sees every one"):
        add_member(**asked, person=a_person(Role.LEAD), role=Role.STAFF, by=lead)
    with pytest.raises(AlreadyThere, match="switched off"):
        add_member(**asked, person=a_person(is_active=False), role=Role.READER, by=lead)
    with pytest.raises(NotAMember):
        add_member(**asked, person=a_person(), role=Role.READER, by=a_member(campaign, lead))


def test_each_change_is_on_record(campaign: Campaign, lead: Person) -> None:
    person = a_member(campaign, lead)
    add_member(campaign=campaign, person=person, role=Role.READER, by=lead, at=NOW)
    add_member(campaign=campaign, person=person, role=Role.READER, by=lead, at=NOW)
    remove_member(campaign=campaign, person=person, by=lead, at=NOW)
    assert remove_member(campaign=campaign, person=person, by=lead, at=NOW) == ""
    open_campaign(campaign=campaign, by=lead, at=NOW)
    entries = AuditEntry.objects.filter(subject_kind="campaign").order_by("pk")
    verbs = ["opened campaign", "restricted campaign", "added member", "added member"]
    verbs += ["removed member", "opened campaign to all"]
    assert list(entries.values_list("verb", flat=True)) == verbs


def test_mails_go_to_nobody_else(campaign: Campaign, lead: Person) -> None:
    member, outsider = a_member(campaign, lead), a_person()
    book = replace(AddressBook.now())
    assert book.may_know(member.pk, campaign.pk) and book.may_know(lead.pk, campaign.pk)
    assert not book.may_know(outsider.pk, campaign.pk)
    assert not book.may_know(None, campaign.pk) and book.may_know(None, None)
    assert book.may_know(outsider.pk, a_request().campaign_id) and an_agency()


@pytest.fixture
def file(request_: RecordsRequest, tmp_path: Any, settings: Any) -> Attachment:
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "files", tmp_path
    return an_attachment(request_, "Agency,Year\nKestrel,2025\n", "Kestrel.csv")


def test_a_file_in_the_bin_stays_kept_once_its_request_is_there_too(
    file: Attachment, lead: Person
) -> None:
    outsider, request = a_person(Role.REVIEWER), file.records_request
    item = delete_attachment(attachment=file, reason="Twice", by=lead, at=NOW)
    BinnedItem.objects.update(campaign=None)  # as an earlier version left it
    discard_request(records_request=request, by=lead, at=NOW)
    assert not binned_for(outsider).exists() and binned_for(lead).count() == 2
    whole = BinnedItem.objects.get(kind=BinnedItem.Kind.REQUEST)
    restore_from_bin(item=whole, by=lead, at=NOW)
    assert not binned_for(outsider).exists()
    assert BinnedItem.objects.get().records_request == request
    with pytest.raises(NotAMember):
        restore_from_bin(item=item, by=outsider, at=NOW)


def test_what_is_in_the_bin_follows_its_request(file: Attachment, lead: Person) -> None:
    request, outsider = file.records_request, a_person(Role.REVIEWER)
    delete_attachment(attachment=file, reason="Twice", by=lead, at=NOW)
    asked: dict[str, Any] = {"records_request": request, "by": lead, "at": NOW}
    campaign, version = request.campaign, request.version
    amend_request(**asked, details=details(request, campaign=None), version=version)
    assert binned_for(outsider).exists()
    amend_request(**asked, details=details(request, campaign=campaign), version=version + 1)
    assert not binned_for(outsider).exists()


def restricted(file: Attachment, lead: Person) -> None:
    set_file_state(attachment=file, state="restricted", was="normal", reason="x", by=lead, at=NOW)
    file.refresh_from_db()


@pytest.mark.parametrize(("role", "may"), [(Role.READER, False), (Role.REVIEWER, True)])
def test_a_role_in_a_campaign_binds_its_restricted_files(
    role: Role, may: bool, file: Attachment, campaign: Campaign, lead: Person
) -> None:
    restricted(file, lead)
    person = a_member(campaign, lead, role)
    assert {may_use(person, file, use) for use in (Use.NAME, Use.OPEN, Use.DOWNLOAD)} == {may}
    found = matching("Kestrel", states=states_for(person, Use.FIND), person=person)
    assert found.exists() == may
    delete_attachment(attachment=file, reason="x", by=lead, at=NOW)
    assert binned_for(person).exists() == may


def test_a_tag_is_as_closed_as_what_it_hangs_on(
    campaign: Campaign, request_: RecordsRequest, lead: Person
) -> None:
    outsider, member = a_person(), a_member(campaign, lead)
    for name in ("Kestrel", "Urgent"):
        tag_request(records_request=request_, name=name, by=lead, at=NOW)
    tag_request(records_request=a_request(), name="Urgent", by=lead, at=NOW)
    Tag.objects.create(name="Unused", folded_name="unused")
    assert [str(tag) for tag in tags_for(outsider)] == ["Unused", "Urgent"]
    assert [str(tag) for tag in tags_for(member)] == ["Kestrel", "Unused", "Urgent"]
    assert str(tags_for(lead).query) == str(Tag.objects.all().query)
