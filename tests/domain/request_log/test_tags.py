"""Tags: one tag whatever the spelling, hung once, taken off once."""

import pytest

from requests_app.domain.accounts.roles import Role
from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.membership import restrict_campaign
from requests_app.domain.request_log.models import RecordsRequest, Tag
from requests_app.domain.request_log.tags import NoTag, tag_request, untag_request
from requests_app.domain.upkeep.bulk.changes import Tagging
from requests_app.domain.upkeep.bulk.operations import do_in_bulk
from tests.builders import NOW, a_person, a_request
from tests.staff_site.restricted import a_campaign

pytestmark = pytest.mark.django_db


def tagged(request: RecordsRequest, name: str) -> Tag:
    return tag_request(records_request=request, name=name, by=a_person(), at=NOW)


@pytest.mark.parametrize("name", ["Urgent", " urgent ", "URGENT!", "Ürgent"])
def test_two_spellings_of_a_word_are_one_tag(name: str) -> None:
    one, two = a_request(), a_request()
    assert tagged(one, "Urgent") == tagged(two, name)
    assert Tag.objects.get().name == "Urgent"


def test_a_tag_hangs_once_and_is_recorded_once() -> None:
    request = a_request()
    tag = tagged(request, "Two  words")
    tagged(request, "two words")
    assert [str(one) for one in request.tags.all()] == ["Two words"]
    assert AuditEntry.objects.filter(verb="tagged request").count() == 1
    for _ in range(2):
        untag_request(records_request=request, tag=tag, by=a_person(), at=NOW)
    assert not request.tags.exists()
    assert AuditEntry.objects.filter(verb="untagged request").count() == 1


@pytest.mark.parametrize("name", ["", "   ", "!!!", "東京", "Fresno, CA", "x" * 41, "ﬃ" * 30])
def test_what_is_no_tag_is_refused(name: str) -> None:
    with pytest.raises(NoTag):
        tagged(a_request(), name)
    assert not Tag.objects.exists()


def test_a_tag_of_a_kept_campaign_answers_in_no_spelling_but_the_typed_one() -> None:
    lead, outsider = a_person(Role.LEAD), a_person(Role.REVIEWER)
    kept = a_campaign(lead)
    tag_request(
        records_request=a_request(campaign=kept, by=lead), name="XQZSECRET-tag", by=lead, at=NOW
    )
    restrict_campaign(campaign=kept, by=lead, at=NOW)
    mine = a_request(by=outsider)
    tag = tag_request(records_request=mine, name="xqzsecret-TAG", by=outsider, at=NOW)
    assert (tag.name, str(mine.tags.get())) == ("xqzsecret-TAG", "xqzsecret-TAG")
    entry = AuditEntry.objects.filter(verb="tagged request").latest("pk")
    assert entry.details["tag"] == "xqzsecret-TAG"
    # From now on it is everybody's, and keeps that spelling.
    assert tag_request(records_request=mine, name="XqzSecret", by=lead, at=NOW) != tag
    assert tagged(a_request(), "XQZSECRET TAG").name == "xqzsecret-TAG"


def test_a_step_in_bulk_tells_no_spelling_of_a_kept_tag() -> None:
    lead, outsider = a_person(Role.LEAD), a_person(Role.REVIEWER)
    kept = a_campaign(lead)
    hidden = a_request(campaign=kept, by=lead)
    tag_request(records_request=hidden, name="XQZSECRET-tag", by=lead, at=NOW)
    restrict_campaign(campaign=kept, by=lead, at=NOW)
    mine = a_request(by=outsider)
    do_in_bulk(change=Tagging("xqzsecret-TAG"), requests=[mine.pk], by=outsider, at=NOW)
    assert str(mine.tags.get()) == "xqzsecret-TAG"
