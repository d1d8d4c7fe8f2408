"""On the review site, what belongs to a restricted campaign is there for its members alone, also
once it is gone, and to them as far as their role in it goes."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.agencies.models import Closure
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.misuse_data.models import Release
from requests_app.domain.misuse_data.releases.reviews import submit_for_review
from requests_app.domain.misuse_data.transcription.models import Transcription, TypedTable
from requests_app.domain.reminders.models import CalendarFeed, Reminder, ReminderMail
from requests_app.domain.reminders.undelivered import undelivered
from requests_app.domain.request_log.bin import delete_attachment
from requests_app.domain.request_log.membership import add_member, restrict_campaign
from requests_app.domain.request_log.models import Attachment, Campaign, RecordsRequest, Tag
from requests_app.domain.request_log.operations import discard_request
from requests_app.domain.request_log.search_index import index_attachment
from requests_app.domain.request_log.tags import tag_request
from requests_app.domain.upkeep.models import DatesMove
from tests.admin.pages import add, address
from tests.admin.test_lists import taken_out
from tests.builders import NOW, a_person, a_request, an_agency, an_attachment
from tests.domain.misuse_data.figures import a_file, imported, published
from tests.staff_site.doors import a_failed_mail, a_reminder, a_transcription, browser_of, texts
from tests.staff_site.restricted import a_campaign

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Person:
    return a_person(Role.LEAD)


@pytest.fixture
def file(lead: Person, tmp_path: Path, settings: Any) -> Attachment:
    settings.MEDIA_ROOT, settings.VAR_DIR = tmp_path / "files", tmp_path
    campaign = a_campaign(lead)
    Campaign.objects.update(is_restricted=True)
    request = a_request(campaign=campaign, by=lead)
    return an_attachment(request, "Agency,Year\nKestrel,2025\n", "Kestrel.csv")


def test_the_history_of_what_is_gone_is_as_closed_as_it_was(file: Attachment, lead: Person) -> None:
    request, pk = file.records_request, file.pk
    keys = [(Attachment, pk), (RecordsRequest, request.pk)]
    delete_attachment(attachment=file, reason="Twice", by=lead, at=NOW)
    discard_request(records_request=request, by=lead, at=NOW)
    answers = {Role.REVIEWER: 404, Role.LEAD: 200}
    for role, status in answers.items():
        browser = browser_of(a_person(role))
        found = [browser.get(address(model, "history", key)).status_code for model, key in keys]
        assert found == [status, status]


def test_the_history_of_a_restricted_campaign_that_is_gone(lead: Person) -> None:
    campaign = a_campaign(lead)
    campaign.is_restricted = True
    campaign.save()
    page = address(Campaign, "history", campaign.pk)
    campaign.delete()
    assert browser_of(a_person(Role.REVIEWER)).get(page).status_code == 404
    assert browser_of(lead).get(page).status_code == 200


@pytest.mark.parametrize(("role", "status"), [(Role.READER, 404), (Role.REVIEWER, 200)])
def test_a_restricted_file_is_for_whoever_may_in_its_campaign(
    role: Role, status: int, file: Attachment, lead: Person
) -> None:
    member, campaign = a_person(Role.REVIEWER), file.records_request.campaign
    assert campaign is not None
    add_member(campaign=campaign, person=member, role=role, by=lead, at=NOW)
    file.state = Attachment.State.RESTRICTED
    file.save()
    index_attachment(file)
    browser, listed = browser_of(member), address(RecordsRequest, "changelist")
    assert browser.get(address(Attachment, "history", file.pk)).status_code == status
    assert (b"Kestrel" in browser.get(address(Attachment, "changelist")).content) == (status == 200)
    found = browser.get(listed, {"q": "Kestrel.csv"}).context["cl"].result_count
    assert found == (status == 200)
    assert browser.get(reverse("staff:view_attachment", args=[file.pk])).status_code == status
    delete_attachment(attachment=file, reason="x", by=lead, at=NOW)
    assert browser.get(address(Attachment, "history", file.pk)).status_code == status


def test_no_page_tells_a_tag_that_is_kept(file: Attachment, lead: Person) -> None:
    kept, seen = file.records_request, a_request()
    tag_request(records_request=kept, name="Merlin", by=lead, at=NOW)
    bulk = f"{reverse('staff:bulk')}?chosen={seen.pk}&do="
    pages = [
        reverse("staff:request", args=[seen.pk]),
        reverse("staff:requests"),
        address(Tag, "changelist"),
        f"{bulk}add_tag",
        f"{bulk}remove_tag",
    ]
    for person, told in ((a_person(Role.REVIEWER), False), (lead, True)):
        browser = browser_of(person)
        answers = [browser.get(page) for page in pages]
        assert {one.status_code for one in answers} == {200}
        assert [b"Merlin" in one.content for one in answers] == [told] * len(pages)


ROWS = "Agency,Rank,Violations\nFresno PD,Sgt. Kestrel,{}\n"


def a_release_of_a_kept_file(lead: Person, *, is_published: bool, **values: Any) -> Release:
    """Of the DOJ's, as `published` and `imported` make it; its campaign is restricted since."""
    an_agency("Fresno PD")
    file = a_file(ROWS.format(3))
    campaign = a_campaign(lead)
    RecordsRequest.objects.filter(pk=file.records_request_id).update(campaign=campaign)
    file.refresh_from_db()
    release = published(file, **values) if is_published else imported(file, **values)
    restrict_campaign(campaign=campaign, by=lead, at=NOW)
    return release


