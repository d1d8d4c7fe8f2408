"""Tags: one tag whatever the spelling, hung once, taken off once."""

import pytest

from requests_app.domain.audit.models import AuditEntry
from requests_app.domain.request_log.models import RecordsRequest, Tag
from requests_app.domain.request_log.tags import NoTag, tag_request, untag_request
from tests.builders import NOW, a_person, a_request

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
