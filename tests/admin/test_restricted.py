"""On the review site, what belongs to a restricted campaign is there for its members alone, also
once it is gone, and to them as far as their role in it goes."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from requests_app.domain.accounts.models import Person
from requests_app.domain.accounts.roles import Role
from requests_app.domain.request_log.bin import delete_attachment
from requests_app.domain.request_log.membership import add_member
from requests_app.domain.request_log.models import Attachment, Campaign, RecordsRequest, Tag
from requests_app.domain.request_log.operations import discard_request
from requests_app.domain.request_log.search_index import index_attachment
from requests_app.domain.request_log.tags import tag_request
from tests.admin.pages import address
from tests.builders import NOW, a_person, a_request, an_attachment
from tests.staff_site.doors import browser_of
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