def test_of_a_published_release_the_figures_are_everybodys_and_the_file_is_not(
    lead: Person,
) -> None:
    release = a_release_of_a_kept_file(lead, is_published=True)
    page = reverse("admin:requests_app_release_review", args=[release.pk])
    for person, told in ((a_person(Role.REVIEWER), False), (lead, True)):
        said = texts(browser_of(person).get(page))
        assert ("Sgt. Kestrel" in said) == ("Open the file" in said) == told
        assert ("The file itself is not open to you" in said) != told
        assert ">3</a>" in said


def test_a_kept_draft_is_nobodys_year_before(lead: Person) -> None:
    a_release_of_a_kept_file(
        lead, is_published=False, title="Kestrel 2022", covers_from=2022, covers_to=2022
    )
    release = imported(a_file(ROWS.format(4)))
    page = reverse("admin:requests_app_release_review", args=[release.pk])
    assert "Kestrel 2022" not in texts(browser_of(a_person(Role.REVIEWER)).get(page))
    assert "Kestrel 2022" in texts(browser_of(lead).get(page))


def test_a_member_who_reads_is_asked_for_no_verdict(lead: Person) -> None:
    release = a_release_of_a_kept_file(lead, is_published=False)
    submit_for_review(release=release, by=lead, at=NOW)
    campaign = release.records_request.campaign
    for role, is_asked in ((Role.READER, False), (Role.REVIEWER, True)):
        member = a_person(Role.REVIEWER)
        add_member(campaign=campaign, person=member, role=role, by=lead, at=NOW)
        for page in ("admin:requests_app_release_review", "staff:release"):
            said = texts(browser_of(member).get(reverse(page, args=[release.pk])))
            assert ("Send back" in said) == is_asked, (page, role)


def test_history_names_no_campaign_that_is_kept(lead: Person) -> None:
    campaign, request = a_campaign(lead), a_request()
    request.campaign = campaign
    request.save()
    request.campaign = None
    request.save()
    restrict_campaign(campaign=campaign, by=lead, at=NOW)
    page = address(RecordsRequest, "history", request.pk)
    versions = [
        address(RecordsRequest, "simple_history", request.pk, version.pk)
        for version in request.history.all()
    ]
    for person, told in ((a_person(Role.REVIEWER), False), (lead, True)):
        browser = browser_of(person)
        assert (str(campaign) in texts(browser.get(page))) == told
        said = [texts(browser.get(version)) for version in versions]
        assert any(str(campaign) in one for one in said) == told


def test_no_page_tells_what_its_thing_leads_to(lead: Person) -> None:
    campaign = a_campaign(lead)
    seen, kept = a_request(), a_request(campaign=campaign, by=lead)
    reminder, other = a_reminder(seen), a_reminder(kept, kind="due_soon")
    mail = a_failed_mail(reminder)
    Reminder.objects.filter(pk=other.pk).update(mail=mail)
    ReminderMail.objects.update(subject="Kestrel and others")
    restrict_campaign(campaign=campaign, by=lead, at=NOW)
    pages = [
        address(Reminder, "change", reminder.pk),
        reverse("staff:reminder", args=[reminder.pk]),
    ]
    for person, told in ((a_person(Role.REVIEWER), False), (lead, True)):
        said = [texts(browser_of(person).get(page)) for page in pages]
        assert ["Kestrel and others" in one for one in said] == [told] * 2
    assert undelivered(at=NOW, viewer=a_person()).mails == []
    assert [one for one, _ in undelivered(at=NOW, viewer=lead).mails] == [mail]


def test_what_a_move_of_dates_came_to_is_told_without_what_is_kept(lead: Person) -> None:
    campaign, agency = a_campaign(lead), an_agency("Fresno PD")
    a_request(agency=agency, campaign=campaign, by=lead)
    restrict_campaign(campaign=campaign, by=lead, at=NOW)
    reviewer = browser_of(a_person(Role.REVIEWER))
    typed = {"agency": agency.pk, "on": "2026-06-22", "reason": "Fire", "source": "x"}
    looked = add(reviewer, Closure, **typed)
    seen = looked.context["adminform"].form["seen"].value()
    entered = reviewer.post(address(Closure, "add"), typed | {"seen": seen}, follow=True)
    assert "Requests whose dates moved: 0 in all" in texts(entered)
    move = DatesMove.objects.get()
    assert move.moved == 1
    for person, told in ((reviewer.person, 0), (lead, 1)):
        browser = browser_of(person)
        [row] = browser.get(address(DatesMove, "changelist")).context["cl"].result_list
        page = browser.get(address(DatesMove, "change", move.pk))
        assert row.moved == page.context["original"].moved == told
        [_, line] = taken_out(browser, DatesMove)
        assert line[2] == str(told)
        narrowed = browser.get(address(DatesMove, "csv"), {"moved__gt": "0"})
        assert narrowed.status_code == 400


@pytest.mark.parametrize(
    ("model", "lookup"), [(CalendarFeed, "nonce__startswith"), (TypedTable, "rows__icontains")]
)
def test_no_list_is_narrowed_by_what_its_page_leaves_out(
    model: Any, lookup: str, lead: Person
) -> None:
    listed = address(model, "changelist")
    assert browser_of(lead).get(listed, {lookup: "a"}).status_code == 400
    assert browser_of(lead).get(listed).status_code == 200


def test_who_reads_what_was_typed_of_a_restricted_file_is_on_record(lead: Person) -> None:
    done = a_transcription(a_request(), by=lead)
    tables = [(Transcription, done.pk), (TypedTable, TypedTable.objects.first().pk)]
    for state, opened in (("normal", 0), ("restricted", 2)):
        Attachment.objects.update(state=state)
        for model, pk in tables:
            assert browser_of(lead).get(address(model, "change", pk)).status_code == 200
        entries = AuditEntry.objects.filter(verb="opened file", actor=lead)
        assert entries.count() == opened
